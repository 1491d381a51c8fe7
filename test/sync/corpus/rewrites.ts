/** Ways in which formatters and editors write a whole text anew without changing what it says. */
export const REWRITES: Record<string, (text: string) => string> = {
  crlf: (text) => text.replaceAll('\n', '\r\n'),

  // Of a page
  'long-lines': ofBody((text) =>
    text.replace(/(?<=[^\n|>])\n *(?! |[-*+] |\d+[.)] |\n|<\/?[A-Z]|\||#|```)(?=\S)/g, ' '),
  ),
  'brackets-after-numbers': ofBody((text) => text.replace(/^( *\d+)\. /gm, '$1) ')),
  'every-number-one': ofBody((text) => text.replace(/^( *)\d+\. /gm, (_, space) => `${space}1. `)),
  stars: ofBody((text) => text.replace(/^( *)- /gm, '$1* ')),
  underscores: ofBody((text) => text.replace(/\*\*(.+?)\*\*/g, '__$1__')),

  // Of an article
  'paragraphs-in-items': (html) => html.replace(/<li>(.*?)<\/li>/g, '<li><p>$1</p></li>'),
  'other-elements': (html) => html.replace(/(<\/?)strong>/g, '$1b>').replace(/(<\/?)em>/g, '$1i>'),
  'spread-out': (html) =>
    html.replace(
      /(<\/(?:li|p|h[1-6]|td|th|tr)>|<(?:ol|ul|table|thead|tbody|tr|aside)\b[^>]*>)(?=<\/?(?:ol|ul|li|p|h[1-6]|table|thead|tbody|tr|td|th|aside)\b)/g,
      '$1\n  ',
    ),
  entities: (html) =>
    html.replace(/[^<>]+(?=<|$)/g, (text) =>
      text.replace(/[’→“”]|e(?![a-z]*;)/g, (sign) => `&#${sign.codePointAt(0)};`),
    ),
  styled: (html) =>
    html.replace(/<(p|li|ol|ul|strong|h[1-6])(?=[ >])/g, '<$1 class="text" style="margin: 0"'),
};

/** Leaves the frontmatter as it is. */
function ofBody(rewrite: (text: string) => string) {
  return (page: string) => {
    const [head = ''] = /^---\n[\s\S]*?\n---\n/.exec(page) ?? [];
    return head + rewrite(page.slice(head.length));
  };
}
