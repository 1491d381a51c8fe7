-- For the one who runs the wiki, as service_role: a backup, its way back, and forgetting in time.

-- The tables of a backup, parents before children.
create function wiki.backup_tables() returns text[]
language sql immutable security invoker set search_path = ''
as $$
  select array[
    'tenants', 'memberships', 'wiki_articles', 'wiki_slugs', 'wiki_article_links', 'wiki_audit',
    'wiki_feedback', 'wiki_views', 'wiki_searches', 'wiki_portal_pages', 'wiki_drift'
  ]
$$;

-- Columns that are written; the generated ones come back by themselves.
create function wiki.written_columns(p_table text) returns text[]
language sql stable security invoker set search_path = ''
as $$
  select array_agg(attname::text order by attnum)
  from pg_catalog.pg_attribute
  where attrelid = ('public.' || quote_ident(p_table))::regclass
    and attnum > 0 and not attisdropped and attgenerated = ''
$$;

-- All rows as of one moment: {table: [row, …], …}, in the order of their keys.
create function public.export_wiki() returns jsonb
language plpgsql stable security invoker set search_path = '' set timezone = 'UTC'
as $$
declare
  tables jsonb := '{}';
  entries jsonb;
  name text;
begin
  foreach name in array wiki.backup_tables() loop
    execute format(
      'select coalesce(jsonb_agg(to_jsonb(kept) order by to_jsonb(kept)::text), ''[]'')
       from (select %s from public.%I) kept',
      (select string_agg(quote_ident(part), ', ') from unnest(wiki.written_columns(name)) part),
      name
    ) into entries;
    tables := tables || jsonb_build_object(name, entries);
  end loop;
  return tables;
end
$$;

-- Makes the wiki what a backup says, all of it or, when anything in it is wrong, nothing.
-- Gives the number of rows per table.
create function public.import_wiki(p_tables jsonb) returns jsonb
language plpgsql volatile security invoker set search_path = '' set timezone = 'UTC'
as $$
declare
  counts jsonb := '{}';
  written bigint;
  name text;
  columns text;
begin
  if not p_tables ?& wiki.backup_tables() then
    raise exception 'a table is missing from this backup' using errcode = 'invalid_parameter_value';
  end if;
  perform set_config('wiki.restoring', 'on', true);
  -- Nobody edits meanwhile: such an edit would be lost without a word.
  lock table public.tenants, public.wiki_articles in share row exclusive mode;
  delete from public.tenants where true;
  foreach name in array wiki.backup_tables() loop
    select string_agg(quote_ident(part), ', ') into columns
    from unnest(wiki.written_columns(name)) part;
    execute format(
      'insert into public.%I (%s) select %s from jsonb_populate_recordset(null::public.%I, $1)',
      name, columns, columns, name
    ) using p_tables -> name;
    get diagnostics written = row_count;
    counts := counts || jsonb_build_object(name, written);
  end loop;
  perform set_config('wiki.restoring', 'off', true);
  return counts;
end
$$;

-- Forgets searches and views that are older than 90 days. Gives the number of rows forgotten.
create function public.purge_wiki() returns bigint
language plpgsql volatile security invoker set search_path = ''
as $$
declare
  searches bigint;
  views bigint;
begin
  delete from public.wiki_searches where searched_on <= current_date - 90;
  get diagnostics searches = row_count;
  delete from public.wiki_views where viewed_on <= current_date - 90;
  get diagnostics views = row_count;
  return searches + views;
end
$$;

revoke all on function wiki.backup_tables(), wiki.written_columns(text) from public, anon;
grant execute on function wiki.backup_tables(), wiki.written_columns(text) to service_role;
revoke all on function public.export_wiki(), public.import_wiki(jsonb), public.purge_wiki()
  from public, anon, authenticated;
grant execute on function public.export_wiki(), public.import_wiki(jsonb), public.purge_wiki()
  to service_role;
