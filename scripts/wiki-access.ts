import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CannotRun } from '../src/checks/cannot-run.ts';
import type { WikiAccess } from '../src/sync/wiki-client.ts';
import { readSeedTenants } from '../wiki-service/src/database/seed.ts';
import { LOCAL_PUBLISHABLE_KEY } from '../wiki-service/src/local/keys.ts';
import { mintLocalToken } from '../wiki-service/src/local/mint-token.ts';
import { findRunningInstance } from '../wiki-service/src/local/running-instance.ts';
import { startWikiDatabase } from '../wiki-service/src/local/wiki-database.ts';

interface FoundWiki {
  access: WikiAccess;
  /** Lets go of it. */
  release(): Promise<void>;
}

/** The wikis that sync can be run against, and how each is found. */
export const WIKIS = { local: findLocal, production: findProduction } as const;
export type WikiName = keyof typeof WIKIS;

/** Finds a wiki for sync. Throws `CannotRun` when it is not there or not told how to get in. */
export function findSyncedWiki(name: WikiName, project: string): Promise<FoundWiki> {
  return WIKIS[name](project);
}

/**
 * The wiki of `npm start`, or the local one that SUPABASE_URL names; started for as long as it is
 * needed when neither runs.
 */
async function findLocal(project: string): Promise<FoundWiki> {
  const folder = join(project, '.data/wiki');
  const running = onLoopback(process.env.SUPABASE_URL) ?? findRunningInstance(folder);
  if (!running && !existsSync(folder)) {
    throw new CannotRun('There is no local wiki yet', 'Run npm start once');
  }
  const started = running ? undefined : await startWikiDatabase(folder);
  const tokens = readSeedTenants().map(({ id }) =>
    mintLocalToken({ role: 'wiki_sync', tenantId: id }),
  );
  return {
    access: {
      name: 'The local wiki',
      url: (running ?? started)?.url ?? '',
      apiKey: LOCAL_PUBLISHABLE_KEY,
      tokens: await Promise.all(tokens),
    },
    release: async () => started?.stop(),
  };
}

/** The local keys open nothing elsewhere, and are sent nowhere else. */
function onLoopback(url: string | undefined): { url: string } | undefined {
  const host = url === undefined ? undefined : URL.parse(url)?.hostname;
  return url && host && ['127.0.0.1', 'localhost', '[::1]'].includes(host) ? { url } : undefined;
}

/** A hosted wiki, from the environment: tokens of the role wiki_sync, one for each tenant. */
async function findProduction(): Promise<FoundWiki> {
  const { SUPABASE_URL: url, SUPABASE_PUBLISHABLE_KEY: apiKey, WIKI_SYNC_TOKENS } = process.env;
  const tokens = (WIKI_SYNC_TOKENS ?? '').split(/[\s,]+/).filter(Boolean);
  if (!url || !apiKey || tokens.length === 0) {
    throw new CannotRun(
      'It is not known how to reach the wiki',
      'Set SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY and WIKI_SYNC_TOKENS (one token per tenant, with commas)',
    );
  }
  return {
    access: { name: 'The wiki', url: url.replace(/\/$/, ''), apiKey, tokens },
    release: async () => undefined,
  };
}
