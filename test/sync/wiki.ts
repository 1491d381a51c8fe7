import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, vi } from 'vitest';
import type { Report } from '../../src/checks/finding.ts';
import { acknowledge, confirm, findPair, type Statement } from '../../src/sync/confirm.ts';
import type { LockEntry } from '../../src/sync/lock-file.ts';
import { readLock, writeLock } from '../../src/sync/lock-file.ts';
import { lookAtBoth, runSync, type SyncOptions, type SyncResult } from '../../src/sync/run.ts';
import { readSeedArticles, readSeedTenants, seed } from '../../wiki-service/src/database/seed.ts';
import { mintLocalToken } from '../../wiki-service/src/local/mint-token.ts';
import { type LocalSupabase, startSupabase } from '../../wiki-service/src/local/supabase.ts';

export const project = join(import.meta.dirname, '../..');
export const TODAY = '2026-11-21';

/** The portal's content in a folder of its own, and the seeded wiki, for as long as a test file runs. */
export function useBothSystems() {
  // Each test reads the whole wiki several times, also on a machine that is busy.
  vi.setConfig({ testTimeout: 90_000 });
  let supabase: LocalSupabase;
  let root: string;
  let tokens: string[];
  const before = new Map<string, Record<string, unknown>>();

  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sync-'));
    for (const part of ['access', 'public']) {
      cpSync(join(project, part), join(folder, part), { recursive: true });
    }
    root = join(folder, 'content');
    supabase = await startSupabase({ kind: 'pglite' }, { prepare: seed });
    tokens = await Promise.all(
      readSeedTenants().map(({ id }) => mintLocalToken({ role: 'wiki_sync', tenantId: id })),
    );
  });
  beforeEach(async () => {
    rmSync(root, { recursive: true, force: true });
    cpSync(join(project, 'content'), root, { recursive: true });
    for (const [id, { html, state, roles }] of before) {
      await supabase.database.query(
        'update public.wiki_articles set html = $2, state = $3, roles = $4 where id = $1',
        [id, html, state, roles],
      );
    }
    before.clear();
  });
  afterAll(async () => {
    await supabase?.stop();
    if (root) rmSync(join(root, '..'), { recursive: true });
  });

  const options = (more: Partial<SyncOptions> = {}): SyncOptions => ({
    root,
    project: join(root, '..'),
    site: { origin: 'https://docs.example.com', basePath: '/' },
    wiki: access(),
    lockFile: join(root, 'sync/local.lock.yaml'),
    today: TODAY,
    ...more,
  });
  const access = (): SyncOptions['wiki'] => ({
    name: 'The local wiki',
    url: supabase.url,
    apiKey: supabase.publishableKey,
    tokens,
  });

  async function record(
    pair: string,
    make: (entry: LockEntry | undefined, now: Statement) => LockEntry,
  ) {
    const sync = options();
    const { key, lockKey, portal, wiki, entry } = findPair(await lookAtBoth(sync), sync, pair);
    const entries = new Map(readLock(readFileSync(sync.lockFile, 'utf8'), 'lock').entries);
    entries.delete(lockKey);
    entries.set(key, make(entry, { portal, wiki, today: TODAY, by: 'a test' }));
    writeFileSync(sync.lockFile, writeLock(entries));
  }

  return {
    supabase: () => supabase,
    access,
    root: () => root,
    options,
    run: (more: Partial<SyncOptions> = {}): Promise<SyncResult> => runSync(options(more)),
    /** Changes a page's text. Fails when that leaves it as it was. */
    changePage(file: string, change: (text: string) => string) {
      const path = join(root, file);
      const text = readFileSync(path, 'utf8');
      const changed = change(text);
      if (changed === text) throw new Error(`${file} was not changed`);
      writeFileSync(path, changed);
    },
    removePage: (file: string) => rmSync(join(root, file)),
    /** Changes an article as somebody in the database would. Fails when that leaves it as it was. */
    async changeArticle(
      tenant: string,
      slug: string,
      change: { html?: (html: string) => string; state?: string; roles?: string[] },
    ) {
      const article = readSeedArticles().find(
        (one) => one.tenant.slug === tenant && one.slug === slug,
      );
      const [row] = await supabase.database.query<Record<string, string>>(
        'select id, html, state, roles from public.wiki_articles where id = $1',
        [article?.id],
      );
      if (!row?.id) throw new Error(`there is no article ${tenant}/${slug}`);
      if (!before.has(row.id)) before.set(row.id, row);
      const html = change.html?.(row.html ?? '') ?? row.html;
      if (change.html && html === row.html) throw new Error(`${slug} was not changed`);
      await supabase.database.query(
        'update public.wiki_articles set html = $2, state = $3, roles = $4 where id = $1',
        [row.id, html, change.state ?? row.state, change.roles ?? row.roles],
      );
      return row.id;
    },
    confirmPair: (pair: string) => record(pair, (_, now) => confirm(now)),
    acknowledgePair: (pair: string, until: string) =>
      record(pair, (entry, now) => acknowledge(now, entry, { reason: 'It is meant to', until })),
  };
}

/** Rule and place of every finding, the content's folder left out. */
export function found({ findings }: Report): string[] {
  return findings.map(
    ({ rule, file, line }) => `${rule} ${file.replace(/^.*?content\//, '')}:${line}`,
  );
}
