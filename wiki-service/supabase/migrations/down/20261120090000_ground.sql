revoke usage on schema public from wiki_sync;
drop schema wiki;
drop extension fuzzystrmatch;
drop extension pg_trgm;

-- The role stays when another database of the cluster still uses it.
do $$
begin
  drop role wiki_sync;
exception
  when dependent_objects_still_exist then null;
end
$$;
