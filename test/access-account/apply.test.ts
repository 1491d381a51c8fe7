import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AccountFailure } from '../../src/access-account/failure.ts';
import { CloudflareStandIn, type Fault, TOKEN } from './cloudflare-stand-in.ts';
import { reach } from './reach.ts';
import { accountOf, applyTo, audiences, desired, NOW, planFor, rulesOf } from './setting.ts';

let cloudflare: CloudflareStandIn;
beforeEach(async () => {
  cloudflare = await new CloudflareStandIn().start();
});
afterEach(() => cloudflare.stop());

const BOTH = audiences(['jo@client.example', 'kim@client.example']);
const ONLY_KIM = audiences(['kim@client.example']);
const IN_AN_HOUR = NOW.getTime() / 1000 + 3600;

describe('doing it twice', () => {
  test('the second run changes nothing', async () => {
    expect((await applyTo(cloudflare, BOTH)).status).toBe('done');
    cloudflare.requests.length = 0;
    const second = await applyTo(cloudflare, BOTH);
    expect(second).toMatchObject({ status: 'done', done: [] });
    expect(cloudflare.writes).toEqual([]);
  });

  test('the order is: close, add, switch over, tidy up, cut off', async () => {
    await applyTo(cloudflare, BOTH);
    signIn('jo@client.example');
    project().production = { fail_open: true };
    cloudflare.requests.length = 0;
    const added =
      '- { id: new, name: New, signIn: one-time-pin, session: PT1H, emails: [lee@other.example] }';
    expect((await applyTo(cloudflare, audiences([], added))).status).toBe('done');
    expect(
      cloudflare.writes.map((request) => request.replace(/\/(?:[0-9a-f-]{36})$/, '/:id')),
    ).toEqual([
      'PATCH /pages/projects/sonan-docs',
      'POST /access/policies',
      'PUT /access/apps/:id',
      'DELETE /access/policies/:id',
      'POST /access/organizations/revoke_user',
      'PATCH /access/seats',
    ]);
  });
});

describe('somebody who is taken off the list', () => {
  beforeEach(async () => {
    await applyTo(cloudflare, BOTH);
    signIn('jo@client.example');
    signIn('kim@client.example');
    signIn('engineer@sonandigital.com');
    cloudflare.requests.length = 0;
  });

  test('is named in the plan, with what happens to them', async () => {
    const plan = await planFor(cloudflare, ONLY_KIM);
    expect(plan.losses).toEqual([
      {
        who: 'jo@client.example',
        what: [
          'admitted until now',
          '1 session open on the portal, revoked',
          'the seat becomes free',
        ],
      },
    ]);
    expect(plan.seats).toMatchObject({ used: 3, freed: 1 });
  });

  test('loses the sessions and the seat; nobody else does', async () => {
    expect((await applyTo(cloudflare, ONLY_KIM)).status).toBe('done');
    expect(Object.keys(cloudflare.state.sessions)).toEqual([
      'user-kim@client.example',
      'user-engineer@sonandigital.com',
    ]);
    expect(seats()).toEqual(['kim@client.example', 'engineer@sonandigital.com']);
    expect((await planFor(cloudflare, ONLY_KIM)).changes).toEqual([]);
  });

  test('loses them too when only their domain was listed', async () => {
    const domain =
      '- { id: partner, name: Partner, signIn: one-time-pin, session: PT1H, emailDomains: [other.example] }';
    await applyTo(cloudflare, audiences(['jo@client.example', 'kim@client.example'], domain));
    signIn('lee@other.example');
    const plan = await planFor(cloudflare, BOTH);
    expect(plan.losses.map(({ who }) => who)).toEqual([
      'everybody at other.example',
      'lee@other.example',
    ]);
    await applyTo(cloudflare, BOTH);
    expect(cloudflare.state.sessions['user-lee@other.example']).toBeUndefined();
  });

  test('keeps the seat where another application may be using it, and the sessions there', async () => {
    cloudflare.state.apps.push({
      id: 'crm',
      aud: 'crm-aud',
      name: 'CRM',
      type: 'self_hosted',
      domain: 'crm.sonandigital.com',
      destinations: [{ type: 'public', uri: 'crm.sonandigital.com' }],
      allowed_idps: ['idp-google'],
      policies: [],
    });
    cloudflare.state.sessions['user-jo@client.example'] = [session('crm')];
    const outcome = await applyTo(cloudflare, ONLY_KIM);
    expect(outcome.status).toBe('done');
    expect(cloudflare.writes.join()).not.toMatch(/revoke|seats/);
  });

  test('keeps a seat that a device uses', async () => {
    for (const user of cloudflare.state.users) user.gateway_seat = true;
    await applyTo(cloudflare, ONLY_KIM);
    expect(seats()).toContain('jo@client.example');
  });

  test('a session that does not say what it reaches is ended; one that is over is not', async () => {
    cloudflare.state.sessions['user-jo@client.example'] = [{ expiration: IN_AN_HOUR - 7200 }];
    expect(
      (await planFor(cloudflare, ONLY_KIM)).changes.map(({ action }) => action.do),
    ).not.toContain('revoke');
    cloudflare.state.sessions['user-jo@client.example'] = [{ expiration: IN_AN_HOUR }];
    expect((await planFor(cloudflare, ONLY_KIM)).changes.map(({ action }) => action.do)).toContain(
      'revoke',
    );
  });

  test('who signs in while it happens is cut off as well', async () => {
    delete cloudflare.state.sessions['user-jo@client.example'];
    let late = true;
    cloudflare.onChange = () => {
      if (late) signIn('jo@client.example');
      late = false;
    };
    expect((await applyTo(cloudflare, ONLY_KIM)).status).toBe('done');
    expect(cloudflare.state.sessions['user-jo@client.example']).toBeUndefined();
  });

  test('a session that is listed for a moment longer is not taken for a failure', async () => {
    const kept = session(app().id);
    cloudflare.onChange = () => {
      cloudflare.state.sessions['user-jo@client.example'] = [kept];
    };
    const outcome = await applyTo(cloudflare, ONLY_KIM);
    expect(outcome.status).toBe('done');
    expect(cloudflare.writes.filter((request) => request.includes('revoke'))).toHaveLength(1);
  });

  test('an apply that broke off before the sessions ended is made good by the next', async () => {
    cloudflare.fault = (request) => (request.includes('revoke_user') ? { status: 400 } : undefined);
    expect(await applyTo(cloudflare, ONLY_KIM)).toMatchObject({ status: 'stopped' });
    cloudflare.fault = () => undefined;
    expect((await planFor(cloudflare, ONLY_KIM)).losses.map(({ who }) => who)).toEqual([
      'jo@client.example',
    ]);
    expect((await applyTo(cloudflare, ONLY_KIM)).status).toBe('done');
    expect(cloudflare.state.sessions['user-jo@client.example']).toBeUndefined();
  });

  test('sessions of people who signed in long ago are not even asked for', async () => {
    for (let index = 0; index < 30; index += 1) {
      signIn(`old-${index}@client.example`, {
        access_seat: false,
        last_successful_login: '2026-01-01T00:00:00Z',
      });
    }
    await planFor(cloudflare, ONLY_KIM);
    expect(cloudflare.requests.filter((request) => request.includes('active_sessions'))).toEqual([
      'GET /access/users/user-jo@client.example/active_sessions',
    ]);
  });
});

describe('seats', () => {
  test.each([
    [39, []],
    [40, ['access/seats']],
    [49, ['access/seats']],
    [50, ['access/seats-full']],
    [51, ['access/seats-full']],
  ])('%i of 50 taken: %j', async (taken, rules) => {
    await applyTo(cloudflare, BOTH);
    for (let index = 0; index < taken; index += 1) signIn(`person-${index}@sonandigital.com`);
    expect(rulesOf(await planFor(cloudflare, BOTH))).toEqual(rules);
  });

  test('people who are listed and have not come yet are counted', async () => {
    const many = Array.from({ length: 51 }, (_, index) => `client-${index}@client.example`);
    expect(rulesOf(await planFor(cloudflare, audiences(many)))).toEqual(['access/seats']);
  });
});

describe('when Cloudflare does not do as asked', () => {
  test('a failure at any step leaves nobody let in who was not before or is not after, and the next run goes on', async () => {
    const added =
      '- { id: new, name: New, signIn: one-time-pin, session: PT1H, emails: [lee@other.example] }';
    const next = audiences(['kim@client.example'], added);
    const atOnce = { 'retry-after': '0' };
    const faults: Fault[] = [{ status: 400 }, { status: 500, afterwards: true, headers: atOnce }];
    for (const fault of faults) {
      for (let step = 0; ; step += 1) {
        await cloudflare.stop();
        cloudflare = await new CloudflareStandIn().start();
        await applyTo(cloudflare, audiences(['jo@client.example', 'guest@sonandigital.com']));
        signIn('jo@client.example');
        project().production = { fail_open: true };
        const before = reach(cloudflare.state);
        let writes = 0;
        cloudflare.fault = (request) => {
          if (request.startsWith('GET ')) return undefined;
          writes += 1;
          // With a retry of what is safe to do again, all attempts have to fail.
          return writes > step ? fault : undefined;
        };
        const outcome = await applyTo(cloudflare, next);
        if (outcome.status === 'done') break;
        expect(outcome.status).toBe('stopped');
        expect(outcome.done).toHaveLength(step);
        expect(outcome.left.length).toBeGreaterThan(0);
        expect(outcome.failure).toBeInstanceOf(AccountFailure);
        expect(outcome.failure?.uncertain).toBe(fault.status === 500);
        const halfWay = reach(cloudflare.state);
        cloudflare.fault = () => undefined;
        expect((await applyTo(cloudflare, next)).status).toBe('done');
        expect((await planFor(cloudflare, next)).changes).toEqual([]);
        const after = reach(cloudflare.state);
        expect([...halfWay].filter((pair) => !before.has(pair) && !after.has(pair))).toEqual([]);
        expect(cloudflare.state.policies.map(({ name }) => name).sort()).toEqual([
          'sonan-docs: client',
          'sonan-docs: new',
          'sonan-docs: staff',
        ]);
      }
    }
  }, 120_000);

  test('it waits when Cloudflare says so, and tells', async () => {
    cloudflare.fault = (request, count) =>
      request === 'POST /access/policies' && count === 1
        ? { status: 429, headers: { 'retry-after': '0' } }
        : undefined;
    expect((await applyTo(cloudflare, BOTH)).status).toBe('done');
    expect(cloudflare.state.policies).toHaveLength(2);
  });

  test('it does not wait for an hour', async () => {
    cloudflare.fault = () => ({ status: 429, headers: { 'retry-after': '3600' } });
    await expect(planFor(cloudflare, BOTH)).rejects.toThrow(/429.*Wait five minutes/);
    expect(cloudflare.requests).toHaveLength(1);
  });

  test('reading is tried again after a server error', async () => {
    cloudflare.fault = (_, count) =>
      count === 1 ? { status: 502, headers: { 'retry-after': '0' }, body: '<html>' } : undefined;
    expect((await planFor(cloudflare, BOTH)).changes.length).toBeGreaterThan(0);
  });

  test.each([
    ['a broken answer', { status: 200, body: '<html>' }],
    [
      'no list',
      { status: 200, body: '{"success":true,"result":null,"result_info":{"total_count":3}}' },
    ],
    ['a connection that breaks off', { status: 0, reset: true, headers: {} }],
  ] satisfies [string, Fault][])(
    '%s is a failure and never an empty account',
    async (_, fault) => {
      await applyTo(cloudflare, BOTH);
      cloudflare.fault = (request) => (request === 'GET /access/policies' ? fault : undefined);
      await expect(planFor(cloudflare, BOTH)).rejects.toThrow(AccountFailure);
    },
    60_000,
  );

  test('a list that gets shorter while it is read is a failure', async () => {
    for (let index = 0; index < 10; index += 1) signIn(`person-${index}@sonandigital.com`);
    cloudflare.largestPage = 4;
    cloudflare.fault = (request, count) => {
      if (request === 'GET /access/users' && count === 2) cloudflare.state.users.splice(0, 3);
      return undefined;
    };
    await expect(planFor(cloudflare, BOTH)).rejects.toThrow('the list changed while it was read');
  });

  test.each([
    [403, 'needs the permission "Access: Organizations, Identity Providers, and Groups, Read"'],
    [401, 'make a new one'],
  ])('%i says what the token lacks', async (status, sentence) => {
    cloudflare.fault = () => ({ status });
    await expect(planFor(cloudflare, BOTH)).rejects.toThrow(sentence);
  });

  test('the token is in no message, whatever Cloudflare sends back', async () => {
    const echo = JSON.stringify({
      success: false,
      errors: [
        {
          code: 1,
          message: `bad header Bearer ${TOKEN}, and ${TOKEN} again, ${encodeURIComponent(TOKEN)}`,
        },
      ],
    });
    cloudflare.fault = () => ({ status: 400, body: echo });
    const failure = await planFor(cloudflare, BOTH).catch((error: Error) => error.message);
    expect(failure).toContain('[redacted]');
    expect(failure).not.toContain(TOKEN);
    expect(failure).not.toContain(encodeURIComponent(TOKEN));
  });

  test('a wrong token changes nothing', async () => {
    const account = accountOf(cloudflare, 'wrong');
    await expect(account.read(desired(BOTH))).rejects.toThrow('Authentication error (10000)');
    expect(cloudflare.writes).toEqual([]);
  });
});

test('a large account is read to its last page', async () => {
  await applyTo(cloudflare, BOTH);
  for (let index = 0; index < 1234; index += 1) {
    signIn(`person-${index}@sonandigital.com`);
    if (index % 4 > 0) continue;
    const policy = {
      id: `p-${index}`,
      name: `Other ${index}`,
      decision: 'allow',
      include: [{ email: { email: 'a@other.example' } }],
      exclude: [],
      require: [],
    };
    cloudflare.state.policies.unshift(policy);
  }
  cloudflare.largestPage = 50;
  signIn('jo@client.example');
  const outcome = await applyTo(cloudflare, ONLY_KIM);
  expect(outcome).toMatchObject({ status: 'done' });
  expect(outcome.plan.seats).toMatchObject({ used: 1234, limit: 50 });
  expect(cloudflare.state.sessions['user-jo@client.example']).toBeUndefined();
}, 60_000);

function signIn(
  email: string,
  more: Partial<CloudflareStandIn['state']['users'][number]> = {},
): void {
  const id = `user-${email}`;
  cloudflare.state.users = cloudflare.state.users.filter((user) => user.id !== id);
  cloudflare.state.users.push({
    id,
    email,
    access_seat: true,
    gateway_seat: false,
    seat_uid: `seat-${email}`,
    last_successful_login: '2026-11-20T11:00:00Z',
    ...more,
  });
  cloudflare.state.sessions[id] = [session(cloudflare.state.apps[0]?.id ?? '')];
}

function session(uid: string): Record<string, unknown> {
  return {
    name: 'session',
    expiration: IN_AN_HOUR,
    metadata: { apps: { [`aud-of-${uid}`]: { uid } } },
  };
}

function seats(): string[] {
  return cloudflare.state.users.filter(({ access_seat }) => access_seat).map(({ email }) => email);
}

function app() {
  const [found] = cloudflare.state.apps;
  if (!found) throw new Error('no application');
  return found;
}

function project(): Record<string, unknown> {
  return cloudflare.state.projects['sonan-docs']?.deployment_configs as Record<string, unknown>;
}
