drop function public.list_searches(uuid, integer);
drop function public.search_articles(uuid, text, text, text, integer, integer);
drop function public.help_for_route(uuid, text, text, text, integer);
drop function public.list_articles(
  uuid, integer, jsonb, text, text, text, text, text, text, text, boolean);
drop function public.get_article(uuid, text, text, bigint);
drop function public.wiki_session(uuid);
drop function public.wiki_ready();
drop function wiki.highlight(text, text, tsquery);
drop function wiki.corrected_query(uuid, text, text, text[]);
drop function wiki.search_query(text, text[]);
drop function wiki.search_words(text);
drop function wiki.shown_role(uuid, text);
drop function wiki.route_segments(text);
drop function wiki.route_rank(text[], text);
drop function wiki.broken_links(uuid, uuid);
drop function wiki.article_json(public.wiki_articles);
drop function wiki.article_summary(public.wiki_articles);
drop function wiki.as_time(timestamptz);
