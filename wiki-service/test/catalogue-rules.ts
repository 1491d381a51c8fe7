/** A rule about the catalogue: why it is there, how to mend what it finds, and what finds it. */
export interface CatalogueRule {
  why: string;
  mend: string;
  /** Gives one row per finding, with its name in `found`. */
  sql: string;
}

const TABLES = `
  tables as (
    select c.oid, c.relname, c.relacl, c.relrowsecurity, c.relforcerowsecurity
    from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
  )`;
const GRANTS = `
  grants as (
    select c.oid, c.relname, r.rolname, acl.privilege_type
    from pg_class c
    cross join lateral aclexplode(c.relacl) acl
    join pg_roles r on r.oid = acl.grantee
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
  )`;
/** Our functions, without those that an extension brought. */
const FUNCTIONS = `
  functions as (
    select p.*, p.oid::regprocedure::text as signature
    from pg_proc p
    where p.pronamespace in ('public'::regnamespace, 'wiki'::regnamespace)
      and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
  )`;

/** What must hold for everything in the schema, in the spirit of Supabase's splinter. */
export const CATALOGUE_RULES = {
  'rls-enabled-and-forced': {
    why: 'Without RLS a table is open to whoever holds a right on it; unforced, to its owner.',
    mend: 'alter table … enable row level security; alter table … force row level security',
    sql: `with ${TABLES} select relname as found from tables
      where not relrowsecurity or not relforcerowsecurity`,
  },
  'tenant-policy': {
    why: 'Permissive policies add up, so only a restrictive one holds every row to the tenant.',
    mend: 'create policy tenant … as restrictive for all … using (tenant_id = …) with check (…)',
    sql: `with ${TABLES} select relname as found from tables where not exists (
      select from pg_policy p where p.polrelid = tables.oid and not p.polpermissive
        and p.polcmd = '*'
        and (p.polroles = '{0}' or p.polroles @> array['authenticated'::regrole::oid])
        and pg_get_expr(p.polqual, p.polrelid) like '%tenant_id%'
        and pg_get_expr(p.polwithcheck, p.polrelid) like '%tenant_id%'
    )`,
  },
  'policy-per-verb': {
    why: 'A right without a policy for it looks like access that somebody has.',
    mend: 'create policy … for that verb to that role, or revoke the right',
    sql: `with ${GRANTS} select relname || ' ' || rolname || ' ' || privilege_type as found
      from grants where rolname in ('authenticated', 'wiki_sync', 'supabase_auth_admin')
        and privilege_type in ('SELECT', 'INSERT', 'UPDATE', 'DELETE') and not exists (
          select from pg_policy p where p.polrelid = grants.oid and p.polpermissive
            and p.polroles @> array[to_regrole(grants.rolname)::oid]
            and p.polcmd in ('*', case privilege_type when 'SELECT' then 'r'
              when 'INSERT' then 'a' when 'UPDATE' then 'w' else 'd' end)
        )`,
  },
  'policy-for-everybody': {
    why: 'A permissive policy for public also opens the table to roles that come later.',
    mend: 'create policy … to authenticated',
    sql: `select polrelid::regclass || ' ' || polname as found from pg_policy
      where polpermissive and polroles = '{0}'`,
  },
  'claims-once-per-query': {
    why: 'A claim that is read outside of a sub-select is read again for every row.',
    mend: 'write (select auth.jwt() …) and (select wiki.policy_role())',
    sql: `select polrelid::regclass || ' ' || polname as found from pg_policy
      cross join lateral (values (pg_get_expr(polqual, polrelid)),
        (pg_get_expr(polwithcheck, polrelid))) e (expression)
      where regexp_replace(expression, '\\( *SELECT [^;]*?(auth\\.(jwt|uid)|wiki\\.policy_role)\\(\\)', '', 'gi')
        ~ '(auth\\.(jwt|uid|role)|policy_role)\\(\\)'`,
  },
  'tenant-column': {
    why: 'A row without a tenant belongs to nobody, or to everybody.',
    mend: 'tenant_id uuid not null',
    sql: `with ${TABLES} select relname as found from tables
      where relname <> 'tenants' and not exists (
        select from pg_attribute where attrelid = tables.oid and attname = 'tenant_id'
          and atttypid = 'uuid'::regtype and attnotnull
      )`,
  },
  'tenant-index': {
    why: 'Every query asks by tenant first.',
    mend: 'create index on … (tenant_id, …)',
    sql: `with ${TABLES} select relname as found from tables
      where relname <> 'tenants' and not exists (
        select from pg_index i join pg_attribute a
          on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
        where i.indrelid = tables.oid and a.attname = 'tenant_id' and i.indpred is null
      )`,
  },
  'key-per-tenant': {
    why: 'A key over all tenants answers "already taken" for a row that the caller may not know of.',
    mend: 'primary key (tenant_id, …), unique (tenant_id, …)',
    sql: `with ${TABLES} select i.indexrelid::regclass::text as found
      from tables join pg_index i on i.indrelid = tables.oid
      join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
      where i.indisunique and a.attname <> 'tenant_id' and relname not in ('tenants', 'memberships')
      union all
      select i.indexrelid::regclass::text from pg_index i
      where i.indisunique and i.indrelid = 'public.memberships'::regclass
        and i.indexrelid::regclass::text not in ('memberships_pkey', 'memberships_one_default_idx')`,
  },
  'foreign-key-with-tenant': {
    why: 'A foreign key without the tenant lets a row point into another tenant.',
    mend: 'foreign key (tenant_id, …) references … (tenant_id, …)',
    sql: `select conrelid::regclass || ' ' || conname as found from pg_constraint c
      where contype = 'f' and connamespace = 'public'::regnamespace
        and not exists (
          select from unnest(conkey, confkey) k (own, other)
          join pg_attribute a on a.attrelid = conrelid and a.attnum = k.own
          join pg_attribute b on b.attrelid = confrelid and b.attnum = k.other
          where a.attname = 'tenant_id'
            and b.attname = case when confrelid = 'public.tenants'::regclass then 'id'
              else 'tenant_id' end
        )`,
  },
  'nothing-counted-up': {
    why: 'The gaps in a number that all tenants share tell how much the others write.',
    mend: 'uuid default gen_random_uuid()',
    sql: `select c.relname as found from pg_class c
      where c.relkind = 'S' and c.relnamespace in ('public'::regnamespace, 'wiki'::regnamespace)`,
  },
  'anon-has-nothing': {
    why: 'The publishable key is known to everybody.',
    mend: 'revoke all on … from anon, public',
    sql: `with ${GRANTS}, ${FUNCTIONS}
      select relname || ' ' || rolname || ' ' || privilege_type as found from grants
        where rolname = 'anon'
      union all
      select signature from functions
        where has_function_privilege('anon', oid, 'execute') and proname <> 'wiki_ready'
      union all
      select nspname from pg_namespace
        where nspname = 'wiki' and has_schema_privilege('anon', oid, 'usage')`,
  },
  'no-right-beside-rls': {
    why: 'Truncating passes row-level security by; references and triggers reach into rows as well.',
    mend: 'revoke truncate, references, trigger on … from authenticated, wiki_sync',
    sql: `with ${GRANTS} select relname || ' ' || rolname || ' ' || privilege_type as found
      from grants where rolname in ('anon', 'authenticated', 'wiki_sync', 'supabase_auth_admin')
        and privilege_type in ('TRUNCATE', 'REFERENCES', 'TRIGGER')`,
  },
  'security-invoker': {
    why: 'A function that runs as its owner is not held to the rights of its caller.',
    mend: 'security invoker',
    sql: `with ${FUNCTIONS} select signature as found from functions where prosecdef`,
  },
  'fixed-search-path': {
    why: 'Otherwise the caller decides which tables and operators a function means.',
    mend: "set search_path = ''",
    sql: `with ${FUNCTIONS} select signature as found from functions
      where not coalesce(proconfig @> array['search_path=""'], false)`,
  },
  'tenant-parameter': {
    why: 'A function that people may call filters by the tenant it is given, whatever RLS does.',
    mend: 'p_tenant uuid as the first parameter',
    sql: `with ${FUNCTIONS} select signature as found from functions
      where pronamespace = 'public'::regnamespace and proname <> 'wiki_ready'
        and (has_function_privilege('authenticated', oid, 'execute')
          or has_function_privilege('wiki_sync', oid, 'execute'))
        and coalesce(proargnames[1], '') <> 'p_tenant'`,
  },
  'views-as-invoker': {
    why: 'A view reads as its owner unless told otherwise.',
    mend: 'create view … with (security_invoker = true)',
    sql: `select c.relname as found from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('v', 'm')
        and not coalesce(c.reloptions @> array['security_invoker=true'], false)`,
  },
} as const satisfies Record<string, CatalogueRule>;
