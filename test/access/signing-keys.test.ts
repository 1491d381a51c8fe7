import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AccessServer, startAccessServer } from './access-server.ts';
import { makeDeployment } from './deployment.ts';
import { gateInNode } from './gate-in-node.ts';
import { makeKey, personClaims, sign, type TestKey } from './tokens.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let access: AccessServer;
let oldKey: TestKey;
let newKey: TestKey;
let deployment: Awaited<ReturnType<typeof makeDeployment>>;
let gate: ReturnType<typeof gateInNode>;
let now: number;
/** Seconds since 1970. */
let start: number;

beforeEach(async () => {
  access = await startAccessServer();
  [oldKey, newKey] = await Promise.all([makeKey('old'), makeKey('new')]);
  access.keys = [oldKey.jwk];
  deployment = await makeDeployment();
  now = Date.now();
  start = Math.floor(now / 1000);
  gate = gateInNode({ dist: deployment.dist, issuer: access.issuer, now: () => now });
});

afterEach(async () => {
  deployment.remove();
  await access.stop();
});

/** What the gate says to somebody who signed in at the beginning, with a token signed with this key. */
async function outcome(key: TestKey): Promise<string> {
  const claims = personClaims(access.issuer, { iat: start, nbf: start, exp: start + 86_400 });
  const token = await sign(key, { ...claims, identity_nonce: key.kid });
  const { response, log } = await gate.ask('/', { token });
  await gate.settle();
  return `${response.status} ${log.reason ?? 'shown'}`;
}

describe('the keys of Access', () => {
  it('are fetched once, and not again with every request', async () => {
    for (let count = 0; count < 5; count += 1) expect(await outcome(oldKey)).toBe('200 shown');
    expect(access.asked.certs).toBe(1);
  });

  it('are fetched again for a key that nobody has seen, so that a rotation is no outage', async () => {
    await outcome(oldKey);
    access.keys = [newKey.jwk, oldKey.jwk];
    expect(await outcome(newKey)).toBe('200 shown');
    expect(await outcome(oldKey)).toBe('200 shown');
    expect(access.asked.certs).toBe(2);
  });

  it('are not fetched again and again for keys that do not exist', async () => {
    await outcome(oldKey);
    now += MINUTE;
    for (let count = 0; count < 10; count += 1) {
      const unknown = { ...newKey, kid: `unknown ${count}` };
      expect(await outcome(unknown)).toBe('403 token-key');
    }
    expect(access.asked.certs).toBe(2);
    now += MINUTE;
    await outcome(newKey);
    expect(access.asked.certs).toBe(3);
  });

  it('stop counting once Access has taken them away', async () => {
    await outcome(oldKey);
    access.keys = [newKey.jwk];
    now += 20 * MINUTE;
    expect([await outcome(oldKey), await outcome(oldKey)]).toEqual(['200 shown', '403 token-key']);
  });

  it.each(['failing', 'babbling', 'slow', 'endless'] as const)(
    'go on counting while Access is %s',
    async (mood) => {
      await outcome(oldKey);
      access.mood = mood;
      now += 2 * MINUTE;
      const started = performance.now();
      expect(await outcome(oldKey)).toBe('200 shown');
      expect(performance.now() - started).toBeLessThan(1_000);
      expect(await outcome(newKey)).toBe('503 keys-away');
      expect(performance.now() - started).toBeLessThan(8_000);
    },
  );

  it('go on counting for a day without Access, and no longer', async () => {
    await outcome(oldKey);
    access.mood = 'failing';
    now += 23 * HOUR;
    expect(await outcome(oldKey)).toBe('200 shown');
    now += 2 * HOUR;
    start += 10 * 3_600;
    expect(await outcome(oldKey)).toBe('503 keys-away');
    access.mood = 'well';
    now += MINUTE;
    expect(await outcome(oldKey)).toBe('200 shown');
  });

  it('shut the gate, with a word on when to come back, when they were never known', async () => {
    access.mood = 'failing';
    expect(await outcome(oldKey)).toBe('503 keys-away');
    access.mood = 'well';
    expect(await outcome(oldKey)).toBe('503 keys-away');
    now += MINUTE;
    expect(await outcome(oldKey)).toBe('200 shown');
  });

  it.each([
    ['for something else than signing', { use: 'enc' }],
    ['for another algorithm', { alg: 'RS512' }],
    ['without an id', { kid: undefined }],
    ['that is secret', { kty: 'oct', k: 'AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ' }],
  ])('leave out a key %s', async (_, changes) => {
    access.keys = [{ ...oldKey.jwk, ...changes } as typeof oldKey.jwk, newKey.jwk];
    expect(await outcome(oldKey)).toBe('403 token-key');
    expect(await outcome(newKey)).toBe('200 shown');
  });

  it('leave out a key that is too short to trust', async () => {
    const { n = '' } = oldKey.jwk;
    access.keys = [{ ...oldKey.jwk, n: n.slice(0, 171) }, newKey.jwk];
    expect(await outcome(oldKey)).toMatch(/^403 /);
  });

  it('do not make a crowd of requests wait for one another', async () => {
    const outcomes = await Promise.all(Array.from({ length: 4 }, () => outcome(oldKey)));
    expect(outcomes).toEqual(Array(4).fill('200 shown'));
  });
});
