drop function public.dismiss_search(uuid, text, text);
drop function public.record_search(uuid, text, text);
drop function public.record_view(uuid, uuid);
drop function public.record_feedback(uuid, uuid, boolean, text);
drop function public.delete_article(uuid, uuid, bigint);
drop function public.set_article_state(uuid, uuid, text, bigint);
drop function public.save_article(
  uuid, uuid, bigint, text, text, text, text, text, text, text[], text[], jsonb, text);
drop function wiki.write_links(uuid, uuid, jsonb);
