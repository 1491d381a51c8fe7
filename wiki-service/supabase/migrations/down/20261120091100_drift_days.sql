-- {status: ok|not_found|forbidden, brokenLinks: [{kind, target, anchor?, reason}],
-- drift: [{articleSection, portalPath, portalSection, portalTitle, state, detail, checkedAt}]};
-- reason: missing, or draft where a published article links to a draft. Only for admins.
create or replace function public.article_problems(p_tenant uuid, p_id uuid) returns jsonb
language plpgsql stable security invoker set search_path = ''
as $$
declare
  source_state text;
  portal_is_known boolean;
  broken jsonb;
  drifting jsonb;
begin
  if wiki.member_role(p_tenant) is distinct from 'admin' then
    return jsonb_build_object('status', 'forbidden');
  end if;
  select article.state into source_state
  from public.wiki_articles article
  where article.tenant_id = p_tenant and article.id = p_id;
  if not found then
    return jsonb_build_object('status', 'not_found');
  end if;
  portal_is_known := exists (
    select from public.wiki_portal_pages page where page.tenant_id = p_tenant
  );

  select coalesce(jsonb_agg(
    jsonb_strip_nulls(jsonb_build_object(
      'kind', link.kind, 'target', link.target, 'anchor', link.anchor, 'reason', judged.reason
    ))
    order by link.ordinal
  ), '[]') into broken
  from public.wiki_article_links link
  left join public.wiki_articles target
    on target.tenant_id = p_tenant and target.id = link.target_id
  left join public.wiki_portal_pages page
    on page.tenant_id = p_tenant and page.path = link.target and link.kind = 'portal'
  cross join lateral (
    select case
      when link.kind = 'article' and target.id is null then 'missing'
      -- A draft may link to another draft: both may be published together.
      when link.kind = 'article' and target.state = 'draft' and source_state = 'published'
        then 'draft'
      when link.kind = 'portal' and portal_is_known and page.path is null then 'missing'
    end
  ) as judged (reason)
  where link.tenant_id = p_tenant and link.article_id = p_id and judged.reason is not null;

  select coalesce(jsonb_agg(
    jsonb_build_object(
      'articleSection', drift.article_section, 'portalPath', drift.portal_path,
      'portalSection', drift.portal_section, 'portalTitle', page.title, 'state', drift.state,
      'detail', drift.detail, 'checkedAt', wiki.as_time(drift.checked_at)
    )
    order by drift.article_section, drift.portal_path, drift.portal_section
  ), '[]') into drifting
  from public.wiki_drift drift
  left join public.wiki_portal_pages page
    on page.tenant_id = p_tenant and page.path = drift.portal_path
  where drift.tenant_id = p_tenant and drift.article_id = p_id
    and drift.state not in ('in-sync', 'acknowledged');

  return jsonb_build_object('status', 'ok', 'brokenLinks', broken, 'drift', drifting);
end
$$;

-- Makes the drift states of a tenant exactly these; those of articles that are gone are left out:
-- [{articleId, articleSection, portalPath, portalSection, state, detail}, …].
create or replace function public.replace_drift(p_tenant uuid, p_states jsonb) returns bigint
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

alter table public.wiki_drift drop column portal_changed_on, drop column article_changed_on;
