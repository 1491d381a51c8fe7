import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SqlDatabase } from '../src/database/sql.ts';
import { become, callFunction } from './callers.ts';
import { LAYERS, switchOffFilters, switchOffPolicies } from './layers.ts';
import {
  type Attempt,
  attempt,
  type FilledTenant,
  fillTwoTenants,
  fingerprint,
  MATRIX_NAMES,
  type MatrixCaller,
  matrixCallers,
  TABLES,
  type TwoTenants,
} from './two-tenants.ts';
import { createWikiDatabase, type TestDatabase } from './wiki-database.ts';

/** What a function is called with: the tenant to work in, and the tenant whose ids to name. */
type Arguments = (given: FilledTenant, named: FilledTenant) => Record<string, unknown>;

/** Every function of `public`, with arguments that would do the most if nothing stopped them. */
const FUNCTIONS: Record<string, Arguments> = {
  wiki_ready: () => ({}),
  wiki_session: (given) => ({ p_tenant: given.id }),
  get_article: (given, named) => ({ p_tenant: given.id, p_key: named.articles.open }),
  list_articles: (given) => ({ p_tenant: given.id, p_html: true }),
  help_for_route: (given) => ({ p_tenant: given.id, p_route: '/admin/anything' }),
  search_articles: (given) => ({ p_tenant: given.id, p_query: 'guide' }),
  article_problems: (given, named) => ({ p_tenant: given.id, p_id: named.articles.open }),
  list_searches: (given) => ({ p_tenant: given.id }),
  save_article: (given, named) => ({
    ...{ p_tenant: given.id, p_id: named.articles.open, p_revision: 1, p_slug: 'taken-over' },
    ...{ p_title: 'Taken over', p_html: '', p_excerpt: '', p_text: '', p_locale: 'en' },
    ...{ p_roles: ['client'], p_routes: [], p_links: [] },
  }),
  set_article_state: (given, named) => ({
    p_tenant: given.id,
    p_id: named.articles.open,
    p_state: 'draft',
  }),
  delete_article: (given, named) => ({ p_tenant: given.id, p_id: named.articles.open }),
  record_feedback: (given, named) => ({
    p_tenant: given.id,
    p_id: named.articles.open,
    p_helpful: false,
  }),
  record_view: (given, named) => ({ p_tenant: given.id, p_id: named.articles.open }),
  record_search: (given) => ({ p_tenant: given.id, p_query: 'nothing', p_locale: 'en' }),
  dismiss_search: (given, named) => ({
    p_tenant: given.id,
    p_query: `${named.marker} search`,
    p_locale: 'en',
  }),
  replace_portal_pages: (given) => ({ p_tenant: given.id, p_pages: [] }),
  replace_drift: (given, named) => ({
    p_tenant: given.id,
    p_states: [{ articleId: named.articles.open, portalPath: '/taken/', state: 'in-sync' }],
  }),
  export_wiki: () => ({}),
  import_wiki: () => ({
    p_tables: Object.fromEntries(TABLES.map((table) => [table, []])),
  }),
  purge_wiki: () => ({}),
  custom_access_token: (_, named) => ({
    event: { user_id: named.users.admin, claims: {} },
  }),
};

/** Functions that only a role behind the service may call. */
const FOR_THE_OPERATOR = ['export_wiki', 'import_wiki', 'purge_wiki', 'custom_access_token'];
const FOR_SYNC = ['replace_portal_pages', 'replace_drift'];

/** Whose tenant is named, and whose ids. */
const combinations = (a: FilledTenant, b: FilledTenant) =>
  [a, b].flatMap((given) => [a, b].map((named) => ({ given, named })));

const MATRIX = MATRIX_NAMES.flatMap((name) =>
  Object.keys(FUNCTIONS).map((call) => [name, call] as const),
);

describe.each(LAYERS)('with $name', ({ name: layer, switchOff }) => {
  const wiki = useWiki(switchOff);

  describe.each(MATRIX)('%s and %s', (name, call) => {
    test('has to do with its own tenant at most', async () => {
      const caller = wiki.find(name);
      const { a, b } = wiki.tenants;
      const others = [a, b].filter((tenant) => !wiki.owns(caller, tenant));
      for (const { given, named } of combinations(a, b)) {
        const what = `${layer}: ${given.marker}, ${named.marker}`;
        const { told, untouched } = await wiki.tryCall(caller, call, given, named);
        for (const tenant of others) {
          expect(told, what).not.toContain(tenant.marker);
          expect(untouched(tenant), what).toBe(true);
        }
      }
    });
  });
});

describe('with neither layer', () => {
  const wiki = useWiki(async (owner) => {
    await switchOffPolicies(owner);
    await switchOffFilters(owner);
  });

  const ofTenants = Object.keys(FUNCTIONS).filter(
    (call) => call !== 'wiki_ready' && !FOR_THE_OPERATOR.includes(call),
  );

  test.each(ofTenants)(
    '%s reads or changes what is not its own: so the tests above can fail',
    async (call) => {
      const { a, b } = wiki.tenants;
      const role = FOR_SYNC.includes(call) ? 'sync' : 'admin';
      const crossings: string[] = [];
      for (const [own, other] of [
        ['a', b],
        ['b', a],
      ] as const) {
        for (const { given, named } of combinations(a, b)) {
          const caller = wiki.find(`${role} of ${own}`);
          const { told, untouched } = await wiki.tryCall(caller, call, given, named);
          if (told.includes(other.marker)) crossings.push(`${own} is told of ${other.marker}`);
          if (!untouched(other)) crossings.push(`${own} changes ${other.marker}`);
        }
      }
      expect(crossings).not.toEqual([]);
    },
  );
});

describe('what functions tell', () => {
  const wiki = useWiki(async () => undefined);

  test('every function of the schema is in the matrix', async () => {
    const rows = await wiki.database.owner.query<{ proname: string }>(
      `select proname from pg_proc where pronamespace = 'public'::regnamespace`,
    );
    expect(rows.map(({ proname }) => proname).sort()).toEqual(Object.keys(FUNCTIONS).sort());
  });

  test.each(FOR_THE_OPERATOR)('nobody with a token may call %s', async (call) => {
    for (const { name } of matrixCallers(wiki.tenants)) {
      const { outcome } = await wiki.tryCall(wiki.find(name), call, wiki.tenants.a, wiki.tenants.a);
      expect(outcome, name).toMatchObject({ code: '42501' });
    }
  });

  test.each(FOR_SYNC)('no person may call %s', async (call) => {
    for (const { name, caller } of matrixCallers(wiki.tenants)) {
      if (caller.role === 'wiki_sync') continue;
      const { outcome } = await wiki.tryCall(wiki.find(name), call, wiki.tenants.a, wiki.tenants.a);
      expect(outcome, name).toMatchObject({ code: '42501' });
    }
  });

  test('members get answers in their own tenant: so silence above means something', async () => {
    const { a } = wiki.tenants;
    for (const role of ['admin', 'employee', 'client']) {
      for (const call of ['wiki_session', 'get_article', 'list_articles', 'search_articles']) {
        const { outcome } = await wiki.tryCall(wiki.find(`${role} of a`), call, a, a);
        expect(JSON.stringify(outcome), `${role} ${call}`).toContain(a.marker);
      }
    }
  });

  test('an id of another tenant is answered as one that nobody has', async () => {
    const { a, b } = wiki.tenants;
    const nobody = {
      ...b,
      articles: { open: randomUUID(), adminOnly: '', draft: '' },
      marker: 'x',
    };
    for (const call of Object.keys(FUNCTIONS)) {
      const foreign = await wiki.tryCall(wiki.find('admin of a'), call, a, b);
      const missing = await wiki.tryCall(wiki.find('admin of a'), call, a, nobody);
      expect(withoutTimes(foreign.outcome), call).toEqual(withoutTimes(missing.outcome));
    }
  });

  test('nothing is counted that stands in another tenant', async () => {
    const { a, b } = wiki.tenants;
    const calls = ['list_articles', 'help_for_route', 'search_articles', 'list_searches'];
    const before = await Promise.all(
      calls.map((call) => wiki.tryCall(wiki.find('admin of a'), call, a, a)),
    );
    await wiki.database.owner.query('delete from public.tenants where id = $1', [b.id]);
    const after = await Promise.all(
      calls.map((call) => wiki.tryCall(wiki.find('admin of a'), call, a, a)),
    );
    expect(after.map(({ outcome }) => outcome)).toEqual(before.map(({ outcome }) => outcome));
  });
});

/** A database with two tenants for the tests of one block. `change` is applied to it as its owner. */
function useWiki(change: (owner: SqlDatabase) => Promise<void>) {
  let database: TestDatabase;
  let tenants: TwoTenants;
  let before: string[];
  beforeAll(async () => {
    database = await createWikiDatabase();
    tenants = await fillTwoTenants(database.owner);
    await change(database.owner);
    before = [
      await fingerprint(database.owner, tenants.a),
      await fingerprint(database.owner, tenants.b),
    ];
  });
  afterAll(() => database.drop());

  return {
    get database() {
      return database;
    },
    get tenants() {
      return tenants;
    },
    find: (name: string) =>
      matrixCallers(tenants).find((caller) => caller.name === name) as MatrixCaller,
    owns: ({ own }: MatrixCaller, tenant: FilledTenant) =>
      own !== undefined && tenants[own] === tenant,
    async tryCall(caller: MatrixCaller, call: string, given: FilledTenant, named: FilledTenant) {
      const values = (FUNCTIONS[call] as Arguments)(given, named);
      const { outcome, seen } = await attempt(
        database,
        (on) => become(on, caller.caller),
        (on) => callFunction<unknown>(on, call, values),
        async (owner: SqlDatabase) => [
          await fingerprint(owner, tenants.a),
          await fingerprint(owner, tenants.b),
        ],
      );
      return {
        outcome,
        // What a caller brings along is no news to it.
        told: JSON.stringify(outcome).replaceAll(`${named.marker} search`, ''),
        untouched: (tenant: FilledTenant) => {
          const index = tenant === tenants.a ? 0 : 1;
          return seen === undefined || seen[index] === before[index];
        },
      };
    },
  };
}

function withoutTimes(outcome: Attempt<unknown>): unknown {
  return JSON.parse(JSON.stringify(outcome).replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, ''));
}
