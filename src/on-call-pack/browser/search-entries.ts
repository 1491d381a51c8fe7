/** A part of a page that a search can find: what stands under one heading, or above the first. */
export interface SearchEntry {
  /** Where it is in the pack: the id of the heading, or of the page. */
  id: string;
  page: string;
  title: string;
  kind: string;
  about: string;
  alerts: string;
  /** Empty for the part above the first heading. */
  heading: string;
  text: string;
}

/** What is on a page only to be clicked or drawn, or is said again below. */
const NOT_TEXT =
  'script, style, svg, button, select, datalist, noscript, h1, .anchor, .toc, .review, .quick-links, .quick-steps, .page-footer, .checklist-desk, [data-incident]';

/** Everything on a page that can be found, in the order in which it stands there. */
export function searchEntries(page: HTMLElement): SearchEntry[] {
  const { label = '', kind = '', about = '', alerts = '' } = page.dataset;
  const entryAt = (id: string, heading: string): SearchEntry => ({
    id,
    page: page.id,
    title: label,
    kind,
    about,
    alerts,
    heading,
    text: '',
  });
  let entry = entryAt(page.id, '');
  const entries = [entry];
  const walker = document.createTreeWalker(page, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, {
    acceptNode: (node) =>
      node instanceof Element && node.matches(NOT_TEXT)
        ? NodeFilter.FILTER_REJECT
        : NodeFilter.FILTER_ACCEPT,
  });
  let heading: Element | undefined;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node instanceof Element) {
      if (node.matches('h2[id], h3[id]')) {
        heading = node;
        entry = entryAt(node.id, '');
        entries.push(entry);
      }
    } else if (heading?.contains(node)) entry.heading += node.nodeValue ?? '';
    else entry.text += `${node.nodeValue} `;
  }
  for (const found of entries) found.text = found.text.replace(/\s+/g, ' ').trim();
  return entries;
}
