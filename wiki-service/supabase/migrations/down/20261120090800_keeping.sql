drop function public.purge_wiki();
drop function public.import_wiki(jsonb);
drop function public.export_wiki();
drop function wiki.written_columns(text);
drop function wiki.backup_tables();
