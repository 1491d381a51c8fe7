import { randomUUID } from 'node:crypto';
import postgres, { type Sql } from 'postgres';
import { inject } from 'vitest';
import { migrateUp } from '../src/database/migrations.ts';
import { onPostgres, type SqlDatabase } from '../src/database/sql.ts';
import { layGround } from '../src/local/platform.ts';
import { become, type Caller, callFunction } from './callers.ts';

/** A database of one's own on the test run's PostgreSQL. */
export interface TestDatabase {
  url: string;
  /** As its owner, whom no policy holds. */
  owner: SqlDatabase;
  /** Runs `work` in one transaction as somebody else. */
  as<T>(caller: Caller, work: (database: SqlDatabase) => Promise<T>): Promise<T>;
  /** Calls a function of `public` as somebody else, with named arguments. Gives what it returns. */
  call<T = Record<string, unknown>>(
    caller: Caller,
    name: string,
    values: Record<string, unknown>,
  ): Promise<T>;
  drop(): Promise<void>;
}

/** Makes an empty database that looks like a new Supabase project. */
export async function createDatabase(): Promise<TestDatabase> {
  const server = inject('postgres');
  const name = `wiki_${randomUUID().replaceAll('-', '')}`;
  const maintenance = postgres(`${server}/postgres`, { max: 1, onnotice: () => undefined });
  const url = `${server}/${name}`;
  const sql = connect(url);
  const owner = onPostgres(sql);
  // The roles belong to the whole server, so two files must not make them at the same moment.
  await maintenance`select pg_advisory_lock(1)`;
  try {
    await maintenance.unsafe(`create database ${name}`);
    await layGround(owner);
  } finally {
    // Whoever waits goes on, also when this one failed.
    await maintenance`select pg_advisory_unlock(1)`;
  }

  const as: TestDatabase['as'] = (caller, work) =>
    owner.transaction(async (inner) => {
      await become(inner, caller);
      return work(inner);
    });

  return {
    url,
    owner,
    as,
    call: (caller, functionName, values) =>
      as(caller, (inner) => callFunction(inner, functionName, values)),
    async drop() {
      // A query that hangs must not keep the test run from its end.
      await sql.end({ timeout: 5 });
      await maintenance.unsafe(`drop database ${name} with (force)`);
      await maintenance.end();
    },
  };
}

/** Makes a database with all migrations applied. */
export async function createWikiDatabase(): Promise<TestDatabase> {
  const database = await createDatabase();
  await migrateUp(database.owner);
  return database;
}

function connect(url: string): Sql {
  return postgres(url, { max: 12, onnotice: () => undefined });
}
