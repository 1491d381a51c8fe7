import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CloudflareStandIn, freshState, type State } from './cloudflare-stand-in.ts';
import { PEOPLE, reach } from './reach.ts';
import { applyTo, planFor } from './setting.ts';

/** Rules of every kind that decide about the people of these tests. */
const rule = fc.oneof(
  fc.constantFrom(...PEOPLE).map((email) => ({ email: { email } })),
  fc
    .constantFrom('sonandigital.com', 'client.example', 'gmail.com')
    .map((domain) => ({ email_domain: { domain } })),
  fc.constant({ everyone: {} }),
  fc.constantFrom('idp-google', 'idp-pin').map((id) => ({ login_method: { id } })),
  fc.constant({ group: { id: 'group-friends' } }),
);

const policy = fc.record({
  name: fc.constantFrom(
    'sonan-docs: staff',
    'sonan-docs: client',
    'sonan-docs: left over',
    'Somebody else\u0007\n::warning::',
  ),
  decision: fc.constantFrom('allow', 'allow', 'allow', 'deny', 'bypass'),
  include: fc.array(rule, { minLength: 1, maxLength: 3 }),
  exclude: fc.array(rule, { maxLength: 1 }),
  require: fc.array(rule, { maxLength: 1 }),
  session_duration: fc.constantFrom('24h', '1h', '30m'),
});

const destinations = fc.subarray(
  [
    'docs.sonandigital.com',
    'sonan-docs.pages.dev',
    '*.sonan-docs.pages.dev',
    'wiki.sonandigital.com',
  ],
  { minLength: 1 },
);

/** An account that somebody has been at: any policies, on an application that guards any of the hosts. */
const account = fc
  .record({
    policies: fc.array(policy, { maxLength: 5 }),
    attached: fc.array(fc.nat(4), { maxLength: 4 }),
    own: fc.option(policy),
    name: fc.constantFrom('sonan-docs', 'sonan-docs - Cloudflare Pages'),
    guarded: fc.option(destinations),
    pin: fc.boolean(),
    idps: fc.subarray(['idp-google', 'idp-pin']),
    session: fc.constantFrom('15m', '24h', '720h'),
    open: fc.boolean(),
    signedIn: fc.subarray(PEOPLE),
  })
  .map(({ policies, attached, own, name, guarded, pin, idps, session, open, signedIn }): State => {
    const state = freshState();
    state.organization.session_duration = session;
    if (pin)
      state.identity_providers.push({ id: 'idp-pin', name: 'PIN', type: 'onetimepin', config: {} });
    state.groups.push({
      id: 'group-friends',
      name: 'Friends',
      include: [{ email: { email: 'lee@other.example' } }],
      require: [],
    });
    state.policies = policies.map((one, place) => ({ id: `policy-${place}`, ...one }));
    const ids = [...new Set(attached)].filter((place) => place < policies.length);
    if (guarded) {
      state.apps.push({
        id: 'app-portal',
        aud: 'aud-portal',
        name,
        type: 'self_hosted',
        domain: guarded[0],
        destinations: guarded.map((uri) => ({ type: 'public', uri })),
        allowed_idps: idps.filter((id) => pin || id !== 'idp-pin'),
        policies: [
          ...ids.map((place) => `policy-${place}`),
          ...(own ? [{ id: 'policy-own', ...own }] : []),
        ],
      });
    }
    const stages = state.projects['sonan-docs']?.deployment_configs as Record<string, object>;
    stages.production = { fail_open: open };
    // Guarding another host under another name, it is not the portal's, and its sessions are not either.
    const ofThePortal =
      name === 'sonan-docs' ? guarded : guarded?.some((uri) => !uri.startsWith('wiki.'));
    for (const email of signedIn) {
      const id = `user-${email}`;
      state.users.push({
        id,
        email,
        access_seat: true,
        gateway_seat: false,
        seat_uid: `seat-${email}`,
        last_successful_login: '2026-11-20T11:00:00Z',
      });
      if (ofThePortal) state.sessions[id] = [{ metadata: { apps: { x: { uid: 'app-portal' } } } }];
    }
    return state;
  });

/** A file: any clients, and perhaps an audience that admits a whole domain. */
const file = fc
  .record({
    clients: fc.subarray(PEOPLE.filter((email) => !email.endsWith('@gmail.com'))),
    partner: fc.boolean(),
    session: fc.constantFrom('PT15M', 'PT1H', 'PT8H'),
  })
  .map(
    ({ clients, partner, session }) => `
- { id: staff, name: Staff, signIn: google, session: PT24H, emailDomains: [sonandigital.com] }
- { id: client, name: Clients, signIn: one-time-pin, session: ${session}, emails: ${JSON.stringify(clients)} }
${partner ? '- { id: partner, name: Partner, signIn: one-time-pin, session: PT4H, emailDomains: [client.example] }' : ''}`,
  );

test('from any account, apply leads to one whose plan is empty, and never lets in anybody on the way who was not before or is not after', async () => {
  await fc.assert(
    fc.asyncProperty(account, file, async (state, yaml) => {
      const cloudflare = await new CloudflareStandIn(structuredClone(state)).start();
      try {
        const before = reach(cloudflare.state);
        const onTheWay: { step: string; reached: Set<string> }[] = [];
        cloudflare.onChange = (now) => {
          onTheWay.push({ step: cloudflare.writes.at(-1) ?? '', reached: reach(now) });
        };
        const outcome = await applyTo(cloudflare, yaml);
        const after = reach(cloudflare.state);
        const strangers = onTheWay.flatMap(({ step, reached }) =>
          [...reached]
            .filter((pair) => !before.has(pair) && !after.has(pair))
            .map((pair) => `${step}: ${pair}`),
        );
        expect(strangers).toEqual([]);
        if (outcome.status === 'refused') {
          expect(cloudflare.writes).toEqual([]);
          expect(outcome.plan.findings.some(({ blocks }) => blocks)).toBe(true);
          return;
        }
        expect(outcome.status).toBe('done');
        expect((await planFor(cloudflare, yaml)).changes).toEqual([]);
        // Whoever is signed in still may be.
        const admitted = Object.keys(cloudflare.state.sessions).map((id) =>
          id.slice('user-'.length),
        );
        const allowed = new Set([...after].map((pair) => pair.split(' ')[0]));
        expect(admitted.filter((email) => !allowed.has(email))).toEqual([]);
        // And nobody gets in who is not in the file.
        for (const pair of after) {
          const [person = '', , host = ''] = pair.split(' ');
          if (host === 'wiki.sonandigital.com') continue;
          expect(
            person.endsWith('@sonandigital.com') ||
              yaml.includes(person) ||
              (yaml.includes('partner') && person.endsWith('@client.example')),
            pair,
          ).toBe(true);
        }
      } finally {
        await cloudflare.stop();
      }
    }),
    { numRuns: 100 },
  );
}, 180_000);
