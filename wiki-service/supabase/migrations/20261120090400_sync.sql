-- What sync publishes for the editor: the pages of the portal, and how articles stand against them.

create table public.wiki_portal_pages (
  tenant_id uuid not null references public.tenants (id) on delete cascade,
  path text not null check (path ~ '^/' and length(path) <= 500),
  locale text not null check (locale in ('en', 'nl')),
  title text not null check (length(title) between 1 and 300),
  headings jsonb not null default '[]' check (jsonb_typeof(headings) = 'array'),
  synced_at timestamptz not null default now(),
  primary key (tenant_id, path)
);
comment on column public.wiki_portal_pages.headings is '[{"id": "anchor", "text": "heading"}, …]';

create table public.wiki_drift (
  tenant_id uuid not null,
  article_id uuid not null,
  article_section text not null default '' check (length(article_section) <= 200),
  portal_path text not null check (portal_path ~ '^/' and length(portal_path) <= 500),
  portal_section text not null default '' check (length(portal_section) <= 200),
  state text not null check (
    state in (
      'in-sync', 'portal-moved', 'wiki-moved', 'both-moved', 'fact', 'steps',
      'orphan-portal', 'orphan-wiki', 'acknowledged', 'ack-expired', 'unreachable'
    )
  ),
  detail text not null default '' check (length(detail) <= 2000),
  checked_at timestamptz not null default now(),
  primary key (tenant_id, article_id, article_section, portal_path, portal_section),
  foreign key (tenant_id, article_id)
    references public.wiki_articles (tenant_id, id) on delete cascade
);
comment on column public.wiki_drift.article_section is 'Anchor in the article; empty: all of it.';
comment on column public.wiki_drift.portal_section is 'Anchor on the page; empty: all of it.';

alter table public.wiki_portal_pages enable row level security;
alter table public.wiki_portal_pages force row level security;
alter table public.wiki_drift enable row level security;
alter table public.wiki_drift force row level security;

revoke all on public.wiki_portal_pages, public.wiki_drift from public, anon, authenticated;
grant select on public.wiki_portal_pages, public.wiki_drift to authenticated;
grant select, insert, update, delete on public.wiki_portal_pages, public.wiki_drift to wiki_sync;
grant select, insert, update, delete on public.wiki_portal_pages, public.wiki_drift
  to service_role;

create policy tenant on public.wiki_portal_pages as restrictive
  for all to public
  using (tenant_id = (select (auth.jwt() ->> 'tenant_id')::uuid))
  with check (tenant_id = (select (auth.jwt() ->> 'tenant_id')::uuid));
create policy admin_reads on public.wiki_portal_pages
  for select to authenticated
  using ((select wiki.policy_role()) = 'admin');
create policy sync_reads on public.wiki_portal_pages
  for select to wiki_sync using (true);
create policy sync_creates on public.wiki_portal_pages
  for insert to wiki_sync with check (true);
create policy sync_changes on public.wiki_portal_pages
  for update to wiki_sync using (true) with check (true);
create policy sync_deletes on public.wiki_portal_pages
  for delete to wiki_sync using (true);

create policy tenant on public.wiki_drift as restrictive
  for all to public
  using (tenant_id = (select (auth.jwt() ->> 'tenant_id')::uuid))
  with check (tenant_id = (select (auth.jwt() ->> 'tenant_id')::uuid));
create policy admin_reads on public.wiki_drift
  for select to authenticated
  using ((select wiki.policy_role()) = 'admin');
create policy sync_reads on public.wiki_drift
  for select to wiki_sync using (true);
create policy sync_creates on public.wiki_drift
  for insert to wiki_sync with check (true);
create policy sync_changes on public.wiki_drift
  for update to wiki_sync using (true) with check (true);
create policy sync_deletes on public.wiki_drift
  for delete to wiki_sync using (true);

-- Sync's own filter, beside row-level security: its token names the tenant it may write for.
create function wiki.check_sync_tenant(p_tenant uuid) returns void
language plpgsql stable security invoker set search_path = ''
as $$
begin
  if nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'tenant_id'
    is distinct from p_tenant::text
  then
    raise insufficient_privilege using message = 'the token is for another tenant';
  end if;
end
$$;

-- Makes the portal pages of a tenant exactly these: [{path, locale, title, headings}, …].
create function public.replace_portal_pages(p_tenant uuid, p_pages jsonb) returns bigint
language plpgsql security invoker set search_path = ''
as $$
declare
  written bigint;
begin
  perform wiki.check_sync_tenant(p_tenant);
  delete from public.wiki_portal_pages where tenant_id = p_tenant;
  insert into public.wiki_portal_pages (tenant_id, path, locale, title, headings)
  select p_tenant, page.path, page.locale, page.title, coalesce(page.headings, '[]')
  from jsonb_to_recordset(p_pages)
    as page (path text, locale text, title text, headings jsonb);
  get diagnostics written = row_count;
  return written;
end
$$;

-- Makes the drift states of a tenant exactly these; those of articles that are gone are left out:
-- [{articleId, articleSection, portalPath, portalSection, state, detail}, …].
create function public.replace_drift(p_tenant uuid, p_states jsonb) returns bigint
language plpgsql security invoker set search_path = ''
as $$
declare
  written bigint;
begin
  perform wiki.check_sync_tenant(p_tenant);
  delete from public.wiki_drift where tenant_id = p_tenant;
  insert into public.wiki_drift
    (tenant_id, article_id, article_section, portal_path, portal_section, state, detail)
  select p_tenant, drift."articleId", coalesce(drift."articleSection", ''), drift."portalPath",
    coalesce(drift."portalSection", ''), drift.state, coalesce(drift.detail, '')
  from jsonb_to_recordset(p_states) as drift (
    "articleId" uuid, "articleSection" text, "portalPath" text, "portalSection" text,
    state text, detail text
  )
  join public.wiki_articles article
    on article.tenant_id = p_tenant and article.id = drift."articleId";
  get diagnostics written = row_count;
  return written;
end
$$;

revoke all on function wiki.check_sync_tenant(uuid) from public, anon, authenticated;
grant execute on function wiki.check_sync_tenant(uuid) to wiki_sync;
revoke all on function
  public.replace_portal_pages(uuid, jsonb), public.replace_drift(uuid, jsonb)
  from public, anon, authenticated;
grant execute on function
  public.replace_portal_pages(uuid, jsonb), public.replace_drift(uuid, jsonb)
  to wiki_sync;
