import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { seed } from '../database/seed.ts';
import { findRunningInstance, noteInstance } from './running-instance.ts';
import { type LocalSupabase, startSupabase } from './supabase.ts';

/**
 * Starts the Supabase of `npm start`: PGlite with its data in `folder`, migrated, with the seed on
 * the first start, and rid of what is older than 90 days. `port`: 0 takes a free one.
 * Throws when another process has the same data open, for PGlite would damage it.
 */
export async function startWikiDatabase(folder: string, port = 0): Promise<LocalSupabase> {
  const other = findRunningInstance(folder);
  if (other) {
    throw new Error(
      `The wiki's data in ${folder} is in use by process ${other.pid} (${other.url}). Stop that first.`,
    );
  }
  mkdirSync(dirname(folder), { recursive: true });
  const supabase = await startSupabase(
    { kind: 'pglite', folder },
    {
      port,
      prepare: async (database) => {
        await seed(database);
        await database.query('select public.purge_wiki()');
      },
    },
  );
  const takeBack = noteInstance(folder, supabase.url);
  return {
    ...supabase,
    async stop() {
      await supabase.stop();
      takeBack();
    },
  };
}
