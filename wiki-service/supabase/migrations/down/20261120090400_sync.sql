drop function public.replace_drift(uuid, jsonb);
drop function public.replace_portal_pages(uuid, jsonb);
drop function wiki.check_sync_tenant(uuid);
drop table public.wiki_drift;
drop table public.wiki_portal_pages;
