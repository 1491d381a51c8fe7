drop policy hook_reads on public.memberships;
revoke all on public.memberships from supabase_auth_admin;
revoke usage on schema public from supabase_auth_admin;
drop function public.custom_access_token(jsonb);
