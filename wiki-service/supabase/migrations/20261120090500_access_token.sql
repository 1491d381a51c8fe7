-- Supabase Auth calls this before it signs a token, as supabase_auth_admin. It puts in the tenant
-- and the role of the person's active membership, and takes both out when there is none.
-- Turn it on under Authentication > Hooks, or with config.toml.

create function public.custom_access_token(event jsonb) returns jsonb
language plpgsql stable security invoker set search_path = ''
as $$
declare
  claims jsonb := coalesce(event -> 'claims', '{}') - 'tenant_id' - 'user_role';
  membership record;
begin
  select tenant_id, role into membership
  from public.memberships
  where user_id = (event ->> 'user_id')::uuid and active
  order by is_default desc, created_at, tenant_id
  limit 1;
  if found then
    claims := claims
      || jsonb_build_object('tenant_id', membership.tenant_id, 'user_role', membership.role);
  end if;
  return jsonb_set(event, '{claims}', claims);
end
$$;

revoke all on function public.custom_access_token(jsonb)
  from public, anon, authenticated, service_role;
grant execute on function public.custom_access_token(jsonb) to supabase_auth_admin;
grant usage on schema public to supabase_auth_admin;
revoke all on public.memberships from supabase_auth_admin;
grant select on public.memberships to supabase_auth_admin;

create policy hook_reads on public.memberships
  for select to supabase_auth_admin
  using (true);
