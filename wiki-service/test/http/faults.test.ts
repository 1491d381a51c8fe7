import type { AddressInfo } from 'node:net';
import { createServer, connect as dial, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { onPostgres } from '../../src/database/sql.ts';
import { makeTokenBuckets } from '../../src/http/guards/rate-limit.ts';
import { startSupabase } from '../../src/local/supabase.ts';
import { type PostgresServer, startPostgres } from '../postgres-server.ts';
import { fillTwoTenants } from '../two-tenants.ts';
import {
  type Answer,
  type Backend,
  draft,
  generousLimits,
  type RunningWiki,
  type Sent,
  send,
  startBackend,
  startOnNode,
  tokenOf,
} from './wiki-stack.ts';

const TIMEOUT_MS = 700;
/** What an answer may take when the database gives none; the machine may be busy. */
const BOUND_MS = TIMEOUT_MS + 2_300;

let backend: Backend;
let gate: Gate;
let wiki: RunningWiki;
let admin: (method: string, path: string, sent?: Sent) => Promise<Answer>;

beforeAll(async () => {
  backend = await startBackend();
  gate = await openGate(Number(new URL(backend.supabase.url).port));
  wiki = await startOnNode(
    { ...backend.supabase, url: gate.url },
    { settings: { databaseTimeoutMs: TIMEOUT_MS } },
  );
  const token = await tokenOf(backend.tenants.a, 'admin');
  admin = (method, path, sent) => send(wiki.url, method, path, { token, ...sent });
}, 120_000);
afterEach(() => gate.set('open'));
afterAll(async () => {
  await wiki?.stop();
  await gate?.close();
  await backend?.stop();
});

type GateState =
  | 'open'
  /** Nothing listens any more. */
  | 'refuses'
  /** Takes what comes and never answers. */
  | 'silent'
  /** Answers what no database says. */
  | 'babbles'
  /** Begins to answer, and does not go on. */
  | 'never ends'
  /** Breaks off in the middle of an answer. */
  | 'breaks-off';
interface Gate {
  url: string;
  set(state: GateState): void;
  close(): Promise<void>;
}

const PAGE = '<html>Bad gateway</html>';
const OUT_OF_ORDER: Partial<Record<GateState, (socket: Socket) => void>> = {
  refuses: (socket) => socket.destroy(),
  silent: (socket) => socket.resume(),
  babbles: (socket) =>
    socket.end(`HTTP/1.1 502 Bad Gateway\r\ncontent-length: ${PAGE.length}\r\n\r\n${PAGE}`),
  'never ends': (socket) =>
    socket.once('data', () => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n');
      socket.write('content-length: 999\r\n\r\n{"sta');
    }),
  'breaks-off': (socket) =>
    socket.once('data', () => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n');
      socket.write('content-length: 999\r\n\r\n{"sta');
      setTimeout(() => socket.destroy(), 20);
    }),
};

/** A TCP relay before the local Supabase, which can be put out of order. */
async function openGate(port: number): Promise<Gate> {
  let state: GateState = 'open';
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    const answer = OUT_OF_ORDER[state];
    if (answer) return void answer(socket);
    const behind = dial(port, '127.0.0.1');
    behind.on('error', () => socket.destroy());
    socket.on('close', () => behind.destroy());
    behind.on('close', () => socket.destroy());
    socket.pipe(behind).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    set(next) {
      state = next;
      for (const socket of sockets) socket.destroy();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** Every call that asks the database, once. */
function everyCall(): [string, string, Sent?][] {
  const { open } = backend.tenants.a.articles;
  const ifMatch = { headers: { 'if-match': '"1"' } };
  return [
    ['GET', '/v1/session'],
    ['GET', '/v1/help?route=/admin'],
    ['GET', '/v1/search?q=guide'],
    ['GET', '/v1/articles'],
    ['GET', `/v1/articles/${open}`],
    ['GET', `/v1/articles/${open}/problems`],
    ['GET', '/v1/searches'],
    ['GET', '/v1/portal-pages'],
    ['POST', '/v1/articles', { body: draft() }],
    ['PUT', `/v1/articles/${open}`, { body: draft(), ...ifMatch }],
    ['POST', `/v1/articles/${open}/publish`, ifMatch],
    ['POST', `/v1/articles/${open}/unpublish`, ifMatch],
    ['DELETE', `/v1/articles/${open}`, ifMatch],
    ['POST', `/v1/articles/${open}/feedback`, { body: { helpful: true } }],
    ['POST', `/v1/articles/${open}/views`],
    ['POST', '/v1/searches/dismiss', { body: { query: 'x', locale: 'en' } }],
  ];
}

/** Expects 503 with Retry-After from every call, each in bounded time. */
async function expectAway(ask: typeof admin): Promise<void> {
  await Promise.all(
    everyCall().map(async ([method, path, sent]) => {
      const started = performance.now();
      const answer = await ask(method, path, sent);
      expect([method, path, answer.status]).toEqual([method, path, 503]);
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(answer.json.type).toBe('/problems/unavailable');
      expect(performance.now() - started).toBeLessThan(BOUND_MS);
    }),
  );
}

describe('while the database is away', () => {
  test.each(['refuses', 'silent', 'babbles', 'never ends', 'breaks-off'] as const)(
    'and %s, every call is 503 in bounded time, and the next one after it works again',
    async (state) => {
      gate.set(state);
      await expectAway(admin);
      expect(await send(wiki.url, 'GET', '/healthz')).toMatchObject({ status: 200 });
      await expect
        .poll(async () => (await send(wiki.url, 'GET', '/readyz')).status, { timeout: 5_000 })
        .toBe(503);
      gate.set('open');
      expect(await admin('GET', '/v1/help?route=/admin')).toMatchObject({ status: 200 });
      await expect
        .poll(async () => (await send(wiki.url, 'GET', '/readyz')).status, { timeout: 5_000 })
        .toBe(200);
    },
  );

  test('with every connection taken, calls are 503 in bounded time, and work again after', async () => {
    const { owner } = backend.database;
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let isLocked = () => {};
    const locked = new Promise<void>((resolve) => {
      isLocked = resolve;
    });
    const holding = owner.transaction(async (inner) => {
      await inner.script('lock table public.memberships in access exclusive mode');
      isLocked();
      await held;
    });
    await locked;
    try {
      // More than the local Supabase has connections: what comes later does not even get one.
      await Promise.all([1, 2].map(() => expectAway(admin)));
    } finally {
      release();
      await holding;
    }
    await expect
      .poll(async () => (await admin('GET', '/v1/session')).status, { timeout: 10_000 })
      .toBe(200);
  });
});

test('PostgreSQL is killed and started again: 503, then everything as before', async () => {
  // The local Supabase says on the console what it ran into.
  const console = vi.spyOn(globalThis.console, 'error').mockImplementation(() => undefined);
  const server: PostgresServer = await startPostgres();
  const supabase = await startSupabase({ kind: 'postgres', url: `${server.url}/postgres` });
  const sql = postgres(`${server.url}/postgres`, { max: 1, onnotice: () => undefined });
  const { a } = await fillTwoTenants(onPostgres(sql));
  await sql.end();
  const own = await startOnNode(supabase, { settings: { databaseTimeoutMs: TIMEOUT_MS } });
  try {
    const token = await tokenOf(a, 'admin');
    const ask: typeof admin = (method, path, sent) =>
      send(own.url, method, path, { token, ...sent });
    const saved = await ask('POST', '/v1/articles', { body: draft() });
    expect(saved.status).toBe(201);
    server.kill();
    await sleep(200);
    await expectAway(ask);
    await server.restart();
    await expect
      .poll(async () => (await ask('GET', `/v1/articles/${saved.json.id}`)).json, {
        timeout: 20_000,
        interval: 250,
      })
      .toEqual(saved.json);
  } finally {
    console.mockRestore();
    await own.stop();
    await supabase.stop();
    await server.stop();
  }
}, 120_000);

describe('whatever is sent', () => {
  const json = fc.jsonValue({ maxDepth: 3, noUnicodeString: false });
  const sensible = fc.record(
    {
      title: fc.oneof(fc.string({ unit: 'binary', maxLength: 210 }), json),
      slug: fc.oneof(fc.constant('a-b'), fc.string(), json),
      html: fc.oneof(fc.string({ unit: 'binary' }), json),
      locale: fc.oneof(fc.constant('nl'), json),
      roles: fc.oneof(fc.constant(['admin']), json),
      routes: fc.oneof(fc.constant(['/a']), fc.array(fc.string()), json),
      helpful: fc.oneof(fc.boolean(), json),
      comment: fc.oneof(fc.string({ unit: 'binary' }), json),
      query: fc.oneof(fc.string({ unit: 'binary' }), json),
    },
    { requiredKeys: [] },
  );
  const body = fc.oneof(
    json.map((value) => JSON.stringify(value)),
    sensible.map((value) => JSON.stringify(value)),
    fc.string({ unit: 'binary' }),
  );
  const headerText = fc.string({
    unit: fc.integer({ min: 32, max: 126 }).map((code) => String.fromCharCode(code)),
  });
  const query = fc.dictionary(
    fc.constantFrom(
      ...['route', 'locale', 'q', 'limit', 'cursor', 'role', 'offset', 'sort', 'state', 'problem'],
      'html',
    ),
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.constantFrom('1', 'en', '/admin', 'admin', 'true'),
    ),
    { maxKeys: 5 },
  );

  test('the answer is never 500, and comes in bounded time', async () => {
    const calls = everyCall();
    await fc.assert(
      fc.asyncProperty(
        fc.nat(calls.length - 1),
        fc.option(body, { nil: undefined }),
        query,
        fc.record(
          { 'if-match': headerText, 'if-none-match': headerText, 'idempotency-key': headerText },
          { requiredKeys: [] },
        ),
        async (which, sent, values, headers) => {
          const [method = '', address = ''] = calls[which] ?? [];
          const path = address.replace(/\?.*/, '');
          const search = new URLSearchParams(
            Object.entries(values).map(([key, value]) => [key, value.toWellFormed()]),
          );
          const started = performance.now();
          const { status, text } = await admin(method, `${path}?${search}`, {
            headers,
            ...(method !== 'GET' && sent !== undefined && { body: sent }),
          });
          expect(status, text).not.toBe(500);
          expect([503, 502], text).not.toContain(status);
          expect(performance.now() - started).toBeLessThan(BOUND_MS);
        },
      ),
      { numRuns: 400 },
    );
  }, 120_000);

  test('paths of any form are 4xx', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 40 }), async (word) => {
        const key = encodeURIComponent(word.toWellFormed());
        const { status } = await admin('GET', `/v1/articles/${key}`);
        expect([200, 400, 404]).toContain(status);
      }),
      { numRuns: 100 },
    );
  });

  test('a body that goes on for ever is cut off with 413', async () => {
    const token = await tokenOf(backend.tenants.a, 'admin');
    let pieces = 0;
    const endless = new ReadableStream({
      pull(controller) {
        pieces += 1;
        controller.enqueue(new Uint8Array(64 * 1024).fill(97));
      },
    });
    const status = await fetch(`${wiki.url}/v1/articles`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: endless,
      duplex: 'half',
    } as RequestInit).then(
      (response) => response.status,
      () => 'cut off',
    );
    expect([413, 'cut off']).toContain(status);
    expect(pieces).toBeLessThan(2_000);
  });

  test('a sender who never finishes keeps nobody else waiting', async () => {
    const token = await tokenOf(backend.tenants.a, 'admin');
    const { port } = new URL(wiki.url);
    const slow = dial(Number(port), '127.0.0.1');
    slow.on('error', () => undefined);
    slow.write(
      `POST /v1/articles HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\ncontent-type: application/json\r\ncontent-length: 5000\r\n\r\n{"title":`,
    );
    const started = performance.now();
    expect(await admin('GET', '/v1/session')).toMatchObject({ status: 200 });
    expect(performance.now() - started).toBeLessThan(BOUND_MS);
    slow.destroy();
  });
});

describe('too many requests', () => {
  test('are 429 with Retry-After for the one who sends them, and for nobody else', async () => {
    const limits = { ...generousLimits(), person: makeTokenBuckets({ burst: 5, perSecond: 1 }) };
    const limited = await startOnNode(backend.supabase, { limits });
    try {
      const token = await tokenOf(backend.tenants.a, 'admin');
      const statuses: number[] = [];
      let last: Answer | undefined;
      for (let n = 0; n < 8; n += 1) {
        last = await send(limited.url, 'GET', '/v1/session', { token });
        statuses.push(last.status);
      }
      expect(statuses.slice(0, 5)).toEqual([200, 200, 200, 200, 200]);
      expect(last?.status).toBe(429);
      expect(last?.json.type).toBe('/problems/too-many-requests');
      expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(0);
      const other = await tokenOf(backend.tenants.a, 'client');
      expect((await send(limited.url, 'GET', '/v1/session', { token: other })).status).toBe(200);
    } finally {
      await limited.stop();
    }
  });

  test('of all people of a tenant are 429, and other tenants are not kept waiting', async () => {
    const limits = { ...generousLimits(), tenant: makeTokenBuckets({ burst: 4, perSecond: 0.1 }) };
    const limited = await startOnNode(backend.supabase, { limits });
    try {
      const ask = async (which: 'a' | 'b', role: 'admin' | 'client') => {
        const token = await tokenOf(backend.tenants[which], role);
        return (await send(limited.url, 'GET', '/v1/session', { token })).status;
      };
      for (let n = 0; n < 4; n += 1) expect(await ask('a', n % 2 ? 'admin' : 'client')).toBe(200);
      expect(await ask('a', 'admin')).toBe(429);
      expect(await ask('b', 'admin')).toBe(200);
    } finally {
      await limited.stop();
    }
  });

  test('a bucket fills again as time goes by, and not beyond its brim', async () => {
    let at = 0;
    const bucket = makeTokenBuckets({ burst: 2, perSecond: 0.5 }, () => at);
    const take = async () => (await bucket.take('x')).ok;
    expect([await take(), await take(), await take()]).toEqual([true, true, false]);
    expect((await bucket.take('x')).retryAfterSeconds).toBe(2);
    at += 2_000;
    expect([await take(), await take()]).toEqual([true, false]);
    at += 60_000;
    expect([await take(), await take(), await take()]).toEqual([true, true, false]);
  });
});

test('on its way out it answers what was asked, takes nothing new, and ends', async () => {
  const leaving = await startOnNode(backend.supabase);
  const token = await tokenOf(backend.tenants.a, 'admin');
  const asked = Array.from({ length: 5 }, () =>
    send(leaving.url, 'GET', '/v1/articles', { token }),
  );
  await sleep(5);
  const stopped = leaving.stop();
  const answers = await Promise.allSettled(asked);
  const answered = answers.filter(({ status }) => status === 'fulfilled');
  expect(answered.length).toBeGreaterThan(0);
  await stopped;
  await expect(send(leaving.url, 'GET', '/healthz')).rejects.toThrow();
});
