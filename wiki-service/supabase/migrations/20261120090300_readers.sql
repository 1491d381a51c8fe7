-- What readers leave behind: feedback, views, and searches that found nothing. Never who they are.

create table public.wiki_feedback (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  article_id uuid not null,
  revision bigint not null,
  helpful boolean not null,
  comment text check (length(comment) <= 2000),
  reader_role text not null check (reader_role in ('admin', 'employee', 'client')),
  given_on date not null default current_date,
  primary key (tenant_id, id),
  foreign key (tenant_id, article_id)
    references public.wiki_articles (tenant_id, id) on delete cascade
);
comment on column public.wiki_feedback.revision is 'The revision of the article that was read.';
create index wiki_feedback_article_idx on public.wiki_feedback (tenant_id, article_id);

create table public.wiki_views (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  article_id uuid not null,
  viewed_on date not null default current_date,
  primary key (tenant_id, id),
  foreign key (tenant_id, article_id)
    references public.wiki_articles (tenant_id, id) on delete cascade
);
create index wiki_views_article_idx on public.wiki_views (tenant_id, article_id);

create table public.wiki_searches (
  tenant_id uuid not null references public.tenants (id) on delete cascade,
  id uuid not null default gen_random_uuid(),
  query text not null check (length(query) between 1 and 200),
  locale text not null check (locale in ('en', 'nl')),
  reader_role text not null check (reader_role in ('admin', 'employee', 'client')),
  searched_on date not null default current_date,
  primary key (tenant_id, id)
);
comment on table public.wiki_searches is
  'Searches with no result, by day and without the person, for 90 days: the articles to write.';
create index wiki_searches_day_idx on public.wiki_searches (tenant_id, searched_on);

alter table public.wiki_feedback enable row level security;
alter table public.wiki_feedback force row level security;
alter table public.wiki_views enable row level security;
alter table public.wiki_views force row level security;
alter table public.wiki_searches enable row level security;
alter table public.wiki_searches force row level security;

revoke all on public.wiki_feedback, public.wiki_views, public.wiki_searches
  from public, anon, authenticated;
grant select, insert on public.wiki_feedback, public.wiki_views, public.wiki_searches
  to authenticated;
-- An article has been written, or the search was nonsense: the admin strikes it off.
grant delete on public.wiki_searches to authenticated;
grant select, insert, update, delete
  on public.wiki_feedback, public.wiki_views, public.wiki_searches to service_role;

create policy tenant on public.wiki_feedback as restrictive
  for all to public
  using (tenant_id = (select (auth.jwt() ->> 'tenant_id')::uuid))
  with check (tenant_id = (select (auth.jwt() ->> 'tenant_id')::uuid));
create policy admin_reads on public.wiki_feedback
  for select to authenticated
  using ((select wiki.policy_role()) = 'admin');
create policy reader_gives on public.wiki_feedback
  for insert to authenticated
  with check (
    reader_role = (select wiki.policy_role())
    and exists (
      select from public.wiki_articles article
      where article.tenant_id = wiki_feedback.tenant_id and article.id = wiki_feedback.article_id
    )
  );

create policy tenant on public.wiki_views as restrictive
  for all to public
  using (tenant_id = (select (auth.jwt() ->> 'tenant_id')::uuid))
  with check (tenant_id = (select (auth.jwt() ->> 'tenant_id')::uuid));
create policy admin_reads on public.wiki_views
  for select to authenticated
  using ((select wiki.policy_role()) = 'admin');
create policy reader_views on public.wiki_views
  for insert to authenticated
  with check (
    exists (
      select from public.wiki_articles article
      where article.tenant_id = wiki_views.tenant_id and article.id = wiki_views.article_id
    )
  );

create policy tenant on public.wiki_searches as restrictive
  for all to public
  using (tenant_id = (select (auth.jwt() ->> 'tenant_id')::uuid))
  with check (tenant_id = (select (auth.jwt() ->> 'tenant_id')::uuid));
create policy admin_reads on public.wiki_searches
  for select to authenticated
  using ((select wiki.policy_role()) = 'admin');
create policy reader_searches on public.wiki_searches
  for insert to authenticated
  with check (reader_role = (select wiki.policy_role()));
create policy admin_deletes on public.wiki_searches
  for delete to authenticated
  using ((select wiki.policy_role()) = 'admin');
