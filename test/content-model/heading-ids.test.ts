import fc from 'fast-check';
import Slugger from 'github-slugger';
import { markdownToHtml, mdxToJs } from 'satteri';
import { expect, test } from 'vitest';
import { readPage } from '../../src/content-model/index.ts';

/** The ids that the renderer's own text of each heading gives, slugged page by page. */
function renderedIds(source: string, format: 'mdx' | 'md'): string[] {
  const slugger = new Slugger();
  const ids: string[] = [];
  const plugin = {
    name: 'ids',
    element: {
      filter: ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'],
      visit(
        node: Readonly<{ properties: { id?: unknown } }>,
        context: { textContent(node: unknown): string },
      ) {
        if (node.properties.id === undefined) ids.push(slugger.slug(context.textContent(node)));
      },
    },
  };
  const options = { hastPlugins: [plugin as never], features: { frontmatter: false } };
  if (format === 'mdx') mdxToJs(source, options);
  else markdownToHtml(source, options);
  return ids;
}

const modelIds = (source: string, format: 'mdx' | 'md') =>
  readPage(source, { file: `notes/page.${format}`, hash: '' }).headings.map(({ id }) => id);

const HEADINGS = [
  '## Plain words',
  '## Plain words',
  '## With `code` and **bold** and _stress_',
  '### A [link](/x/) and ![an image](a.png)',
  '## Signs: "quotes", it’s & 100% -- (brackets) [x] / \\* 😀 é',
  '## Strange&nbsp;space &amp; entity',
  '# ~~Gone~~ H~2~O',
  'Two\nlines\n---',
  'Hard  \nbreak\n===',
  '#### ',
  '> ## In a quote',
  '- ## In a list',
  '## Note[^1] and[^2] and again[^1]\n\n[^1]: one\n\n[^2]: two',
  '## https://example.org',
  '## 2.1 Version 3.4.5 ##',
  '    ## code, no heading',
];

test.each(['md', 'mdx'] as const)(
  'gives headings in .%s the ids of the rendered page',
  (format) => {
    const source = HEADINGS.join('\n\n');
    expect(modelIds(source, format)).toEqual(renderedIds(source, format));
  },
);

test('counts the text inside a component, and none for one without', () => {
  const source = '## A <Fact id="x" /> b <kbd>K</kbd>\n\n## Raw <b>bold</b> text\n';
  expect(modelIds(source, 'mdx')).toEqual(renderedIds(source, 'mdx'));
  expect(modelIds(source, 'mdx')).toEqual(['a--b-k', 'raw-bold-text']);
});

test('leaves tags and comments out of the ids of plain Markdown', () => {
  const source = '## Raw <b>bold</b> <!-- note --> <a id="z"></a>x &lt; y\n';
  expect(modelIds(source, 'md')).toEqual(renderedIds(source, 'md'));
});

test('gives the ids of the rendered page whatever the words are', () => {
  const heading = fc
    .tuple(fc.integer({ min: 1, max: 6 }), fc.string({ unit: 'grapheme', maxLength: 24 }))
    .map(([depth, words]) => `${'#'.repeat(depth)} ${words.replace(/[\r\n]/g, ' ')}`);
  fc.assert(
    fc.property(fc.array(heading, { maxLength: 6 }), (headings) => {
      const source = headings.join('\n\n');
      expect(modelIds(source, 'md')).toEqual(renderedIds(source, 'md'));
    }),
    { numRuns: 300 },
  );
});
