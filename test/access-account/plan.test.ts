import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { renderPlan } from '../../src/access-account/render.ts';
import { CloudflareStandIn } from './cloudflare-stand-in.ts';
import { applyTo, audiences, planFor, rulesOf } from './setting.ts';

let cloudflare: CloudflareStandIn;
beforeEach(async () => {
  cloudflare = await new CloudflareStandIn().start();
});
afterEach(() => cloudflare.stop());

const plain = { colour: false };
const CLIENTS = audiences(['jo@client.example', 'kim@client.example']);

describe('an account that has nothing yet', () => {
  test('the plan reads like a diff and changes nothing', async () => {
    const plan = await planFor(cloudflare, CLIENTS);
    expect(renderPlan(plan, plain)).toMatchInlineSnapshot(`
      "~ pages project "sonan-docs"
          ~ production: fail open → fail closed, so that no page is served past the gate once the day's requests are used up; deploy again for it to count
          ~ preview: fail open → fail closed, so that no page is served past the gate once the day's requests are used up; deploy again for it to count
      ~ account "example-team.cloudflareaccess.com"
          ~ global session 24h → 1h, so that a new code is asked for each session
      + identity provider "One-time PIN"
          + a code by email
      + policy "sonan-docs: staff"
          + admit everybody at sonandigital.com
          + only if signed in with Google Workspace
          + session 24h
      + policy "sonan-docs: client"
          + admit jo@client.example
          + admit kim@client.example
          + only if signed in with One-time PIN
          + session 1h
      + application "sonan-docs"
          + guard docs.sonandigital.com
          + guard sonan-docs.pages.dev
          + guard *.sonan-docs.pages.dev
          + offer Google Workspace
          + offer One-time PIN
          + policy "sonan-docs: staff"
          + policy "sonan-docs: client"
          + session 1h where a policy says nothing

      Seats: 0 of 50 taken, 2 listed people have not signed in yet.

      6 differences. To make them: npm run access -- apply --yes
      "
    `);
    expect(cloudflare.writes).toEqual([]);
  });

  test('people and addresses that are examples are never set up', async () => {
    const text = renderPlan(await planFor(cloudflare, CLIENTS), plain);
    expect(text).not.toContain('acme');
    expect(text).not.toContain('example.com');
  });

  test('a client who has an address of the company signs in as a client, not as staff', async () => {
    const plan = await planFor(cloudflare, audiences(['guest@sonandigital.com']));
    const staff = plan.changes.find(({ name }) => name === 'sonan-docs: staff');
    expect(staff?.details.map(({ text }) => text)).toContain('but not guest@sonandigital.com');
  });

  test('an audience without anybody gets no policy', async () => {
    const plan = await planFor(cloudflare, audiences([]));
    expect(plan.changes.map(({ name }) => name)).not.toContain('sonan-docs: client');
    expect(plan.changes.map(({ what }) => what)).not.toContain('identity provider');
  });
});

describe('an account that is as the file says', () => {
  beforeEach(async () => {
    expect((await applyTo(cloudflare, CLIENTS)).status).toBe('done');
  });

  test('the plan is empty and tells the gate what it has to know', async () => {
    const plan = await planFor(cloudflare, CLIENTS);
    expect(plan.changes).toEqual([]);
    expect(plan.findings).toEqual([]);
    expect(plan.gate).toEqual({
      teamDomain: 'example-team.cloudflareaccess.com',
      aud: cloudflare.state.apps[0]?.aud,
    });
  });

  test('durations, case and the order of rules written differently are no difference', async () => {
    const [app] = cloudflare.state.apps;
    if (app) app.session_duration = '60m';
    for (const policy of cloudflare.state.policies) {
      policy.include.reverse();
      policy.session_duration = policy.session_duration === '24h' ? '24h0m0s' : '3600s';
    }
    const domain = cloudflare.state.policies[0]?.include[0] as { email_domain: { domain: string } };
    domain.email_domain.domain = 'SonanDigital.com';
    expect((await planFor(cloudflare, CLIENTS)).changes).toEqual([]);
  });

  test.each([
    [
      'a client that somebody added by hand',
      () => policy('client').include.push({ email: { email: 'lee@other.example' } }),
      '- admit lee@other.example',
    ],
    [
      'a client that somebody removed',
      () => policy('client').include.pop(),
      '+ admit kim@client.example',
    ],
    [
      'staff who need no Google any more',
      () => {
        policy('staff').require = [];
      },
      '+ only if signed in with Google Workspace',
    ],
    [
      'a longer session',
      () => {
        policy('client').session_duration = '720h';
      },
      '~ session 720h → 1h',
    ],
    [
      'a longer global session',
      () => {
        cloudflare.state.organization.session_duration = '168h';
      },
      '~ global session 168h → 1h',
    ],
    [
      'a global session nobody set',
      () => {
        delete cloudflare.state.organization.session_duration;
      },
      '~ global session 24h → 1h',
    ],
    [
      'a project that fails open',
      () => {
        configs().production = { fail_open: true };
      },
      '~ production: fail open → fail closed',
    ],
    [
      'previews that fail open',
      () => {
        configs().preview = {};
      },
      '~ preview: fail open → fail closed',
    ],
    [
      'a host that is not guarded',
      () => {
        app().destinations.pop();
      },
      '+ guard *.sonan-docs.pages.dev',
    ],
    [
      'a path without a sign-in',
      () => {
        app().destinations[0] = {
          type: 'public',
          uri: 'docs.sonandigital.com',
          overrides: [{ behavior: 'public', path_pattern: '/adr/*' }],
        };
      },
      '- public path /adr/* of docs.sonandigital.com',
    ],
    [
      'every way of signing in',
      () => {
        app().allowed_idps = [];
      },
      '- offer whatever way of signing in the account has',
    ],
    [
      'OPTIONS without a sign-in',
      () => {
        app().options_preflight_bypass = true;
      },
      '~ options_preflight_bypass true → false',
    ],
    [
      'devices instead of sign-ins',
      () => {
        app().allow_authenticate_via_warp = true;
      },
      '~ allow_authenticate_via_warp true → false',
    ],
    [
      'answers to other sites',
      () => {
        app().cors_headers = { allow_all_origins: true };
      },
      '- cors_headers',
    ],
  ])('%s shows in the plan, and is undone', async (_, change, line) => {
    change();
    expect(renderPlan(await planFor(cloudflare, CLIENTS), plain)).toContain(line);
    expect((await applyTo(cloudflare, CLIENTS)).status).toBe('done');
    expect((await planFor(cloudflare, CLIENTS)).changes).toEqual([]);
  });

  test('a shorter global session is left as it is', async () => {
    cloudflare.state.organization.session_duration = '30m';
    expect((await planFor(cloudflare, CLIENTS)).changes).toEqual([]);
  });

  test('a host that is guarded too stays guarded, and is pointed out', async () => {
    app().destinations.push({ type: 'public', uri: 'wiki.sonandigital.com' });
    const plan = await planFor(cloudflare, CLIENTS);
    expect(plan.changes).toEqual([]);
    expect(rulesOf(plan)).toEqual(['access/other-hosts']);
    policy('client').include.pop();
    await applyTo(cloudflare, CLIENTS);
    expect(app().destinations.map(({ uri }) => uri)).toContain('wiki.sonandigital.com');
  });

  test('what the dashboard sets and lets nobody in is kept', async () => {
    Object.assign(app(), { logo_url: 'https://example.com/logo.svg', tags: ['docs'] });
    policy('client').include.pop();
    app().session_duration = '2h';
    await applyTo(cloudflare, CLIENTS);
    expect(app()).toMatchObject({
      logo_url: 'https://example.com/logo.svg',
      tags: ['docs'],
      session_duration: '1h',
    });
    expect(cloudflare.state.organization).toMatchObject({
      login_design: { header_text: 'Welcome' },
    });
    expect(configs().production).toMatchObject({ env_vars: { KEEP: { value: '1' } } });
  });
});

describe('rules that are found live and admit everyone', () => {
  beforeEach(async () => {
    await applyTo(cloudflare, CLIENTS);
  });

  test.each([
    ['everyone', { decision: 'allow', include: [{ everyone: {} }] }, 'it includes everyone'],
    [
      'a login method alone',
      { decision: 'allow', include: [{ login_method: { id: 'idp-google' } }] },
      'a login method alone is enough',
    ],
    ['no rule', { decision: 'allow', include: [] }, 'it includes no rule at all'],
    [
      'a bypass',
      { decision: 'bypass', include: [{ ip: { ip: '192.0.2.0/24' } }] },
      'without any sign-in',
    ],
    [
      'any service token',
      { decision: 'non_identity', include: [{ any_valid_service_token: {} }] },
      'every service token',
    ],
    [
      'a mail provider',
      { decision: 'allow', include: [{ email_domain: { domain: 'gmail.com' } }] },
      'anybody can have an address at "gmail.com"',
    ],
    [
      'a country',
      { decision: 'allow', include: [{ geo: { country_code: 'NL' } }] },
      '"geo" holds for strangers too',
    ],
    [
      'a kind of rule that is not known',
      { decision: 'allow', include: [{ moon_phase: {} }] },
      '"moon_phase" holds for strangers too',
    ],
    [
      'a group of everyone',
      { decision: 'allow', include: [{ group: { id: 'g' } }] },
      'through the group "Friends": it includes everyone',
    ],
  ])('%s is flagged, and taken off the application', async (_, rules, why) => {
    cloudflare.state.groups.push({
      id: 'g',
      name: 'Friends',
      include: [{ everyone: {} }],
      require: [],
    });
    cloudflare.state.policies.push({
      id: 'p',
      name: 'Quick fix',
      exclude: [],
      require: [],
      ...rules,
    });
    app().policies.unshift('p');
    const plan = await planFor(cloudflare, CLIENTS);
    expect(plan.findings).toMatchObject([
      { rule: 'access/admits-everyone', severity: 'error', blocks: false },
    ]);
    expect(plan.findings[0]?.message).toContain(why);
    expect(renderPlan(plan, plain)).toContain(`- policy "Quick fix": `);
    expect((await applyTo(cloudflare, CLIENTS)).status).toBe('done');
    expect(app().policies).not.toContain('p');
    // It belongs to somebody else, who may use it elsewhere.
    expect(cloudflare.state.policies.map(({ id }) => id)).toContain('p');
  });

  test('everyone, narrowed by what is required, is not flagged as open', async () => {
    cloudflare.state.policies.push({
      id: 'p',
      name: 'Narrow',
      decision: 'allow',
      include: [{ everyone: {} }],
      exclude: [],
      require: [{ email_domain: { domain: 'sonandigital.com' } }],
    });
    app().policies.push('p');
    expect(rulesOf(await planFor(cloudflare, CLIENTS))).toEqual([]);
  });

  test('a policy that the application alone has is removed', async () => {
    app().policies.push({
      id: 'own',
      name: 'Own',
      decision: 'allow',
      include: [{ everyone: {} }],
      exclude: [],
      require: [],
    });
    expect((await applyTo(cloudflare, CLIENTS)).status).toBe('done');
    expect(app().policies.every((one) => typeof one === 'string')).toBe(true);
  });

  test('a more specific application that decides for a path is flagged', async () => {
    cloudflare.state.policies.push({
      id: 'p',
      name: 'All',
      decision: 'bypass',
      include: [{ everyone: {} }],
      exclude: [],
      require: [],
    });
    other('docs.sonandigital.com/adr', ['p']);
    other('branch.sonan-docs.pages.dev', []);
    other('*.sonandigital.com', ['p']);
    other('docs.sonandigital.com/.well-known/acme-challenge/*', ['p']);
    const plan = await planFor(cloudflare, CLIENTS);
    expect(plan.findings.map(({ message }) => message)).toEqual([
      'the application "docs.sonandigital.com/adr" decides alone who reaches docs.sonandigital.com/adr, and it lets requests past without any sign-in',
      'the application "branch.sonan-docs.pages.dev" decides alone who reaches branch.sonan-docs.pages.dev',
    ]);
  });
});

describe('what has to be mended by hand first', () => {
  test.each([
    [
      'Google Workspace is missing',
      () => {
        cloudflare.state.identity_providers = [];
      },
      'access/provider-missing',
    ],
    [
      'Google Workspace is that of another company',
      () => {
        provider().config = { apps_domain: 'other.example' };
      },
      'access/provider-missing',
    ],
    [
      'there is only a plain Google provider',
      () => {
        provider().type = 'google';
      },
      'access/provider-missing',
    ],
    [
      'the project is missing',
      () => {
        cloudflare.state.projects = {};
      },
      'access/project-missing',
    ],
    [
      'the project has another address',
      () => {
        project().subdomain = 'sonan-docs-4kq.pages.dev';
      },
      'access/pages-host',
    ],
    [
      'two applications guard the portal',
      () => {
        other('docs.sonandigital.com', []);
        other('*.sonan-docs.pages.dev', []);
      },
      'access/application-conflict',
    ],
    [
      'a new way to sign in would open another application',
      () => {
        other('crm.sonandigital.com', ['all']);
      },
      'access/provider-opens',
    ],
  ])('%s: apply refuses and changes nothing', async (_, change, rule) => {
    cloudflare.state.policies.push({
      id: 'all',
      name: 'All',
      decision: 'allow',
      include: [{ everyone: {} }],
      exclude: [],
      require: [],
    });
    change();
    const before = structuredClone(cloudflare.state);
    const outcome = await applyTo(cloudflare, CLIENTS);
    expect(outcome.status).toBe('refused');
    expect(
      outcome.plan.findings.filter(({ blocks }) => blocks).map((found) => found.rule),
    ).toContain(rule);
    expect(cloudflare.writes).toEqual([]);
    expect(cloudflare.state).toEqual(before);
    expect(renderPlan(outcome.plan, plain)).toContain('Refused');
  });

  test('a service token that does not exist is refused; one that expired is a warning', async () => {
    const yaml = audiences(
      [],
      `
- id: robots
  name: Robots
  signIn: one-time-pin
  session: PT1H
  serviceTokens:
    - { name: Search, clientId: 5678.access }`,
    );
    expect((await applyTo(cloudflare, yaml)).status).toBe('refused');
    cloudflare.state.service_tokens.push({
      id: 't',
      client_id: '5678.access',
      name: 'Search',
      expires_at: '2026-11-01T00:00:00Z',
    });
    const outcome = await applyTo(cloudflare, yaml);
    expect(outcome.status).toBe('done');
    expect(rulesOf(outcome.plan)).toEqual(['access/service-token-expired']);
    expect(policy('robots (service tokens)')).toMatchObject({
      decision: 'non_identity',
      include: [{ service_token: { token_id: 't' } }],
      require: [],
    });
  });

  test('the application that the Pages dashboard makes is taken over, and keeps its audience tag', async () => {
    other('*.sonan-docs.pages.dev', []);
    const { aud } = app();
    const plan = await planFor(cloudflare, CLIENTS);
    expect(renderPlan(plan, plain)).toContain('~ name "*.sonan-docs.pages.dev" → "sonan-docs"');
    expect((await applyTo(cloudflare, CLIENTS)).status).toBe('done');
    expect(cloudflare.state.apps).toMatchObject([{ name: 'sonan-docs', aud }]);
  });
});

describe("other hosts and other people's policies", () => {
  test('a domain of the project that nothing guards is an error', async () => {
    (project().domains as string[]).push('help.sonandigital.com');
    const plan = await planFor(cloudflare, CLIENTS);
    expect(plan.findings).toMatchObject([{ rule: 'access/uncovered-host', severity: 'error' }]);
  });

  test('a production host that does not lead to the project yet is a warning', async () => {
    project().domains = ['sonan-docs.pages.dev'];
    expect(rulesOf(await planFor(cloudflare, CLIENTS))).toEqual(['access/custom-domain']);
  });

  test('a policy of this project that another application uses is never deleted', async () => {
    await applyTo(cloudflare, CLIENTS);
    other('crm.sonandigital.com', [policy('client').id], ['idp-google']);
    const outcome = await applyTo(cloudflare, audiences([]));
    expect(outcome.status).toBe('done');
    expect(rulesOf(outcome.plan)).toContain('access/shared-policy');
    expect(policy('client')).toBeDefined();
    expect(app().policies).not.toContain(policy('client').id);
  });

  test('names from the account cannot move the cursor, start a line or hide a word', async () => {
    await applyTo(cloudflare, CLIENTS);
    const name = 'sonan-docs: \u001b[2Aok\n::error::x\u202egpj\u200b';
    cloudflare.state.policies.push({
      id: 'h',
      name,
      decision: 'allow',
      include: [{ email: { email: 'a\r\nb@x.example' } }],
      exclude: [],
      require: [],
    });
    const text = renderPlan(await planFor(cloudflare, CLIENTS), plain);
    expect(text).toContain('\\u{1b}[2Aok\\u{a}::error::x\\u{202e}gpj\\u{200b}');
    expect(text).not.toMatch(/[^\n\P{Cc}]|[\p{Cf}]/u);
    expect((await applyTo(cloudflare, CLIENTS)).status).toBe('done');
  });

  test('two policies of the same name are made one', async () => {
    await applyTo(cloudflare, CLIENTS);
    cloudflare.state.policies.push({ ...policy('client'), id: 'twin' });
    expect((await applyTo(cloudflare, CLIENTS)).status).toBe('done');
    expect(
      cloudflare.state.policies.filter(({ name }) => name === 'sonan-docs: client'),
    ).toHaveLength(1);
  });
});

function app() {
  const found =
    cloudflare.state.apps.find(({ name }) => name === 'sonan-docs') ?? cloudflare.state.apps[0];
  if (!found) throw new Error('no application');
  return found;
}

function policy(audience: string) {
  const found = cloudflare.state.policies.find(({ name }) => name === `sonan-docs: ${audience}`);
  if (!found) throw new Error(`no policy for ${audience}`);
  return found;
}

function provider() {
  const [found] = cloudflare.state.identity_providers;
  if (!found) throw new Error('no identity provider');
  return found;
}

function project() {
  const found = cloudflare.state.projects['sonan-docs'];
  if (!found) throw new Error('no project');
  return found;
}

function configs(): Record<string, unknown> {
  return project().deployment_configs as Record<string, unknown>;
}

function other(uri: string, policies: string[], allowed_idps: string[] = []): void {
  cloudflare.state.apps.push({
    id: `app-${uri}`,
    aud: `aud-${uri}`,
    name: uri,
    type: 'self_hosted',
    domain: uri,
    destinations: [{ type: 'public', uri }],
    allowed_idps,
    policies,
  });
}
