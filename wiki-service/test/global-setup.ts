import postgres from 'postgres';
import type { TestProject } from 'vitest/node';
import { onPostgres } from '../src/database/sql.ts';
import { layGround } from '../src/local/platform.ts';
import { startPostgres } from './postgres-server.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Address of the PostgreSQL server, without a database name at its end. */
    postgres: string;
  }
}

/** Starts the PostgreSQL of a test run. Gives the function that stops it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // Nothing in here is kept, so nothing needs to reach the disk; the crash test has its own server.
  const server = await startPostgres(['-c', 'fsync=off', '-c', 'max_connections=200']);
  // Roles belong to the whole server: made here, and kept from one file that takes its migrations
  // back while another applies them.
  const sql = postgres(`${server.url}/postgres`, { max: 1, onnotice: () => undefined });
  await layGround(onPostgres(sql));
  await sql.unsafe(`
    create role wiki_sync nologin noinherit;
    grant wiki_sync to authenticator;
    create schema keeps_the_role;
    grant usage on schema keeps_the_role to wiki_sync;`);
  await sql.end();
  project.provide('postgres', server.url);
  return () => server.stop();
}
