-- Reading: one article, lists, help for a route, search. Each function filters by the tenant that it
-- is given and by what the caller's role may read, and row-level security judges every row again.

create function wiki.as_time(p_time timestamptz) returns text
language plpgsql stable security invoker set search_path = ''
as $$
begin
  return to_char(p_time at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');
end
$$;

create function wiki.article_summary(p_article public.wiki_articles) returns jsonb
language plpgsql stable security invoker set search_path = ''
as $$
begin
  return jsonb_build_object(
    'id', p_article.id, 'slug', p_article.slug, 'title', p_article.title,
    'excerpt', p_article.excerpt, 'locale', p_article.locale, 'roles', p_article.roles,
    'routes', p_article.routes, 'state', p_article.state, 'revision', p_article.revision,
    'updatedAt', wiki.as_time(p_article.updated_at)
  );
end
$$;

create function wiki.article_json(p_article public.wiki_articles) returns jsonb
language plpgsql stable security invoker set search_path = ''
as $$
begin
  return wiki.article_summary(p_article) || jsonb_build_object('html', p_article.html);
end
$$;

-- Links of an article that lead nowhere: to an article that is gone, from a published article to a
-- draft, or, once sync has published the portal's pages, to a page that is not among them.
create function wiki.broken_links(p_tenant uuid, p_article uuid) returns bigint
language plpgsql stable security invoker set search_path = ''
as $$
begin
  return (
    select count(*)
    from public.wiki_article_links link
    join public.wiki_articles source
      on source.tenant_id = p_tenant and source.id = link.article_id
    where link.tenant_id = p_tenant and link.article_id = p_article
      and case link.kind
        when 'article' then not exists (
          select from public.wiki_articles target
          where target.tenant_id = p_tenant and target.id = link.target_id
            and (target.state = 'published' or source.state = 'draft')
        )
        when 'portal' then
          exists (select from public.wiki_portal_pages page where page.tenant_id = p_tenant)
          and not exists (
            select from public.wiki_portal_pages page
            where page.tenant_id = p_tenant and page.path = link.target
          )
        else false
      end
  );
end
$$;

-- How well a pattern fits a route, or null when it does not. Bigger is more specific: a segment as
-- written beats {id}, {id} beats *, and a whole route beats the start of one. A last * stands for
-- everything below, and for the route itself.
create function wiki.route_rank(p_route text[], p_pattern text) returns integer[]
language plpgsql immutable security invoker set search_path = ''
as $$
declare
  pattern text[] := string_to_array(trim(both '/' from p_pattern), '/');
  segments integer := cardinality(pattern);
  rank integer[] := '{}';
begin
  for i in 1 .. segments loop
    if pattern[i] = '*' and i = segments then
      return rank || 1;
    elsif i > cardinality(p_route) then
      return null;
    elsif pattern[i] = p_route[i] then
      rank := rank || 3;
    elsif pattern[i] like '{%}' then
      rank := rank || 2;
    elsif pattern[i] = '*' then
      rank := rank || 1;
    else
      return null;
    end if;
  end loop;
  return case when cardinality(p_route) = segments then rank || 4 end;
end
$$;

-- The segments of a route, without query, fragment and the slashes around it.
create function wiki.route_segments(p_route text) returns text[]
language plpgsql immutable security invoker set search_path = ''
as $$
begin
  return string_to_array(trim(both '/' from regexp_replace(p_route, '[?#].*$', '')), '/');
end
$$;

-- The role whose articles to show: one's own, or for an admin any that was asked for.
create function wiki.shown_role(p_tenant uuid, p_role text) returns text
language plpgsql stable security invoker set search_path = ''
as $$
declare
  own text := wiki.member_role(p_tenant);
begin
  if p_role is null or p_role = own or own = 'admin' then
    return case when own is not null then coalesce(p_role, own) end;
  end if;
  return null;
end
$$;

create function wiki.search_words(p_query text) returns text[]
language plpgsql immutable security invoker set search_path = ''
as $$
begin
  return (
    select coalesce(array_agg(word order by place), '{}')
    from regexp_split_to_table(lower(left(p_query, 200)), '[\s!-/:-@\[-`{-~]+')
      with ordinality as part (word, place)
    where word <> '' and place <= 12
  );
end
$$;

-- All words, by their stems; the last one also as the start of a word, for it may be half typed.
create function wiki.search_query(p_locale text, p_words text[]) returns tsquery
language plpgsql stable security invoker set search_path = ''
as $$
declare
  stemmer regdictionary :=
    case p_locale when 'nl' then 'pg_catalog.dutch_stem' else 'pg_catalog.english_stem' end;
  built tsquery;
  part tsquery;
begin
  for i in 1 .. cardinality(p_words) loop
    select string_agg(quote_literal(stem), '|')::tsquery into part
    from unnest(ts_lexize(stemmer, p_words[i])) stem;
    if i = cardinality(p_words) then
      part := coalesce(part || (quote_literal(p_words[i]) || ':*')::tsquery,
        (quote_literal(p_words[i]) || ':*')::tsquery);
    end if;
    if part is not null then
      built := coalesce(built && part, part);
    end if;
  end loop;
  return built;
end
$$;

-- The query with each word replaced by the words most like it that readable articles have: with at
-- most two letters changed, and trigrams in common. Null when a word has nothing like it.
create function wiki.corrected_query(p_tenant uuid, p_role text, p_locale text, p_words text[])
returns tsquery
language plpgsql stable security invoker set search_path = ''
as $$
declare
  built tsquery;
  part tsquery;
  word text;
begin
  foreach word in array p_words loop
    continue when ts_lexize('pg_catalog.english_stem', word) = '{}'
      or ts_lexize('pg_catalog.dutch_stem', word) = '{}';
    select string_agg(quote_literal(near.lexeme), '|')::tsquery into part
    from (
      select lexeme
      from (
        select distinct found.lexeme
        from public.wiki_articles article,
          unnest(article.search) as found (lexeme, positions, weights)
        where article.tenant_id = p_tenant and article.state = 'published'
          and p_role = any (article.roles)
          and (p_locale is null or article.locale = p_locale)
          and length(found.lexeme) between length(word) - 2 and length(word) + 2
      ) vocabulary
      where length(word) between 3 and 60
        and extensions.similarity(lexeme, word) >= 0.2
        and extensions.levenshtein_less_equal(lexeme, word, 2) <= case length(word)
          when 3 then 1
          else 2
        end
      order by extensions.levenshtein_less_equal(lexeme, word, 2),
        extensions.similarity(lexeme, word) desc, lexeme
      limit 3
    ) near;
    if part is null then
      return null;
    end if;
    built := coalesce(built && part, part);
  end loop;
  return built;
end
$$;

-- A piece of the text around the hits, which stand between U+E000 and U+E001. Escape it, then
-- replace the two: the text itself is without them.
create function wiki.highlight(p_locale text, p_text text, p_query tsquery) returns text
language plpgsql stable security invoker set search_path = ''
as $$
declare
  plain text := translate(p_text, U&'\E000\E001', '');
  options text := U&'StartSel="\E000", StopSel="\E001", MaxFragments=2, MaxWords=24, MinWords=8, FragmentDelimiter=" … "';
  piece text := ts_headline(
    case p_locale
      when 'nl' then 'pg_catalog.dutch'::regconfig
      else 'pg_catalog.english'::regconfig
    end, plain, p_query, options);
begin
  if strpos(piece, U&'\E000') = 0 then
    piece := ts_headline('pg_catalog.simple', plain, p_query, options);
  end if;
  return piece;
end
$$;

-- Whether the database answers. Reads nothing.
create function public.wiki_ready() returns boolean
language sql stable security invoker set search_path = ''
as $$ select true $$;

-- {role, tenant: {id, slug, name, brand: {accent, accentText, surface, text}, defaultLocale,
-- imageHosts, crmOrigins, example}}, or null for somebody who is no active member.
create function public.wiki_session(p_tenant uuid) returns jsonb
language sql stable security invoker set search_path = ''
as $$
  select jsonb_build_object(
    'role', caller.role,
    'tenant', jsonb_build_object(
      'id', tenant.id, 'slug', tenant.slug, 'name', tenant.name,
      'brand', jsonb_build_object(
        'accent', tenant.brand_accent, 'accentText', tenant.brand_accent_text,
        'surface', tenant.brand_surface, 'text', tenant.brand_text
      ),
      'defaultLocale', tenant.default_locale, 'imageHosts', tenant.image_hosts,
      'crmOrigins', tenant.crm_origins, 'example', tenant.example
    )
  )
  from public.tenants tenant, (select wiki.member_role(p_tenant)) as caller (role)
  where tenant.id = p_tenant and caller.role is not null
$$;

-- One article, by id or by any slug that ever led to it. With p_known, the revision that the caller
-- has, an article that is still at it comes without its text, as "unchanged".
-- {status: ok|unchanged|not_found|forbidden, article | id, revision}
create function public.get_article(
  p_tenant uuid, p_key text, p_locale text default null, p_known bigint default null
) returns jsonb
language plpgsql stable security invoker set search_path = ''
as $$
declare
  reader text := wiki.member_role(p_tenant);
  article public.wiki_articles;
begin
  if reader is null then
    return jsonb_build_object('status', 'forbidden');
  end if;
  if p_key ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then
    select * into article
    from public.wiki_articles candidate
    where candidate.tenant_id = p_tenant and candidate.id = p_key::uuid
      and (reader = 'admin' or (candidate.state = 'published' and reader = any (candidate.roles)));
  else
    select candidate.* into article
    from public.wiki_slugs kept
    join public.wiki_articles candidate
      on candidate.tenant_id = p_tenant and candidate.id = kept.article_id
    left join public.tenants tenant on tenant.id = p_tenant
    where kept.tenant_id = p_tenant and kept.slug = p_key
      and (reader = 'admin' or (candidate.state = 'published' and reader = any (candidate.roles)))
    order by kept.locale is not distinct from p_locale desc,
      kept.locale is not distinct from tenant.default_locale desc, kept.locale
    limit 1;
  end if;
  if article.id is null then
    return jsonb_build_object('status', 'not_found');
  elsif article.revision = p_known then
    return jsonb_build_object(
      'status', 'unchanged', 'id', article.id, 'revision', article.revision);
  end if;
  return jsonb_build_object('status', 'ok', 'article', wiki.article_json(article));
end
$$;

-- A page of the articles that the caller may read; for an admin with what there is to do about each:
-- views in 90 days, feedback, broken links, and the drift that is not in order.
-- p_sort: created (newest first, and steady while people edit), updated, title.
-- p_problem: broken-links, drift, no-views. Only for admins.
-- {status: ok|forbidden, articles: [summary + {html?, views, helpful, unhelpful, brokenLinks, drift}],
-- next: cursor for p_cursor, or null}
create function public.list_articles(
  p_tenant uuid, p_limit integer default 50, p_cursor jsonb default null,
  p_sort text default 'created', p_state text default null, p_locale text default null,
  p_role text default null, p_route text default null, p_query text default null,
  p_problem text default null, p_html boolean default false
) returns jsonb
language plpgsql stable security invoker set search_path = ''
as $$
declare
  reader text := wiki.member_role(p_tenant);
  page_size integer := least(greatest(coalesce(p_limit, 50), 1), 200);
  ascending boolean := p_sort = 'title';
  route text[] := wiki.route_segments(p_route);
  words text[] := wiki.search_words(coalesce(p_query, ''));
  english tsquery := wiki.search_query('en', words);
  dutch tsquery := wiki.search_query('nl', words);
  listed jsonb;
  further jsonb;
begin
  if reader is null or (p_problem is not null and reader <> 'admin') then
    return jsonb_build_object('status', 'forbidden');
  end if;

  with matching as (
    select candidate.id,
      case p_sort
        when 'title' then lower(candidate.title)
        when 'updated'
          then to_char(candidate.updated_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')
        else to_char(candidate.created_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')
      end collate "C" as key
    from public.wiki_articles candidate
    where candidate.tenant_id = p_tenant
      and (reader = 'admin' or (candidate.state = 'published' and reader = any (candidate.roles)))
      and (p_state is null or candidate.state = p_state)
      and (p_locale is null or candidate.locale = p_locale)
      and (p_role is null or p_role = any (candidate.roles))
      and (
        p_route is null or p_route = any (candidate.routes) or exists (
          select from unnest(candidate.routes) pattern
          where wiki.route_rank(route, pattern) is not null
        )
      )
      and (
        words = '{}' or candidate.search @@ case candidate.locale when 'nl' then dutch else english end
        or strpos(lower(candidate.title || ' ' || candidate.slug), lower(p_query)) > 0
      )
      and case p_problem
        when 'broken-links' then wiki.broken_links(p_tenant, candidate.id) > 0
        when 'drift' then exists (
          select from public.wiki_drift drift
          where drift.tenant_id = p_tenant and drift.article_id = candidate.id
            and drift.state not in ('in-sync', 'acknowledged')
        )
        when 'no-views' then not exists (
          select from public.wiki_views seen
          where seen.tenant_id = p_tenant and seen.article_id = candidate.id
            and seen.viewed_on > current_date - 90
        )
        else true
      end
  ),
  paged as (
    select id, key,
      row_number() over (
        order by case when ascending then key end, case when not ascending then key end desc,
          case when ascending then id end, case when not ascending then id end desc
      ) as place
    from matching
    where p_cursor is null
      or (ascending and (key, id) > (p_cursor ->> 'key', (p_cursor ->> 'id')::uuid))
      or (not ascending and (key, id) < (p_cursor ->> 'key', (p_cursor ->> 'id')::uuid))
    order by place
    limit page_size + 1
  )
  select
    coalesce(jsonb_agg(
      wiki.article_summary(article)
      || case when p_html then jsonb_build_object('html', article.html) else '{}' end
      || case when reader = 'admin' then jsonb_build_object(
        'views', (
          select count(*) from public.wiki_views seen
          where seen.tenant_id = p_tenant and seen.article_id = paged.id
            and seen.viewed_on > current_date - 90
        ),
        'helpful', (
          select count(*) from public.wiki_feedback feedback
          where feedback.tenant_id = p_tenant and feedback.article_id = paged.id
            and feedback.helpful
        ),
        'unhelpful', (
          select count(*) from public.wiki_feedback feedback
          where feedback.tenant_id = p_tenant and feedback.article_id = paged.id
            and not feedback.helpful
        ),
        'brokenLinks', wiki.broken_links(p_tenant, paged.id),
        'drift', (
          select coalesce(jsonb_agg(distinct drift.state), '[]') from public.wiki_drift drift
          where drift.tenant_id = p_tenant and drift.article_id = paged.id
            and drift.state not in ('in-sync', 'acknowledged')
        )
      ) else '{}' end
      order by paged.place
    ) filter (where paged.place <= page_size), '[]'),
    case when count(*) > page_size then (
      select jsonb_build_object('key', last.key, 'id', last.id)
      from paged last where last.place = page_size
    ) end
  into listed, further
  from paged
  join public.wiki_articles article on article.tenant_id = p_tenant and article.id = paged.id;

  return jsonb_build_object('status', 'ok', 'articles', listed, 'next', further);
end
$$;

-- The articles that help on a page of the CRM, most specific route first. One in another language
-- is shown only when it fits the route better than every one in the reader's own (p_locale, or the
-- tenant's). An admin may ask as another role.
-- {status: ok|forbidden, articles: [{id, slug, title, excerpt, locale, why: {route, match}}]};
-- match: exact (this very route), pattern ({id} or * in the route), section (a page above it).
create function public.help_for_route(
  p_tenant uuid, p_route text, p_locale text default null, p_role text default null,
  p_limit integer default 5
) returns jsonb
language plpgsql stable security invoker set search_path = ''
as $$
declare
  shown text := wiki.shown_role(p_tenant, p_role);
  route text[] := wiki.route_segments(p_route);
  spoken text;
  helping jsonb;
begin
  if shown is null then
    return jsonb_build_object('status', 'forbidden');
  end if;
  select coalesce(p_locale, tenant.default_locale) into spoken
  from public.tenants tenant where tenant.id = p_tenant;

  with fitting as (
    select distinct on (article.id) article.id, article.slug, article.title, article.excerpt,
      article.locale, article.locale = spoken as own_language, pattern, rank,
      cardinality(article.routes) as breadth
    from public.wiki_articles article
    cross join lateral unnest(article.routes) pattern
    cross join lateral (
      -- Most patterns start elsewhere, and this is cheaper than to look at each closely.
      select case
        when split_part(pattern, '/', 2) in (coalesce(route[1], ''), '*')
          or split_part(pattern, '/', 2) like '{%'
        then wiki.route_rank(route, pattern)
      end
    ) as fit (rank)
    where article.tenant_id = p_tenant and article.state = 'published'
      and shown = any (article.roles)
    order by article.id, rank desc nulls last
  ),
  wanted as (
    select * from fitting
    where rank is not null and (
      own_language
      or rank > coalesce((select max(own.rank) from fitting own where own.own_language), '{}')
    )
    order by rank desc, own_language desc, breadth, title, id
    limit least(greatest(coalesce(p_limit, 5), 1), 20)
  )
  select coalesce(jsonb_agg(
    jsonb_build_object(
      'id', id, 'slug', slug, 'title', title, 'excerpt', excerpt, 'locale', locale,
      'why', jsonb_build_object(
        'route', pattern,
        'match', case
          when rank[cardinality(rank)] <> 4 then 'section'
          when 2 = any (rank) or 1 = any (rank) then 'pattern'
          else 'exact'
        end
      )
    )
    order by rank desc, own_language desc, breadth, title, id
  ), '[]') into helping
  from wanted;
  return jsonb_build_object('status', 'ok', 'articles', helping);
end
$$;

-- Published articles for the caller's role that have all words of the query, those with the words in
-- the title first. When none has, misspelt words are replaced by the ones most like them. Nothing
-- that the role may not read is looked at, so it is not counted either.
-- {status: ok|forbidden, results: [{id, slug, title, locale, highlight}], total, corrected};
-- hits in highlight stand between U+E000 and U+E001; nothing in it is escaped.
create function public.search_articles(
  p_tenant uuid, p_query text, p_locale text default null, p_role text default null,
  p_limit integer default 20, p_offset integer default 0
) returns jsonb
language plpgsql stable security invoker set search_path = ''
as $$
declare
  shown text := wiki.shown_role(p_tenant, p_role);
  words text[] := wiki.search_words(coalesce(p_query, ''));
  english tsquery := wiki.search_query('en', words);
  dutch tsquery := wiki.search_query('nl', words);
  corrected boolean := false;
  found_results jsonb;
  found_total bigint;
begin
  if shown is null then
    return jsonb_build_object('status', 'forbidden');
  end if;
  if words = '{}' then
    return jsonb_build_object('status', 'ok', 'results', '[]'::jsonb, 'total', 0, 'corrected', false);
  end if;

  if not exists (
    select from public.wiki_articles article
    where article.tenant_id = p_tenant and article.state = 'published'
      and shown = any (article.roles)
      and (p_locale is null or article.locale = p_locale)
      and article.search @@ case article.locale when 'nl' then dutch else english end
  ) then
    corrected := true;
    english := wiki.corrected_query(p_tenant, shown, p_locale, words);
    dutch := english;
  end if;

  with matching as (
    select article.id, article.slug, article.title, article.locale, article.body_text, query,
      ts_filter(article.search, '{a}') @@ query as in_title,
      ts_rank_cd('{0.1, 0.2, 0.4, 1.0}', article.search, query) as rank
    from public.wiki_articles article
    cross join lateral (
      select case article.locale when 'nl' then dutch else english end
    ) as asked (query)
    where article.tenant_id = p_tenant and article.state = 'published'
      and shown = any (article.roles)
      and (p_locale is null or article.locale = p_locale)
      and article.search @@ query
  ),
  paged as (
    select *, row_number() over (order by in_title desc, rank desc, title, id) as place
    from matching
    order by place
    limit least(greatest(coalesce(p_limit, 20), 1), 100)
    offset greatest(coalesce(p_offset, 0), 0)
  )
  select
    (select count(*) from matching),
    coalesce(jsonb_agg(
      jsonb_build_object(
        'id', id, 'slug', slug, 'title', title, 'locale', locale,
        'highlight', wiki.highlight(locale, body_text, query)
      )
      order by place
    ), '[]')
  into found_total, found_results
  from paged;

  return jsonb_build_object(
    'status', 'ok', 'results', found_results, 'total', found_total,
    'corrected', corrected and found_total > 0);
end
$$;

-- What was searched for in vain in the last 90 days, most often first. Only for admins.
-- {status: ok|forbidden, searches: [{query, locale, times, last}]}
create function public.list_searches(p_tenant uuid, p_limit integer default 100) returns jsonb
language plpgsql stable security invoker set search_path = ''
as $$
declare
  listed jsonb;
begin
  if wiki.member_role(p_tenant) is distinct from 'admin' then
    return jsonb_build_object('status', 'forbidden');
  end if;
  select coalesce(jsonb_agg(
    jsonb_build_object('query', query, 'locale', locale, 'times', times, 'last', last)
    order by times desc, last desc, query, locale
  ), '[]') into listed
  from (
    select search.query, search.locale, count(*) as times, max(search.searched_on) as last
    from public.wiki_searches search
    where search.tenant_id = p_tenant and search.searched_on > current_date - 90
    group by search.query, search.locale
    order by times desc, last desc, search.query, search.locale
    limit least(greatest(coalesce(p_limit, 100), 1), 500)
  ) most_often;
  return jsonb_build_object('status', 'ok', 'searches', listed);
end
$$;

revoke all on all functions in schema wiki from public, anon;
grant execute on function
  wiki.as_time(timestamptz), wiki.article_summary(public.wiki_articles),
  wiki.article_json(public.wiki_articles), wiki.broken_links(uuid, uuid),
  wiki.route_rank(text[], text), wiki.route_segments(text),
  wiki.shown_role(uuid, text),
  wiki.search_words(text), wiki.search_query(text, text[]),
  wiki.corrected_query(uuid, text, text, text[]), wiki.highlight(text, text, tsquery)
  to authenticated;

revoke all on function
  public.wiki_ready(), public.wiki_session(uuid), public.get_article(uuid, text, text, bigint),
  public.list_articles(
    uuid, integer, jsonb, text, text, text, text, text, text, text, boolean),
  public.help_for_route(uuid, text, text, text, integer),
  public.search_articles(uuid, text, text, text, integer, integer),
  public.list_searches(uuid, integer)
  from public, anon, authenticated, service_role;
grant execute on function public.wiki_ready() to anon, authenticated, service_role, wiki_sync;
grant execute on function
  public.wiki_session(uuid), public.get_article(uuid, text, text, bigint),
  public.list_articles(
    uuid, integer, jsonb, text, text, text, text, text, text, text, boolean),
  public.help_for_route(uuid, text, text, text, integer),
  public.search_articles(uuid, text, text, text, integer, integer),
  public.list_searches(uuid, integer)
  to authenticated;
