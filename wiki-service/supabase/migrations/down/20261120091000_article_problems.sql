drop function public.article_problems(uuid, uuid);
