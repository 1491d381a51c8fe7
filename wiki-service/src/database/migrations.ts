import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SqlDatabase } from './sql.ts';

/** One step of the schema: what makes it and what takes it back. */
export interface Migration {
  /** The timestamp that its file name starts with. */
  version: string;
  name: string;
  up: string;
  down: string;
}

const FOLDER = join(import.meta.dirname, '../../supabase/migrations');

/** The table in which the Supabase CLI keeps what has been applied. */
const HISTORY = `
  create schema if not exists supabase_migrations;
  create table if not exists supabase_migrations.schema_migrations (
    version text primary key, statements text[], name text
  );`;

/** The migrations in their order. Throws when one has no counterpart in `down/`. */
export function readMigrations(folder: string = FOLDER): Migration[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => {
      const [, version, name] = /^(\d{14})_(\w+)\.sql$/.exec(file) ?? [];
      if (!version || !name) {
        throw new Error(`${join(folder, file)}: name it <14 digits>_<name>.sql`);
      }
      return {
        version,
        name,
        up: readFileSync(join(folder, file), 'utf8'),
        down: readFileSync(join(folder, 'down', file), 'utf8'),
      };
    });
}

/** Applies what has not been applied yet, each step in a transaction. Gives the new versions. */
export async function migrateUp(
  database: SqlDatabase,
  migrations: readonly Migration[] = readMigrations(),
): Promise<string[]> {
  await database.script(HISTORY);
  const done = new Set(await appliedVersions(database));
  const missing = migrations.filter(({ version }) => !done.has(version));
  for (const { version, name, up } of missing) {
    await database.transaction(async (inner) => {
      await inner.script(up);
      await inner.query(
        'insert into supabase_migrations.schema_migrations (version, name) values ($1, $2)',
        [version, name],
      );
    });
  }
  return missing.map(({ version }) => version);
}

/** Takes back all that has been applied, newest first, each step in a transaction. */
export async function migrateDown(
  database: SqlDatabase,
  migrations: readonly Migration[] = readMigrations(),
): Promise<string[]> {
  const done = new Set(await appliedVersions(database));
  const applied = migrations.filter(({ version }) => done.has(version)).reverse();
  for (const { version, down } of applied) {
    await database.transaction(async (inner) => {
      await inner.script(down);
      await inner.query('delete from supabase_migrations.schema_migrations where version = $1', [
        version,
      ]);
    });
  }
  return applied.map(({ version }) => version);
}

async function appliedVersions(database: SqlDatabase): Promise<string[]> {
  const rows = await database.query<{ version: string }>(
    'select version from supabase_migrations.schema_migrations order by version',
  );
  return rows.map(({ version }) => version);
}
