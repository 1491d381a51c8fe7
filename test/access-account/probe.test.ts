import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type Answer,
  ATTEMPTS,
  type Attempt,
  judge,
  probe,
  probeExitCode,
  renderProbe,
  sender,
} from '../../src/access-account/probe.ts';

const TEAM = 'example-team.cloudflareaccess.com';
const LOGIN = `https://${TEAM}/cdn-cgi/access/login/docs.sonandigital.com?kid=x&redirect_url=%2F`;
const HOST = 'docs.sonandigital.com';

describe('what counts as a refusal', () => {
  const plain: Attempt = { path: '/' };
  const odd: Attempt = { path: '//', malformed: true };
  test.each<[string, Answer, Attempt, string]>([
    ['the sign-in of the team', { status: 302, location: LOGIN }, plain, 'refused'],
    ['401', { status: 401 }, plain, 'refused'],
    ['403', { status: 403 }, plain, 'refused'],
    ['400 for what is no address', { status: 400 }, odd, 'refused'],
    ['400 for a good address', { status: 400 }, plain, 'unclear'],
    ['a page', { status: 200 }, plain, 'open'],
    ['part of a page', { status: 206 }, plain, 'open'],
    ['a page that is not there', { status: 404 }, plain, 'open'],
    ['a page that has not changed', { status: 304 }, plain, 'open'],
    ['a method that is not allowed', { status: 405 }, plain, 'open'],
    ['another page', { status: 308, location: '/adr/' }, plain, 'open'],
    [
      'the sign-in of another team',
      { status: 302, location: LOGIN.replace(TEAM, 'other.cloudflareaccess.com') },
      plain,
      'open',
    ],
    [
      'a host that looks like it',
      { status: 302, location: LOGIN.replace(TEAM, `${TEAM}.example.com`) },
      plain,
      'open',
    ],
    [
      'a name in front of it',
      { status: 302, location: LOGIN.replace('https://', 'https://x@evil.example/') },
      plain,
      'open',
    ],
    [
      'a sign-in without encryption',
      { status: 302, location: LOGIN.replace('https', 'http') },
      plain,
      'open',
    ],
    [
      'another page of the team',
      { status: 302, location: `https://${TEAM}/cdn-cgi/access/loginfoo` },
      plain,
      'open',
    ],
    ['a redirect to nowhere', { status: 302 }, plain, 'open'],
    ['a redirect to nonsense', { status: 302, location: 'http://[' }, plain, 'open'],
    [
      'https instead of http',
      { status: 301, location: `https://${HOST}/` },
      { path: '/', scheme: 'http' },
      'refused',
    ],
    ['the same address over https', { status: 301, location: `https://${HOST}/` }, plain, 'open'],
    ['a failing server', { status: 503 }, plain, 'unclear'],
    ['too many requests', { status: 429 }, plain, 'unclear'],
    ['a challenge', { status: 403, challenged: true }, plain, 'unclear'],
  ])('%s: %o', (_, answer, attempt, verdict) => {
    expect(judge(answer, { host: HOST, attempt, teamDomain: TEAM }).verdict).toBe(verdict);
  });

  test('without a known team, any team counts, but not the bare domain', () => {
    const at = (location: string) =>
      judge({ status: 302, location }, { host: HOST, attempt: plain }).verdict;
    expect(at(LOGIN)).toBe('refused');
    expect(at('https://cloudflareaccess.com/cdn-cgi/access/login')).toBe('open');
    expect(at('https://evilcloudflareaccess.com/cdn-cgi/access/login')).toBe('open');
  });
});

describe('over real HTTP', () => {
  let server: Server;
  let answer: (request: IncomingMessage) => { status: number; location?: string } | undefined;
  let asked: { host: string; method: string; url: string }[];
  beforeEach(async () => {
    asked = [];
    server = createServer((request, response) => {
      asked.push({
        host: request.headers.host ?? '',
        method: request.method ?? '',
        url: request.url ?? '',
      });
      const answered = answer(request);
      if (!answered) return request.socket.destroy();
      response.writeHead(answered.status, answered.location ? { location: answered.location } : {});
      return response.end('<title>Runbook</title>');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const run = (hosts: string[]) =>
    probe(hosts, {
      send: sender(new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)),
      teamDomain: TEAM,
    });

  test('a portal that sends everybody to the sign-in is closed', async () => {
    answer = () => ({ status: 302, location: LOGIN });
    const judgements = await run([HOST, 'sonan-docs.pages.dev', 'branch.sonan-docs.pages.dev']);
    expect(judgements).toHaveLength(3 * ATTEMPTS.length);
    expect(probeExitCode(judgements)).toBe(0);
    expect(renderProbe(judgements)).toContain('Nobody gets in without signing in.');
    expect(new Set(asked.map(({ host }) => host))).toEqual(
      new Set([HOST, 'sonan-docs.pages.dev', 'branch.sonan-docs.pages.dev']),
    );
  });

  test('addresses are sent as they are written, and redirects are not followed', async () => {
    answer = () => ({ status: 302, location: LOGIN });
    await run([HOST]);
    expect(asked).toEqual(
      ATTEMPTS.map(({ path, method = 'GET' }) => ({ host: HOST, method, url: path })),
    );
    expect(asked.map(({ url }) => url)).toContain('/adr/../runbooks/');
  });

  test.each([
    [
      'one host',
      (request: IncomingMessage) => request.headers.host === 'sonan-docs.pages.dev',
      'sonan-docs.pages.dev: 0 of',
    ],
    [
      'one spelling',
      (request: IncomingMessage) => request.url === '/%61dr/',
      'OPEN    GET /%61dr/: 200',
    ],
    [
      'one method',
      (request: IncomingMessage) => request.method === 'OPTIONS',
      'OPEN    OPTIONS /: 200',
    ],
    [
      'a forged token',
      (request: IncomingMessage) => 'cf-access-jwt-assertion' in request.headers,
      'OPEN    GET / with a forged cf-access-jwt-assertion: 200',
    ],
    [
      'a forged cookie',
      (request: IncomingMessage) => 'cookie' in request.headers,
      'OPEN    GET / with a forged cookie: 200',
    ],
  ])('%s that is open is found', async (_, open, line) => {
    answer = (request) => (open(request) ? { status: 200 } : { status: 302, location: LOGIN });
    const judgements = await run([HOST, 'sonan-docs.pages.dev']);
    expect(probeExitCode(judgements)).toBe(1);
    expect(renderProbe(judgements)).toContain(line);
  });

  test('a portal that does not answer is not taken for a closed one', async () => {
    answer = () => undefined;
    const judgements = await run([HOST]);
    expect(probeExitCode(judgements)).toBe(2);
    expect(renderProbe(judgements)).toContain('nothing is proven');
  });

  test('an open page counts even when others do not answer', async () => {
    answer = (request) => (request.url === '/llms.txt' ? { status: 200 } : undefined);
    expect(probeExitCode(await run([HOST]))).toBe(1);
  });

  test('a front page that only the gate refuses is pointed out', async () => {
    answer = () => ({ status: 403 });
    const judgements = await run([HOST]);
    expect(probeExitCode(judgements)).toBe(0);
    expect(renderProbe(judgements)).toContain('is Access in front of it, or only the gate?');
  });
});
