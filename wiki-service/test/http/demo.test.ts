import { expect, test } from 'vitest';
import type { WikiDatabase } from '../../src/data/wiki-database.ts';
import { createWikiApp } from '../../src/http/app.ts';
import { makeJsonLog } from '../../src/http/guards/request-log.ts';
import { LOCAL_JWT_SECRET } from '../../src/local/keys.ts';
import { demoSignIn, localSettings } from '../../src/local/wiki-service.ts';
import { makeTokenVerifier } from '../../src/tokens/verify-token.ts';
import { generousLimits } from './wiki-stack.ts';

const settings = localSettings({
  url: 'http://127.0.0.1:54321',
  publishableKey: 'p',
  jwtSecret: LOCAL_JWT_SECRET,
});
const verifyToken = makeTokenVerifier(settings.tokens);

function appIn(development: boolean) {
  return createWikiApp({
    settings: { ...settings, development },
    verifyToken,
    database: { isReady: async () => true } as unknown as WikiDatabase,
    limits: generousLimits(),
    log: makeJsonLog(() => undefined),
    catalogue: { facts: [], routes: [] },
    assets: async () => ({ body: new ArrayBuffer(0), type: 'text/html' }),
    demo: demoSignIn(),
  });
}

const signIn = (url: string, headers: Record<string, string> = {}) =>
  appIn(true).request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ tenant: 'sonan', role: 'client' }),
  });

test('on a developer’s machine, a demo user signs in without a password', async () => {
  const { accounts } = await (await appIn(true).request('http://localhost/dev/accounts')).json();
  expect(accounts).toContainEqual({ tenant: 'sonan', name: 'SONAN DIGITAL', role: 'client' });
  expect(accounts).toHaveLength(9);
  const response = await signIn('http://127.0.0.1:8787/dev/tokens');
  expect(response.status).toBe(200);
  const { token, expiresInSeconds } = await response.json();
  expect(await verifyToken(token)).toMatchObject({ role: 'client' });
  expect(expiresInSeconds).toBeGreaterThan(60);
});

test('nobody else can: by another name for loopback, or from another page', async () => {
  expect((await signIn('http://rebound.example:8787/dev/tokens')).status).toBe(403);
  for (const origin of ['https://evil.example', 'http://127.0.0.1:9999', 'null']) {
    expect((await signIn('http://127.0.0.1:8787/dev/tokens', { origin })).status).toBe(403);
  }
});

test('a demo user that there is not is 400', async () => {
  for (const body of [
    '{"tenant":"nobody","role":"admin"}',
    '{"tenant":"sonan","role":"root"}',
    '{',
  ]) {
    const response = await appIn(true).request('http://localhost/dev/tokens', {
      method: 'POST',
      body,
    });
    expect(response.status).toBe(400);
  }
});

test('in production there are neither demo users nor a demo', async () => {
  const production = appIn(false);
  for (const [method, path] of [
    ['GET', '/dev/accounts'],
    ['POST', '/dev/tokens'],
    ['GET', '/demo'],
  ] as const) {
    expect((await production.request(`http://localhost${path}`, { method })).status).toBe(404);
  }
});
