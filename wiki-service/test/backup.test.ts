import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { exportWiki, importWiki } from '../src/backup/backup.ts';
import { BackupError, readBackup, writeBackup } from '../src/backup/backup-file.ts';
import { type LocalSupabase, startSupabase } from '../src/local/supabase.ts';
import { type FilledTenant, fillTwoTenants, fingerprint } from './two-tenants.ts';
import { createDatabase, type TestDatabase } from './wiki-database.ts';

let database: TestDatabase;
let supabase: LocalSupabase;
let folder: string;
let tenants: FilledTenant[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wiki-backup-'));
  database = await createDatabase();
  supabase = await startSupabase({ kind: 'postgres', url: database.url });
});
afterAll(async () => {
  await supabase?.stop();
  await database?.drop();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  await database.owner.script('delete from public.tenants');
  const { a, b } = await fillTwoTenants(database.owner);
  tenants = [a, b];
});

const file = (name: string) => join(folder, name);
const everything = () => Promise.all(tenants.map((tenant) => fingerprint(database.owner, tenant)));
const write = (name: string, lines: string[]) => writeFileSync(file(name), lines.join('\n'));

test('an export, a wiped database and an import give the same rows', async () => {
  const before = await everything();
  const exported = await exportWiki(supabase, file('a.jsonl'));
  expect(exported).toBeGreaterThan(50);

  await database.owner.script('delete from public.tenants');
  expect(await everything()).not.toEqual(before);

  expect(await importWiki(supabase, file('a.jsonl'), file('before.jsonl'))).toBe(exported);
  expect(await everything()).toEqual(before);
});

test('an import replaces what is there, and what was there is kept in a file', async () => {
  await exportWiki(supabase, file('a.jsonl'));
  const atExport = await everything();
  await database.owner.query(`update public.wiki_articles set title = 'Edited since'`);
  const edited = await everything();

  await importWiki(supabase, file('a.jsonl'), file('before.jsonl'));
  expect(await everything()).toEqual(atExport);
  await importWiki(supabase, file('before.jsonl'), file('other.jsonl'));
  expect(await everything()).toEqual(edited);
});

test('edits after an import go on from the revisions in it', async () => {
  await exportWiki(supabase, file('a.jsonl'));
  await importWiki(supabase, file('a.jsonl'), file('before.jsonl'));
  const [row] = await database.owner.query(
    `update public.wiki_articles set title = 'New' where id = $1
     returning revision::int, (select count(*)::int from public.wiki_slugs
       where article_id = wiki_articles.id) as slugs`,
    [tenants[0]?.articles.open],
  );
  expect(row).toEqual({ revision: 2, slugs: 2 });
});

describe('a file is refused, and the wiki left as it is,', () => {
  let lines: string[];
  beforeEach(async () => {
    await exportWiki(supabase, file('good.jsonl'));
    lines = readFileSync(file('good.jsonl'), 'utf8').split('\n');
  });

  const withHead = (change: Record<string, unknown>) =>
    JSON.stringify({ ...JSON.parse(lines[0] as string), ...change });

  test.each<[string, () => string[], RegExp]>([
    ['when it is cut short', () => lines.slice(0, -5), /cut short|damaged/],
    ['when its last line is missing', () => [...lines.slice(0, -2), ''], /cut short/],
    ['when a row is missing', () => lines.toSpliced(5, 1), /damaged/],
    [
      'when a row is altered',
      () => lines.join('\n').replace('markera', 'markerz').split('\n'),
      /damaged/,
    ],
    [
      'when its order is altered',
      () => lines.with(3, lines[4] as string).with(4, lines[3] as string),
      /damaged/,
    ],
    [
      'when it is of a newer version',
      () => lines.with(0, withHead({ version: 2 })),
      /Update the wiki/,
    ],
    ['when it is something else', () => ['{"name":"package"}', ''], /no backup/],
    ['when it is empty', () => [''], /no backup/],
  ])('%s', async (_, damage, reason) => {
    const before = await everything();
    write('bad.jsonl', damage());
    const refused = importWiki(supabase, file('bad.jsonl'), file('before.jsonl'));
    await expect(refused).rejects.toThrow(BackupError);
    await expect(refused).rejects.toThrow(reason);
    expect(await everything()).toEqual(before);
  });

  test('when one of its last rows is not valid, though all before it is', async () => {
    const before = await everything();
    const tables = readBackup(lines.join('\n'));
    tables.wiki_drift = [...(tables.wiki_drift ?? []), { tenant_id: tenants[0]?.id, state: 'odd' }];
    writeFileSync(file('bad.jsonl'), writeBackup(tables, new Date()));
    await expect(importWiki(supabase, file('bad.jsonl'), file('before.jsonl'))).rejects.toThrow(
      'as it was',
    );
    expect(await everything()).toEqual(before);
  });
});

test('a backup that fails halfway leaves the one that was there', async () => {
  await exportWiki(supabase, file('a.jsonl'));
  const before = readFileSync(file('a.jsonl'), 'utf8');
  const nowhere = { url: 'http://127.0.0.1:9', secretKey: supabase.secretKey };
  await expect(exportWiki(nowhere, file('a.jsonl'))).rejects.toThrow('could not be read');
  expect(readFileSync(file('a.jsonl'), 'utf8')).toBe(before);
});

test('the publishable key exports nothing', async () => {
  const keeper = { url: supabase.url, secretKey: supabase.publishableKey };
  await expect(exportWiki(keeper, file('b.jsonl'))).rejects.toThrow('permission denied');
});
