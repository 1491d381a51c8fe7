import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readPage } from '../../src/content-model/index.ts';
import { COLLECTIONS } from '../../src/content-model/vocabulary.ts';

/** Pieces that pages are made of, in orders nobody would write them in. */
const PIECES = [
  '---\n',
  'title: T\n',
  '- a\n',
  '## Steps\n',
  '# X\n',
  '1. do\n',
  '- [ ] tick\n',
  '| a | b |\n',
  '| - | - |\n',
  '<Aside type="note">',
  '</Aside>',
  '<Fact id="a" />',
  '<Raci>',
  '<a href="x">',
  '</a>',
  '<!--',
  '-->',
  '{',
  '}',
  '{1}',
  '`',
  '```mermaid\n',
  '```\n',
  '**Rejected** ',
  '[x](y)',
  '[x]',
  '[x]: y\n',
  '![',
  '](',
  '> ',
  '  ',
  '\t',
  '\n',
  '\n\n',
  '\r\n',
  'word ',
  '😀',
  '\\',
  '&amp;',
  '~~',
  '[^1]',
  '[^1]: n\n',
  'import x\n',
  'export ',
  '<',
  '>',
  '"',
  ': ',
  '&x ',
  '*x ',
  '<data data-fact="f">',
  '</data>',
  '\u0000',
  '\uFEFF',
  '<script>',
  '<p id=q>',
];
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((pieces) => pieces.join('')),
  fc
    .array(fc.constantFrom(...PIECES), { maxLength: 40 })
    .map((pieces) => `---\ntitle: T\ndescription: D\nowner: a\n---\n\n${pieces.join('')}`),
);
const file = fc
  .tuple(
    fc.constantFrom('', 'nl/'),
    fc.constantFrom(...COLLECTIONS, 'notes'),
    fc.constantFrom('md', 'mdx'),
  )
  .map(([locale, folder, ending]) => `${locale}${folder}/page.${ending}`);

const RUNS = { numRuns: 600 };

describe('whatever a file holds', () => {
  test('it is read without an error, and every place lies in it', () => {
    fc.assert(
      fc.property(text, file, (source, path) => {
        const page = readPage(source, { file: path, hash: '' });
        const lines = source.split(/\r\n?|\n/).length;
        for (const { place } of [
          ...page.problems,
          ...page.links,
          ...page.headings,
          ...page.texts,
        ]) {
          expect(place.line).toBeGreaterThan(0);
          expect(place.line).toBeLessThanOrEqual(lines);
          expect(place.column).toBeGreaterThan(0);
        }
      }),
      RUNS,
    );
  });

  test('Windows line ends change nothing', () => {
    fc.assert(
      fc.property(text, file, (source, path) => {
        const unix = source.replace(/\r\n?/g, '\n');
        const read = (written: string) => readPage(written, { file: path, hash: '' });
        expect(read(unix.replaceAll('\n', '\r\n'))).toEqual(read(unix));
      }),
      RUNS,
    );
  });

  test('what is kept as JSON comes back the same', () => {
    fc.assert(
      fc.property(text, file, (source, path) => {
        const page = readPage(source, { file: path, hash: '' });
        expect(JSON.parse(JSON.stringify(page))).toEqual(page);
      }),
      RUNS,
    );
  });
});
