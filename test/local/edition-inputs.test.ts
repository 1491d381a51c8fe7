import { appendFileSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readEditionInputs } from '../../src/local/edition-inputs.ts';

const repository = join(import.meta.dirname, '../..');
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'edition-inputs-'));
  for (const part of ['content', 'access', 'package.json']) {
    cpSync(join(repository, part), join(root, part), { recursive: true });
  }
});

afterEach(() => rmSync(root, { recursive: true }));

const inputsOf = async (audience: string) => (await readEditionInputs(root))(audience);

describe('what an edition is made from', () => {
  it('is the same when nothing changed', async () => {
    expect(await inputsOf('client')).toBe(await inputsOf('client'));
  });

  it('differs between audiences that see different pages', async () => {
    expect(await inputsOf('client')).not.toBe(await inputsOf('client-technical'));
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
