import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { SearchIndex } from '../../src/site/search-index.ts';

const root = mkdtempSync(join(tmpdir(), 'search-index-'));
const site = join(root, 'site');

afterAll(() => rmSync(root, { recursive: true }));

function writePage(name: string, words: string): void {
  mkdirSync(join(site, name), { recursive: true });
  writeFileSync(
    join(site, name, 'index.html'),
    `<html lang="en"><title>${name}</title><main data-pagefind-body><h1>${name}</h1><p>${words}</p></main></html>`,
  );
}

/** The files of an index: name to bytes, as text. */
function filesOf(folder: string): Record<string, string> {
  const index = join(folder, 'pagefind');
  return Object.fromEntries(
    readdirSync(index, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((file) => [file.slice(index.length), readFileSync(file, 'base64')]),
  );
}

/** The index that a build of the same pages makes that had nothing to go by. */
async function freshIndex(): Promise<Record<string, string>> {
  const other = join(root, 'fresh');
  rmSync(other, { recursive: true, force: true });
  cpSync(site, other, { recursive: true, filter: (path) => !path.includes('pagefind') });
  await new SearchIndex(other).write();
  return filesOf(other);
}

beforeEach(() => {
  rmSync(site, { recursive: true, force: true });
  for (let number = 1; number <= 12; number += 1) writePage(`page-${number}`, `words of ${number}`);
});

describe('an index begun before the build', () => {
  const changes: Record<string, () => void> = {
    nothing: () => {},
    'one page written anew': () => writePage('page-3', 'a certificate that expired'),
    'a new page': () => writePage('page-13', 'a payment that failed'),
    'a page taken out': () => rmSync(join(site, 'page-5'), { recursive: true }),
    'every page written anew': () => {
      for (let number = 1; number <= 12; number += 1) writePage(`page-${number}`, 'other words');
    },
  };
  for (const [what, change] of Object.entries(changes)) {
    it(`is the one that a first build makes: ${what}`, async () => {
      const index = new SearchIndex(site);
      index.begin();
      change();
      const count = await index.write();
      expect(count).toBe(readdirSync(site).filter((name) => name !== 'pagefind').length);
      expect(filesOf(site)).toEqual(await freshIndex());
    });
  }

  it('is made where there was nothing before', async () => {
    rmSync(site, { recursive: true });
    const index = new SearchIndex(site);
    index.begin();
    writePage('page-1', 'the first words');
    expect(await index.write()).toBe(1);
  });
});
