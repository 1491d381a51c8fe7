import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mintLocalToken } from '../../src/local/mint-token.ts';
import {
  forgetTenantFilter,
  LAYERS,
  type Layers,
  switchOffFilters,
  switchOffPolicies,
} from '../layers.ts';
import {
  type FilledTenant,
  fingerprint,
  type MatrixCaller,
  matrixCallers,
} from '../two-tenants.ts';
import {
  type Answer,
  type Backend,
  draft,
  type RunningWiki,
  send,
  startBackend,
  startOnNode,
  tokenOf,
} from './wiki-stack.ts';

/** A call of the service; `on` is the tenant whose ids stand in it. */
interface Call {
  method: string;
  path: (on: FilledTenant) => string;
  body?: (on: FilledTenant) => unknown;
  headers?: Record<string, string>;
  /** What each role gets on ids of its own tenant. `{kind}` of article: open to all. */
  own: Record<'admin' | 'employee' | 'client', number>;
  /** Whether it names something of a tenant, so that of another it must be found missing. */
  namesRow?: boolean;
}

const all = (status: number) => ({ admin: status, employee: status, client: status });
const onlyAdmin = (status: number) => ({ admin: status, employee: 403, client: 403 });
const anyRevision = { 'if-match': '*' };

const READS: readonly Call[] = [
  { method: 'GET', path: () => '/v1/session', own: all(200) },
  { method: 'GET', path: () => '/v1/help?route=/admin/x', own: all(200) },
  { method: 'GET', path: () => '/v1/search?q=guide&typing=true', own: all(200) },
  { method: 'GET', path: ({ marker }) => `/v1/search?q=${marker}&typing=true`, own: all(200) },
  { method: 'GET', path: () => '/v1/articles?limit=200&html=true', own: all(200) },
  { method: 'GET', path: ({ marker }) => `/v1/articles?q=${marker}`, own: all(200) },
  { method: 'GET', path: () => '/v1/articles/guide-open', own: all(200) },
  {
    method: 'GET',
    path: ({ marker }) => `/v1/articles/${marker}-old-open`,
    own: all(200),
    namesRow: true,
  },
  {
    method: 'GET',
    path: ({ articles }) => `/v1/articles/${articles.open}`,
    own: all(200),
    namesRow: true,
  },
  {
    method: 'GET',
    path: ({ articles }) => `/v1/articles/${articles.open}`,
    headers: { 'if-none-match': '"1"' },
    own: all(304),
    namesRow: true,
  },
  {
    method: 'GET',
    path: ({ articles }) => `/v1/articles/${articles.adminOnly}`,
    own: { admin: 200, employee: 404, client: 404 },
    namesRow: true,
  },
  {
    method: 'GET',
    path: ({ articles }) => `/v1/articles/${articles.draft}`,
    own: { admin: 200, employee: 404, client: 404 },
    namesRow: true,
  },
  {
    method: 'GET',
    path: ({ articles }) => `/v1/articles/${articles.open}/problems`,
    own: onlyAdmin(200),
    namesRow: true,
  },
  { method: 'GET', path: () => '/v1/searches', own: onlyAdmin(200) },
  { method: 'GET', path: () => '/v1/portal-pages', own: onlyAdmin(200) },
  { method: 'GET', path: () => '/v1/facts', own: onlyAdmin(200) },
  { method: 'GET', path: () => '/v1/routes', own: onlyAdmin(200) },
];

/** In an order in which an admin can do all of them, one after another. */
const WRITES: readonly Call[] = [
  {
    method: 'POST',
    path: () => '/v1/articles',
    body: ({ articles }) => draft({ html: `<p><a href="wiki:${articles.open}">link</a></p>` }),
    own: onlyAdmin(201),
  },
  {
    method: 'PUT',
    path: ({ articles }) => `/v1/articles/${articles.open}`,
    body: () => draft(),
    headers: { 'if-match': '"1"' },
    own: onlyAdmin(200),
    namesRow: true,
  },
  ...['unpublish', 'publish'].map(
    (verb): Call => ({
      method: 'POST',
      path: ({ articles }) => `/v1/articles/${articles.open}/${verb}`,
      headers: anyRevision,
      own: onlyAdmin(200),
      namesRow: true,
    }),
  ),
  {
    method: 'POST',
    path: ({ articles }) => `/v1/articles/${articles.open}/feedback`,
    body: () => ({ helpful: true }),
    own: all(204),
    namesRow: true,
  },
  {
    method: 'POST',
    path: ({ articles }) => `/v1/articles/${articles.open}/views`,
    own: all(204),
    namesRow: true,
  },
  {
    method: 'POST',
    path: () => '/v1/searches/dismiss',
    body: ({ marker }) => ({ query: `${marker} search`, locale: 'en' }),
    own: onlyAdmin(204),
    namesRow: true,
  },
  {
    method: 'DELETE',
    path: ({ articles }) => `/v1/articles/${articles.open}`,
    headers: anyRevision,
    own: onlyAdmin(204),
    namesRow: true,
  },
];

let backend: Backend;
let wiki: RunningWiki;
let stop: (() => Promise<void>) | undefined;

/** A wiki with two tenants, of which some layers are switched off. */
async function startWith({ switchOff, hasFilters }: Omit<Layers, 'name'>): Promise<void> {
  backend = await startBackend(switchOff);
  const proxy = hasFilters ? undefined : await forgetTenantFilter(backend.supabase.url);
  wiki = await startOnNode({ ...backend.supabase, ...(proxy && { url: proxy.url }) });
  stop = async () => {
    await wiki.stop();
    await proxy?.stop();
    await backend.stop();
  };
}

async function tokenFor({ caller }: MatrixCaller): Promise<string | undefined> {
  if (!caller.claims) return undefined;
  const { sub, tenant_id, user_role } = caller.claims as Record<string, string | undefined>;
  return mintLocalToken({
    role: caller.role,
    ...(sub && { sub }),
    ...(tenant_id && { tenantId: tenant_id }),
    ...(user_role && { userRole: user_role }),
  });
}

async function perform(call: Call, on: FilledTenant, token: string | undefined) {
  const body = call.body?.(on);
  return send(wiki.url, call.method, call.path(on), {
    token,
    headers: { ...call.headers },
    ...(body !== undefined && { body }),
  });
}

const countOf = ({ json }: Answer): number => json.total ?? json.articles.length;
const name = (call: Call, on: FilledTenant) => `${call.method} ${call.path(on)}`;

describe.each(LAYERS)('with $name', (layers) => {
  beforeAll(() => startWith(layers), 120_000);
  afterAll(() => stop?.());

  test('every call of the service is in the matrix', async () => {
    const { json } = await send(wiki.url, 'GET', '/openapi.json');
    const described = Object.entries(json.paths as Record<string, object>).flatMap(
      ([path, methods]) =>
        Object.keys(methods).map(
          (method) => `${method.toUpperCase()} ${path.replace(/\{\w+\}/, 'X')}`,
        ),
    );
    const { a } = backend.tenants;
    const tried = new Set(
      [...READS, ...WRITES].map((call) =>
        name(call, a)
          .replace(/\?.*/, '')
          .replace(/articles\/[^/]+/, 'articles/X'),
      ),
    );
    expect(described.filter((one) => !tried.has(one))).toEqual([]);
  });

  /** Everybody whom the database knows as an active member is held to their own tenant and role. */
  describe('members', () => {
    test('get from reads what their role allows, and nothing of the other tenant', async () => {
      const { a, b } = backend.tenants;
      for (const one of matrixCallers(backend.tenants)) {
        if (!one.own || one.acts === 'sync' || !one.acts) continue;
        const token = await tokenFor(one);
        const [own, other] = one.own === 'a' ? [a, b] : [b, a];
        for (const call of READS) {
          const atHome = await perform(call, own, token);
          expect([one.name, name(call, own), atHome.status]).toEqual([
            one.name,
            name(call, own),
            call.own[one.acts],
          ]);
          const abroad = await perform(call, other, token);
          const expected = call.namesRow && call.own[one.acts] !== 403 ? 404 : call.own[one.acts];
          expect([one.name, name(call, other), abroad.status]).toEqual([
            one.name,
            name(call, other),
            expected,
          ]);
          for (const { text } of [atHome, abroad]) {
            expect(text, `${one.name}: ${name(call, own)}`).not.toContain(other.marker);
            expect(text).not.toContain(other.id);
            for (const id of Object.values(other.articles)) expect(text).not.toContain(id);
          }
          // Searching for what only the other tenant has counts no more than searching for nothing.
          if (call.path(other).includes(`q=${other.marker}`)) {
            const nobodys = await perform(call, { ...other, marker: 'markerz' }, token);
            expect(countOf(abroad)).toBe(countOf(nobodys));
          }
        }
      }
    }, 120_000);

    test('cannot write to the other tenant, and readers to none', async () => {
      const { a, b } = backend.tenants;
      const before = [
        await fingerprint(backend.database.owner, a),
        await fingerprint(backend.database.owner, b),
      ];
      for (const one of matrixCallers(backend.tenants)) {
        if (!one.own || one.acts === 'sync' || !one.acts) continue;
        const token = await tokenFor(one);
        const [own, other] = one.own === 'a' ? [a, b] : [b, a];
        for (const call of WRITES) {
          if (call.namesRow) {
            const { status } = await perform(call, other, token);
            const expected = call.own[one.acts] === 403 ? 403 : 404;
            expect([one.name, name(call, other), status]).toEqual([
              one.name,
              name(call, other),
              expected,
            ]);
          }
          if (call.own[one.acts] === 403) {
            expect([one.name, (await perform(call, own, token)).status]).toEqual([one.name, 403]);
          }
        }
      }
      expect([
        await fingerprint(backend.database.owner, a),
        await fingerprint(backend.database.owner, b),
      ]).toEqual(before);
    }, 120_000);
  });

  describe('everybody else', () => {
    test('gets nothing from any call, and changes nothing', async () => {
      const { a, b } = backend.tenants;
      const before = [
        await fingerprint(backend.database.owner, a),
        await fingerprint(backend.database.owner, b),
      ];
      const outsiders = matrixCallers(backend.tenants).filter(
        ({ acts }) => !acts || acts === 'sync',
      );
      expect(outsiders.length).toBeGreaterThanOrEqual(7);
      for (const one of outsiders) {
        const token = await tokenFor(one);
        for (const call of [...READS, ...WRITES]) {
          for (const on of [a, b]) {
            const { status, text } = await perform(call, on, token);
            // Without the filters a list is not refused to a token of no member; it is empty.
            const refusals = [401, 403, 404, ...(layers.hasFilters ? [] : [200])];
            expect([one.name, name(call, on), status]).toEqual([
              one.name,
              name(call, on),
              expect.toSatisfy((code: number) => refusals.includes(code)),
            ]);
            expect(text).not.toMatch(/markera|markerb/);
            for (const { articles } of [a, b]) {
              for (const id of Object.values(articles)) expect(text).not.toContain(id);
            }
          }
        }
      }
      expect([
        await fingerprint(backend.database.owner, a),
        await fingerprint(backend.database.owner, b),
      ]).toEqual(before);
    }, 120_000);

    test('somebody who is deactivated is out with the next call, be their token remembered', async () => {
      const { b } = backend.tenants;
      const token = await mintLocalToken({
        sub: b.users.employee,
        tenantId: b.id,
        userRole: 'employee',
      });
      const help = () => send(wiki.url, 'GET', '/v1/help?route=/admin/x', { token });
      expect((await help()).json.articles).toHaveLength(1);
      await backend.database.owner.query(
        'update public.memberships set active = false where user_id = $1',
        [b.users.employee],
      );
      const { status, json } = await help();
      if (layers.hasFilters) expect(status).toBe(403);
      else expect(json.articles).toEqual([]);
    });

    test('an id of nobody is as missing as one of another tenant', async () => {
      const { a, b } = backend.tenants;
      const token = await mintLocalToken({ sub: a.users.admin, tenantId: a.id, userRole: 'admin' });
      const answers = await Promise.all(
        [randomUUID(), b.articles.adminOnly].map((id) =>
          send(wiki.url, 'PUT', `/v1/articles/${id}`, {
            token,
            body: draft(),
            headers: { 'if-match': '"1"' },
          }),
        ),
      );
      const [missing, foreign] = answers.map(({ status, json }) => ({
        status,
        ...json,
        requestId: undefined,
      }));
      expect(foreign).toEqual(missing);
    });
  });

  // Last, for it deletes an article that the others ask for.
  test('members write to their own, and the other tenant stays as it was', async () => {
    const { a, b } = backend.tenants;
    const before = await fingerprint(backend.database.owner, b);
    const admin = matrixCallers(backend.tenants).find(({ name: who }) => who === 'admin of a');
    const token = await tokenFor(admin as MatrixCaller);
    for (const call of WRITES) {
      const { status } = await perform(call, a, token);
      expect([name(call, a), status]).toEqual([name(call, a), call.own.admin]);
    }
    expect(await fingerprint(backend.database.owner, b)).toBe(before);
  });
});

describe('with neither layer', () => {
  beforeAll(
    () =>
      startWith({
        hasFilters: false,
        async switchOff(owner) {
          await switchOffPolicies(owner);
          await switchOffFilters(owner);
        },
      }),
    120_000,
  );
  afterAll(() => stop?.());

  test('an admin of a reads and changes b: so the tests above can fail', async () => {
    const { a, b } = backend.tenants;
    const token = await tokenOf(a, 'admin');
    for (const call of READS.filter(({ namesRow }) => namesRow)) {
      const { status } = await perform(call, b, token);
      expect([name(call, b), status]).toEqual([name(call, b), call.own.admin]);
    }
    for (const path of ['/v1/help?route=/admin/x', '/v1/search?q=guide', '/v1/searches']) {
      expect((await send(wiki.url, 'GET', path, { token })).text, path).toContain(b.marker);
    }
    const { text } = await send(wiki.url, 'GET', '/v1/portal-pages', { token });
    expect(text).toContain(b.marker);
    // What readers may write besides is a row of one's own about an article, which a key refuses.
    for (const call of WRITES.filter(({ namesRow, own }) => namesRow && own.client === 403)) {
      const before = await fingerprint(backend.database.owner, b);
      const { status } = await perform(call, b, token);
      expect([name(call, b), status]).toEqual([name(call, b), call.own.admin]);
      expect(await fingerprint(backend.database.owner, b), name(call, b)).not.toBe(before);
    }
  });
});
