drop policy member_reads on public.tenants;
drop function wiki.member_role(uuid);
drop function wiki.policy_role();
drop table public.memberships;
drop table public.tenants;
