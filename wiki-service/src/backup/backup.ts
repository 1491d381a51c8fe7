import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import { BackupError, readBackup, type WikiTables, writeBackup } from './backup-file.ts';

/** Where a wiki's database answers, and the key that passes row-level security by. */
export interface WikiKeeper {
  url: string;
  secretKey: string;
}

/** Writes all rows of the wiki to `file`, as of one moment. Gives the number of rows. */
export async function exportWiki(keeper: WikiKeeper, file: string): Promise<number> {
  const { data, error } = await connect(keeper).rpc('export_wiki');
  if (error) throw new Error(`The database could not be read: ${error.message}`);
  const tables = data as WikiTables;
  // Under another name first, so that a crash leaves the backup that was there before.
  const unfinished = `${file}.${process.pid}.part`;
  writeFileSync(unfinished, writeBackup(tables, new Date()), { mode: 0o600 });
  renameSync(unfinished, file);
  return countRows(tables);
}

/**
 * Makes the wiki what the backup in `file` says, in one transaction. What it held until then is
 * written to `before`. Gives the number of rows.
 * Throws a BackupError when the file is not fit for it; the wiki is then as it was.
 */
export async function importWiki(
  keeper: WikiKeeper,
  file: string,
  before: string,
): Promise<number> {
  const tables = readBackup(readFileSync(file, 'utf8'));
  await exportWiki(keeper, before);
  const { error } = await connect(keeper).rpc('import_wiki', { p_tables: tables });
  if (error) {
    throw new BackupError(`The database refused it, and is as it was: ${error.message}`);
  }
  return countRows(tables);
}

function connect({ url, secretKey }: WikiKeeper): SupabaseClient {
  return createClient(url, secretKey, { auth: { persistSession: false } });
}

function countRows(tables: WikiTables): number {
  return Object.values(tables).reduce((sum, rows) => sum + rows.length, 0);
}
