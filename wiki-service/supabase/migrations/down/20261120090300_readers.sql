drop table public.wiki_searches;
drop table public.wiki_views;
drop table public.wiki_feedback;
