import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PagesHost, startPagesHost } from '../../src/local/pages-host.ts';
import { type AccessServer, startAccessServer } from './access-server.ts';
import { CANARY, EDITIONS, makeDeployment } from './deployment.ts';
import { hostileTokens } from './hostile-tokens.ts';
import { OF_THE_HOST, spellingsOf } from './paths.ts';
import { type RawResponse, rawRequest } from './raw-request.ts';
import { AUD, makeKey, personClaims, serviceClaims, sign, type TestKey } from './tokens.ts';

const ROOT = `${import.meta.dirname}/../..`;

let access: AccessServer;
let key: TestKey;
let host: PagesHost;
let deployment: Awaited<ReturnType<typeof makeDeployment>>;
let tokens: { staff: string; client: string; service: string; stranger: string };

beforeAll(async () => {
  access = await startAccessServer();
  key = await makeKey('key of access');
  access.keys = [key.jwk];
  const person = (email: string) => sign(key, personClaims(access.issuer, { email }));
  tokens = {
    staff: await person('engineer@example.com'),
    client: await person('client@example.com'),
    stranger: await person('stranger@example.com'),
    service: await sign(key, serviceClaims(access.issuer)),
  };
  deployment = await makeDeployment();
  host = await startPagesHost(ROOT, {
    folder: deployment.dist,
    port: 0,
    bindings: { ACCESS_TEAM_DOMAIN: access.issuer, ACCESS_AUD: AUD },
  });
});

afterAll(async () => {
  await host.stop();
  deployment.remove();
  await access.stop();
});

type Header = readonly [string, string];

function ask(
  path: string,
  {
    as,
    token = as && tokens[as],
    method,
    headers = [],
  }: {
    as?: keyof typeof tokens;
    token?: string;
    method?: string;
    headers?: readonly Header[];
  } = {},
): Promise<RawResponse> {
  const identity: Header[] = token ? [['Cf-Access-Jwt-Assertion', token]] : [];
  return rawRequest(host.url, { path, method, headers: [...identity, ...headers] });
}

/** Does something for every item, a few at a time. */
async function forEach<Item>(items: readonly Item[], work: (item: Item) => Promise<void>) {
  const rest = [...items];
  const worker = async () => {
    for (let item = rest.shift(); item !== undefined; item = rest.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: 6 }, worker));
}

const allPaths = [...new Set(Object.values(EDITIONS).flatMap((files) => Object.keys(files)))].map(
  (file) => `/${file.replace(/index\.html$/, '')}`,
);

describe('the gate in workerd', () => {
  it.each([
    ['staff', 'staff'],
    ['service', 'staff'],
    ['client', 'client'],
  ] as const)('shows %s the edition of %s, at the same addresses', async (as, audience) => {
    for (const path of ['/', '/guides/client/', '/guides/client/index.md', '/llms.txt']) {
      const { status, body } = await ask(path, { as });
      expect([path, status]).toEqual([path, 200]);
      expect(body).toContain(audience);
      expect(body.includes(CANARY)).toBe(audience === 'staff');
    }
  });

  it('shows nobody anything without an identity, whatever they ask for and however', async () => {
    const asks = [...allPaths, ...OF_THE_HOST, ...spellingsOf('/runbooks/secret/')].flatMap(
      (path) => ['GET', 'HEAD'].map((method) => ({ path, method })),
    );
    await forEach(asks, async ({ path, method }) => {
      for (const as of [undefined, 'stranger'] as const) {
        const { status, text } = await ask(path, { as, method });
        // For "*", the answer is workerd's own; for a raw space, it never reaches the gate.
        expect(status).toBe(path === '*' ? 500 : status === 400 ? 400 : 403);
        expect(text).not.toContain(CANARY);
        expect(text).not.toMatch(/Client guide|Home of/);
      }
    });
  });

  it('refuses every token that is not exactly right, on every kind of path and method', async () => {
    const hostile = await hostileTokens(access.issuer, key, await makeKey('key of a stranger'));
    const paths = [
      '/',
      '/_astro/site.abc123.css',
      '/favicon.svg',
      '/r/alert/',
      '/nowhere',
      '/_editions/',
    ];
    const methods = ['GET', 'HEAD', 'POST', 'OPTIONS', 'PUT'];
    const asks = hostile
      // A line break cannot be sent inside a header at all.
      .filter(({ token }) => !/[\r\n]/.test(token))
      .map(({ what, token }, index) => ({
        what,
        token,
        path: paths[index % paths.length] ?? '/',
        method: methods[index % methods.length] ?? 'GET',
      }));
    await forEach(asks, async ({ what, token, path, method }) => {
      const { status, text } = await ask(path, { token, method });
      expect([what, method, path, status]).toEqual([what, method, path, 403]);
      expect(text).not.toContain(CANARY);
    });
  });

  it('refuses a token that comes twice, in two headers', async () => {
    const { status } = await ask('/', {
      as: 'client',
      headers: [['cf-access-jwt-assertion', tokens.staff]],
    });
    expect(status).toBe(403);
  });
});

describe('an address, however it is spelled', () => {
  it('never leads a client out of the client edition: every file, plainly', async () => {
    await forEach(allPaths, async (path) => {
      const { status, text } = await ask(path, { as: 'client' });
      const file = path.endsWith('/') ? `${path}index.html` : path;
      const isTheirs =
        Object.hasOwn(EDITIONS.client ?? {}, file.slice(1)) && !path.startsWith('/_r');
      const isPage404 = path === '/404.html';
      expect([path, status]).toEqual([path, isPage404 ? 308 : isTheirs ? 200 : 404]);
      expect(text).not.toContain(CANARY);
    });
  });

  it('never leads a client out of the client edition: every spelling of some', async () => {
    const secrets = ['/runbooks/secret/', '/acme/', '/pagefind/fragment/staff_1.pf_fragment'];
    await forEach(secrets.flatMap(spellingsOf), async (path) => {
      for (const method of ['GET', 'HEAD']) {
        const { status, text, headers } = await ask(path, { as: 'client', method });
        expect(text).not.toContain(CANARY);
        expect(text).not.toContain('Home of staff');
        expect(text).not.toContain('Acme');
        // 500 is workerd itself, which takes no request for "*".
        expect([200, 302, 308, 400, 404, path === '*' ? 500 : 404]).toContain(status);
        expect(headers.get('location') ?? '/').toMatch(/^\/(?![/\\]|_editions)/);
        if (status === 200)
          expect(text).toMatch(/as client sees it|Home of client|^HTTP\S+ 200[\s\S]*\r\n\r\n$/);
      }
    });
  });

  it('shows nothing of the host', async () => {
    await forEach(OF_THE_HOST, async (path) => {
      for (const as of ['client', 'staff'] as const) {
        const { status, body } = await ask(path, { as });
        expect([path, status]).toEqual([path, 404]);
        expect(body).not.toContain('audiences');
      }
    });
  });

  it.each(['/a%2fb', '/a\\..\\b', '/a//b', '/a;b', '/%00', '/%zz', '/%252e%252e/x'])(
    '"%s" is refused or read as what it plainly is',
    async (path) => expect([400, 404]).toContain((await ask(path, { as: 'staff' })).status),
  );
});

describe('what the asset server says', () => {
  it.each([
    ['/guides/client', '/guides/client/'],
    ['/guides/client/index.html', '/guides/client/'],
    ['/guides/client?q=1', '/guides/client/?q=1'],
  ])('reaches the reader with public addresses: %s leads to %s', async (path, to) => {
    const { status, headers } = await ask(path, { as: 'client' });
    expect([status, headers.get('location')]).toEqual([308, to]);
  });

  it.each([
    ['staff', '/r/alert/', '/runbooks/secret/'],
    ['staff', '/r/alert', '/runbooks/secret/'],
    ['staff', '/old/?from=mail', '/runbooks/secret/?from=mail#steps'],
    ['client', '/r/alert/', '/guides/client/'],
  ] as const)('redirects %s from %s to %s, each edition by its own list', async (as, path, to) => {
    const { status, headers } = await ask(path, { as });
    expect([status, headers.get('location')]).toEqual([301, to]);
  });

  it('shows the 404 page of the edition, with its status', async () => {
    for (const path of ['/nowhere/', '/nowhere/at/all', '/_headers', '/caf%C3%A9/']) {
      const { status, body, headers } = await ask(path, { as: 'client' });
      expect([path, status, headers.get('etag')]).toEqual([path, 404, null]);
      expect(body).toContain('Not here, says client');
    }
  });

  it('is asked whole: ranges do not count', async () => {
    const { status, body } = await ask('/', { as: 'client', headers: [['Range', 'bytes=0-3']] });
    expect(status).toBe(200);
    expect(body).toContain('Home of client');
  });
});

describe('methods', () => {
  it('answers HEAD as GET, without a body', async () => {
    const { status, body, headers } = await ask('/', { as: 'client', method: 'HEAD' });
    expect([status, body]).toEqual([200, '']);
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND'])(
    'answers %s with 405',
    async (method) => {
      const { status, headers } = await ask('/', { as: 'staff', method });
      expect([status, headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    },
  );
});

describe('headers that a visitor typed', () => {
  const TYPED: readonly Header[] = [
    ['X-Forwarded-Host', 'evil.example'],
    ['X-Forwarded-For', '127.0.0.1'],
    ['X-Forwarded-Proto', 'https'],
    ['X-Forwarded-Prefix', '/_editions/staff'],
    ['X-Original-URL', '/runbooks/secret/'],
    ['X-Rewrite-URL', '/runbooks/secret/'],
    ['X-HTTP-Method-Override', 'POST'],
    ['Forwarded', 'host=evil.example'],
    ['Cf-Access-Authenticated-User-Email', 'engineer@example.com'],
    ['Cf-Access-Client-Id', 'e367826f93b8d71185e03fe518aff3b4.access'],
    ['Cf-Access-Client-Secret', 'secret'],
    ['Cf-Access-Token', 'token'],
    ['CF-Connecting-IP', '127.0.0.1'],
    ['CF-Worker', 'docs.example.com'],
    ['CF-Ray', '"}\u00e9'],
    ['True-Client-IP', '127.0.0.1'],
    ['cf_access_jwt_assertion', 'STAFF'],
    ['Cf_Access_Jwt_Assertion', 'STAFF'],
    ['Authorization', 'Bearer STAFF'],
    ['Cookie', 'CF_Authorization_=STAFF; cf_authorization=STAFF; view-as=staff'],
    ['Cookie', 'view-as=acme'],
    ['Host', 'staff.example'],
    ['Host', 'abc.sonan-docs.pages.dev'],
    ['Origin', 'https://evil.example'],
    ['Referer', 'https://docs.example.com/runbooks/secret/'],
    ['Accept', 'application/json'],
    ['Connection', 'upgrade, cf-access-jwt-assertion'],
    ['MF-Disable-Pretty-Error', 'true'],
    ['x-cf-pages-analytics', '1'],
  ];

  it('change nothing for a client', async () => {
    const plain = await ask('/guides/client/', { as: 'client' });
    await forEach(TYPED, async ([name, value]) => {
      const headers: Header[] = [[name, value.replaceAll('STAFF', tokens.staff)]];
      const { status, body } = await ask('/guides/client/', { as: 'client', headers });
      expect([name, status, body]).toEqual([name, 200, plain.body]);
      const { status: secret } = await ask('/runbooks/secret/', { as: 'client', headers });
      expect([name, secret]).toEqual([name, 404]);
    });
  });

  it('let nobody in', async () => {
    await forEach(TYPED, async ([name, value]) => {
      const headers: Header[] = [[name, value.replaceAll('STAFF', tokens.staff)]];
      expect([name, (await ask('/', { headers })).status]).toEqual([name, 403]);
    });
  });

  it('may name another address to the local host, and still get no other edition', async () => {
    const headers: Header[] = [['MF-Original-URL', 'http://x/_editions/staff/runbooks/secret/']];
    const { status, text } = await ask('/', { as: 'client', headers });
    expect(status).toBe(404);
    expect(text).not.toContain(CANARY);
  });

  it('cannot bring in an edition by its address', async () => {
    const headers: Header[] = [['If-None-Match', '*']];
    expect((await ask('/runbooks/secret/', { as: 'client', headers })).status).toBe(404);
  });
});

describe('the headers of an answer', () => {
  it('keep a page to its reader, and let it be asked for again cheaply', async () => {
    const { headers } = await ask('/', { as: 'client' });
    expect(headers.get('cache-control')).toBe('private, no-cache');
    const etag = headers.get('etag') ?? '';
    expect(etag).not.toBe('');
    const again = await ask('/', { as: 'client', headers: [['If-None-Match', etag]] });
    expect([again.status, again.body]).toEqual([304, '']);
    expect(again.headers.get('content-security-policy')).toBe(
      headers.get('content-security-policy'),
    );
    const asStaff = await ask('/', { as: 'staff', headers: [['If-None-Match', etag]] });
    expect(asStaff.status).toBe(200);
  });

  it('let files with a hash in their name be kept', async () => {
    for (const path of ['/_astro/site.abc123.css', '/pagefind/fragment/client_1.pf_fragment']) {
      const { status, headers } = await ask(path, { as: 'client' });
      expect([status, headers.get('cache-control')]).toEqual([
        200,
        'private, max-age=31536000, immutable',
      ]);
    }
    const { headers } = await ask('/pagefind/pagefind.js', { as: 'client' });
    expect(headers.get('cache-control')).toBe('private, no-cache');
    const missing = await ask('/_astro/gone.abc123.css', { as: 'client' });
    expect([missing.status, missing.headers.get('cache-control')]).toEqual([
      404,
      'private, no-cache',
    ]);
  });

  it('are strict on everything, and open nothing to other sites', async () => {
    for (const path of ['/', '/favicon.svg', '/nowhere', '/guides/client', '/a;b', '/llms.txt']) {
      for (const as of ['client', 'stranger'] as const) {
        const { headers } = await ask(path, { as });
        expect(headers.get('access-control-allow-origin')).toBeNull();
        expect(headers.get('cache-control')).toMatch(/^private, no-/);
        expect(headers.get('x-content-type-options')).toBe('nosniff');
        expect(headers.get('x-frame-options')).toBe('DENY');
        expect(headers.get('referrer-policy')).toBe('same-origin');
        expect(headers.get('strict-transport-security')).toMatch(
          /^max-age=63072000; includeSubDomains/,
        );
        const policy = headers.get('content-security-policy') ?? '';
        expect(policy).toMatch(/^default-src 'none'/);
        expect(policy).toContain("frame-ancestors 'none'");
        expect(policy).not.toMatch(/script-src[^;]*'unsafe/);
      }
    }
  });

  it('allow the scripts that stand in the pages of this edition, and no other', async () => {
    const { headers } = await ask('/', { as: 'client' });
    const scripts = /script-src ([^;]*)/.exec(headers.get('content-security-policy') ?? '')?.[1];
    expect(scripts).toMatch(/^'self' 'wasm-unsafe-eval' 'sha256-[\w+/=]{44}'$/);
  });

  it('treat a picture that could hold a program as a picture', async () => {
    const { headers } = await ask('/favicon.svg', { as: 'client' });
    expect(headers.get('content-type')).toBe('image/svg+xml');
    expect(headers.get('content-security-policy')).toContain('sandbox');
    expect(headers.get('content-security-policy')).not.toContain('script-src');
  });
});

describe('staff who look at another edition', () => {
  it('see it as its readers do, marked as such, and find back', async () => {
    const start = await ask('/_view/client/', { as: 'staff' });
    expect([start.status, start.headers.get('location')]).toEqual([302, '/']);
    const cookie = (start.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const seen = await ask('/', { as: 'staff', headers: [['Cookie', cookie]] });
    expect(seen.body).toContain('Home of client');
    expect(seen.body).toContain('edition “client”');
    expect(seen.body).not.toContain(CANARY);
    const secret = await ask('/runbooks/secret/', { as: 'staff', headers: [['Cookie', cookie]] });
    expect(secret.status).toBe(404);
    const back = await ask('/_view/staff/', { as: 'staff', headers: [['Cookie', cookie]] });
    expect(back.headers.get('set-cookie')).toContain('Max-Age=0');
  });

  it('is for staff only', async () => {
    for (const path of ['/_view/staff/', '/_view/acme/']) {
      const { status, headers } = await ask(path, { as: 'client' });
      expect([status, headers.get('set-cookie')]).toEqual([404, null]);
    }
  });
});
