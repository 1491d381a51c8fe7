import { getSchema } from '@tiptap/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDocument, writeDocument } from '../../admin/src/document/article-document.ts';
import { ARTICLE_EXTENSIONS } from '../../admin/src/document/article-extensions.ts';
import { readSeedArticles } from '../../src/database/seed.ts';
import { cleanArticleHtml } from '../../src/html/article-html.ts';

const IMAGE_HOSTS = ['images.example.com'];
const ID = '5a000000-0000-4000-8000-00000000000a';
const schema = getSchema(ARTICLE_EXTENSIONS);

const clean = (html: string) => cleanArticleHtml(html, { imageHosts: IMAGE_HOSTS }).html;
const openAndSave = (stored: string) => clean(writeDocument(readDocument(stored, schema)));

/** The same document, as one that was typed instead of read. */
const retype = (stored: string) =>
  clean(writeDocument(schema.nodeFromJSON(readDocument(stored, schema).toJSON())));

const text = fc.oneof(
  fc.constantFrom(
    'word',
    ' ',
    '  two  words ',
    '&nbsp;',
    '&lt;b&gt;',
    '&amp;amp;',
    'é',
    '😀',
    '\n',
  ),
  fc.string({ maxLength: 12 }).map((value) => value.replaceAll('<', '&lt;')),
);
const attributes: Record<string, fc.Arbitrary<string>> = {
  a: fc
    .constantFrom(`wiki:${ID}#x`, 'portal:/guides/', 'https://example.com/?a=1&b', 'javascript:x()')
    .map((href) => ` href="${href}"`),
  aside: fc.constantFrom('', ' data-type="danger"', ' data-type="other"'),
  code: fc.constantFrom('', ' class="language-sql"', ' class="a language-c++ b"'),
  data: fc.constantFrom('', ' data-fact="a-fact" value="PT24H"', ' data-fact="a-fact"'),
  h2: fc.constantFrom('', ' id="same"', ' id="é-1"', ' id="a b"'),
  img: fc
    .constantFrom('//images.example.com/a.png', '//elsewhere.example.org/a.png')
    .map((src) => ` src="https:${src}" alt="A &quot;b&quot;" width="40" height="x"`),
  ol: fc.constantFrom('', ' start="0"', ' start="7"', ' start="1"'),
  td: fc.constantFrom('', ' colspan="2"', ' rowspan="3"', ' colspan="0"'),
  th: fc.constantFrom('', ' scope="col"', ' scope="row" colspan="2"'),
};
const INLINE = ['a', 'b', 'code', 'data', 'del', 'em', 'i', 's', 'span', 'strong'];
const BLOCKS = [
  ...['aside', 'blockquote', 'div', 'h1', 'h2', 'h3', 'h4', 'li', 'ol', 'p', 'pre', 'section'],
  ...['table', 'tbody', 'td', 'th', 'thead', 'tr', 'ul', 'script', 'style', 'svg', 'caption'],
];

function element(names: readonly string[], children: fc.Arbitrary<string[]>) {
  return fc
    .constantFrom(...names)
    .chain((name) =>
      fc
        .tuple(attributes[name] ?? fc.constant(''), children)
        .map(([written, inside]) => `<${name}${written}>${inside.join('')}</${name}>`),
    );
}

/** HTML that uses the whole allow-list, well formed or not. */
const { html: anyHtml } = fc.letrec<{ inline: string; cell: string; block: string; html: string }>(
  (tie) => ({
    inline: fc.oneof(
      { depthSize: 'small' },
      text,
      fc.constantFrom(
        '<br>',
        '<img src="https://images.example.com/b.png">',
        '<b>',
        '</i>',
        '<!-- x -->',
      ),
      attributes.img?.map((written) => `<img${written}>`) ?? text,
      element(INLINE, fc.array(tie('inline'), { maxLength: 4 })),
    ),
    cell: fc.oneof({ depthSize: 'small' }, tie('inline'), tie('block')),
    block: fc.oneof(
      { depthSize: 'small' },
      fc.array(tie('inline'), { maxLength: 4 }).map((inside) => `<p>${inside.join('')}</p>`),
      fc
        .array(fc.array(tie('cell'), { maxLength: 3 }), { minLength: 1, maxLength: 3 })
        .map((rows) => {
          const [head = [], ...body] = rows.map((cells) => cells.map((cell) => `<td>${cell}</td>`));
          const write = (cells: string[]) => `<tr>${cells.join('')}</tr>`;
          return `<table><thead>${write(head).replaceAll('td>', 'th>')}</thead>${body.map(write).join('')}</table>`;
        }),
      element(
        ['ul', 'ol'],
        fc.array(
          tie('cell').map((inside) => `<li>${inside}</li>`),
          { maxLength: 3 },
        ),
      ),
      fc.constantFrom(
        '<hr>',
        '<pre><code class="language-sql">\n  a\n\n b </code></pre>',
        '<pre>x<br>y</pre>',
      ),
      element(BLOCKS, fc.array(tie('cell'), { maxLength: 4 })),
    ),
    html: fc.array(tie('cell'), { maxLength: 6 }).map((parts) => parts.join('')),
  }),
);

describe('an article that is opened and saved without a change', () => {
  it('is byte for byte what it was, whatever is in it', () => {
    fc.assert(
      fc.property(anyHtml, (html) => {
        const stored = clean(html);
        expect(openAndSave(stored)).toBe(stored);
      }),
      { numRuns: 600 },
    );
  });

  it.each(readSeedArticles().map(({ tenant, slug, html }) => [tenant.slug, slug, html]))(
    'is what it was: %s %s',
    (_tenant, _slug, html) => {
      const stored = clean(html);
      expect(openAndSave(stored)).toBe(stored);
    },
  );

  it.each([
    [
      'marks in an order of their own',
      '<p><em><strong>a</strong></em><strong><em>b</em></strong></p>',
    ],
    ['neighbouring marks of one kind', '<p><strong>a</strong><strong>b</strong></p>'],
    ['a fact with marks in it', '<p><data data-fact="x" value="1"><em>one</em> day</data></p>'],
    ['a list item of text, list and text', '<ul><li>a<ul><li>b</li></ul></li></ul>'],
    ['a list item without text', '<ol start="3"><li><ol><li>b</li></ol></li></ol>'],
    ['a list item of paragraphs', '<ul><li><p>a</p><p>b</p></li></ul>'],
    [
      'a table with head, spans and empty cells',
      '<table><thead><tr><th scope="col">a</th><th></th></tr></thead><tbody><tr><td colspan="2"><p>b</p><p>c</p></td></tr></tbody></table>',
    ],
    [
      'a table with rows of different lengths',
      '<table><tbody><tr><td>a</td></tr><tr><td>b</td><td>c</td></tr></tbody></table>',
    ],
    ['code that begins with a line feed', '<pre><code>\n\na</code></pre>'],
    ['an item of nothing but a space that does not break', '<ul><li>\u00a0</li></ul>'],
    [
      'linked code and a linked image',
      '<p><a href="portal:/a/"><code>x</code><img src="https://images.example.com/a.png" alt=""></a></p>',
    ],
  ])('keeps %s', (_what, html) => {
    const stored = clean(html);
    expect(stored.replaceAll('\n', '')).toBe(html.replaceAll('\n', ''));
    expect(openAndSave(stored)).toBe(stored);
  });
});

describe('an article that is changed', () => {
  it('keeps everything that the reader sees, and is stable from then on', () => {
    fc.assert(
      fc.property(anyHtml, (html) => {
        const stored = clean(html);
        const typed = retype(stored);
        const words = (from: string) =>
          cleanArticleHtml(from, { imageHosts: IMAGE_HOSTS }).text.replace(/\s+/g, ' ').trim();
        expect(words(typed)).toBe(words(stored));
        expect(retype(typed)).toBe(typed);
      }),
      { numRuns: 300 },
    );
  });

  it('is written anew only in the line that changed', () => {
    const stored = clean('<p><em><strong>a</strong></em></p><p><em><strong>b</strong></em></p>');
    const document = readDocument(stored, schema);
    const [first, second] = document.children;
    const changed = document.copy(
      document.content.replaceChild(0, schema.node('paragraph', null, schema.text('new'))),
    );
    expect(first?.textContent).toBe('a');
    expect(second?.textContent).toBe('b');
    expect(clean(writeDocument(changed))).toBe('<p>new</p>\n<p><em><strong>b</strong></em></p>');
  });

  it('loses empty lines, empty items and space at the ends of lines, and nothing else', () => {
    const paragraph = (words?: string) =>
      schema.node('paragraph', null, words ? [schema.text(words)] : []);
    const document = schema.node('doc', null, [
      paragraph(),
      paragraph(' a '),
      schema.node('bulletList', null, [
        schema.node('listItem', null, [paragraph()]),
        schema.node('listItem', null, [paragraph('b')]),
      ]),
    ]);
    expect(clean(writeDocument(document))).toBe('<p>a</p>\n<ul><li>b</li></ul>');
  });
});
