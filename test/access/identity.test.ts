import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AccessServer, startAccessServer } from './access-server.ts';
import { CANARY, makeDeployment } from './deployment.ts';
import { gateInNode } from './gate-in-node.ts';
import { hostileTokens } from './hostile-tokens.ts';
import { COOKBOOK_RS256, VECTORS } from './jws-vectors.ts';
import {
  makeKey,
  nowInSeconds,
  personClaims,
  serviceClaims,
  sign,
  type TestKey,
} from './tokens.ts';

let access: AccessServer;
let key: TestKey;
let strangersKey: TestKey;
let deployment: Awaited<ReturnType<typeof makeDeployment>>;
let gate: ReturnType<typeof gateInNode>;

beforeAll(async () => {
  access = await startAccessServer();
  key = await makeKey('key of access');
  strangersKey = await makeKey('key of a stranger');
  const vectorKeys = VECTORS.flatMap((vector) => vector.key ?? []);
  access.keys = [key.jwk, COOKBOOK_RS256.key, ...vectorKeys];
  access.signIns.set('jo@clients.example', 'onetimepin');
  access.signIns.set('contractor@staff.example', 'onetimepin');
  access.signIns.set('anyone@staff.example', 'google-apps');
  deployment = await makeDeployment();
  gate = gateInNode({ dist: deployment.dist, issuer: access.issuer });
});

afterAll(async () => {
  deployment.remove();
  await access.stop();
});

const person = (changes?: Record<string, unknown>) =>
  sign(key, personClaims(access.issuer, changes));

describe('a token that is right', () => {
  it.each([
    ['staff by an example address', {}, 'staff'],
    ['staff by their domain', { email: 'anyone@staff.example' }, 'staff'],
    ['staff in capitals', { email: 'AnyOne@Staff.Example' }, 'staff'],
    ['a client by address', { email: 'jo@clients.example' }, 'client'],
    ['a client whose domain is that of staff', { email: 'contractor@staff.example' }, 'client'],
  ])('shows the edition of %s', async (_, changes, audience) => {
    const { response, body, log } = await gate.ask('/', { token: await person(changes) });
    expect(response.status).toBe(200);
    expect(body).toContain(`Home of ${audience}`);
    expect(log).toMatchObject({ gate: 'open', audience, edition: audience });
  });

  it('lets a listed service in, without asking how it signed in', async () => {
    const before = access.asked.identity;
    const token = await sign(key, serviceClaims(access.issuer));
    const { response, body } = await gate.ask('/', { token });
    expect([response.status, access.asked.identity - before]).toEqual([200, 0]);
    expect(body).toContain('Home of staff');
  });

  it('takes an AUD that is a text as well as a list of one', async () => {
    const [aud] = personClaims(access.issuer).aud ?? [];
    expect((await gate.ask('/', { token: await person({ aud }) })).response.status).toBe(200);
  });
});

describe('a token that is not exactly right', () => {
  it('is refused, for the reason that is wrong with it', async () => {
    const tokens = await hostileTokens(access.issuer, key, strangersKey);
    expect(tokens.length).toBeGreaterThan(120);
    const outcomes = await Promise.all(
      tokens.map(async ({ what, token }) => {
        const { response, body, log } = await gate.ask('/', { token });
        return { what, reason: log.reason, status: response.status, leaks: body.includes(CANARY) };
      }),
    );
    expect(outcomes).toEqual(
      tokens.map(({ what, reason }) => ({ what, reason, status: 403, leaks: false })),
    );
  });

  it('is refused where the signature is right and only the content is foreign (RFC 7520, 4.1)', async () => {
    const { token } = COOKBOOK_RS256;
    expect((await gate.ask('/', { token })).log).toMatchObject({ reason: 'token-claims' });
    const tampered = token.replace('.SXTi', '.SXTj');
    expect((await gate.ask('/', { token: tampered })).log).toMatchObject({
      reason: 'token-signature',
    });
  });

  it('is refused wherever a single letter of it is changed', async () => {
    const token = await person();
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: token.length - 1 }),
        fc.constantFrom(...'AZaz09-_.='),
        async (at, letter) => {
          fc.pre(token[at] !== letter);
          const changed = token.slice(0, at) + letter + token.slice(at + 1);
          expect((await gate.ask('/', { token: changed })).response.status).toBe(403);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is refused when there is none', async () => {
    const { response, log } = await gate.ask('/');
    expect([response.status, log.reason]).toEqual([403, 'no-token']);
  });

  it('tells the reader nothing of the reason', async () => {
    const bodies = await Promise.all([
      gate.ask('/', {}),
      gate.ask('/', { token: 'junk' }),
      gate.ask('/runbooks/secret/', { token: await person({ email: 'stranger@example.com' }) }),
      gate.ask('/nowhere/', { token: await person({ exp: nowInSeconds() - 5 }) }),
    ]);
    expect(new Set(bodies.map(({ body }) => body)).size).toBe(1);
  });

  it('leaves neither address nor token in the log', async () => {
    const token = await person({ email: 'stranger@example.com' });
    const { log } = await gate.ask('/', { token });
    const text = JSON.stringify(log);
    expect(text).not.toContain('stranger');
    expect(text).not.toContain(token.slice(0, 20));
    expect(text).not.toContain('7335d417');
  });
});

describe('the cookie of Access', () => {
  it('signs nobody in by itself', async () => {
    const headers = { cookie: `CF_Authorization=${await person()}` };
    expect((await gate.ask('/', { headers })).log).toMatchObject({ reason: 'no-token' });
  });

  it('may say what the header says', async () => {
    const token = await person();
    const headers = { cookie: `theme=dark; CF_Authorization=${token}; CF_AppSession=n` };
    expect((await gate.ask('/', { token, headers })).response.status).toBe(200);
  });

  it.each([
    ['is of somebody else', (other: string) => `CF_Authorization=${other}`],
    ['is empty', () => 'CF_Authorization='],
    [
      'is there twice, once right',
      (other: string, token: string) => `CF_Authorization=${token}; CF_Authorization=${other}`,
    ],
  ])('shuts the gate when it %s', async (_, cookieOf) => {
    const token = await person();
    const cookie = cookieOf(await person({ email: 'client@example.com' }), token);
    const { log } = await gate.ask('/', { token, headers: { cookie } });
    expect(log).toMatchObject({ gate: 'shut', reason: 'cookie-disagrees' });
  });
});

describe('how somebody signed in', () => {
  it.each([
    ['staff by one-time PIN', 'anyone@staff.example', 'onetimepin'],
    ['staff by some Google account that is no Workspace', 'anyone@staff.example', 'google'],
    ['a client by Google Workspace', 'jo@clients.example', 'google-apps'],
  ])('shuts out %s', async (_, email, provider) => {
    const [usual] = [access.signIns.get(email) ?? ''];
    access.signIns.set(email, provider);
    const { response, log } = await gate.ask('/', {
      token: await person({ email, country: 'BE' }),
    });
    access.signIns.set(email, usual);
    expect([response.status, log.reason]).toEqual([403, 'sign-in-way']);
  });

  it('is asked once for a token', async () => {
    const token = await person({ identity_nonce: 'asked once' });
    const before = access.asked.identity;
    for (let count = 0; count < 5; count += 1) await gate.ask('/', { token });
    expect(access.asked.identity - before).toBe(1);
  });

  it('shuts the gate while it cannot be found out', async () => {
    access.mood = 'failing';
    const { response, log } = await gate.ask('/', { token: await person({ country: 'DE' }) });
    access.mood = 'well';
    expect([response.status, log.reason]).toEqual([503, 'identity-away']);
    expect(response.headers.get('retry-after')).toBe('10');
  });

  it('ends a session here, soon after it was revoked at Access, and outlives Access being away', async () => {
    let now = Date.now();
    const own = gateInNode({ dist: deployment.dist, issuer: access.issuer, now: () => now });
    const token = await person({ email: 'jo@clients.example', identity_nonce: 'revoked' });
    const ask = async () => {
      const { response } = await own.ask('/', { token });
      await own.settle();
      return response.status;
    };
    expect(await ask()).toBe(200);
    access.mood = 'failing';
    now += 6 * 60_000;
    expect(await ask()).toBe(200);
    access.mood = 'well';
    access.signIns.delete('jo@clients.example');
    now += 60_000;
    expect([await ask(), await ask()]).toEqual([200, 403]);
    access.signIns.set('jo@clients.example', 'onetimepin');
  });
});
