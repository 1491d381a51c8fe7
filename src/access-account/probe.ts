import { request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import { printable } from './failure.ts';

/** A request that nobody without a sign-in may get an answer to. */
export interface Attempt {
  path: string;
  method?: string;
  headers?: Record<string, string>;
  scheme?: 'http' | 'https';
  /** Not an address at all: that the server calls it a bad request is a refusal too. */
  malformed?: true;
}

/** What came back, as far as it decides. */
export interface Answer {
  status: number;
  location?: string;
  /** Cloudflare stopped the request for another reason, before Access had a say. */
  challenged?: boolean;
}

/** `unclear`: nothing was shown, and nothing was proven either. */
export type Verdict = 'refused' | 'open' | 'unclear';

export interface Judgement {
  host: string;
  attempt: Attempt;
  verdict: Verdict;
  /** What was answered, as a half sentence. */
  why: string;
}

/** A token in the right form, signed by nobody. */
const FORGED_TOKEN = [
  { alg: 'RS256', typ: 'JWT', kid: 'forged' },
  { type: 'app', email: 'engineer@example.com', sub: 'forged', iat: 1, exp: 4102444800 },
]
  .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
  .concat('Zm9yZ2Vk')
  .join('.');

/**
 * Pages, files that say what the pages are about, addresses in spellings that one server takes for
 * another, and credentials that are worth nothing.
 */
export const ATTEMPTS: readonly Attempt[] = [
  { path: '/' },
  { path: '/', scheme: 'http' },
  { path: '/', method: 'HEAD' },
  { path: '/', method: 'OPTIONS' },
  { path: '/', method: 'POST' },
  { path: '/index.html' },
  { path: '/404.html' },
  { path: '/adr/' },
  { path: '/guides/client/' },
  { path: '/runbooks/crm-down.md' },
  { path: '/llms.txt' },
  { path: '/robots.txt' },
  { path: '/sitemap-index.xml' },
  { path: '/favicon.svg' },
  { path: '/pagefind/pagefind-entry.json' },
  { path: '/_editions/staff/' },
  { path: '/_editions/staff/index.html' },
  { path: '/_headers' },
  { path: '/_worker.js' },
  { path: '/ADR/' },
  { path: '/%61dr/' },
  { path: '/adr%2F', malformed: true },
  { path: '/adr/%2e%2e/runbooks/', malformed: true },
  { path: '/adr/../runbooks/', malformed: true },
  { path: '/adr;/', malformed: true },
  { path: '//adr/', malformed: true },
  { path: '/adr\\', malformed: true },
  { path: '/%', malformed: true },
  { path: '/%00', malformed: true },
  { path: '/adr/?access=1' },
  { path: '/cdn-cgi/../adr/', malformed: true },
  { path: '/', headers: { 'cf-access-jwt-assertion': FORGED_TOKEN } },
  { path: '/', headers: { cookie: `CF_Authorization=${FORGED_TOKEN}` } },
  { path: '/', headers: { 'cf-access-authenticated-user-email': 'engineer@example.com' } },
  {
    path: '/',
    headers: { 'cf-access-client-id': 'forged.access', 'cf-access-client-secret': 'forged' },
  },
  { path: '/', headers: { 'x-forwarded-host': 'localhost', 'x-original-url': '/favicon.svg' } },
];

const LOGIN_PATH = '/cdn-cgi/access/login';

const TEAM_DOMAINS = '.cloudflareaccess.com';

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/**
 * Whether an answer is a refusal: 401, 403, or the way to the sign-in of the team. `teamDomain` is
 * `<team>.cloudflareaccess.com`; without it, any team's sign-in counts.
 */
export function judge(
  answer: Answer,
  { host, attempt, teamDomain }: { host: string; attempt: Attempt; teamDomain?: string },
): { verdict: Verdict; why: string } {
  const { status, location, challenged } = answer;
  if (challenged) return { verdict: 'unclear', why: 'a challenge of Cloudflare came first' };
  if (status === 401 || status === 403) return { verdict: 'refused', why: `${status}` };
  if (status === 400 && attempt.malformed) return { verdict: 'refused', why: '400' };
  if (REDIRECTS.has(status)) {
    const target = readLocation(location, host);
    if (!target) return { verdict: 'open', why: `${status} to nowhere` };
    if (isSignIn(target, teamDomain))
      return { verdict: 'refused', why: `${status} to the sign-in` };
    const toHttps = attempt.scheme === 'http' && target.protocol === 'https:';
    if (toHttps && target.host === host) return { verdict: 'refused', why: `${status} to https` };
    return { verdict: 'open', why: `${status} to ${printable(target.href)}` };
  }
  if (status === 429 || status >= 500 || status < 200 || status === 400) {
    return { verdict: 'unclear', why: `${status}, which says nothing` };
  }
  return { verdict: 'open', why: `${status}` };
}

function readLocation(location: string | undefined, host: string): URL | undefined {
  if (location === undefined) return undefined;
  return URL.canParse(location, `https://${host}`)
    ? new URL(location, `https://${host}`)
    : undefined;
}

function isSignIn(target: URL, teamDomain: string | undefined): boolean {
  const rightTeam = teamDomain
    ? target.host === teamDomain
    : target.host.endsWith(TEAM_DOMAINS) && target.host !== TEAM_DOMAINS.slice(1);
  const path = target.pathname;
  const login = path === LOGIN_PATH || path.startsWith(`${LOGIN_PATH}/`);
  const secure = target.protocol === 'https:' || LOOPBACK.has(target.hostname);
  return rightTeam && login && secure;
}

const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** Sends one attempt and gives what came back; throws when nothing did. */
export type Send = (host: string, attempt: Attempt) => Promise<Answer>;

/** Tries everything at every host, one request at a time for each. Nothing is followed. */
export async function probe(
  hosts: readonly string[],
  { send, teamDomain }: { send: Send; teamDomain?: string },
): Promise<Judgement[]> {
  const tried = await Promise.all(hosts.map((host) => probeHost(host, send, teamDomain)));
  return tried.flat();
}

async function probeHost(
  host: string,
  send: Send,
  teamDomain: string | undefined,
): Promise<Judgement[]> {
  const judgements: Judgement[] = [];
  for (const attempt of ATTEMPTS) {
    try {
      const answer = await send(host, attempt);
      judgements.push({ host, attempt, ...judge(answer, { host, attempt, teamDomain }) });
    } catch (error) {
      const why = `no answer: ${error instanceof Error ? printable(error.message) : 'unknown'}`;
      judgements.push({ host, attempt, verdict: 'unclear', why });
    }
  }
  return judgements;
}

const TIMEOUT_MS = 15_000;

/**
 * Sends requests as they are written, without tidying up the path as `fetch` would. `connect`: the
 * server that is asked instead of the host's own, for trying this against a stand-in.
 */
export function sender(connect?: URL): Send {
  return (host, { path, method = 'GET', headers, scheme = 'https' }) =>
    new Promise((resolve, reject) => {
      const protocol = connect?.protocol ?? `${scheme}:`;
      const open = protocol === 'http:' ? overHttp : overHttps;
      const request = open({
        protocol,
        hostname: connect?.hostname.replace(/^\[|\]$/g, '') ?? host,
        port: connect?.port || undefined,
        servername: host,
        method,
        path,
        headers: { 'user-agent': 'sonan-docs access probe', accept: 'text/html', ...headers, host },
        agent: false,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      request.on('error', reject);
      request.on('response', (response) => {
        // What the page says is nobody's business here: only whether there is one.
        response.destroy();
        resolve({
          status: response.statusCode ?? 0,
          location: response.headers.location,
          challenged: response.headers['cf-mitigated'] === 'challenge',
        });
      });
      request.end();
    });
}

/** What was found, host by host: every answer that was no refusal, and how many were. */
export function renderProbe(judgements: readonly Judgement[]): string {
  const lines: string[] = [];
  for (const host of new Set(judgements.map((judgement) => judgement.host))) {
    const here = judgements.filter((judgement) => judgement.host === host);
    const refused = here.filter(({ verdict }) => verdict === 'refused');
    lines.push(`${host}: ${refused.length} of ${here.length} requests refused`);
    for (const { attempt, verdict, why } of here) {
      if (verdict === 'refused') continue;
      lines.push(
        `  ${verdict === 'open' ? 'OPEN   ' : 'unclear'} ${describeAttempt(attempt)}: ${why}`,
      );
    }
    const front = here.find(({ attempt }) => attempt === ATTEMPTS[0]);
    if (front?.verdict === 'refused' && !front.why.includes('sign-in')) {
      lines.push(
        `  note    the front page was refused without a way to sign in (${front.why}): is Access in front of it, or only the gate?`,
      );
    }
  }
  const code = probeExitCode(judgements);
  lines.push(
    '',
    {
      0: 'Nobody gets in without signing in.',
      1: 'Somebody who has not signed in is answered. Close it: npm run access -- plan says what differs.',
      2: 'Not everything could be tried, so nothing is proven. Try again.',
    }[code],
  );
  return `${lines.join('\n')}\n`;
}

/** 0 every request was refused, 1 one was answered, 2 some could not be judged. */
export function probeExitCode(judgements: readonly Judgement[]): 0 | 1 | 2 {
  if (judgements.some(({ verdict }) => verdict === 'open')) return 1;
  return judgements.length > 0 && judgements.every(({ verdict }) => verdict === 'refused') ? 0 : 2;
}

function describeAttempt({ method = 'GET', scheme, path, headers }: Attempt): string {
  const start = `${method} ${scheme === 'http' ? 'http ' : ''}${path}`;
  const claims = Object.keys(headers ?? {});
  return claims.length > 0 ? `${start} with a forged ${claims.join(', ')}` : start;
}
