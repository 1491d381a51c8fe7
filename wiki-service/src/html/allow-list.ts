import type { Schema } from 'hast-util-sanitize';

/** Elements that mark a piece of a line. A value is the name it is stored under. */
export const MARKS: Readonly<Record<string, string>> = {
  a: 'a',
  b: 'strong',
  code: 'code',
  data: 'data',
  del: 's',
  em: 'em',
  i: 'em',
  kbd: 'code',
  s: 's',
  samp: 'code',
  strike: 's',
  strong: 'strong',
  tt: 'code',
};

/** Headings. An article's title is its first heading, so its text starts at the second level. */
export const HEADINGS: Readonly<Record<string, string>> = {
  h1: 'h2',
  h2: 'h2',
  h3: 'h3',
  h4: 'h4',
  h5: 'h4',
  h6: 'h4',
};

/** Elements whose inside is no text of an article: code, other vocabularies, forms' state. */
export const DROPPED: ReadonlySet<string> = new Set([
  ...['applet', 'audio', 'base', 'canvas', 'datalist', 'embed', 'frame', 'frameset', 'head'],
  ...['iframe', 'link', 'math', 'meta', 'noembed', 'noframes', 'noscript', 'object', 'param'],
  ...['plaintext', 'script', 'select', 'style', 'svg', 'template', 'textarea', 'title', 'video'],
  'xmp',
]);

/** Elements that are not kept, and whose inside stands apart from the text around it. */
export const SEPARATORS: ReadonlySet<string> = new Set([
  ...['address', 'article', 'caption', 'center', 'dd', 'details', 'dialog', 'dir', 'div', 'dl'],
  ...['dt', 'fieldset', 'figcaption', 'figure', 'footer', 'form', 'header', 'hgroup', 'legend'],
  ...['li', 'main', 'menu', 'nav', 'option', 'p', 'search', 'section', 'summary', 'tbody', 'td'],
  ...['tfoot', 'th', 'thead', 'tr'],
]);

/** What a callout may say it is. */
export const CALLOUTS: readonly string[] = ['note', 'tip', 'caution', 'danger'];

/**
 * All that a stored article consists of. The arranging step builds nothing else; this list is held
 * against what it built, so that a mistake there opens nothing.
 */
export const STORED: Schema = {
  tagNames: [
    ...['a', 'aside', 'blockquote', 'br', 'code', 'data', 'em', 'h2', 'h3', 'h4', 'hr', 'img'],
    ...['li', 'ol', 'p', 'pre', 's', 'strong', 'table', 'tbody', 'td', 'th', 'thead', 'tr', 'ul'],
  ],
  attributes: {
    a: ['href'],
    aside: [['dataType', ...CALLOUTS]],
    code: [['className', /^language-/]],
    data: ['dataFact', 'value'],
    h2: ['id'],
    h3: ['id'],
    h4: ['id'],
    img: ['src', 'alt', 'width', 'height'],
    ol: ['start'],
    td: ['colSpan', 'rowSpan'],
    th: ['colSpan', 'rowSpan', ['scope', 'col', 'row']],
  },
  protocols: { href: ['https', 'mailto', 'wiki', 'portal'], src: ['https'] },
  // Ids are made from the words of headings, and anchors lead to them as they are.
  clobber: [],
  strip: ['script'],
  allowComments: false,
  allowDoctypes: false,
};
