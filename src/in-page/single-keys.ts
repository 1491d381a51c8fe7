import { remember, remembered } from './choices.ts';

/** Under which the reader's choice is kept. */
const NAME = 'single-keys';
const OFF = 'off';

/**
 * Whether a key was pressed as a shortcut of its own: alone, outside of fields, by a reader who has not
 * switched such shortcuts off, as WCAG 2.1.4 has it for those who speak to their computer.
 */
export function isSingleKey(event: KeyboardEvent, key: string): boolean {
  const typing = (event.target as Element).closest('input, textarea, select, [contenteditable]');
  const alone = !event.ctrlKey && !event.metaKey && !event.altKey;
  const off = document.querySelector('[data-single-keys]:not(:checked)');
  return event.key === key && alone && !typing && !off;
}

/** Lets the reader switch shortcuts of one key off, where the page has a box for it. */
export function setUpSingleKeys(): void {
  const box = document.querySelector<HTMLInputElement>('[data-single-keys]');
  if (!box) return;
  box.checked = remembered(NAME) !== OFF;
  box.addEventListener('change', () => remember(NAME, box.checked ? 'on' : OFF));
}
