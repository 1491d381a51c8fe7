import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkFiles, checkFolder, expectAt, makeFolder, writeMarked } from './marked.ts';
import { adr, guide } from './sample-content.ts';

/** Files that are no proper pages, each with the rule that says so. */
const HOSTILE: [name: string, text: string | Buffer, rule: string][] = [
  ['nothing at all', '', 'content/schema'],
  ['only a heading', '# Title\n', 'content/schema'],
  ['broken YAML', '---\ntitle: [a\n---\n', 'content/schema'],
  ['YAML that is no mapping', '---\n- a\n- b\n---\n', 'content/schema'],
  ['frontmatter without an end', '---\ntitle: A\n', 'content/schema'],
  ['JavaScript for frontmatter', '---js\n{ title: process.exit(3) }\n---\n', 'content/code'],
  ['an unclosed tag', guide('## Start\n\n<Aside type="note">\n\nGo.'), 'content/code'],
  ['an unclosed expression', guide('## Start\n\n{1 +'), 'content/code'],
  ['an import', guide("import x from './x'\n\n## Start\n\nGo."), 'content/code'],
  [
    'bytes that are no text',
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0xff, 0xfe]),
    'content/schema',
  ],
  ['Latin-1', Buffer.from('---\ntitle: caf\xe9\n---\n', 'latin1'), 'content/schema'],
  ['10 MB', `${guide()}${'A line of words.\n'.repeat(620_000)}`, 'content/schema'],
];

describe('files that are no proper pages', () => {
  it.each(HOSTILE)('end in a finding: %s', async (_, text, rule) => {
    const { findings, status } = await checkFiles({
      'guides/a.mdx': text,
      'guides/b.mdx': guide(),
    });
    expect(status).toBe('findings');
    expect(findings.map((finding) => finding.rule)).toContain(rule);
    for (const finding of findings) {
      expect(finding.file).toBe('guides/a.mdx');
      expect(finding.message).not.toMatch(/\n\s+at |TypeError|node_modules/);
    }
  });

  it('are read as Markdown, and counted, when they are MDX of somebody else', async () => {
    const { findings, skipped } = await checkFiles({
      'notes/a.mdx': '# A\n\n<Tabs>\n\n[x](no.md)\n',
    });
    expect(findings.map(({ rule }) => rule)).toEqual(['link/missing-page']);
    expect(skipped.map(({ what }) => what)).toEqual(['1 page, notes/a.mdx:3']);
  });

  it('do not run, whatever language their frontmatter says', async () => {
    const text = '---js\n{ title: (globalThis.pwned = true) }\n---\n';
    await checkFiles({ 'guides/a.mdx': text });
    expect(globalThis).not.toHaveProperty('pwned');
  });
});

describe('files that only look odd', () => {
  it.each([
    ['CRLF', (text: string) => text.replaceAll('\n', '\r\n')],
    ['a byte order mark', (text: string) => `\uFEFF${text}`],
    ['no last line end', (text: string) => text.trimEnd()],
  ])('are judged as any other: %s', async (_, spoil) => {
    const { findings } = await checkFiles({ 'adr/001-a.mdx': spoil(adr(1)) });
    expect(findings).toEqual([]);
    await expectAt('link/missing-page', {
      'guides/a.mdx': spoil(guide('## Start\n\nA line.\n\nA ¦[link](/nothing/).')),
    });
  });
});

describe('folders that are no proper content', () => {
  it('end without a stack trace: loops, dead links, folders named like pages', async () => {
    const root = makeFolder();
    writeMarked(root, { 'guides/a.mdx': guide(), 'notes/x.md': '[a](loop/notes/x.md)\n' });
    symlinkSync('..', join(root, 'notes/loop'));
    symlinkSync('nowhere', join(root, 'notes/dead.md'));
    mkdirSync(join(root, 'guides/folder.mdx'));
    const report = await checkFolder(root);
    expect(report.findings).toEqual([]);
    expect(report.skipped.map(({ what }) => what)).toEqual(
      expect.arrayContaining(['notes/dead.md', 'notes/loop']),
    );
  });

  it('have findings for data that does not fit', async () => {
    const root = makeFolder();
    writeMarked(root, { 'guides/a.mdx': guide() });
    mkdirSync(join(root, 'data'));
    writeFileSync(join(root, 'data/facts.yaml'), '- id: Not An Id\n');
    writeFileSync(join(root, 'data/roles.yaml'), 'a: [b\n');
    const { findings } = await checkFolder(root);
    expect(findings.map(({ file, rule }) => `${file} ${rule}`)).toEqual(
      expect.arrayContaining(['data/facts.yaml content/schema', 'data/roles.yaml content/schema']),
    );
  });

  it('are no pass when nobody knows who may see what', async () => {
    const folder = makeFolder();
    writeMarked(folder, { 'access/audiences.yaml': '- {\n', 'content/guides/a.mdx': guide() });
    const report = await checkFolder(join(folder, 'content'));
    expect(report.status).toBe('incomplete');
    expect(report.skipped[0]?.why).toContain('access/audiences.yaml');
  });

  it('are no pass when there is nothing to check', async () => {
    expect((await checkFolder(makeFolder())).status).toBe('incomplete');
    expect((await checkFolder(join(makeFolder(), 'nowhere'))).status).toBe('incomplete');
  });
});

describe('odd addresses', () => {
  it('end in findings or in silence, never in a crash', async () => {
    const urls = [
      '%',
      '%zz',
      '/%',
      '//',
      '///',
      '\\',
      '?',
      '#%',
      '/..',
      '../../../..',
      'a:b',
      '/\u0000',
      'x'.repeat(10_000),
    ];
    const links = urls.map((url) => `- [x](<${url}>)`).join('\n');
    const report = await checkFiles({
      'guides/a.mdx': guide(`## Start\n\n${links}`),
      'notes/a.md': links,
    });
    expect(['ok', 'findings']).toContain(report.status);
  });
});
