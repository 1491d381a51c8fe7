import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadContent } from '../../src/content-model/index.ts';
import { guide } from './pages.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'content-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(files: Record<string, string | Uint8Array>): void {
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), content);
  }
}

const FACT = `- id: a
  value: PT24H
  unit: duration
  about: { en: How long it is }
  owner: tech-lead
  source: { document: policy, place: Part 1 }
`;

describe('what lies under a root', () => {
  test('is sorted into pages of ours, other pages, data and assets', async () => {
    write({
      'guides/one.mdx': guide('Text\n'),
      'nl/guides/one.mdx': guide('Tekst\n'),
      'notes/readme.md': '# Notes\n',
      'images/a.png': new Uint8Array([1, 0, 2]),
      'data/facts.yaml': FACT,
      'sync/local.lock.yaml': 'pairs: []\n',
      'guides/_draft.mdx': guide('Text\n'),
      '.hidden/x.md': '# Hidden\n',
    });
    const content = await loadContent(root);
    expect(content.pages.map(({ file, collection, locale }) => [file, collection, locale])).toEqual(
      [
        ['guides/one.mdx', 'guides', 'en'],
        ['nl/guides/one.mdx', 'guides', 'nl'],
        ['notes/readme.md', null, 'en'],
      ],
    );
    expect(content.assets).toEqual(['images/a.png']);
    expect(content.data.facts).toMatchObject([{ id: 'a', value: 'PT24H', mentions: {} }]);
    expect(content.data.roles).toEqual([]);
    expect(content.problems).toEqual([]);
    expect(content.skipped).toEqual([
      { what: 'guides/_draft.mdx', why: 'a page whose name starts with _ is not published' },
    ]);
  });

  test('gives a page the hash that git gives its file, whatever its line ends', async () => {
    write({ 'a.md': 'hello\n', 'b.md': 'hello\r\n' });
    const { pages } = await loadContent(root);
    expect(pages.map(({ hash }) => hash)).toEqual([
      'ce013625030ba8dba906f756967f9e9ca394464a',
      'ce013625030ba8dba906f756967f9e9ca394464a',
    ]);
  });

  test('is an error only when it is not there', async () => {
    await expect(loadContent(join(root, 'nowhere'))).rejects.toThrow(/nowhere/);
    expect((await loadContent(root)).pages).toEqual([]);
  });
});

describe('data that does not fit', () => {
  test('is a finding in its file, at its line, and leaves the list empty', async () => {
    write({
      'data/facts.yaml': FACT.replace('unit: duration', 'unit: time'),
      'data/roles.yaml': '- id: a\n  name: { en: x\n',
    });
    const { data, problems } = await loadContent(root);
    expect(problems.map(({ file, place, message }) => [file, place.line, message])).toEqual([
      [
        'data/facts.yaml',
        3,
        '`unit` in item 1 is `time`; it must be one of duration, percent, count, money, address, text',
      ],
      ['data/roles.yaml', 2, '`{` is opened here and never closed'],
    ]);
    expect(data.facts).toEqual([]);
  });

  test('so are ids that stand twice, and a file whose name is nearly right', async () => {
    write({ 'data/facts.yaml': FACT + FACT, 'data/role.yaml': '[]\n', 'data/weather.yaml': 'x' });
    const { data, problems } = await loadContent(root);
    expect(
      problems.map(({ file, place, message, help }) => [file, place.line, message, help]),
    ).toEqual([
      ['data/facts.yaml', 7, 'The id `a` stands here a second time', expect.any(String)],
      [
        'data/role.yaml',
        1,
        'There is no data file `role.yaml`',
        'Did you mean "roles.yaml"? Rename the file.',
      ],
    ]);
    expect(data.facts).toHaveLength(2);
  });
});

describe('hostile input becomes findings or is listed as skipped', () => {
  test('a file that is too large, binary, not UTF-8, or empty', async () => {
    write({
      'guides/big.mdx': 'word '.repeat(2_100_000),
      'guides/binary.mdx': new Uint8Array([0x2d, 0x2d, 0x2d, 0, 1, 2]),
      'guides/latin.mdx': Buffer.from('---\ntitle: caf\xe9\n---\n', 'latin1'),
      'guides/empty.mdx': '',
    });
    const { pages } = await loadContent(root);
    const messages = Object.fromEntries(
      pages.map(({ file, problems }) => [
        file,
        problems.map(({ place, message }) => `${place.line}:${place.column} ${message}`),
      ]),
    );
    expect(messages).toEqual({
      'guides/big.mdx': ['1:1 This file has 10.5 MB; 2.0 MB are read at most'],
      'guides/binary.mdx': ['1:1 This file is not text'],
      'guides/empty.mdx': ['1:1 This page has no frontmatter'],
      'guides/latin.mdx': [
        '2:11 This file is not in UTF-8: here stands a letter that cannot be read',
      ],
    });
  });

  test('links that lead in a circle, out of the root, or nowhere', async () => {
    write({ 'guides/one.mdx': guide('Text\n'), 'real/two.md': '# Two\n' });
    symlinkSync('..', join(root, 'guides/loop'));
    symlinkSync('self', join(root, 'self'));
    symlinkSync(tmpdir(), join(root, 'out'));
    symlinkSync('real', join(root, 'alias'));
    const { pages, skipped } = await loadContent(root);
    expect(pages.map(({ file }) => file)).toEqual([
      'alias/two.md',
      'guides/one.mdx',
      'real/two.md',
    ]);
    expect(skipped).toEqual([
      { what: 'guides/loop', why: 'it is a link back to a folder that it lies in' },
      { what: 'out', why: 'it is a link that leads out of the folder' },
      { what: 'self', why: 'it is a link that leads nowhere or in a circle' },
    ]);
  });

  test('text that would overwhelm the parser', async () => {
    write({
      'a.mdx': `{${'('.repeat(200_000)}${')'.repeat(200_000)}}`,
      'b.mdx': '> '.repeat(300_000),
      'c.md': '- '.repeat(300_000),
      'd.mdx': '<a>'.repeat(5_000) + '</a>'.repeat(5_000),
      'e.mdx': '<a>'.repeat(20_000),
      'guides/f.mdx': guide(`export const a = ${'['.repeat(200_000)}`),
      'guides/g.mdx': guide('export </Aside>![></data>| - | - |\n\\<p id=q>: \\`\n'),
    });
    const { pages } = await loadContent(root);
    expect(pages.map(({ problems }) => problems.length)).toEqual([1, 1, 1, 1, 1, 1, 1]);
  });
});

describe('the cache', () => {
  const load = () => loadContent(root, { cache: join(root, '.cache') });
  const cacheFile = () => join(root, '.cache', readdirSync(join(root, '.cache'))[0] ?? '');

  beforeEach(() => {
    write({
      'guides/one.mdx': guide('## One\n\nText with <Fact id="a" />.\n'),
      'adr/001-x.mdx': '---\ntitle: "A: b\n',
      'postmortems/p.mdx': guide('## Timeline\n\n| a | b |\n| - | - |\n| 1 | 2 |\n'),
      'b.md': '<a id="x">\n',
    });
  });

  test('gives what reading anew gives', async () => {
    const fresh = await loadContent(root);
    expect(await load()).toEqual(fresh);
    expect(await load()).toEqual(fresh);
  });

  test('forgets what has changed, been added or been removed', async () => {
    await load();
    write({ 'guides/one.mdx': guide('## Two\n'), 'guides/new.mdx': guide('New\n') });
    rmSync(join(root, 'b.md'));
    expect(await load()).toEqual(await loadContent(root));
    expect(await load()).toEqual(await loadContent(root));
  });

  test.each([
    ['deleted', () => rmSync(join(root, '.cache'), { recursive: true })],
    ['cut off', () => writeFileSync(cacheFile(), '{"version":')],
    ['something else', () => writeFileSync(cacheFile(), 'null')],
    ['of another version', () => writeFileSync(cacheFile(), '{"version":"x","pages":[{}]}')],
  ])('that is %s is as good as none', async (_state, damage) => {
    await load();
    damage();
    expect(await load()).toEqual(await loadContent(root));
  });
});
