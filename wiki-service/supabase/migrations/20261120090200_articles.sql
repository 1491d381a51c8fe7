-- Articles, the addresses that lead to them, the links in them, and who changed what.
--
-- Every key starts with the tenant. A key that did not would answer "already taken" for a row of
-- another tenant, and so tell that it exists. For the same reason no id is counted up.
--
-- There is no GIN index over the search vector: under row-level security PostgreSQL may use an index
-- only for leakproof operators, and @@ is not one. The index by tenant narrows the rows instead.

-- CRM routes such as /admin/proposals/{id} or /admin/proposals/*.
create function wiki.are_routes(p_routes text[]) returns boolean
language sql immutable security invoker set search_path = ''
as $$
  select cardinality(p_routes) <= 50
    and not exists (
      select from unnest(p_routes) route
      where route is null or length(route) > 200
        or route !~ '^(/|(/([A-Za-z0-9._~-]+|\{[A-Za-z0-9_-]+\}|\*))+)$'
    )
$$;

create function wiki.search_vector(p_locale text, p_title text, p_body text) returns tsvector
language sql immutable security invoker set search_path = ''
as $$
  -- The words as they are written stand beside their stems, because the word that somebody is
  -- still typing ("proposa") need not be the start of a stem ("propos").
  select pg_catalog.setweight(pg_catalog.to_tsvector(config, p_title), 'A')
    || pg_catalog.setweight(pg_catalog.to_tsvector('pg_catalog.simple', p_title), 'A')
    || pg_catalog.setweight(pg_catalog.to_tsvector(config, p_body), 'D')
    || pg_catalog.setweight(pg_catalog.to_tsvector('pg_catalog.simple', p_body), 'D')
  from (
    select case p_locale
      when 'nl' then 'pg_catalog.dutch'::regconfig
      else 'pg_catalog.english'::regconfig
    end
  ) as language (config)
$$;

create table public.wiki_articles (
  tenant_id uuid not null references public.tenants (id) on delete cascade,
  id uuid not null default gen_random_uuid(),
  slug text not null check (
    slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 120
    -- An article is asked for by id or by slug, so a slug must not read as an id.
    and slug !~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
  ),
  title text not null check (length(title) between 1 and 200),
  html text not null check (length(html) <= 500000),
  excerpt text not null default '' check (length(excerpt) <= 400),
  body_text text not null default '' check (length(body_text) <= 500000),
  locale text not null check (locale in ('en', 'nl')),
  roles text[] not null default '{}' check (
    roles <@ array['admin', 'employee', 'client'] and cardinality(roles) <= 3
  ),
  routes text[] not null default '{}' check (wiki.are_routes(routes)),
  state text not null default 'draft' check (state in ('draft', 'published')),
  revision bigint not null default 1 check (revision > 0),
  create_key text check (length(create_key) between 1 and 200),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  search tsvector not null
    generated always as (wiki.search_vector(locale, title, body_text)) stored,
  primary key (tenant_id, id),
  constraint wiki_articles_create_key_key unique (tenant_id, create_key)
);
comment on column public.wiki_articles.body_text is 'The text of html, for search and highlights.';
comment on column public.wiki_articles.create_key is
  'Names one act of creating, so that a request sent twice makes one article.';
create index wiki_articles_created_idx on public.wiki_articles (tenant_id, created_at desc, id);

-- Every slug that leads to an article: the one it has, and those it had.
create table public.wiki_slugs (
  tenant_id uuid not null,
  locale text not null check (locale in ('en', 'nl')),
  slug text not null,
  article_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, locale, slug),
  foreign key (tenant_id, article_id)
    references public.wiki_articles (tenant_id, id) on delete cascade
);
create index wiki_slugs_article_idx on public.wiki_slugs (tenant_id, article_id);

-- The links in an article, in their order. A target may be gone: that is a broken link, and the
-- editor shows it. So the target of a link is no foreign key.
create table public.wiki_article_links (
  tenant_id uuid not null,
  article_id uuid not null,
  ordinal integer not null check (ordinal > 0),
  kind text not null check (kind in ('article', 'portal', 'web')),
  target text not null check (length(target) between 1 and 2000),
  target_id uuid check ((kind = 'article') = (target_id is not null)),
  anchor text check (length(anchor) <= 200),
  primary key (tenant_id, article_id, ordinal),
  foreign key (tenant_id, article_id)
    references public.wiki_articles (tenant_id, id) on delete cascade
);
create index wiki_article_links_target_idx
  on public.wiki_article_links (tenant_id, target_id) where target_id is not null;

-- Who did what, and when. Without the text. It outlives the article.
create table public.wiki_audit (
  tenant_id uuid not null references public.tenants (id) on delete cascade,
  id uuid not null default gen_random_uuid(),
  article_id uuid not null,
  action text not null
    check (action in ('created', 'updated', 'published', 'unpublished', 'deleted')),
  revision bigint not null,
  slug text not null,
  actor uuid,
  at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, id)
);
comment on column public.wiki_audit.actor is 'Null: done by the system, for example the seed.';
create index wiki_audit_article_idx on public.wiki_audit (tenant_id, article_id, at desc);

-- Set for one transaction by import_wiki, which brings revisions, slugs and audit rows of its own.
create function wiki.is_restoring() returns boolean
language plpgsql stable security invoker set search_path = ''
as $$
begin
  return current_setting('wiki.restoring', true) is not distinct from 'on';
end
$$;

create function wiki.stamp_article() returns trigger
language plpgsql security invoker set search_path = ''
as $$
begin
  if wiki.is_restoring() then
    return new;
  end if;
  if tg_op = 'INSERT' then
    new.revision := 1;
    new.created_at := clock_timestamp();
    new.updated_at := new.created_at;
    return new;
  end if;
  if new.tenant_id <> old.tenant_id or new.id <> old.id then
    raise exception 'an article keeps its tenant and its id' using errcode = 'check_violation';
  end if;
  new.revision := old.revision + 1;
  new.create_key := old.create_key;
  new.created_at := old.created_at;
  new.updated_at := greatest(clock_timestamp(), old.updated_at);
  return new;
end
$$;

create function wiki.keep_slug() returns trigger
language plpgsql security invoker set search_path = ''
as $$
begin
  if wiki.is_restoring() then
    return null;
  end if;
  insert into public.wiki_slugs (tenant_id, locale, slug, article_id)
  values (new.tenant_id, new.locale, new.slug, new.id)
  on conflict (tenant_id, locale, slug) do nothing;
  if not found and not exists (
    select from public.wiki_slugs kept
    where kept.tenant_id = new.tenant_id and kept.locale = new.locale
      and kept.slug = new.slug and kept.article_id = new.id
  ) then
    raise unique_violation using
      message = 'this slug leads to another article', constraint = 'wiki_slugs_pkey';
  end if;
  return null;
end
$$;

create function wiki.audit_article() returns trigger
language plpgsql security invoker set search_path = ''
as $$
declare
  subject public.wiki_articles := case when tg_op = 'DELETE' then old else new end;
begin
  if wiki.is_restoring() then
    return null;
  end if;
  -- A tenant that is deleted takes its articles along, and the log about them.
  if tg_op = 'DELETE'
    and not exists (select from public.tenants tenant where tenant.id = subject.tenant_id)
  then
    return null;
  end if;
  insert into public.wiki_audit (tenant_id, article_id, action, revision, slug, actor)
  values (
    subject.tenant_id, subject.id,
    case
      when tg_op = 'INSERT' then 'created'
      when tg_op = 'DELETE' then 'deleted'
      when old.state = new.state then 'updated'
      when new.state = 'published' then 'published'
      else 'unpublished'
    end,
    subject.revision, subject.slug, auth.uid()
  );
  return null;
end
$$;

create trigger stamp before insert or update on public.wiki_articles
  for each row execute function wiki.stamp_article();
create trigger keep_slug after insert or update of slug, locale on public.wiki_articles
  for each row execute function wiki.keep_slug();
create trigger audit after insert or update or delete on public.wiki_articles
  for each row execute function wiki.audit_article();

alter table public.wiki_articles enable row level security;
alter table public.wiki_articles force row level security;
alter table public.wiki_slugs enable row level security;
alter table public.wiki_slugs force row level security;
alter table public.wiki_article_links enable row level security;
alter table public.wiki_article_links force row level security;
alter table public.wiki_audit enable row level security;
alter table public.wiki_audit force row level security;

revoke all on public.wiki_articles, public.wiki_slugs, public.wiki_article_links, public.wiki_audit
  from public, anon, authenticated;
grant select, insert, update, delete on public.wiki_articles to authenticated;
grant select, insert on public.wiki_slugs to authenticated;
grant select, insert, delete on public.wiki_article_links to authenticated;
grant select, insert on public.wiki_audit to authenticated;
grant select on public.wiki_articles, public.wiki_slugs to wiki_sync;
grant select, insert, update, delete
  on public.wiki_articles, public.wiki_slugs, public.wiki_article_links, public.wiki_audit
  to service_role;

revoke all on function
  wiki.are_routes(text[]), wiki.search_vector(text, text, text), wiki.is_restoring(),
  wiki.stamp_article(), wiki.keep_slug(), wiki.audit_article()
  from public, anon, authenticated;
grant execute on function
  wiki.are_routes(text[]), wiki.search_vector(text, text, text), wiki.is_restoring()
  to authenticated, service_role;

create policy tenant on public.wiki_articles as restrictive
  for all to public
  using (tenant_id = (select (auth.jwt() ->> 'tenant_id')::uuid))
  with check (tenant_id = (select (auth.jwt() ->> 'tenant_id')::uuid));
create policy admin_reads on public.wiki_articles
  for select to authenticated
  using ((select wiki.policy_role()) = 'admin');
create policy reader_reads on public.wiki_articles
  for select to authenticated
  using (state = 'published' and (select wiki.policy_role()) = any (roles));
create policy admin_creates on public.wiki_articles
  for insert to authenticated
  with check ((select wiki.policy_role()) = 'admin');
create policy admin_changes on public.wiki_articles
  for update to authenticated
  using ((select wiki.policy_role()) = 'admin')
  with check ((select wiki.policy_role()) = 'admin');
create policy admin_deletes on public.wiki_articles
  for delete to authenticated
  using ((select wiki.policy_role()) = 'admin');
create policy sync_reads on public.wiki_articles
  for select to wiki_sync
  using (true);

create policy tenant on public.wiki_slugs as restrictive
  for all to public
  using (tenant_id = (select (auth.jwt() ->> 'tenant_id')::uuid))
  with check (tenant_id = (select (auth.jwt() ->> 'tenant_id')::uuid));
create policy admin_reads on public.wiki_slugs
  for select to authenticated
  using ((select wiki.policy_role()) = 'admin');
-- The inner query is itself held to what the caller may read.
create policy reader_reads on public.wiki_slugs
  for select to authenticated
  using (
    exists (
      select from public.wiki_articles article
      where article.tenant_id = wiki_slugs.tenant_id and article.id = wiki_slugs.article_id
    )
  );
create policy admin_creates on public.wiki_slugs
  for insert to authenticated
  with check ((select wiki.policy_role()) = 'admin');
create policy sync_reads on public.wiki_slugs
  for select to wiki_sync
  using (true);

create policy tenant on public.wiki_article_links as restrictive
  for all to public
  using (tenant_id = (select (auth.jwt() ->> 'tenant_id')::uuid))
  with check (tenant_id = (select (auth.jwt() ->> 'tenant_id')::uuid));
create policy admin_reads on public.wiki_article_links
  for select to authenticated
  using ((select wiki.policy_role()) = 'admin');
create policy admin_creates on public.wiki_article_links
  for insert to authenticated
  with check ((select wiki.policy_role()) = 'admin');
create policy admin_deletes on public.wiki_article_links
  for delete to authenticated
  using ((select wiki.policy_role()) = 'admin');

create policy tenant on public.wiki_audit as restrictive
  for all to public
  using (tenant_id = (select (auth.jwt() ->> 'tenant_id')::uuid))
  with check (tenant_id = (select (auth.jwt() ->> 'tenant_id')::uuid));
create policy admin_reads on public.wiki_audit
  for select to authenticated
  using ((select wiki.policy_role()) = 'admin');
-- Only the trigger writes here: nobody adds a line about something that did not happen.
create policy trigger_writes on public.wiki_audit
  for insert to authenticated
  with check ((select wiki.policy_role()) = 'admin' and pg_catalog.pg_trigger_depth() > 0);
