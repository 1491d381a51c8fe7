import { describe, expect, it } from 'vitest';
import { checkBuild } from '../../src/checks/build.ts';
import type { Context } from '../../src/checks/context.ts';
import { loadContent } from '../../src/content-model/index.ts';
import { makeFolder, writeMarked } from './marked.ts';
import { guide } from './sample-content.ts';

const context: Context = {
  today: '2026-07-10',
  audiences: [
    { id: 'staff', name: 'Staff', example: false },
    { id: 'client', name: 'Clients', example: false },
  ],
  site: { origin: 'https://docs.example.com', basePath: '/' },
  publicFiles: new Set(),
  kindOnDisk: () => undefined,
  diagrams: new Map(),
};

/** The findings of a site of so many copies of one page. */
async function findings(count: number, audience: string[], builtFiles?: number) {
  const root = makeFolder();
  writeMarked(root, { 'guides/a.mdx': guide(undefined, { audience }) });
  const content = await loadContent(root);
  const [page] = content.pages;
  if (!page) throw new Error('no page');
  return [
    ...checkBuild({ ...content, pages: Array(count).fill(page) }, { ...context, builtFiles }),
  ];
}

describe('build/file-limit', () => {
  it('finds a site that comes near the limit, counting every edition', async () => {
    const [finding] = await findings(3000, ['staff', 'client']);
    expect(finding).toMatchObject({
      rule: 'build/file-limit',
      place: { line: 1, column: 1 },
      message: expect.stringContaining('91 % of the 20000'),
    });
  });

  it('counts the files of the last build when they are more', async () => {
    const [finding] = await findings(10, ['staff'], 16_000);
    expect(finding).toMatchObject({
      message: 'The site has 16000 files, 80 % of the 20000 that the host accepts',
    });
  });

  it('leaves a site with room to grow alone', async () => {
    expect(await findings(5000, ['staff'], 15_999)).toEqual([]);
  });
});
