import fc from 'fast-check';
import { type DefaultTreeAdapterMap, type DefaultTreeAdapterTypes, parseFragment } from 'parse5';
import { describe, expect, test } from 'vitest';
import { cleanArticleHtml, HtmlTooComplex } from '../../src/html/article-html.ts';
import { HOSTILE_HTML } from './hostile-html.ts';

const surroundings = { imageHosts: ['images.example.com'] };
const ARTICLE = '5a000000-0000-4000-8000-000000000001';

const clean = (html: string) => cleanArticleHtml(html, surroundings);
const stored = (html: string) => clean(html).html;

const ELEMENTS: Record<string, readonly string[]> = {
  a: ['href'],
  aside: ['data-type'],
  blockquote: [],
  br: [],
  code: ['class'],
  data: ['data-fact', 'value'],
  em: [],
  h2: ['id'],
  h3: ['id'],
  h4: ['id'],
  hr: [],
  img: ['src', 'alt', 'width', 'height'],
  li: [],
  ol: ['start'],
  p: [],
  pre: [],
  s: [],
  strong: [],
  table: [],
  tbody: [],
  td: ['colspan', 'rowspan'],
  th: ['colspan', 'rowspan', 'scope'],
  thead: [],
  tr: [],
  ul: [],
};

/** What stands in stored HTML that an article must not hold, found with a parser of its own. */
function intruders(html: string): string[] {
  const found: string[] = [];
  const walk = (node: DefaultTreeAdapterTypes.Node) => {
    if (node.nodeName === '#comment') found.push('comment');
    if ('attrs' in node) {
      const allowed = Object.hasOwn(ELEMENTS, node.tagName) ? ELEMENTS[node.tagName] : undefined;
      if (!allowed || node.namespaceURI !== 'http://www.w3.org/1999/xhtml') {
        found.push(`<${node.tagName}>`);
      }
      for (const { name, value } of node.attrs) {
        if (!allowed?.includes(name)) found.push(`${node.tagName} ${name}`);
        if (
          name === 'href' &&
          !/^(https:\/\/|mailto:|wiki:[0-9a-f-]{36}|portal:\/|#)/.test(value)
        ) {
          found.push(`href ${value}`);
        }
        if (name === 'src' && new URL(value).origin !== 'https://images.example.com') {
          found.push(`src ${value}`);
        }
      }
    }
    if ('content' in node) walk(node.content);
    if ('childNodes' in node) node.childNodes.forEach(walk);
  };
  walk(parseFragment(html));
  return found;
}

/** Pieces that parsers disagree about, to be put together at random. */
const FRAGMENTS = [
  ...[
    '<p>',
    '</p>',
    '<b>',
    '</b>',
    '<i>',
    '</i>',
    '<a href="https://a.example/">',
    '</a>',
    '<div>',
  ],
  ...['</div>', '<ul>', '</ul>', '<ol start=3>', '</ol>', '<li>', '</li>', '<table>', '</table>'],
  ...[
    '<tr>',
    '</tr>',
    '<td>',
    '<th scope=col>',
    '<thead>',
    '<caption>',
    '<h1>',
    '</h1>',
    '<h2 id=a>',
  ],
  ...[
    '</h2>',
    '<pre>',
    '</pre>',
    '<code class="language-ts">',
    '</code>',
    '<br>',
    '<hr>',
    '<aside>',
  ],
  ...[
    '</aside>',
    '<blockquote>',
    '</blockquote>',
    '<svg>',
    '</svg>',
    '<math>',
    '</math>',
    '<style>',
  ],
  ...['</style>', '<mtext>', '<mglyph>', '<foreignObject>', '<desc>', '<title>', '</title>'],
  ...[
    '<template>',
    '</template>',
    '<noscript>',
    '</noscript>',
    '<select>',
    '</select>',
    '<option>',
  ],
  ...['<form>', '</form>', '<button>', '</button>', '<textarea>', '</textarea>', '<xmp>', '</xmp>'],
  ...['<!--', '-->', '--!>', '<![CDATA[', ']]>', '<img src=x onerror=alert(1)>', '<script>'],
  ...[
    '</script>',
    '<data data-fact="x-y" value="PT1H">',
    '</data>',
    '<span>',
    '</span>',
    '<frameset>',
  ],
  ...[
    '<annotation-xml encoding="text/html">',
    '<p title="',
    '">',
    "'",
    '&lt;',
    '&amp;',
    '&#13;',
    '\n',
  ],
  ...[
    ' ',
    'text',
    'é',
    '\u00a0',
    '\u0000',
    '\ud800',
    '<',
    '>',
    '&',
    '="',
    '<body onload=x>',
    '<marquee>',
  ],
  ...[
    '<img src="https://images.example.com/i.png" alt="i">',
    '<nobr>',
    '<object>',
    '<dl><dt>',
    '<dd>',
  ],
];
const anyHtml = fc.oneof(
  fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 30 }).map((parts) => parts.join('')),
  fc
    .array(
      fc.oneof(fc.constantFrom(...FRAGMENTS), fc.constantFrom(...Object.values(HOSTILE_HTML))),
      {
        maxLength: 8,
      },
    )
    .map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 60 }),
);

describe('hostile HTML', () => {
  test.each(Object.entries(HOSTILE_HTML))('%s leaves nothing that could run', (_, html) => {
    expect(intruders(stored(html))).toEqual([]);
  });

  test.each(Object.entries(HOSTILE_HTML))(
    '%s is stored in a form that stays as it is',
    (_, html) => {
      const once = stored(html);
      expect(stored(once)).toBe(once);
    },
  );

  test('a check that finds intruders finds one', () => {
    expect(intruders('<p onclick="x">a</p><svg></svg>')).toEqual(['p onclick', '<svg>']);
  });
});

describe('any HTML', () => {
  test('cleaning twice changes nothing, and nothing that could run is left', () => {
    fc.assert(
      fc.property(anyHtml, (html) => {
        const once = clean(html);
        expect(clean(once.html)).toEqual(once);
        expect(intruders(once.html)).toEqual([]);
      }),
      { numRuns: 1500 },
    );
  });

  test('what is stored parses to the same tree in any kind of container', () => {
    const tree = (html: string, context?: DefaultTreeAdapterTypes.Element) => {
      const outline = (node: DefaultTreeAdapterTypes.Node): unknown =>
        'childNodes' in node
          ? [node.nodeName, 'attrs' in node && node.attrs, node.childNodes.map(outline)]
          : 'value' in node && node.value;
      const { childNodes } = parseFragment<DefaultTreeAdapterMap>(context ?? null, html, {});
      return childNodes.map(outline);
    };
    const [body, article] = parseFragment('<div></div><article></article>')
      .childNodes as DefaultTreeAdapterTypes.Element[];
    fc.assert(
      fc.property(anyHtml, (html) => {
        const once = stored(html);
        expect(tree(once, body)).toEqual(tree(once));
        expect(tree(once, article)).toEqual(tree(once));
      }),
      { numRuns: 300 },
    );
  });
});

describe('an article', () => {
  test('keeps headings, lists, tables, code, callouts and facts as they are', () => {
    const html = [
      '<p>First <strong>bold</strong>, <em>slanted</em>, <s>gone</s> and <code>npm</code>.</p>',
      '<h2 id="steps">Steps</h2>',
      '<ol start="3"><li>One<ul><li>Under</li></ul></li><li><p>Two</p><p>Again</p></li></ol>',
      '<table><thead><tr><th scope="col">A</th></tr></thead><tbody><tr><td colspan="2">b</td></tr></tbody></table>',
      '<pre><code class="language-ts">const a = 1 &lt; 2;\n  b();</code></pre>',
      '<aside data-type="caution"><p>Valid for <data data-fact="invitation-validity" value="PT24H">24 hours</data>.</p></aside>',
      `<p><a href="wiki:${ARTICLE}#steps">Article</a> <a href="portal:/guides/client/#pay">Page</a></p>`,
      '<hr>',
      '<p><img src="https://images.example.com/a.png" alt="A form" width="300"></p>',
    ].join('\n');
    expect(stored(html)).toBe(html);
  });

  test('gets the elements of an article for those of an editor or another page', () => {
    expect(stored('<h1>A</h1><b>b</b> <i>i</i><div>c</div><ul><li><p>d</p></li></ul>')).toBe(
      '<h2 id="a">A</h2>\n<p><strong>b</strong> <em>i</em></p>\n<p>c</p>\n<ul><li>d</li></ul>',
    );
  });

  test('has an id for each heading, and no id twice', () => {
    expect(stored('<h2>Eén stap</h2><h2>Eén stap</h2><h2 id="x">A</h2><h3 id="x">B c</h3>')).toBe(
      '<h2 id="eén-stap">Eén stap</h2>\n<h2 id="eén-stap-1">Eén stap</h2>\n<h2 id="x">A</h2>\n<h3 id="b-c">B c</h3>',
    );
  });

  test('says an image in words when its host is not allowed', () => {
    expect(stored('<p>See <img src="https://elsewhere.example/a.png" alt="the form">.</p>')).toBe(
      '<p>See the form.</p>',
    );
  });

  test('keeps the text of a link that may not be followed', () => {
    expect(stored('<p><a href="http://a.example">here</a></p>')).toBe('<p>here</p>');
  });

  test('gives its text, how it begins and its links', () => {
    const { text, excerpt, links } = clean(
      `<h2>Pay</h2><p>Open <a href="wiki:${ARTICLE}#top">the invoice</a>.</p><ul><li>a</li><li><a href="https://a.example/b">b</a></li></ul><table><tr><td>1</td><td>2</td></tr></table><p><a href="portal:/guides/">c</a><a href="mailto:a@b.example">d</a></p>`,
    );
    expect(text).toBe('Pay\nOpen the invoice.\na\nb\n1 2\ncd');
    expect(excerpt).toBe('Open the invoice.');
    expect(links).toEqual([
      { kind: 'article', target: ARTICLE, anchor: 'top' },
      { kind: 'web', target: 'https://a.example/b' },
      { kind: 'portal', target: '/guides/' },
    ]);
  });

  test('begins with at most 200 characters, cut between words', () => {
    const { excerpt } = clean(`<p>${'words and '.repeat(60)}</p>`);
    expect(excerpt.length).toBeLessThanOrEqual(200);
    expect(excerpt).toMatch(/(words|and)…$/);
  });
});

describe('too much of it', () => {
  test.each([
    ['nested deeply', '<div>'.repeat(100_000)],
    ['nested lists', '<ul><li>'.repeat(50_000)],
    ['nested tables', '<table><tr><td>'.repeat(30_000)],
    [
      'marks that every paragraph reopens',
      `${Array.from({ length: 150 }, (_, n) => `<b id=${n}>`).join('')}${'<p>'.repeat(100_000)}`,
    ],
  ])('%s is refused within two seconds', (_, html) => {
    const start = performance.now();
    expect(() => clean(html)).toThrow(HtmlTooComplex);
    expect(performance.now() - start).toBeLessThan(2_000);
  });

  test.each([
    ['half a million <', '<'.repeat(499_000)],
    ['half a million &', '&'.repeat(499_000)],
    [
      'a hundred thousand attributes',
      `<a ${Array.from({ length: 80_000 }, (_, n) => `a${n}`).join(' ')}>x`,
    ],
    ['one long word', 'x'.repeat(499_000)],
    ['only spaces', ' '.repeat(499_000)],
    ['empty lines of code', `<pre>${'\n'.repeat(100_000)}x</pre>`],
    ['a long quoted address', `<a href="https://a.example/${'%'.repeat(400_000)}">x</a>`],
  ])('%s is cleaned within five seconds', (_, html) => {
    const start = performance.now();
    clean(html);
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});
