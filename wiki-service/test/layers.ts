import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { SqlDatabase } from '../src/database/sql.ts';
import { TABLES } from './two-tenants.ts';

/** Lets every row through to every role that may ask its table: row-level security is gone. */
export async function switchOffPolicies(owner: SqlDatabase): Promise<void> {
  for (const table of TABLES) {
    await owner.script(`alter table public.${table} disable row level security`);
  }
}

const FILTER = /(?:\b\w+\.)?\btenant_id = p_tenant\b|\btenant\.id = p_tenant\b/g;

/** Makes the functions forget to ask whose a row is, and believe whatever a token says of a role. */
export async function switchOffFilters(owner: SqlDatabase): Promise<void> {
  const functions = await owner.query<{ definition: string }>(
    `select pg_get_functiondef(oid) as definition from pg_proc
     where pronamespace in ('public'::regnamespace, 'wiki'::regnamespace) and prokind = 'f'`,
  );
  for (const { definition } of functions) {
    const forgetful = definition.replace(FILTER, 'true');
    if (forgetful !== definition) await owner.script(forgetful);
  }
  await owner.script(`
    create or replace function wiki.member_role(p_tenant uuid) returns text
      language sql stable security invoker set search_path = ''
      as $$ select auth.jwt() ->> 'user_role' $$;
    create or replace function wiki.check_sync_tenant(p_tenant uuid) returns void
      language sql stable security invoker set search_path = '' as '';`);
}

/** What keeps tenants apart: both layers, and each with the other switched off. */
export interface Layers {
  name: string;
  switchOff: (owner: SqlDatabase) => Promise<void>;
  /** Whether the filters are there, which refuse somebody where policies only show no rows. */
  hasFilters: boolean;
}

export const LAYERS: readonly Layers[] = [
  { name: 'both layers', switchOff: async () => undefined, hasFilters: true },
  { name: 'the filters alone', switchOff: switchOffPolicies, hasFilters: true },
  { name: 'row-level security alone', switchOff: switchOffFilters, hasFilters: false },
];

/**
 * Stands before a Supabase and forgets the tenant that the service's own reads of tables ask for;
 * the functions' filters are `switchOffFilters`.
 */
export async function forgetTenantFilter(
  supabaseUrl: string,
): Promise<{ url: string; stop(): Promise<void> }> {
  const server = createServer(async (asked, answer) => {
    const url = new URL(asked.url ?? '/', supabaseUrl);
    url.searchParams.delete('tenant_id');
    const { authorization, apikey, 'content-type': type } = asked.headers;
    const given = await fetch(url, {
      method: asked.method ?? 'GET',
      headers: {
        ...(authorization && { authorization }),
        ...(typeof apikey === 'string' && { apikey }),
        ...(type && { 'content-type': type }),
      },
      ...(asked.method === 'POST' && { body: await text(asked) }),
    });
    answer.writeHead(given.status, {
      'content-type': given.headers.get('content-type') ?? 'text/plain',
    });
    answer.end(await given.text());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
