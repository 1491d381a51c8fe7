-- The ground that the wiki stands on: a schema for what only the database itself calls, what finds the
-- word that a misspelt one stands for, and the role that sync works as.

create schema if not exists extensions;
create extension if not exists pg_trgm with schema extensions;
create extension if not exists fuzzystrmatch with schema extensions;

-- Its functions are in PL/pgSQL where they are called often: their plans are kept, while one in SQL with
-- a search_path of its own is planned anew at each call.
create schema wiki;
comment on schema wiki is 'Inner parts of the wiki. Not exposed by PostgREST.';
revoke all on schema wiki from public;
grant usage on schema wiki to authenticated, service_role;

-- A role belongs to the whole cluster, so another database may have brought it already.
do $$
begin
  create role wiki_sync nologin noinherit nobypassrls;
exception
  when duplicate_object then null;
end
$$;
grant usage on schema public, wiki to wiki_sync;

-- PostgREST connects as authenticator and becomes the role that the token names.
do $$
begin
  if exists (select from pg_catalog.pg_roles where rolname = 'authenticator') then
    grant wiki_sync to authenticator;
  end if;
end
$$;
