import type { SqlDatabase } from '../database/sql.ts';

/**
 * What a hosted Supabase project has before the first migration: its roles and the functions that
 * read the token's claims. Local databases and those of the tests get it from here.
 */
const PLATFORM = `
do $$
declare
  role record;
begin
  for role in
    select * from (values
      ('anon', 'nologin noinherit'),
      ('authenticated', 'nologin noinherit'),
      ('service_role', 'nologin noinherit bypassrls'),
      ('supabase_auth_admin', 'nologin noinherit'),
      ('authenticator', 'nologin noinherit')
    ) as wanted (name, options)
  loop
    begin
      execute format('create role %I %s', role.name, role.options);
    exception
      when duplicate_object then null;
    end;
  end loop;
end
$$;
grant anon, authenticated, service_role to authenticator;

create schema if not exists auth;
create or replace function auth.jwt() returns jsonb language sql stable as $$
  select coalesce(
    nullif(current_setting('request.jwt.claims', true), ''), '{}'
  )::jsonb
$$;
create or replace function auth.uid() returns uuid language sql stable as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.sub', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub'
  )::uuid
$$;
create or replace function auth.role() returns text language sql stable as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.role', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role'
  )
$$;

create schema if not exists extensions;
grant usage on schema public, auth, extensions to anon, authenticated, service_role;

-- A hosted project gives its API roles everything on new tables and functions of public; the
-- migrations take it back. It is so here too, so that one that forgets to is found out.
alter default privileges in schema public
  grant all on tables to anon, authenticated, service_role;
alter default privileges in schema public
  grant all on functions to anon, authenticated, service_role;
`;

/** Makes an empty database look like a new Supabase project. May be run again. */
export async function layGround(database: SqlDatabase): Promise<void> {
  await database.script(PLATFORM);
}
