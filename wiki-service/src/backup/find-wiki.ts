import { existsSync } from 'node:fs';
import { LOCAL_SECRET_KEY } from '../local/keys.ts';
import { findRunningInstance } from '../local/running-instance.ts';
import { startWikiDatabase } from '../local/wiki-database.ts';
import type { WikiKeeper } from './backup.ts';

/** A wiki to work on, and how to let go of it. */
export interface FoundWiki extends WikiKeeper {
  /** What it is, in words. */
  name: string;
  release(): Promise<void>;
}

/**
 * The wiki that SUPABASE_URL and SUPABASE_SECRET_KEY name; else the local one, which is started for
 * as long as it is needed when `npm start` does not run it. `folder`: where the local data is.
 */
export async function findWiki(folder: string, env = process.env): Promise<FoundWiki> {
  const { SUPABASE_URL: url, SUPABASE_SECRET_KEY: secretKey } = env;
  if (url || secretKey) {
    if (!url || !secretKey) {
      throw new Error(
        'Set both SUPABASE_URL and SUPABASE_SECRET_KEY, or neither for the local wiki.',
      );
    }
    return { name: url, url, secretKey, release: async () => undefined };
  }
  const running = findRunningInstance(folder);
  if (running) {
    return {
      name: `the local wiki at ${running.url}`,
      url: running.url,
      secretKey: LOCAL_SECRET_KEY,
      release: async () => undefined,
    };
  }
  if (!existsSync(folder)) {
    throw new Error(
      'There is no local wiki yet. Run npm start once, or set SUPABASE_URL and SUPABASE_SECRET_KEY.',
    );
  }
  const started = await startWikiDatabase(folder);
  return {
    name: 'the local wiki',
    url: started.url,
    secretKey: started.secretKey,
    release: () => started.stop(),
  };
}
