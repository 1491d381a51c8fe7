import { createHash } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AccessServer, startAccessServer } from './access-server.ts';
import { CANARY, makeDeployment, makeDeploymentForTest } from './deployment.ts';
import { gateInNode } from './gate-in-node.ts';
import { AUD, makeKey, personClaims, sign, type TestKey } from './tokens.ts';

let access: AccessServer;
let key: TestKey;
let token: string;
let deployment: Awaited<ReturnType<typeof makeDeployment>>;

beforeAll(async () => {
  access = await startAccessServer();
  key = await makeKey('key of access');
  access.keys = [key.jwk];
  token = await sign(key, personClaims(access.issuer));
  deployment = await makeDeployment();
});

afterAll(async () => {
  deployment.remove();
  await access.stop();
});

const gateWith = (changes: Partial<Parameters<typeof gateInNode>[0]> = {}) =>
  gateInNode({ dist: deployment.dist, issuer: access.issuer, ...changes });

describe('a gate that nobody has set up', () => {
  it.each([
    ['no environment', {}],
    ['no AUD', { ACCESS_TEAM_DOMAIN: 'sonan.cloudflareaccess.com' }],
    ['an empty AUD', { ACCESS_TEAM_DOMAIN: 'sonan.cloudflareaccess.com', ACCESS_AUD: '' }],
    ['a short AUD', { ACCESS_TEAM_DOMAIN: 'sonan.cloudflareaccess.com', ACCESS_AUD: 'abc' }],
    ['no team', { ACCESS_AUD: AUD }],
    ['a team of another host', { ACCESS_TEAM_DOMAIN: 'evil.example', ACCESS_AUD: AUD }],
    [
      'a team that ends the same',
      { ACCESS_TEAM_DOMAIN: 'x.evilcloudflareaccess.com', ACCESS_AUD: AUD },
    ],
    ['a team with a path', { ACCESS_TEAM_DOMAIN: 'a.cloudflareaccess.com/x', ACCESS_AUD: AUD }],
    ['a stand-in elsewhere', { ACCESS_TEAM_DOMAIN: 'http://10.0.0.1:4321', ACCESS_AUD: AUD }],
    [
      'a stand-in that only looks local',
      { ACCESS_TEAM_DOMAIN: 'http://127.0.0.1.evil.example:80', ACCESS_AUD: AUD },
    ],
  ])('with %s stays shut', async (_, env) => {
    const { response, log, body } = await gateWith({ env }).ask('/', { token });
    expect([response.status, log.reason]).toEqual([503, 'not-configured']);
    expect(body).not.toContain(CANARY);
  });

  it('asks the team for its keys, and nobody else', async () => {
    const asked: string[] = [];
    const gate = gateWith({
      env: { ACCESS_TEAM_DOMAIN: 'sonan.cloudflareaccess.com', ACCESS_AUD: AUD },
      fetch: async (url) => {
        asked.push(String(url));
        return Response.error();
      },
    });
    await gate.ask('/', { token });
    expect(asked).toEqual(['https://sonan.cloudflareaccess.com/cdn-cgi/access/certs']);
  });

  it('believes example addresses only before a stand-in', async () => {
    const issuer = 'https://sonan.cloudflareaccess.com';
    const gate = gateWith({
      env: { ACCESS_TEAM_DOMAIN: 'sonan.cloudflareaccess.com', ACCESS_AUD: AUD },
      fetch: async () => Response.json({ keys: [key.jwk] }),
    });
    const real = await sign(key, personClaims(issuer));
    expect((await gate.ask('/', { token: real })).log).toMatchObject({ reason: 'not-listed' });
  });
});

describe('whatever throws inside', () => {
  const broken = () => {
    throw new Error(`it broke, and the message says ${CANARY}`);
  };

  it.each([
    ['the asset server', { assets: { fetch: broken } }],
    ['the asset server, later', { assets: { fetch: async () => broken() } }],
    ['the clock', { now: broken }],
    ['the environment', { env: new Proxy({}, { get: broken }) }],
    ['the log', { log: broken }],
    [
      'the asset server, with a fault of its own',
      { assets: { fetch: async () => new Response(CANARY, { status: 500 }) } },
    ],
    [
      'the list of audiences, which is empty',
      { assets: { fetch: async () => Response.json({ version: 1, audiences: [] }) } },
    ],
    [
      'the list of audiences, which is of another version',
      { assets: { fetch: async () => Response.json({ version: 2, audiences: [{}] }) } },
    ],
    [
      'the list of audiences, which is no JSON',
      { assets: { fetch: async () => new Response('<') } },
    ],
    [
      'the list of audiences, which is away',
      { assets: { fetch: async () => new Response('', { status: 404 }) } },
    ],
  ])('shuts the gate: %s', async (_, changes) => {
    const outcome = await gateWith(changes)
      .ask('/', { token })
      .catch(() => undefined);
    // A gate that cannot even tell the time throws, which workerd answers with an error page.
    expect(outcome?.response.status ?? 503).toBe(503);
    expect(outcome?.body ?? '').not.toContain(CANARY);
    expect(JSON.stringify(outcome?.log ?? {})).not.toContain(CANARY);
  });

  it.each([
    'https://evil.example/',
    '/',
    '/_editions/client/x',
    '//evil.example',
    '/_editions/staff//evil.example',
  ])('shuts the gate when the asset server leads to %s', async (location) => {
    const real = gateWith();
    await real.ask('/', { token });
    const gate = gateWith({
      assets: {
        fetch: async (request) =>
          request.url.endsWith('gate.json')
            ? new Response(await readGateJson())
            : new Response(null, { status: 308, headers: { location } }),
      },
    });
    const { response, log } = await gate.ask('/guides/client', { token });
    expect([response.status, log.reason]).toEqual([503, 'fault']);
    expect(response.headers.get('location')).toBeNull();
  });
});

async function readGateJson(): Promise<string> {
  return readFile(join(deployment.dist, '_editions/gate.json'), 'utf8');
}

describe('a page that somebody has already', () => {
  it('is not sent again, but the page that says that there is none is', async () => {
    const gate = gateWith({
      assets: {
        fetch: async (request) => {
          if (request.url.endsWith('gate.json')) return new Response(await readGateJson());
          const isKept = request.headers.get('if-none-match') === '"kept"';
          return isKept ? new Response(null, { status: 304 }) : new Response('the whole page');
        },
      },
    });
    const headers = { 'if-none-match': '"kept"' };
    const page = await gate.ask('/guides/client/', { token, headers });
    expect([page.response.status, page.body]).toEqual([304, '']);
    const none = await gate.ask('/caf%C3%A9/', { token, headers });
    expect([none.response.status, none.body]).toEqual([404, 'the whole page']);
  });
});

describe('the page of a refusal', () => {
  it('names its own style in its policy, and allows nothing else', async () => {
    const { response, body } = await gateWith().ask('/');
    const style = /<style>([\s\S]*)<\/style>/.exec(body)?.[1] ?? '';
    const digest = createHash('sha256').update(style).digest('base64');
    expect(response.headers.get('content-security-policy')).toBe(
      `default-src 'none'; style-src 'sha256-${digest}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`,
    );
  });
});

describe('the log', () => {
  it('has one line for a decision, with what was decided and why', async () => {
    const { log } = await gateWith().ask('/guides/client/?secret=1', {
      token,
      headers: { 'cf-ray': '230b030023ae2822-AMS' },
    });
    expect(log).toEqual({
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      gate: 'open',
      status: 200,
      audience: 'staff',
      edition: 'staff',
      method: 'GET',
      host: 'docs.example.com',
      path: '/guides/client/',
      ray: '230b030023ae2822-AMS',
    });
  });

  it('cannot be written to by a visitor', async () => {
    const lines: string[] = [];
    const gate = gateWith({ log: (line) => lines.push(line) });
    await gate.ask('/%0a{"gate":"open"}', { headers: { 'cf-ray': '"},{"gate":"open' } });
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toMatch(/[\r\n]/);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ gate: 'shut' });
    expect(JSON.parse(lines[0] ?? '')).not.toHaveProperty('ray');
  });
});

describe('what the build writes for the gate', () => {
  it('holds no address', async () => {
    const text = await readGateJson();
    expect(text).not.toMatch(/@|jo|engineer/);
    expect(text).toContain('staff.example');
  });

  it.each([
    [
      'has no 404 page',
      (dist: string) => rmSync(join(dist, '_editions/client/404.html')),
      /"client" has no 404\.html/,
    ],
    [
      'has no home',
      (dist: string) => rmSync(join(dist, '_editions/acme/index.html')),
      /"acme" has no index\.html/,
    ],
    [
      'lies beside other files',
      (dist: string) => writeFileSync(join(dist, 'index.html'), ''),
      /Take away index\.html/,
    ],
    [
      'lies beside _routes.json',
      (dist: string) => writeFileSync(join(dist, '_routes.json'), '{}'),
      /_routes\.json would lead around the gate/,
    ],
    [
      'redirects by pattern',
      (dist: string) =>
        writeFileSync(join(dist, '_editions/client/_redirects'), '/old/* /new/:splat 301'),
      /does not know this form/,
    ],
    [
      'redirects to another site',
      (dist: string) =>
        writeFileSync(join(dist, '_editions/client/_redirects'), '/old //evil.example 301'),
      /does not know this form/,
    ],
  ])('is not written when an edition %s', async (_, change, message) => {
    await expect(makeDeploymentForTest(change)).rejects.toThrow(message);
  });
});
