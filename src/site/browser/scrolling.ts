/** Boxes that may be wider than the page. Without this script the keyboard stops at each of them. */
const BOXES = '.table, .code pre, figure.diagram, .graph';

/** Has the keyboard stop only at boxes in which there is something to scroll. */
export function stopAtWhatScrolls(within: ParentNode = document): void {
  for (const box of within.querySelectorAll<HTMLElement>(BOXES)) {
    box.tabIndex = box.scrollWidth > box.clientWidth ? 0 : -1;
  }
}
