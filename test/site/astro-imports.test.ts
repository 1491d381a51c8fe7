import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MutableDataStore } from '../../node_modules/astro/dist/content/mutable-data-store.js';
import { prepareImports } from '../../src/site/astro-imports.ts';

let root: string;
const inFolder = (name: string) => join(root, '.astro', name);

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'first-builds-'));
  prepareImports(root);
});
afterEach(() => rmSync(root, { recursive: true }));

describe('a build', () => {
  it('finds what Astro would write, so that two at once do not take it from each other', async () => {
    const before = readdirSync(join(root, '.astro')).map((name) => [
      name,
      readFileSync(inFolder(name), 'utf8'),
    ]);
    const builds = Array.from({ length: 20 }, async () => {
      const store = new MutableDataStore();
      await store.writeAssetImports(inFolder('content-assets.mjs'));
      await store.writeModuleImports(inFolder('content-modules.mjs'));
    });
    await Promise.all(builds);
    const after = readdirSync(join(root, '.astro')).map((name) => [
      name,
      readFileSync(inFolder(name), 'utf8'),
    ]);
    expect(after).toEqual(before);
  });

  it('finds it also after one that left something else', () => {
    const before = readFileSync(inFolder('content-assets.mjs'), 'utf8');
    writeFileSync(inFolder('content-assets.mjs'), 'export default new Map([]);');
    prepareImports(root);
    expect(readFileSync(inFolder('content-assets.mjs'), 'utf8')).toBe(before);
  });
});
