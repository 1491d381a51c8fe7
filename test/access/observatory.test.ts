import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AccessServer, startAccessServer } from './access-server.ts';
import { makeDeployment } from './deployment.ts';
import { gateInNode } from './gate-in-node.ts';
import { observe } from './observatory.ts';
import { makeKey, personClaims, sign } from './tokens.ts';

let access: AccessServer;
let token: string;
let deployment: Awaited<ReturnType<typeof makeDeployment>>;

beforeAll(async () => {
  access = await startAccessServer();
  const key = await makeKey('key of access');
  access.keys = [key.jwk];
  token = await sign(key, personClaims(access.issuer));
  deployment = await makeDeployment();
});

afterAll(async () => {
  deployment.remove();
  await access.stop();
});

const HEADERS = {
  'content-security-policy': "default-src 'none'; form-action 'self'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'strict-transport-security': 'max-age=31536000',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
};

describe('the answers of the gate earn A+ by the published scoring of Mozilla Observatory', () => {
  it.each([
    ['a page', '/', true, 130],
    ['a page of the guides', '/guides/client/', true, 130],
    ['the page that says that there is none', '/nowhere/', true, 130],
    ['an old address', '/r/alert/', true, 130],
    ['the way to another edition, with its cookie', '/_view/client/', true, 135],
    ['an address that cannot be read', '/a;b', true, 130],
    ['a refusal', '/', false, 130],
  ])('%s', async (_, path, isSignedIn, score) => {
    const gate = gateInNode({ dist: deployment.dist, issuer: access.issuer });
    const { response, body } = await gate.ask(path, isSignedIn ? { token } : {});
    const found = observe({ headers: response.headers, html: body });
    expect(found).toMatchObject({ score, grade: 'A+' });
  });
});

describe('the scoring itself', () => {
  const score = (changes: Record<string, string | undefined>, html = '') => {
    const headers = Object.entries({ ...HEADERS, ...changes }).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    );
    return observe({ headers: new Headers(headers), html }).score;
  };

  it('gives nothing away to an answer without headers', () => {
    expect(observe({ headers: new Headers(), html: '' })).toMatchObject({ score: 30, grade: 'D' });
  });

  it.each([
    ['all of them', {}, 130],
    ['no policy', { 'content-security-policy': undefined }, 55],
    [
      'scripts inside pages',
      {
        'content-security-policy': `${HEADERS['content-security-policy']}; script-src 'unsafe-inline'`,
      },
      80,
    ],
    [
      'eval',
      {
        'content-security-policy': `${HEADERS['content-security-policy']}; script-src 'unsafe-eval'`,
      },
      110,
    ],
    [
      'styles inside pages',
      {
        'content-security-policy': `${HEADERS['content-security-policy']}; style-src 'unsafe-inline'`,
      },
      120,
    ],
    [
      'forms to anywhere',
      { 'content-security-policy': "default-src 'none'; frame-ancestors 'none'" },
      125,
    ],
    [
      'frames anywhere',
      { 'content-security-policy': "default-src 'none'; form-action 'self'" },
      80,
    ],
    ['a short HSTS', { 'strict-transport-security': 'max-age=86400' }, 120],
    ['no HSTS', { 'strict-transport-security': undefined }, 80],
    ['an unsafe referrer', { 'referrer-policy': 'unsafe-url' }, 120],
    ['sniffing', { 'x-content-type-options': undefined }, 125],
    ['a bare session cookie', { 'set-cookie': 'session=1' }, 60],
    ['CORS with credentials', { 'access-control-allow-credentials': 'true' }, 50],
  ])('with %s', (_, changes, expected) => expect(score(changes)).toBe(expected));

  it.each([
    ['/own.js', 130],
    ['https://cdn.example/a.js', 125],
    ['//cdn.example/a.js', 50],
  ])('with a script from %s', (src, expected) =>
    expect(score({}, `<script src="${src}"></script>`)).toBe(expected),
  );
});
