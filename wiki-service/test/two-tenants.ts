import { randomUUID } from 'node:crypto';
import type { SqlDatabase } from '../src/database/sql.ts';
import type { Caller } from './callers.ts';
import type { TestDatabase } from './wiki-database.ts';

export const TABLES = [
  'tenants',
  'memberships',
  'wiki_articles',
  'wiki_slugs',
  'wiki_article_links',
  'wiki_audit',
  'wiki_feedback',
  'wiki_views',
  'wiki_searches',
  'wiki_portal_pages',
  'wiki_drift',
] as const;
export type Table = (typeof TABLES)[number];

export const ROLES = ['admin', 'employee', 'client'] as const;
export type Role = (typeof ROLES)[number];

/** A tenant with rows in every table. Its marker stands in every text of it, and nowhere else. */
export interface FilledTenant {
  id: string;
  marker: string;
  users: Record<Role | 'deactivated' | 'demoted', string>;
  articles: Record<'open' | 'adminOnly' | 'draft', string>;
}

/** Two tenants that have the same things under the same names. */
export interface TwoTenants {
  a: FilledTenant;
  b: FilledTenant;
}

export async function fillTwoTenants(owner: SqlDatabase): Promise<TwoTenants> {
  return { a: await fillTenant(owner, 'markera'), b: await fillTenant(owner, 'markerb') };
}

async function fillTenant(owner: SqlDatabase, marker: string): Promise<FilledTenant> {
  const tenant: FilledTenant = {
    id: randomUUID(),
    marker,
    users: {
      admin: randomUUID(),
      employee: randomUUID(),
      client: randomUUID(),
      deactivated: randomUUID(),
      demoted: randomUUID(),
    },
    articles: { open: randomUUID(), adminOnly: randomUUID(), draft: randomUUID() },
  };
  const { id, users, articles } = tenant;
  await owner.query('insert into public.tenants (id, slug, name) values ($1, $2, $2)', [
    id,
    marker,
  ]);
  for (const [name, user] of Object.entries(users)) {
    const role = { deactivated: 'admin', demoted: 'employee' }[name] ?? name;
    await owner.query(
      'insert into public.memberships (tenant_id, user_id, role, active) values ($1, $2, $3, $4)',
      [id, user, role, name !== 'deactivated'],
    );
  }
  const kinds = [
    ['open', articles.open, ['admin', 'employee', 'client'], 'published'],
    ['admin-only', articles.adminOnly, ['admin'], 'published'],
    ['draft', articles.draft, ['admin', 'employee', 'client'], 'draft'],
  ] as const;
  for (const [kind, article, roles, state] of kinds) {
    await owner.query(
      `insert into public.wiki_articles (
         tenant_id, id, slug, title, html, excerpt, body_text, locale, roles, routes, state
       ) values ($1, $2, $3, $4, $5, $4, $4, 'en', $6, '{/admin/*}', $7)`,
      [
        id,
        article,
        `guide-${kind}`,
        `Guide ${marker} ${kind}`,
        `<p>${marker} ${kind}</p>`,
        roles,
        state,
      ],
    );
    await owner.query(
      `insert into public.wiki_slugs (tenant_id, locale, slug, article_id)
       values ($1, 'en', $2, $3)`,
      [id, `${marker}-old-${kind}`, article],
    );
    await owner.query(
      `insert into public.wiki_article_links
         (tenant_id, article_id, ordinal, kind, target, target_id, anchor)
       values ($1, $2, 1, 'article', $3, $3::text::uuid, $4)`,
      [id, article, articles.open, marker],
    );
    await owner.query(
      `insert into public.wiki_feedback
         (tenant_id, article_id, revision, helpful, comment, reader_role)
       values ($1, $2, 1, true, $3, 'client')`,
      [id, article, marker],
    );
    await owner.query('insert into public.wiki_views (tenant_id, article_id) values ($1, $2)', [
      id,
      article,
    ]);
    await owner.query(
      `insert into public.wiki_drift (tenant_id, article_id, portal_path, state, detail)
       values ($1, $2, '/guides/', 'both-moved', $3)`,
      [id, article, marker],
    );
  }
  await owner.query(
    `insert into public.wiki_searches (tenant_id, query, locale, reader_role)
     values ($1, $2, 'en', 'client')`,
    [id, `${marker} search`],
  );
  await owner.query(
    `insert into public.wiki_portal_pages (tenant_id, path, locale, title)
     values ($1, '/guides/', 'en', $2)`,
    [id, marker],
  );
  return tenant;
}

/** A caller of the matrix, and the tenant whose rows it may have to do with, if any. */
export interface MatrixCaller {
  name: string;
  caller: Caller;
  /** What the caller counts as in its own tenant; none: nothing is to be had anywhere. */
  acts?: Role | 'sync';
  own?: 'a' | 'b';
}

/** Everybody who may come along. */
export function matrixCallers({ a, b }: TwoTenants): MatrixCaller[] {
  const person = (sub: string, tenant_id: string | undefined, user_role: string): Caller => ({
    role: 'authenticated',
    claims: { sub, user_role, ...(tenant_id && { tenant_id }) },
  });
  return [
    { name: 'anonymous', caller: { role: 'anon' } },
    ...(['a', 'b'] as const).flatMap((own) =>
      ROLES.map((role): MatrixCaller => {
        const tenant = own === 'a' ? a : b;
        return {
          name: `${role} of ${own}`,
          caller: person(tenant.users[role], tenant.id, role),
          acts: role,
          own,
        };
      }),
    ),
    { name: 'deactivated admin', caller: person(a.users.deactivated, a.id, 'admin') },
    { name: 'employee who was an admin', caller: person(a.users.demoted, a.id, 'admin') },
    { name: 'admin without a tenant', caller: person(a.users.admin, undefined, 'admin') },
    { name: 'admin of a with the tenant of b', caller: person(a.users.admin, b.id, 'admin') },
    { name: 'somebody of nowhere', caller: person(randomUUID(), a.id, 'admin') },
    {
      name: 'sync of a',
      caller: { role: 'wiki_sync', claims: { tenant_id: a.id } },
      acts: 'sync',
      own: 'a',
    },
    { name: 'sync without a tenant', caller: { role: 'wiki_sync' } },
  ];
}

/** Their names, which are known before there are any rows. */
export const MATRIX_NAMES: readonly string[] = (() => {
  const blank: FilledTenant = {
    id: '',
    marker: '',
    users: { admin: '', employee: '', client: '', deactivated: '', demoted: '' },
    articles: { open: '', adminOnly: '', draft: '' },
  };
  return matrixCallers({ a: blank, b: blank }).map(({ name }) => name);
})();

/** All rows of a tenant, as one value. Equal means that nothing of it was changed. */
export async function fingerprint(owner: SqlDatabase, tenant: FilledTenant): Promise<string> {
  const parts = TABLES.map(
    (table) =>
      `select '${table}' as name, to_jsonb(t)::text as row from public.${table} t
       where ${table === 'tenants' ? 'id' : 'tenant_id'} = '${tenant.id}'`,
  );
  const [row] = await owner.query<{ hash: string }>(
    `select md5(string_agg(name || row, ',' order by name, row)) as hash
     from (${parts.join(' union all ')}) everything`,
  );
  return row?.hash ?? '';
}

/** What an attempt came to: an error of PostgreSQL, or what the work gave. */
export type Attempt<T> = { error: string; code: string } | { value: T };

/**
 * Lets somebody try something, sees as the owner what became of it, and takes it back.
 * `see` runs only when it did not fail; what failed has changed nothing.
 */
export async function attempt<T, S>(
  database: TestDatabase,
  become: (on: SqlDatabase) => Promise<void>,
  work: (on: SqlDatabase) => Promise<T>,
  see: (owner: SqlDatabase) => Promise<S>,
): Promise<{ outcome: Attempt<T>; seen: S | undefined }> {
  let outcome: Attempt<T> | undefined;
  let seen: S | undefined;
  const abandon = new Error('abandoned');
  await database.owner
    .transaction(async (inner) => {
      try {
        await become(inner);
        outcome = { value: await work(inner) };
        await inner.script('reset role');
        seen = await see(inner);
      } catch (error) {
        const { code, message } = error as { code: string; message: string };
        outcome = { error: message, code };
      }
      throw abandon;
    })
    .catch((error) => {
      if (error !== abandon) throw error;
    });
  return { outcome: outcome as Attempt<T>, seen };
}
