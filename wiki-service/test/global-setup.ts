import type { TestProject } from 'vitest/node';
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
  project.provide('postgres', server.url);
  return () => server.stop();
}
