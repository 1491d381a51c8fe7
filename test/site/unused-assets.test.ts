import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { findUnusedAssets } from '../../src/site/unused-assets.ts';

function editionWith(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'edition-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return folder;
}

it('finds what no page names, and nothing that a page, a copy, a script or a style names', () => {
  const folder = editionWith({
    'index.html': '<script src="/_astro/page.a1.js"></script>',
    'guides/pagefind/index.html': '<link href="/_astro/%5Bslug%5D.b2.css">',
    'guides/client/index.md': '![A plan](/_astro/plan.c3.webp)',
    '_astro/page.a1.js': 'import("./search.d4.js")',
    '_astro/search.d4.js': '["_astro/search.e5.css"]',
    '_astro/search.e5.css': 'url(arrow.f6.svg)',
    '_astro/arrow.f6.svg': '',
    '_astro/[slug].b2.css': '',
    '_astro/plan.c3.webp': '',
    '_astro/desk.g7.js': 'import("./desk-2.h8.js")',
    '_astro/desk-2.h8.js': 'import("./desk.g7.js")',
  });
  expect(findUnusedAssets(folder)).toEqual(['_astro/desk-2.h8.js', '_astro/desk.g7.js']);
});

it('finds nothing where there are no assets', () => {
  expect(findUnusedAssets(editionWith({ 'index.html': '' }))).toEqual([]);
});
