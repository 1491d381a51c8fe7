const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  // Where the database says that a hit starts and ends. The text itself is without these two.
  '\ue000': '<mark>',
  '\ue001': '</mark>',
};

/** A piece of text from the database as HTML: escaped, with the hits in `<mark>`. */
export function markHits(highlight: string): string {
  return highlight.replace(/[&<>"'\ue000\ue001]/g, (character) => ESCAPES[character] ?? '');
}
