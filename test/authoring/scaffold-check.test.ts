import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { scaffold } from '../../src/authoring/scaffold.ts';
import type { Finding } from '../../src/checks/finding.ts';
import { runChecks } from '../../src/checks/run.ts';
import { COLLECTIONS } from '../../src/content-model/vocabulary.ts';

const repository = join(import.meta.dirname, '../..');
let project: string;
let findings: Finding[];

beforeAll(async () => {
  project = mkdtempSync(join(tmpdir(), 'scaffold-'));
  cpSync(join(repository, 'content/data'), join(project, 'content/data'), { recursive: true });
  cpSync(join(repository, 'access'), join(project, 'access'), { recursive: true });
  for (const collection of COLLECTIONS) {
    const page = scaffold(collection, {
      title: 'Emails are late',
      date: '2026-06-30',
      number: 1,
      locale: 'nl',
    });
    const file = join(project, 'content', page.file);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, page.text);
  }
  ({ findings } = await runChecks({
    root: join(project, 'content'),
    project,
    site: { origin: 'https://docs.example.com', basePath: '/' },
    today: '2026-06-30',
  }));
});

afterAll(() => rmSync(project, { recursive: true, force: true }));

test('the check finds no error in a new page but the places left to write', () => {
  const rules = findings.filter(({ severity }) => severity === 'error').map(({ rule }) => rule);
  expect(new Set(rules)).toEqual(new Set(['content/placeholder-left']));
});

test.each(COLLECTIONS)(
  'the check keeps a new page of %s from going out unwritten',
  (collection) => {
    const left = findings.filter(
      ({ rule, file }) => rule === 'content/placeholder-left' && file.includes(`${collection}/`),
    );
    expect(left.length).toBeGreaterThan(0);
  },
);
