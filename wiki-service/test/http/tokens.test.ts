import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  base64url,
  type CryptoKey,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  type JWTPayload,
  SignJWT,
} from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WikiDatabase } from '../../src/data/wiki-database.ts';
import { createWikiApp } from '../../src/http/app.ts';
import { makeJsonLog } from '../../src/http/guards/request-log.ts';
import { readSettings, SettingsError } from '../../src/http/settings.ts';
import { LOCAL_ISSUER, LOCAL_JWT_SECRET } from '../../src/local/keys.ts';
import { makeTokenVerifier, type TokenRules } from '../../src/tokens/verify-token.ts';
import { generousLimits } from './wiki-stack.ts';

const TENANT = '5a000000-0000-4000-8000-000000000001';
const OTHER = '5a000000-0000-4000-8000-000000000002';
const PERSON = '7b000000-0000-4000-8000-000000000001';
const now = () => Math.floor(Date.now() / 1000);

let rsa: { privateKey: CryptoKey; publicKey: CryptoKey };
let elliptic: { privateKey: CryptoKey; publicKey: CryptoKey };
let stranger: { privateKey: CryptoKey };
let keys: object[];
let keyServer: Server;
let keysAnswer: 'fine' | 'gone' = 'fine';
let keysAsked = 0;

beforeAll(async () => {
  rsa = await generateKeyPair('RS256', { extractable: true });
  elliptic = await generateKeyPair('ES256', { extractable: true });
  stranger = await generateKeyPair('RS256');
  keys = [
    { ...(await exportJWK(rsa.publicKey)), kid: 'rsa', alg: 'RS256', use: 'sig' },
    { ...(await exportJWK(elliptic.publicKey)), kid: 'ec', alg: 'ES256', use: 'sig' },
    // A project may still have its shared secret among its keys; nothing is signed with it.
    { kty: 'oct', k: base64url.encode(LOCAL_JWT_SECRET), kid: 'old', alg: 'HS256' },
  ];
  keyServer = createServer((_, response) => {
    keysAsked += 1;
    response.statusCode = keysAnswer === 'fine' ? 200 : 503;
    response.end(JSON.stringify({ keys }));
  });
  await new Promise<void>((resolve) => keyServer.listen(0, '127.0.0.1', resolve));
});
afterAll(() => keyServer.close());

const keysUrl = () => `http://127.0.0.1:${(keyServer.address() as AddressInfo).port}/jwks.json`;

const hosted = (): TokenRules => ({
  kind: 'signing-keys',
  issuer: LOCAL_ISSUER,
  audience: 'authenticated',
  keysUrl: keysUrl(),
});
const local: TokenRules = {
  kind: 'local-secret',
  issuer: LOCAL_ISSUER,
  audience: 'authenticated',
  secret: LOCAL_JWT_SECRET,
};

/** Claims as Supabase sets them; `undefined` takes one away. */
function claims(more: Record<string, unknown> = {}): JWTPayload {
  return {
    iss: LOCAL_ISSUER,
    aud: 'authenticated',
    sub: PERSON,
    role: 'authenticated',
    iat: now(),
    exp: now() + 600,
    tenant_id: TENANT,
    user_role: 'admin',
    ...more,
  };
}

type Signer = (payload: JWTPayload) => Promise<string>;
const withRsa: Signer = (payload) =>
  new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid: 'rsa' }).sign(rsa.privateKey);
const withElliptic: Signer = (payload) =>
  new SignJWT(payload).setProtectedHeader({ alg: 'ES256', kid: 'ec' }).sign(elliptic.privateKey);
const withSecret =
  (secret: string): Signer =>
  (payload) =>
    new SignJWT(payload)
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode(secret));

/** An app whose database answers everybody, so that only the token stands in the way. */
function ask(rules: TokenRules) {
  const database = {
    call: async () => ({ role: 'admin', tenant: { id: TENANT } }),
  } as unknown as WikiDatabase;
  const app = createWikiApp({
    settings: {
      ...readSettings({ SUPABASE_URL: 'https://x.example', SUPABASE_PUBLISHABLE_KEY: 'p' }),
      tokens: rules,
    },
    verifyToken: makeTokenVerifier(rules),
    database,
    limits: generousLimits(),
    log: makeJsonLog(() => undefined),
    catalogue: { facts: [], routes: [] },
  });
  return async (authorization?: string): Promise<Response> =>
    app.request('/v1/session', { ...(authorization && { headers: { authorization } }) });
}

const reshape = (token: string, change: (parts: [string, string, string]) => string[]) =>
  change(token.split('.') as [string, string, string]).join('.');
const encode = (value: object) => base64url.encode(JSON.stringify(value));

/** Tokens that do not count, whoever signs. */
const REFUSED: Readonly<Record<string, (sign: Signer) => Promise<string> | string>> = {
  expired: (sign) => sign(claims({ iat: now() - 700, exp: now() - 60 })),
  'not valid yet': (sign) => sign(claims({ nbf: now() + 300 })),
  'issued in the future': (sign) => sign(claims({ iat: now() + 300, exp: now() + 900 })),
  'without an end': (sign) => sign(claims({ exp: undefined })),
  'without a time of issue': (sign) => sign(claims({ iat: undefined })),
  'for another audience': (sign) => sign(claims({ aud: 'somewhere-else' })),
  'without an audience': (sign) => sign(claims({ aud: undefined })),
  'of another issuer': (sign) => sign(claims({ iss: 'https://evil.example/auth/v1' })),
  'without an issuer': (sign) => sign(claims({ iss: undefined })),
  'without a person': (sign) => sign(claims({ sub: undefined })),
  'with a person of no form': (sign) => sign(claims({ sub: "x' or true" })),
  'without a tenant': (sign) => sign(claims({ tenant_id: undefined })),
  'with a tenant in the user metadata alone': (sign) =>
    sign(claims({ tenant_id: undefined, user_metadata: { tenant_id: TENANT } })),
  'with several tenants': (sign) => sign(claims({ tenant_id: [TENANT, OTHER] })),
  'without a role': (sign) => sign(claims({ user_role: undefined })),
  'with a role that there is not': (sign) => sign(claims({ user_role: 'root' })),
  'of the service role': (sign) => sign(claims({ role: 'service_role' })),
  'of sync': (sign) => sign(claims({ role: 'wiki_sync' })),
  'anonymous key': (sign) => sign(claims({ role: 'anon' })),
  'with a changed tenant': async (sign) =>
    reshape(await sign(claims()), ([header, , signature]) => [
      header,
      encode(claims({ tenant_id: OTHER })),
      signature,
    ]),
  'with algorithm none': () => `${encode({ alg: 'none' })}.${encode(claims())}.`,
  'with algorithm none and a signature': async (sign) =>
    reshape(await sign(claims()), ([, payload, signature]) => [
      encode({ alg: 'none' }),
      payload,
      signature,
    ]),
  'with algorithm nOnE': () => `${encode({ alg: 'nOnE' })}.${encode(claims())}.AA`,
  'without a signature': async (sign) =>
    reshape(await sign(claims()), ([header, payload]) => [header, payload, '']),
  'with half a signature': async (sign) =>
    reshape(await sign(claims()), ([header, payload, signature]) => [
      header,
      payload,
      signature.slice(0, 20),
    ]),
  'with a header that must be understood': async (sign) =>
    reshape(await sign(claims()), ([, payload, signature]) => [
      encode({ alg: 'HS256', crit: ['x'], x: 1 }),
      payload,
      signature,
    ]),
  'that brings its own key': async () => {
    const own = await generateKeyPair('RS256', { extractable: true });
    return new SignJWT(claims())
      .setProtectedHeader({ alg: 'RS256', jwk: await exportJWK(own.publicKey), kid: 'rsa' })
      .sign(own.privateKey);
  },
  'that says where its key is': async () =>
    new SignJWT(claims())
      .setProtectedHeader({ alg: 'RS256', jku: 'https://evil.example/jwks', kid: 'rsa' })
      .sign(stranger.privateKey),
  'of another key with the same name': async () =>
    new SignJWT(claims())
      .setProtectedHeader({ alg: 'RS256', kid: 'rsa' })
      .sign(stranger.privateKey),
  'of a key that is not known': async () =>
    new SignJWT(claims())
      .setProtectedHeader({ alg: 'RS256', kid: '../../etc/passwd' })
      .sign(stranger.privateKey),
  'signed with a guessed secret': () =>
    withSecret('super-secret-jwt-token-with-32-characters')(claims()),
  'that is no token': () => 'eyJ.eyJ.x',
  'that is a publishable key': () => 'sb_publishable_for_loopback_only_00000000',
};

const SETUPS: readonly [string, () => TokenRules, Signer][] = [
  ['signing keys, RS256', hosted, withRsa],
  ['signing keys, ES256', hosted, withElliptic],
  ['the local secret', () => local, withSecret(LOCAL_JWT_SECRET)],
];

describe.each(SETUPS)('with %s', (_, rules, sign) => {
  test('a token as Supabase issues it counts', async () => {
    expect((await ask(rules())(`Bearer ${await sign(claims())}`)).status).toBe(200);
  });

  test('no token is 401, and says what is missing', async () => {
    const response = await ask(rules())();
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    expect((await response.json()).type).toBe('/problems/unauthenticated');
  });

  test.each(Object.entries(REFUSED))('a token %s is 401', async (_name, make) => {
    const response = await ask(rules())(`Bearer ${await make(sign)}`);
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toMatch(/invalid_token/);
  });

  test.each(['Basic', 'Token', 'Bearer,', ''])('scheme "%s" is 401', async (scheme) => {
    expect((await ask(rules())(`${scheme} ${await sign(claims())}`)).status).toBe(401);
  });

  test('a token that counted counts no longer once it has expired', async () => {
    const send = ask(rules());
    // Past its end, and inside of what clocks may differ by.
    const token = `Bearer ${await sign(claims({ exp: now() - 4 }))}`;
    expect((await send(token)).status).toBe(200);
    await expect.poll(async () => (await send(token)).status, { timeout: 5_000 }).toBe(401);
  });
});

describe('keys of two kinds', () => {
  test('a public key is no secret: a token signed with it (HS/RS confusion) is 401', async () => {
    const pem = await exportSPKI(rsa.publicKey);
    const modulus = (await exportJWK(rsa.publicKey)).n ?? '';
    for (const secret of [pem, pem.trim(), modulus, JSON.stringify(keys[0])]) {
      for (const kid of ['rsa', 'ec', 'old', undefined]) {
        const token = await new SignJWT(claims())
          .setProtectedHeader({ alg: 'HS256', ...(kid && { kid }) })
          .sign(new TextEncoder().encode(secret));
        expect((await ask(hosted())(`Bearer ${token}`)).status).toBe(401);
      }
    }
  });

  test('where signing keys count, the local secret does not, and the other way round', async () => {
    const withOld = await new SignJWT(claims())
      .setProtectedHeader({ alg: 'HS256', kid: 'old' })
      .sign(new TextEncoder().encode(LOCAL_JWT_SECRET));
    expect((await ask(hosted())(`Bearer ${withOld}`)).status).toBe(401);
    expect((await ask(local)(`Bearer ${await withRsa(claims())}`)).status).toBe(401);
  });
});

describe('while the signing keys cannot be had', () => {
  test('known keys go on counting, unknown ones are refused without asking each time', async () => {
    const send = ask(hosted());
    expect((await send(`Bearer ${await withRsa(claims())}`)).status).toBe(200);
    keysAnswer = 'gone';
    try {
      expect((await send(`Bearer ${await withRsa(claims({ jti: '2' }))}`)).status).toBe(200);
      const before = keysAsked;
      for (let n = 0; n < 10; n += 1) {
        const unknown = await new SignJWT(claims())
          .setProtectedHeader({ alg: 'RS256', kid: `unknown-${n}` })
          .sign(stranger.privateKey);
        expect((await send(`Bearer ${unknown}`)).status).toBe(401);
      }
      expect(keysAsked - before).toBeLessThanOrEqual(1);
    } finally {
      keysAnswer = 'fine';
    }
  });

  test('and none is known yet, it is 503 and not the fault of the caller', async () => {
    const send = ask(hosted());
    const token = `Bearer ${await withRsa(claims())}`;
    keysAnswer = 'gone';
    try {
      const response = await send(token);
      expect(response.status).toBe(503);
      expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    } finally {
      keysAnswer = 'fine';
    }
    expect((await send(token)).status).toBe(200);
  });
});

describe('settings', () => {
  const production = { SUPABASE_URL: 'https://x.supabase.co', SUPABASE_PUBLISHABLE_KEY: 'p' };
  const development = {
    SUPABASE_URL: 'http://127.0.0.1:54321',
    SUPABASE_PUBLISHABLE_KEY: 'p',
    WIKI_ENVIRONMENT: 'development',
    WIKI_LOCAL_JWT_SECRET: LOCAL_JWT_SECRET,
  };

  test('in production the signing keys of the project count', () => {
    expect(readSettings(production).tokens).toEqual({
      kind: 'signing-keys',
      issuer: 'https://x.supabase.co/auth/v1',
      audience: 'authenticated',
      keysUrl: 'https://x.supabase.co/auth/v1/.well-known/jwks.json',
    });
    expect(readSettings(development).tokens.kind).toBe('local-secret');
  });

  test.each([
    ['a local secret in production', { ...production, WIKI_LOCAL_JWT_SECRET: LOCAL_JWT_SECRET }],
    ['plain http in production', { ...production, SUPABASE_URL: 'http://x.supabase.co' }],
    ['development away from loopback', { ...development, SUPABASE_URL: 'https://x.supabase.co' }],
    ['development without a secret', { ...development, WIKI_LOCAL_JWT_SECRET: undefined }],
    ['a short secret', { ...development, WIKI_LOCAL_JWT_SECRET: 'short' }],
    ['a CRM that is no origin', { ...production, WIKI_CRM_ORIGINS: 'https://a.example/path' }],
    ['any CRM', { ...production, WIKI_CRM_ORIGINS: '*' }],
    ['nothing', {}],
  ])('%s is refused', (_, variables) => {
    expect(() => readSettings(variables)).toThrow(SettingsError);
  });
});
