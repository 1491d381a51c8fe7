drop function public.replace_drift(uuid, jsonb);
drop function public.replace_portal_pages(uuid, jsonb);
drop table public.wiki_drift;
drop table public.wiki_portal_pages;
