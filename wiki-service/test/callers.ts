import type { SqlDatabase } from '../src/database/sql.ts';

/** Who runs a statement: a database role, and the claims that PostgREST would set for it. */
export interface Caller {
  role: 'anon' | 'authenticated' | 'service_role' | 'wiki_sync' | 'supabase_auth_admin';
  claims?: Record<string, unknown>;
}

/** Turns the rest of a transaction over to somebody else, as PostgREST does. */
export async function become(database: SqlDatabase, { role, claims }: Caller): Promise<void> {
  await database.query(
    `select set_config('request.jwt.claims', $1, true), set_config('role', $2, true)`,
    [JSON.stringify({ role, ...claims }), role],
  );
}

/** Calls a function of `public` with named arguments. Gives what it returns. */
export async function callFunction<T>(
  database: SqlDatabase,
  name: string,
  values: Record<string, unknown>,
): Promise<T> {
  const parameters = Object.keys(values).map((key, index) => `${key} => $${index + 1}`);
  const [row] = await database.query<{ result: T }>(
    `select public.${name}(${parameters.join(', ')}) as result`,
    Object.values(values),
  );
  return row?.result as T;
}
