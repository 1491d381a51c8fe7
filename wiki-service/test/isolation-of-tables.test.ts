import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SqlDatabase } from '../src/database/sql.ts';
import { become } from './callers.ts';
import {
  attempt,
  type FilledTenant,
  fillTwoTenants,
  fingerprint,
  MATRIX_NAMES,
  type MatrixCaller,
  matrixCallers,
  TABLES,
  type Table,
  type TwoTenants,
} from './two-tenants.ts';
import { createWikiDatabase, type TestDatabase } from './wiki-database.ts';

/** Who may do what with the rows of their own tenant. Whoever is not named may not. */
const ACCESS: Record<Table, Partial<Record<Verb, readonly string[]>>> = {
  tenants: { select: ['admin', 'employee', 'client', 'sync'] },
  memberships: { select: ['admin', 'employee', 'client'] },
  wiki_articles: {
    select: ['admin', 'employee', 'client', 'sync'],
    insert: ['admin'],
    update: ['admin'],
    delete: ['admin'],
  },
  wiki_slugs: { select: ['admin', 'employee', 'client', 'sync'], insert: ['admin'] },
  wiki_article_links: { select: ['admin'], insert: ['admin'], delete: ['admin'] },
  wiki_audit: { select: ['admin'] },
  wiki_feedback: { select: ['admin'], insert: ['admin', 'employee', 'client'] },
  wiki_views: { select: ['admin'], insert: ['admin', 'employee', 'client'] },
  wiki_searches: {
    select: ['admin'],
    insert: ['admin', 'employee', 'client'],
    delete: ['admin'],
  },
  wiki_portal_pages: {
    select: ['admin', 'sync'],
    insert: ['sync'],
    update: ['sync'],
    delete: ['sync'],
  },
  wiki_drift: { select: ['admin', 'sync'], insert: ['sync'], update: ['sync'], delete: ['sync'] },
};

/** Rows of a tenant that a role may select, where that is not all of them. */
const VISIBLE: Partial<Record<Table, Partial<Record<string, number>>>> = {
  memberships: { admin: 1, employee: 1, client: 1 },
  wiki_articles: { employee: 1, client: 1 },
  wiki_slugs: { employee: 2, client: 2 },
};

const VERBS = ['select', 'insert', 'update', 'delete'] as const;
type Verb = (typeof VERBS)[number];

let database: TestDatabase;
let tenants: TwoTenants;

beforeAll(async () => {
  database = await createWikiDatabase();
  tenants = await fillTwoTenants(database.owner);
});
afterAll(() => database.drop());

const MATRIX = MATRIX_NAMES.flatMap((name) => TABLES.map((table) => [name, table] as const));

test('every table of the schema is in the matrix', async () => {
  const rows = await database.owner.query<{ tablename: string }>(
    `select tablename from pg_tables where schemaname = 'public'`,
  );
  expect(rows.map(({ tablename }) => tablename).sort()).toEqual([...TABLES].sort());
});

describe.each(MATRIX)('%s and %s', (name, table) => {
  test('selects and counts its own tenant and no other', async () => {
    const caller = find(name);
    const { outcome } = await tryAs(caller, (on) =>
      on.query<{ row: Record<string, unknown> }>(`select to_jsonb(t) as row from ${table} t`),
    );
    const rows = 'value' in outcome ? outcome.value.map(({ row }) => row) : [];
    const tenantColumn = table === 'tenants' ? 'id' : 'tenant_id';
    expect(new Set(rows.map((row) => row[tenantColumn]))).toEqual(
      new Set(may(caller, table, 'select') ? [ownTenant(caller).id] : []),
    );
    const expected = VISIBLE[table]?.[caller.acts ?? ''];
    if (expected !== undefined) expect(rows).toHaveLength(expected);

    const counted = await tryAs(caller, (on) =>
      on.query<{ n: number }>(`select count(*)::int as n from ${table}`),
    );
    const count = 'value' in counted.outcome ? counted.outcome.value[0]?.n : 0;
    expect(count).toBe(rows.length);
  });

  test('inserts into its own tenant at most', async () => {
    const caller = find(name);
    for (const tenant of [tenants.a, tenants.b]) {
      const allowed = may(caller, table, 'insert') && ownTenant(caller) === tenant;
      const { outcome, untouched } = await tryAs(caller, (on) =>
        insertRow(on, table, newRow(table, tenant, caller)),
      );
      expect('value' in outcome, JSON.stringify(outcome)).toBe(allowed);
      if (!allowed) expect(untouched(tenant)).toBe(true);
    }
  });

  test('updates its own tenant at most, and moves nothing out of it', async () => {
    const caller = find(name);
    const everything = await tryAs(caller, (on) =>
      on.query(`update ${table} set tenant_id = tenant_id returning 1`.replace(...keyOf(table))),
    );
    expect(countRows(everything.outcome) > 0).toBe(may(caller, table, 'update'));
    for (const tenant of [tenants.a, tenants.b]) {
      if (may(caller, table, 'update') && ownTenant(caller) === tenant) continue;
      expect(everything.untouched(tenant)).toBe(true);
    }
    for (const tenant of [tenants.a, tenants.b]) {
      const moved = await tryAs(caller, (on) =>
        on.query(
          `update ${table} set tenant_id = '${tenant.id}' returning 1`.replace(...keyOf(table)),
        ),
      );
      if (may(caller, table, 'update') && ownTenant(caller) === tenant) continue;
      expect(moved.untouched(tenants.a) && moved.untouched(tenants.b)).toBe(true);
    }
  });

  test('deletes from its own tenant at most', async () => {
    const caller = find(name);
    const { outcome, untouched } = await tryAs(caller, (on) =>
      on.query(`delete from ${table} returning 1`),
    );
    expect(countRows(outcome) > 0).toBe(may(caller, table, 'delete'));
    for (const tenant of [tenants.a, tenants.b]) {
      if (may(caller, table, 'delete') && ownTenant(caller) === tenant) continue;
      expect(untouched(tenant)).toBe(true);
    }
  });
});

describe('what is taken in another tenant', () => {
  test('is free in one’s own: ids, slugs and creation keys', async () => {
    const { a, b } = tenants;
    await database.owner.query(
      `update public.wiki_articles set slug = 'only-in-b' where tenant_id = $1 and id = $2`,
      [b.id, b.articles.open],
    );
    const { outcome } = await tryAs(find('admin of a'), (on) =>
      insertRow(on, 'wiki_articles', {
        ...newRow('wiki_articles', a, find('admin of a')),
        id: b.articles.open,
        slug: 'only-in-b',
        create_key: 'key',
      }),
    );
    expect(outcome).toMatchObject({ value: expect.anything() });
  });

  test('cannot be told from what does not exist', async () => {
    const caller = find('admin of a');
    const { a, b } = tenants;
    for (const table of [
      'wiki_slugs',
      'wiki_article_links',
      'wiki_feedback',
      'wiki_views',
    ] as const) {
      const [foreign, missing] = await Promise.all(
        [b.articles.open, randomUUID()].map((article_id) =>
          tryAs(caller, (on) => insertRow(on, table, { ...newRow(table, a, caller), article_id })),
        ),
      );
      expect(foreign?.outcome).toHaveProperty('error');
      expect(foreign?.outcome).toEqual(missing?.outcome);
    }
  });
});

test('an audit row that nothing happened for is refused, even to an admin', async () => {
  const { outcome } = await tryAs(find('admin of a'), (on) =>
    insertRow(on, 'wiki_audit', newRow('wiki_audit', tenants.a, find('admin of a'))),
  );
  expect(outcome).toMatchObject({ code: '42501' });
});

test('the owner of the tables is held to the policies too', async () => {
  await database.owner.script(`
    create role plain_owner nologin;
    grant plain_owner to postgres;
    alter table public.wiki_feedback owner to plain_owner;`);
  const { outcome } = await attempt(
    database,
    (on) => on.script('set local role plain_owner'),
    (on) => on.query('select 1 from public.wiki_feedback'),
    async () => undefined,
  );
  await database.owner.script(`
    alter table public.wiki_feedback owner to postgres; drop role plain_owner;`);
  expect(outcome).toEqual({ value: [] });
});

function find(name: string): MatrixCaller {
  return matrixCallers(tenants).find((caller) => caller.name === name) as MatrixCaller;
}

function may({ acts }: MatrixCaller, table: Table, verb: Verb): boolean {
  return acts !== undefined && (ACCESS[table][verb]?.includes(acts) ?? false);
}

function ownTenant({ own }: MatrixCaller): FilledTenant {
  return own === 'b' ? tenants.b : tenants.a;
}

/** Lets a caller try something, and says which tenants are as they were. */
async function tryAs<T>(caller: MatrixCaller, work: (on: SqlDatabase) => Promise<T>) {
  const before = await Promise.all(
    [tenants.a, tenants.b].map((tenant) => fingerprint(database.owner, tenant)),
  );
  const { outcome, seen } = await attempt(
    database,
    (on) => become(on, caller.caller),
    work,
    async (owner) => [await fingerprint(owner, tenants.a), await fingerprint(owner, tenants.b)],
  );
  return {
    outcome,
    untouched: (tenant: FilledTenant) => {
      const index = tenant === tenants.a ? 0 : 1;
      return seen === undefined || seen[index] === before[index];
    },
  };
}

function countRows(outcome: { value: unknown[] } | { error: string }): number {
  return 'value' in outcome ? outcome.value.length : 0;
}

function insertRow(on: SqlDatabase, table: Table, row: Record<string, unknown>) {
  const columns = Object.keys(row);
  return on.query(
    `insert into public.${table} (${columns.join(', ')})
     values (${columns.map((_, index) => `$${index + 1}`).join(', ')})`,
    Object.values(row),
  );
}

/** A row that is right in every way but, perhaps, for who brings it. */
function newRow(
  table: Table,
  tenant: FilledTenant,
  { acts = 'admin' }: MatrixCaller,
): Record<string, unknown> {
  const tenant_id = tenant.id;
  const article_id = tenant.articles.open;
  const reader_role = acts === 'sync' ? 'admin' : acts;
  const rows: Record<Table, Record<string, unknown>> = {
    tenants: { slug: 'new', name: 'New' },
    memberships: { tenant_id, user_id: randomUUID(), role: 'admin' },
    wiki_articles: { tenant_id, slug: 'new', title: 'New', html: '<p>New</p>', locale: 'en' },
    wiki_slugs: { tenant_id, locale: 'en', slug: 'new', article_id },
    wiki_article_links: {
      ...{ tenant_id, article_id, ordinal: 9 },
      ...{ kind: 'web', target: 'https://example.com/' },
    },
    wiki_audit: { tenant_id, article_id, action: 'updated', revision: 2, slug: 'new' },
    wiki_feedback: { tenant_id, article_id, revision: 1, helpful: true, reader_role },
    wiki_views: { tenant_id, article_id },
    wiki_searches: { tenant_id, query: 'new', locale: 'en', reader_role },
    wiki_portal_pages: { tenant_id, path: '/new/', locale: 'en', title: 'New' },
    wiki_drift: { tenant_id, article_id, portal_path: '/new/', state: 'in-sync' },
  };
  return rows[table];
}

/** The table of tenants has its tenant in another column. */
function keyOf(table: Table): [RegExp, string] {
  return table === 'tenants' ? [/tenant_id/g, 'id'] : [/$/, ''];
}
