-- Writing. Each function is one transaction and says in "status" how it went; what a caller can run
-- into (a stale revision, a taken slug, no right) is an answer and no error.

create function wiki.write_links(p_tenant uuid, p_article uuid, p_links jsonb) returns void
language plpgsql volatile security invoker set search_path = ''
as $$
begin
  delete from public.wiki_article_links
  where tenant_id = p_tenant and article_id = p_article;
  insert into public.wiki_article_links
    (tenant_id, article_id, ordinal, kind, target, target_id, anchor)
  select p_tenant, p_article, link.place, link.value ->> 'kind', link.value ->> 'target',
    case when link.value ->> 'kind' = 'article' then (link.value ->> 'target')::uuid end,
    link.value ->> 'anchor'
  from jsonb_array_elements(coalesce(p_links, '[]')) with ordinality as link (value, place);
end
$$;

-- Creates an article (p_id null) as a draft, or changes one that is still at p_revision.
-- p_links: [{kind: article|portal|web, target: id|path|address, anchor?}] as they stand in p_html.
-- p_create_key names one act of creating: sent again, it gives the article that exists ("existing").
-- {status: created|existing|saved|stale|slug_taken|not_found|forbidden|revision_required, article};
-- article is the current one, also when the caller's revision was stale.
create function public.save_article(
  p_tenant uuid, p_id uuid, p_revision bigint, p_slug text, p_title text, p_html text,
  p_excerpt text, p_text text, p_locale text, p_roles text[], p_routes text[],
  p_links jsonb default '[]', p_create_key text default null
) returns jsonb
language plpgsql volatile security invoker set search_path = ''
as $$
declare
  article public.wiki_articles;
  violated text;
begin
  if wiki.member_role(p_tenant) is distinct from 'admin' then
    return jsonb_build_object('status', 'forbidden');
  end if;

  if p_id is null then
    begin
      insert into public.wiki_articles (
        tenant_id, slug, title, html, excerpt, body_text, locale, roles, routes, create_key
      )
      values (
        p_tenant, p_slug, p_title, p_html, p_excerpt, p_text, p_locale, p_roles, p_routes,
        p_create_key
      )
      returning * into article;
    exception
      when unique_violation then
        get stacked diagnostics violated = constraint_name;
        -- A request that was sent twice meets its own slug as well as its own key.
        select * into article
        from public.wiki_articles existing
        where existing.tenant_id = p_tenant and existing.create_key = p_create_key;
        if found then
          return jsonb_build_object('status', 'existing', 'article', wiki.article_json(article));
        elsif violated = 'wiki_slugs_pkey' then
          return jsonb_build_object('status', 'slug_taken');
        end if;
        raise;
    end;
    perform wiki.write_links(p_tenant, article.id, p_links);
    return jsonb_build_object('status', 'created', 'article', wiki.article_json(article));
  end if;

  if p_revision is null then
    return jsonb_build_object('status', 'revision_required');
  end if;
  select * into article
  from public.wiki_articles current
  where current.tenant_id = p_tenant and current.id = p_id
  for update;
  if not found then
    return jsonb_build_object('status', 'not_found');
  elsif article.revision <> p_revision then
    return jsonb_build_object('status', 'stale', 'article', wiki.article_json(article));
  end if;

  begin
    update public.wiki_articles
    set slug = p_slug, title = p_title, html = p_html, excerpt = p_excerpt, body_text = p_text,
      locale = p_locale, roles = p_roles, routes = p_routes
    where tenant_id = p_tenant and id = p_id
    returning * into article;
  exception
    when unique_violation then
      get stacked diagnostics violated = constraint_name;
      if violated = 'wiki_slugs_pkey' then
        return jsonb_build_object('status', 'slug_taken', 'article', wiki.article_json(article));
      end if;
      raise;
  end;
  perform wiki.write_links(p_tenant, p_id, p_links);
  return jsonb_build_object('status', 'saved', 'article', wiki.article_json(article));
end
$$;

-- Publishes an article or takes it back. p_revision null stands for whatever revision it is at.
-- {status: saved|stale|not_found|forbidden, article}; one that is in that state already stays as it
-- is, revision included.
create function public.set_article_state(
  p_tenant uuid, p_id uuid, p_state text, p_revision bigint default null
) returns jsonb
language plpgsql volatile security invoker set search_path = ''
as $$
declare
  article public.wiki_articles;
begin
  if wiki.member_role(p_tenant) is distinct from 'admin' then
    return jsonb_build_object('status', 'forbidden');
  end if;
  select * into article
  from public.wiki_articles current
  where current.tenant_id = p_tenant and current.id = p_id
  for update;
  if not found then
    return jsonb_build_object('status', 'not_found');
  elsif article.revision <> p_revision then
    return jsonb_build_object('status', 'stale', 'article', wiki.article_json(article));
  end if;
  if article.state is distinct from p_state then
    update public.wiki_articles set state = p_state
    where tenant_id = p_tenant and id = p_id
    returning * into article;
  end if;
  return jsonb_build_object('status', 'saved', 'article', wiki.article_json(article));
end
$$;

-- Deletes an article; its slugs are free again. p_revision null stands for any.
-- {status: deleted|stale|not_found|forbidden, article when stale}
create function public.delete_article(p_tenant uuid, p_id uuid, p_revision bigint default null)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
as $$
declare
  article public.wiki_articles;
begin
  if wiki.member_role(p_tenant) is distinct from 'admin' then
    return jsonb_build_object('status', 'forbidden');
  end if;
  select * into article
  from public.wiki_articles current
  where current.tenant_id = p_tenant and current.id = p_id
  for update;
  if not found then
    return jsonb_build_object('status', 'not_found');
  elsif article.revision <> p_revision then
    return jsonb_build_object('status', 'stale', 'article', wiki.article_json(article));
  end if;
  delete from public.wiki_articles where tenant_id = p_tenant and id = p_id;
  return jsonb_build_object('status', 'deleted');
end
$$;

-- Whether an article helped, from somebody who may read it. {status: saved|not_found|forbidden}
create function public.record_feedback(
  p_tenant uuid, p_id uuid, p_helpful boolean, p_comment text default null
) returns jsonb
language plpgsql volatile security invoker set search_path = ''
as $$
declare
  reader text := wiki.member_role(p_tenant);
begin
  if reader is null then
    return jsonb_build_object('status', 'forbidden');
  end if;
  insert into public.wiki_feedback
    (tenant_id, article_id, revision, helpful, comment, reader_role)
  select p_tenant, article.id, article.revision, p_helpful, nullif(btrim(p_comment), ''), reader
  from public.wiki_articles article
  where article.tenant_id = p_tenant and article.id = p_id
    and (reader = 'admin' or (article.state = 'published' and reader = any (article.roles)));
  return jsonb_build_object('status', case when found then 'saved' else 'not_found' end);
end
$$;

-- That an article was opened. {status: saved|not_found|forbidden}
create function public.record_view(p_tenant uuid, p_id uuid) returns jsonb
language plpgsql volatile security invoker set search_path = ''
as $$
declare
  reader text := wiki.member_role(p_tenant);
begin
  if reader is null then
    return jsonb_build_object('status', 'forbidden');
  end if;
  insert into public.wiki_views (tenant_id, article_id)
  select p_tenant, article.id
  from public.wiki_articles article
  where article.tenant_id = p_tenant and article.id = p_id
    and (reader = 'admin' or (article.state = 'published' and reader = any (article.roles)));
  return jsonb_build_object('status', case when found then 'saved' else 'not_found' end);
end
$$;

-- That a search found nothing. What may name a person, an email address or a long number, is not
-- kept. {status: saved|ignored|forbidden}
create function public.record_search(p_tenant uuid, p_query text, p_locale text) returns jsonb
language plpgsql volatile security invoker set search_path = ''
as $$
declare
  reader text := wiki.member_role(p_tenant);
  words text := btrim(left(regexp_replace(lower(p_query), '[\s[:cntrl:]]+', ' ', 'g'), 200));
begin
  if reader is null then
    return jsonb_build_object('status', 'forbidden');
  end if;
  if words is null or words = '' or words like '%@%' or words ~ '([0-9][^a-z]{0,2}){7}' then
    return jsonb_build_object('status', 'ignored');
  end if;
  insert into public.wiki_searches (tenant_id, query, locale, reader_role)
  values (p_tenant, words, p_locale, reader);
  return jsonb_build_object('status', 'saved');
end
$$;

-- Strikes a search off the list of articles to write. {status: saved|not_found|forbidden}
create function public.dismiss_search(p_tenant uuid, p_query text, p_locale text) returns jsonb
language plpgsql volatile security invoker set search_path = ''
as $$
begin
  if wiki.member_role(p_tenant) is distinct from 'admin' then
    return jsonb_build_object('status', 'forbidden');
  end if;
  delete from public.wiki_searches search
  where search.tenant_id = p_tenant and search.query = p_query and search.locale = p_locale;
  return jsonb_build_object('status', case when found then 'saved' else 'not_found' end);
end
$$;

revoke all on function wiki.write_links(uuid, uuid, jsonb) from public, anon;
grant execute on function wiki.write_links(uuid, uuid, jsonb) to authenticated;
revoke all on function
  public.save_article(
    uuid, uuid, bigint, text, text, text, text, text, text, text[], text[], jsonb, text),
  public.set_article_state(uuid, uuid, text, bigint), public.delete_article(uuid, uuid, bigint),
  public.record_feedback(uuid, uuid, boolean, text), public.record_view(uuid, uuid),
  public.record_search(uuid, text, text), public.dismiss_search(uuid, text, text)
  from public, anon, authenticated, service_role;
grant execute on function
  public.save_article(
    uuid, uuid, bigint, text, text, text, text, text, text, text[], text[], jsonb, text),
  public.set_article_state(uuid, uuid, text, bigint), public.delete_article(uuid, uuid, bigint),
  public.record_feedback(uuid, uuid, boolean, text), public.record_view(uuid, uuid),
  public.record_search(uuid, text, text), public.dismiss_search(uuid, text, text)
  to authenticated;
