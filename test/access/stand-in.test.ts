import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AccessStandIn, startAccess } from '../../src/access-stand-in/start-access.ts';
import { AUDIENCES } from './deployment.ts';
import { rawRequest } from './raw-request.ts';
import { SERVICE_ID } from './tokens.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const PLACE = '/cdn-cgi/access';

let access: AccessStandIn;
let now: number;
let upstream: Server;
/** What the host behind the stand-in was asked, the newest last. */
let passed: IncomingMessage[];
let terminal: string[];

beforeEach(async () => {
  now = Date.parse('2026-07-10T08:00:00Z');
  passed = [];
  terminal = [];
  upstream = createServer((request, response) => {
    passed.push(request);
    response.end(`page ${request.url}`);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => upstream.once('listening', resolve));
  access = await startAccess({
    port: 0,
    audiences: AUDIENCES,
    serviceTokens: new Map([[SERVICE_ID, 'a secret']]),
    say: (line) => terminal.push(line),
    now: () => now,
  });
  access.forwardTo(`http://127.0.0.1:${(upstream.address() as AddressInfo).port}`);
});

afterEach(async () => {
  await access.stop();
  upstream.closeAllConnections();
  await new Promise((resolve) => upstream.close(resolve));
});

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(access.url + path, { headers, redirect: 'manual' });

const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(access.url + PLACE + path, {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers,
    redirect: 'manual',
  });

const askPin = (email: string) => post('/stand-in/pin', { email, redirect_url: '/guides/client/' });
const idIn = (html: string) => /name="id" value="([^"]+)"/.exec(html)?.[1] ?? '';
const givePin = (id: string, pin: string) =>
  post('/stand-in/pin/check', { id, pin, redirect_url: '/guides/client/' });
const cookieOf = (response: Response) =>
  (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
const wrong = (pin: string) => String((Number(pin) + 1) % 1_000_000).padStart(6, '0');

/** Asks for a code and takes it out of the mailbox. */
async function pinFor(email: string): Promise<{ id: string; pin: string }> {
  const id = idIn(await (await askPin(email)).text());
  const [mail] = access.mailbox();
  return { id, pin: mail?.to === email ? mail.pin : '' };
}

async function signInAsClient(): Promise<string> {
  const { id, pin } = await pinFor('client@example.com');
  return cookieOf(await givePin(id, pin));
}

async function signInAsStaff(email = 'engineer@example.com'): Promise<string> {
  return cookieOf(await post('/stand-in/google', { email }));
}

describe('somebody who has not signed in', () => {
  it('is led to sign in, and back to where they wanted to go', async () => {
    const response = await get('/guides/client/?q=a b');
    expect(response.status).toBe(302);
    const location = response.headers.get('location') ?? '';
    expect(location).toBe(`${PLACE}/login?redirect_url=%2Fguides%2Fclient%2F%3Fq%3Da%2520b`);
    expect(await (await get(location)).text()).toContain('value="/guides/client/?q=a%20b"');
  });

  it('gets nothing of what is behind', async () => {
    await get('/');
    await get('/secret', { cookie: 'CF_Authorization=junk' });
    expect(passed).toEqual([]);
  });

  it('is told so in a way that a script understands', async () => {
    const response = await get('/', { 'x-requested-with': 'XMLHttpRequest' });
    expect(response.status).toBe(401);
  });

  it.each(['//evil.example', 'https://evil.example/', '/\\evil.example', '/cdn-cgi/access/logout'])(
    'is never led on to %s',
    async (to) => {
      const { id, pin } = await pinFor('client@example.com');
      const response = await post('/stand-in/pin/check', { id, pin, redirect_url: to });
      expect(response.headers.get('location')).toBe('/');
    },
  );
});

describe('signing in by one-time PIN', () => {
  it('takes the code from the mailbox once, and passes the reader on with a token', async () => {
    const { id, pin } = await pinFor('client@example.com');
    expect(pin).toMatch(/^\d{6}$/);
    expect(terminal.join()).toContain(pin);
    expect(await (await get(`${PLACE}/stand-in/mailbox`)).text()).toContain(pin);

    const response = await givePin(id, ` ${pin.slice(0, 3)} ${pin.slice(3)} `);
    expect([response.status, response.headers.get('location')]).toEqual([302, '/guides/client/']);
    expect(response.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Lax; Expires=/);
    const page = await get('/guides/client/', { cookie: cookieOf(response) });
    expect([page.status, await page.text()]).toEqual([200, 'page /guides/client/']);

    expect((await givePin(id, pin)).status).toBe(403);
  });

  it('refuses the code after ten minutes', async () => {
    const early = await pinFor('client@example.com');
    now += 10 * MINUTE - 1;
    expect((await givePin(early.id, early.pin)).status).toBe(302);
    const late = await pinFor('client@example.com');
    now += 10 * MINUTE;
    const response = await givePin(late.id, late.pin);
    expect([response.status, response.headers.get('set-cookie')]).toEqual([403, null]);
  });

  it('refuses the right code after five wrong ones', async () => {
    const { id, pin } = await pinFor('client@example.com');
    for (let count = 0; count < 5; count += 1) {
      expect((await givePin(id, wrong(pin))).status).toBe(403);
    }
    expect((await givePin(id, pin)).status).toBe(403);
  });

  it('takes the right code after four wrong ones', async () => {
    const { id, pin } = await pinFor('client@example.com');
    for (let count = 0; count < 4; count += 1) await givePin(id, wrong(pin));
    expect((await givePin(id, pin)).status).toBe(302);
  });

  it('refuses a code once a newer one was asked for', async () => {
    const old = await pinFor('client@example.com');
    const { id, pin } = await pinFor('client@example.com');
    expect((await givePin(old.id, old.pin)).status).toBe(403);
    expect((await givePin(old.id, pin)).status).toBe(403);
    expect((await givePin(id, pin)).status).toBe(302);
  });

  it.each(['', '000000', '12345', 'abcdef', '１２３４５６'])(
    'refuses "%s" for a code',
    async (typed) => {
      const { id, pin } = await pinFor('client@example.com');
      if (typed !== pin) expect((await givePin(id, typed)).status).toBe(403);
    },
  );

  it.each([
    ['an address that nobody approved', 'stranger@example.com'],
    ['an address of staff, who sign in otherwise', 'engineer@example.com'],
    ['a capital look-alike', 'client@example.co'],
  ])('sends no code to %s, and does not let it show', async (_, email) => {
    const approved = await askPin('client@example.com');
    const sent = access.mailbox().length;
    const other = await askPin(email);
    expect(access.mailbox()).toHaveLength(sent);
    const tidy = (html: string, address: string) =>
      html.replaceAll(address, 'ADDRESS').replace(idIn(html), 'ID');
    const [one, two] = [await approved.text(), await other.text()];
    expect(other.status).toBe(approved.status);
    expect(tidy(two, email)).toBe(tidy(one, 'client@example.com'));
    const bad = await givePin(idIn(two), '123456');
    const good = await givePin(idIn(one), wrong(access.mailbox()[0]?.pin ?? ''));
    expect(bad.status).toBe(good.status);
    const [badHtml, goodHtml] = [await bad.text(), await good.text()];
    expect(tidy(badHtml, email)).toBe(tidy(goodHtml, 'client@example.com'));
  });

  it.each(['client@example.com', 'stranger@example.com'])(
    'sends %s five codes in ten minutes, and says when to come back',
    async (email) => {
      for (let count = 0; count < 5; count += 1) {
        expect((await askPin(email)).status).toBe(200);
        now += MINUTE;
      }
      const response = await askPin(email);
      expect([response.status, response.headers.get('retry-after')]).toEqual([429, '300']);
      expect(await response.text()).toContain('Try again in 5 minutes');
      now += 5 * MINUTE;
      expect((await askPin(email)).status).toBe(200);
    },
  );

  it('slows down somebody who tries many addresses', async () => {
    const statuses = [];
    for (let count = 0; count < 51; count += 1) {
      statuses.push((await askPin(`guess${count}@example.com`)).status);
    }
    expect(statuses.slice(-2)).toEqual([200, 429]);
  });

  it('says what is no address', async () => {
    for (const email of ['', 'client', 'a@b@example.com', 'client@example.com\n']) {
      const { status } = await askPin(email);
      expect([email, status]).toEqual([email, email.endsWith('\n') ? 200 : 400]);
    }
  });
});

describe('signing in with the stand-in for Google', () => {
  it('lets staff in, by example account and by domain', async () => {
    for (const email of ['engineer@example.com', 'Somebody@Staff.Example']) {
      const cookie = await signInAsStaff(email);
      expect((await get('/', { cookie })).status).toBe(200);
    }
  });

  it.each(['client@example.com', 'stranger@example.com', 'contractor@staff.example', ''])(
    'has no access for "%s"',
    async (email) => {
      const response = await post('/stand-in/google', { email });
      expect([response.status, response.headers.get('set-cookie')]).toEqual([403, null]);
      expect(await response.text()).toContain('That account does not have access.');
    },
  );
});

describe('the application token', () => {
  it('has the claims and the header of a real one', async () => {
    const [, token = ''] = (await signInAsClient()).split('=');
    expect(decodeProtectedHeader(token)).toEqual({
      alg: 'RS256',
      kid: expect.stringMatching(/^[0-9a-f]{64}$/),
      typ: 'JWT',
    });
    const iat = now / 1000;
    expect(decodeJwt(token)).toEqual({
      aud: [access.bindings.ACCESS_AUD],
      email: 'client@example.com',
      exp: iat + 3_600,
      iat,
      nbf: iat,
      iss: access.url,
      type: 'app',
      identity_nonce: expect.stringMatching(/^[\w-]{16}$/),
      sub: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      country: 'NL',
    });
  });

  it('is passed on in the header, and whatever a visitor typed there is not', async () => {
    const cookie = await signInAsStaff();
    await get('/', {
      cookie,
      'cf-access-jwt-assertion': 'typed',
      cf_access_jwt_assertion: 'typed',
      'cf-access-authenticated-user-email': 'typed@example.com',
    });
    const headers = passed.at(-1)?.headers;
    expect(headers?.['cf-access-jwt-assertion']).toBe(cookie.split('=')[1]);
    expect(JSON.stringify(headers)).not.toContain('typed');
  });

  it('leaves the spelling of an address as it is', async () => {
    const cookie = await signInAsStaff();
    for (const path of ['/a/../b', '/a%2fb', '//a', '/a;b', '/%5Feditions/']) {
      await rawRequest(access.url, {
        path,
        headers: [
          ['Host', new URL(access.url).host],
          ['Cookie', cookie],
        ],
      });
      expect(passed.at(-1)?.url).toBe(path);
    }
  });

  it.each([
    ['in chunks', 'Transfer-Encoding'],
    ['of a given length', 'Content-Length'],
  ])('goes with one request only, whatever a visitor puts behind it, %s', async (_, name) => {
    const cookie = await signInAsClient();
    const hidden = 'GET /hidden HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n';
    const [value, body] =
      name === 'Content-Length'
        ? [String(hidden.length), hidden]
        : ['chunked', `${hidden.length.toString(16)}\r\n${hidden}\r\n0\r\n\r\n`];
    for (const path of ['/first', '/second', '/third']) {
      const headers = [
        ['Cookie', cookie],
        [name, value],
      ] as const;
      const answer = await rawRequest(access.url, { path, headers, body });
      expect(answer.body).toContain(`page ${path}`);
    }
    expect(passed.map(({ url }) => url)).toEqual(['/first', '/second', '/third']);
  });

  it('goes without what only the runtime of this machine would obey', async () => {
    const cookie = await signInAsClient();
    await get('/guides/client/', {
      cookie,
      'MF-Route-Override': 'x',
      'mf-original-url': 'http://x/',
    });
    expect(Object.keys(passed.at(-1)?.headers ?? {}).join()).not.toMatch(/\bmf-/);
  });

  it('of a program is issued for its client id and secret', async () => {
    const headers = (secret: string) => ({
      'cf-access-client-id': SERVICE_ID,
      'cf-access-client-secret': secret,
    });
    expect((await get('/', headers('a secret'))).status).toBe(200);
    const token = String(passed.at(-1)?.headers['cf-access-jwt-assertion']);
    expect(decodeJwt(token)).toMatchObject({ common_name: SERVICE_ID, sub: '' });
    expect(decodeJwt(token)).not.toHaveProperty('email');
    expect((await get('/', headers('another'))).status).toBe(302);
  });
});

describe('a session', () => {
  it.each([
    ['client', HOUR, signInAsClient],
    ['staff', DAY, signInAsStaff],
  ] as const)('of %s lasts as long as their audience says', async (_, length, signIn) => {
    const cookie = await signIn();
    now += length - 1_000;
    expect((await get('/', { cookie })).status).toBe(200);
    now += 1_000;
    expect((await get('/', { cookie })).status).toBe(302);
  });

  it('ends when one signs out, on every device', async () => {
    const [here, there] = [await signInAsClient(), await signInAsClient()];
    const response = await get(`${PLACE}/logout`, { cookie: here });
    expect(response.headers.get('set-cookie')).toMatch(/^CF_Authorization=; .*Max-Age=0/);
    for (const cookie of [here, there]) expect((await get('/', { cookie })).status).toBe(302);
  });

  it('ends with the next request once it was revoked', async () => {
    const cookie = await signInAsClient();
    const staff = await signInAsStaff();
    expect(access.revoke('client@example.com')).toBe(1);
    expect((await get('/', { cookie })).status).toBe(302);
    expect((await get('/', { cookie: staff })).status).toBe(200);
    expect((await get(`${PLACE}/get-identity`, { cookie })).status).toBe(401);
  });

  it('is described as Access describes it', async () => {
    const cookie = await signInAsStaff();
    const response = await get(`${PLACE}/get-identity`, { cookie });
    expect(await response.json()).toMatchObject({
      email: 'engineer@example.com',
      idp: { type: 'google-apps' },
      iat: now / 1000,
      service_token_status: false,
    });
  });
});

describe('the signing keys', () => {
  const published = async () =>
    ((await (await get(`${PLACE}/certs`)).json()) as { keys: { kid: string }[] }).keys;

  it('are published without their secret part', async () => {
    const [key, ...others] = await published();
    expect(others).toEqual([]);
    expect(Object.keys(key ?? {}).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
  });

  it('go on counting for seven days after they were rotated out', async () => {
    const old = await signInAsStaff();
    const [before] = await published();
    await access.rotateKeys();
    expect(await published()).toHaveLength(2);
    expect((await get('/', { cookie: old })).status).toBe(200);
    const token = (await signInAsStaff()).split('=')[1] ?? '';
    expect(decodeProtectedHeader(token).kid).not.toBe(before?.kid);
    now += 7 * DAY;
    expect(await published()).toHaveLength(1);
  });
});

describe('the log', () => {
  it('has who came in, who did not and who left, in the form of Access’s own', async () => {
    const cookie = await signInAsClient();
    await post('/stand-in/google', { email: 'stranger@example.com' });
    await get(`${PLACE}/logout`, { cookie });
    const { result } = (await (await get(`${PLACE}/stand-in/audit-log`)).json()) as {
      result: Record<string, unknown>[];
    };
    expect(result.map(({ action, allowed, user_email }) => [action, allowed, user_email])).toEqual([
      ['logout', true, 'client@example.com'],
      ['login', false, 'stranger@example.com'],
      ['login', true, 'client@example.com'],
    ]);
    expect(result[2]).toEqual({
      action: 'login',
      allowed: true,
      app_domain: new URL(access.url).host,
      app_uid: expect.any(String),
      connection: 'onetimepin',
      country: 'nl',
      created_at: '2026-07-10T08:00:00Z',
      ip_address: '127.0.0.1',
      ray_id: expect.stringMatching(/^[0-9a-f]{16}$/),
      user_email: 'client@example.com',
    });
  });
});

describe('the stand-in', () => {
  it.each(['0.0.0.0', '10.0.0.1', '::', 'docs.example.com', ''])(
    'does not start on "%s"',
    async (host) => {
      await expect(startAccess({ port: 0, host, audiences: AUDIENCES })).rejects.toThrow(
        /loopback only/,
      );
    },
  );

  it('leads to nowhere but loopback', () => {
    expect(() => access.forwardTo('http://docs.example.com')).toThrow(/loopback only/);
  });

  it('answers to loopback names only', async () => {
    const { status } = await rawRequest(access.url, {
      path: `${PLACE}/stand-in/mailbox`,
      headers: [['Host', 'evil.example']],
    });
    expect(status).toBe(421);
  });

  it('takes no form from another site', async () => {
    const response = await post(
      '/stand-in/google',
      { email: 'engineer@example.com' },
      { origin: 'https://evil.example' },
    );
    expect([response.status, response.headers.get('set-cookie')]).toEqual([403, null]);
  });

  it('says on every page what it is', async () => {
    for (const path of [
      '/login',
      '/stand-in',
      '/stand-in/mailbox',
      '/stand-in/google',
      '/logout',
    ]) {
      expect(await (await get(PLACE + path)).text()).toContain('This is a stand-in for Cloudflare');
    }
  });

  it('shows what somebody typed as text', async () => {
    const html = await (
      await post('/stand-in/pin', { email: 'a@example.com', redirect_url: '/"><script>x</script>' })
    ).text();
    expect(html).not.toContain('<script>');
  });
});
