import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type AnswerStore, rememberingFetch } from '../../src/access/remembering-fetch.ts';
import { type AccessServer, startAccessServer } from './access-server.ts';
import { makeDeployment } from './deployment.ts';
import { gateInNode } from './gate-in-node.ts';
import { makeKey, personClaims, sign, type TestKey } from './tokens.ts';

let access: AccessServer;
let key: TestKey;
let deployment: Awaited<ReturnType<typeof makeDeployment>>;
let kept: Map<string, Response>;

beforeAll(async () => {
  access = await startAccessServer();
  key = await makeKey('key of access');
  access.keys = [key.jwk];
  deployment = await makeDeployment();
});

afterAll(async () => {
  deployment.remove();
  await access.stop();
});

beforeEach(() => {
  kept = new Map();
  access.mood = 'well';
});

const store: AnswerStore = {
  match: async (question) => kept.get(question)?.clone(),
  put: async (question, response) => void kept.set(question, response),
  delete: async (question) => kept.delete(question),
};

const broken: AnswerStore = {
  match: () => Promise.reject(new Error('no store')),
  put: () => Promise.reject(new Error('no store')),
  delete: () => Promise.reject(new Error('no store')),
};

/** A gate that has just started, and knows what others have kept. */
const freshGate = (answers = store) =>
  gateInNode({
    dist: deployment.dist,
    issuer: access.issuer,
    fetch: rememberingFetch(fetch, () => answers),
  });

describe('a fresh instance of the gate', () => {
  it.each(['failing', 'babbling', 'slow', 'endless'] as const)(
    'knows keys and readers from the one before it while Access is %s',
    async (mood) => {
      const token = await sign(key, personClaims(access.issuer));
      expect((await freshGate().ask('/', { token })).response.status).toBe(200);
      access.mood = mood;
      expect((await freshGate().ask('/', { token })).response.status).toBe(200);
      const stranger = await sign(key, personClaims(access.issuer, { country: 'BE' }));
      expect((await freshGate().ask('/', { token: stranger })).log.reason).toBe('identity-away');
    },
  );

  it('does not know a reader whose session Access has ended', async () => {
    const token = await sign(key, personClaims(access.issuer, { email: 'client@example.com' }));
    expect((await freshGate().ask('/', { token })).response.status).toBe(200);
    access.signIns.delete('client@example.com');
    expect((await freshGate().ask('/', { token })).log.reason).toBe('sign-in-ended');
    access.mood = 'failing';
    expect((await freshGate().ask('/', { token })).log.reason).toBe('identity-away');
    access.signIns.set('client@example.com', 'onetimepin');
  });

  it('does without a place to keep answers', async () => {
    const token = await sign(key, personClaims(access.issuer));
    expect((await freshGate(broken).ask('/', { token })).response.status).toBe(200);
    access.mood = 'failing';
    expect((await freshGate(broken).ask('/', { token })).log.reason).toBe('keys-away');
  });

  it('keeps no token and no cookie in the names of what it keeps', async () => {
    const token = await sign(key, personClaims(access.issuer));
    await freshGate().ask('/', { token });
    expect([...kept.keys()]).toHaveLength(2);
    for (const question of kept.keys()) {
      expect(question).toMatch(/^https:\/\/gate\.invalid\/[0-9a-f]{64}$/);
    }
  });
});
