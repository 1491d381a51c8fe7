import type { PGlite } from '@electric-sql/pglite';
import type { Sql } from 'postgres';

/** What migrations and seed need of a database, so that PostgreSQL and PGlite serve them alike. */
export interface SqlDatabase {
  /** Runs one statement with its values. Gives the rows. */
  query<Row = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Runs one or more statements without values. */
  script(text: string): Promise<void>;
  /** Runs `work` in one transaction: all of it, or nothing when it throws. */
  transaction<T>(work: (database: SqlDatabase) => Promise<T>): Promise<T>;
}

/** A database behind a postgres.js connection. */
export function onPostgres(sql: Sql): SqlDatabase {
  return {
    query: async <Row>(text: string, values: readonly unknown[] = []) =>
      (await sql.unsafe(text, values as never[])) as unknown as Row[],
    script: async (text) => {
      await sql.unsafe(text).simple();
    },
    transaction: <T>(work: (database: SqlDatabase) => Promise<T>) =>
      sql.begin((inner) => work(onPostgres(inner as unknown as Sql))) as Promise<T>,
  };
}

/** A database inside this process. */
export function onPglite(lite: Pick<PGlite, 'query' | 'exec' | 'transaction'>): SqlDatabase {
  return {
    query: async <Row>(text: string, values: readonly unknown[] = []) =>
      (await lite.query<Row>(text, [...values])).rows,
    script: async (text) => {
      await lite.exec(text);
    },
    transaction: <T>(work: (database: SqlDatabase) => Promise<T>) =>
      lite.transaction((inner) => work(onPglite(inner as unknown as PGlite))) as Promise<T>,
  };
}
