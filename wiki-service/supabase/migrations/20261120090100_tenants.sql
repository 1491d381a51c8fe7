-- Tenants, who belongs to them, and the two ways of asking for the caller's role.

create table public.tenants (
  id uuid primary key default gen_random_uuid(),
  slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 60),
  name text not null check (length(name) between 1 and 100),
  brand_accent text not null default '#1d4ed8' check (brand_accent ~ '^#[0-9a-f]{6}$'),
  brand_accent_text text not null default '#ffffff' check (brand_accent_text ~ '^#[0-9a-f]{6}$'),
  brand_surface text not null default '#ffffff' check (brand_surface ~ '^#[0-9a-f]{6}$'),
  brand_text text not null default '#111827' check (brand_text ~ '^#[0-9a-f]{6}$'),
  default_locale text not null default 'en' check (default_locale in ('en', 'nl')),
  image_hosts text[] not null default '{}',
  crm_origins text[] not null default '{}',
  example boolean not null default false,
  created_at timestamptz not null default now()
);
comment on column public.tenants.image_hosts is 'Hosts that images in articles may come from.';
comment on column public.tenants.crm_origins is 'Origins of the CRM that may call the wiki (CORS).';
comment on column public.tenants.example is 'Stands for no real customer.';

create table public.memberships (
  tenant_id uuid not null references public.tenants (id) on delete cascade,
  user_id uuid not null,
  role text not null check (role in ('admin', 'employee', 'client')),
  active boolean not null default true,
  is_default boolean not null default false,
  example boolean not null default false,
  created_at timestamptz not null default now(),
  primary key (tenant_id, user_id)
);
comment on column public.memberships.is_default is
  'The tenant that a person of several tenants signs in to.';

-- The access token hook asks by person.
create index memberships_user_id_idx on public.memberships (user_id);
create unique index memberships_one_default_idx on public.memberships (user_id) where is_default;

alter table public.tenants enable row level security;
alter table public.tenants force row level security;
alter table public.memberships enable row level security;
alter table public.memberships force row level security;

revoke all on public.tenants, public.memberships from public, anon, authenticated;
grant select on public.tenants, public.memberships to authenticated;
grant select on public.tenants to wiki_sync;
grant select, insert, update, delete on public.tenants, public.memberships to service_role;

-- Not for every role: the access token hook reads the memberships of all tenants.
create policy tenant on public.memberships as restrictive
  for all to anon, authenticated, wiki_sync
  using (tenant_id = (select (auth.jwt() ->> 'tenant_id')::uuid))
  with check (tenant_id = (select (auth.jwt() ->> 'tenant_id')::uuid));

create policy member_reads_own on public.memberships
  for select to authenticated
  using (
    user_id = (select auth.uid()) and active and role = (select auth.jwt() ->> 'user_role')
  );

-- The caller's role, for policies: from the claims alone, and only while the membership that they
-- name is active and still has that role. Null otherwise.
create function wiki.policy_role() returns text
language plpgsql stable security invoker set search_path = ''
as $$
begin
  return (
    select m.role
    from public.memberships m
    where m.tenant_id = (select (auth.jwt() ->> 'tenant_id')::uuid)
      and m.user_id = (select auth.uid())
      and m.role = (select auth.jwt() ->> 'user_role')
      and m.active
  );
end
$$;

-- The caller's role in the tenant that a function was asked for. It says what policy_role says, and
-- is written apart from it: a mistake in the one must not open the other.
create function wiki.member_role(p_tenant uuid) returns text
language plpgsql stable security invoker set search_path = ''
as $$
declare
  claims jsonb := auth.jwt();
  found_role text;
begin
  if p_tenant is null or claims ->> 'tenant_id' is distinct from p_tenant::text then
    return null;
  end if;
  select role into found_role
  from public.memberships
  where memberships.tenant_id = p_tenant
    and memberships.user_id = (claims ->> 'sub')::uuid
    and memberships.active;
  return case when found_role = claims ->> 'user_role' then found_role end;
end
$$;

revoke all on function wiki.policy_role(), wiki.member_role(uuid) from public, anon, authenticated;
grant execute on function wiki.policy_role(), wiki.member_role(uuid) to authenticated;

create policy tenant on public.tenants as restrictive
  for all to public
  using (id = (select (auth.jwt() ->> 'tenant_id')::uuid))
  with check (id = (select (auth.jwt() ->> 'tenant_id')::uuid));

create policy member_reads on public.tenants
  for select to authenticated
  using ((select wiki.policy_role()) is not null);

create policy sync_reads on public.tenants
  for select to wiki_sync
  using (true);
