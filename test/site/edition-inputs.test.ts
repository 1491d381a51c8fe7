import { appendFileSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadContent } from '../../src/content-model/load.ts';
import { contentFor } from '../../src/site/edition.ts';
import { editionInputs, hashCode } from '../../src/site/edition-inputs.ts';
import { lastChanges } from '../../src/site/git-dates.ts';

const repository = join(import.meta.dirname, '../..');
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'edition-inputs-'));
  for (const part of ['content', 'access', 'package.json']) {
    cpSync(join(repository, part), join(root, part), { recursive: true });
  }
});

afterEach(() => rmSync(root, { recursive: true }));

async function inputsOf(audience: string, today = '2026-01-01'): Promise<string> {
  const folder = join(root, 'content');
  const content = contentFor(await loadContent(folder), audience);
  return editionInputs(hashCode(root), content, await lastChanges(folder), today);
}

describe('what an edition is made from', () => {
  it('is the same when nothing changed', async () => {
    expect(await inputsOf('client')).toBe(await inputsOf('client'));
  });

  it('differs between audiences that see different pages', async () => {
    expect(await inputsOf('client')).not.toBe(await inputsOf('client-technical'));
  });

  it('changes with the day, which pages show', async () => {
    expect(await inputsOf('client', '2026-01-02')).not.toBe(await inputsOf('client'));
  });

  it('does not change with a page that it does not have', async () => {
    const before = await inputsOf('client');
    appendFileSync(join(root, 'content/policies/incident-response.mdx'), '\nOne more sentence.\n');
    expect(await inputsOf('client')).toBe(before);
  });

  const changes: Record<string, () => void> = {
    'a page that it has': () =>
      appendFileSync(join(root, 'content/guides/client.mdx'), '\nOne more sentence.\n'),
    'a new page for its readers': () =>
      writeFileSync(
        join(root, 'content/guides/another.mdx'),
        '---\ntitle: Another\ndescription: Another guide.\nowner: operations-manager\naudience: [client]\n---\n\nText.\n',
      ),
    'a page taken out': () => rmSync(join(root, 'content/guides/client.mdx')),
    'who may see what': () => appendFileSync(join(root, 'access/audiences.yaml'), '\n# changed\n'),
    'the code': () => appendFileSync(join(root, 'package.json'), '\n'),
  };
  for (const [what, change] of Object.entries(changes)) {
    it(`changes with ${what}`, async () => {
      const before = await inputsOf('client');
      change();
      expect(await inputsOf('client')).not.toBe(before);
    });
  }
});
