import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type AudienceRules, SIGN_IN_WAYS, type SignInWay } from '../access/audiences.ts';
import { normaliseEmail } from '../access/email.ts';
import { type AuditEntry, AuditLog } from './audit-log.ts';
import { forward } from './forward.ts';
import {
  deskPage,
  googlePage,
  loginPage,
  type Mail,
  mailboxPage,
  notePage,
  PAGE_POLICY,
  PLACES,
  pinPage,
} from './pages.ts';
import { PinDesk } from './pin-desk.ts';
import { Sessions } from './sessions.ts';
import { StandInKeys } from './signing-keys.ts';

export interface AccessOptions {
  /** The port to listen on; 0 for any that is free. */
  port: number;
  /** The address to listen on. Anything but loopback is refused. */
  host?: string;
  audiences: readonly AudienceRules[];
  /** Programs that may read: the client id of a listed service token, and a secret for it. */
  serviceTokens?: ReadonlyMap<string, string>;
  /** Takes a line for the terminal. */
  say?: (line: string) => void;
  /** Milliseconds since 1970. */
  now?: () => number;
}

export interface AccessStandIn {
  /** `http://127.0.0.1:4321`, without a slash at the end. */
  url: string;
  /** The environment of a gate that is to believe this stand-in. */
  bindings: { ACCESS_TEAM_DOMAIN: string; ACCESS_AUD: string };
  /** Says where signed-in readers are led: an origin on loopback. Until then they get a 502. */
  forwardTo(upstream: string): void;
  /** Signs with a new key from now on; tokens of the one before it count for seven more days. */
  rotateKeys(): Promise<void>;
  /** Ends all sessions of an address. Gives how many there were. */
  revoke(email: string): number;
  /** The newest first. */
  auditLog(): readonly AuditEntry[];
  /** The newest first. */
  mailbox(): readonly Mail[];
  stop(): Promise<void>;
}

/** The AUD of the application that the stand-in guards: a name, and no secret. */
const AUD = '5'.repeat(64);
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1', '[::1]']);
const LONGEST_FORM = 4_096;
const MOST_MAILS = 50;
const TOKEN_COOKIE = 'CF_Authorization';

/**
 * Starts a stand-in for Cloudflare Access on loopback: a reverse proxy that lets nobody through who
 * has not signed in. A gate behind it cannot tell it from the real one; a person can, because every
 * page says so. Throws when it is asked to listen where others could reach it.
 */
export async function startAccess(options: AccessOptions): Promise<AccessStandIn> {
  const { audiences, host = '127.0.0.1', serviceTokens, say = () => undefined } = options;
  const now = options.now ?? Date.now;
  if (!LOOPBACK.has(host)) {
    throw new Error(`The stand-in for Access runs on loopback only, not on ${host}.`);
  }
  const keys = await StandInKeys.make(now);
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (!(error instanceof FormRefused)) say(`Stand-in for Access: ${error}`);
      if (response.headersSent) response.destroy();
      else sendText(response, error instanceof FormRefused ? 403 : 500, 'That did not work.\n');
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, host === '[::1]' ? '::1' : host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${port}`;
  const sessions = new Sessions({ keys, issuer, aud: AUD, now });
  const pins = new PinDesk(now);
  const log = new AuditLog(now, { app_domain: `127.0.0.1:${port}`, app_uid: AUD.slice(0, 32) });
  const mails: Mail[] = [];
  let upstream: string | undefined;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // A name that leads here from elsewhere could let another site read what is meant for this one.
    const named = /^(\[::1\]|[^:]*)(?::\d+)?$/.exec(request.headers.host ?? '')?.[1] ?? '';
    if (!LOOPBACK.has(named)) return sendText(response, 421, 'Use a loopback address.\n');
    const url = new URL(`http://loopback${(request.url ?? '/').replace(/^[^/]*/, '')}`);
    const place = url.pathname.replace(/(.)\/$/, '$1');
    const route = ROUTES[`${request.method} ${place}`];
    if (route) {
      await route(request, response, url);
      return;
    }
    if (place.startsWith('/cdn-cgi/')) return sendText(response, 404, 'Not found\n');
    const token = (await tokenOfService(request)) ?? (await tokenOfSession(request));
    if (token !== undefined) {
      if (upstream) forward(request, response, upstream, token);
      else sendText(response, 502, 'The portal is not there yet.\n');
      return;
    }
    if (request.headers['x-requested-with'] === 'XMLHttpRequest') {
      return sendText(response, 401, 'Sign in first\n');
    }
    redirect(response, `${PLACES.login}?redirect_url=${encodeURIComponent(request.url ?? '/')}`);
  }

  async function tokenOfService({ headers }: IncomingMessage): Promise<string | undefined> {
    const id = String(headers['cf-access-client-id'] ?? '');
    const secret = headers['cf-access-client-secret'];
    const isKnown = id !== '' && secret !== undefined && serviceTokens?.get(id) === secret;
    return isKnown ? sessions.serviceToken(id) : undefined;
  }

  async function tokenOfSession(request: IncomingMessage): Promise<string | undefined> {
    const token = cookieOf(request);
    return token !== '' && (await sessions.find(token)) ? token : undefined;
  }

  /** The audience of an address, if its readers sign in this way. */
  function approved(email: string, way: SignInWay): AudienceRules | undefined {
    const domain = email.slice(email.indexOf('@') + 1);
    const named = audiences.find(({ emails, exampleEmails }) =>
      [...emails, ...exampleEmails].includes(email),
    );
    const audience = named ?? audiences.find(({ emailDomains }) => emailDomains.includes(domain));
    return audience?.signIn === way ? audience : undefined;
  }

  async function signIn(
    response: ServerResponse,
    email: string,
    audience: AudienceRules,
    redirectUrl: string,
  ): Promise<void> {
    const { session, token } = await sessions.begin(email, audience);
    logIn(email, audience.signIn, true);
    const expires = new Date(session.until * 1000).toUTCString();
    redirect(response, redirectUrl, [
      `${TOKEN_COOKIE}=${token}; Path=/; HttpOnly; SameSite=Lax; Expires=${expires}`,
    ]);
  }

  function logIn(email: string, way: SignInWay, allowed: boolean): void {
    const connection = SIGN_IN_WAYS[way].provider;
    log.add({ action: 'login', allowed, connection, user_email: email });
  }

  function revoke(email: string): number {
    const ended = sessions.end(email);
    if (ended > 0) log.add({ action: 'logout', allowed: true, connection: '', user_email: email });
    return ended;
  }

  const googleAccounts = audiences
    .filter(({ signIn: way }) => way === 'google')
    .flatMap(({ exampleEmails }) => exampleEmails);

  type Route = (request: IncomingMessage, response: ServerResponse, url: URL) => unknown;
  const ROUTES: Record<string, Route> = {
    [`GET ${PLACES.certs}`]: (_, response) => sendJson(response, 200, keys.published()),

    [`GET ${PLACES.identity}`]: async (request, response) => {
      const session = await sessions.find(cookieOf(request));
      if (session) sendJson(response, 200, sessions.describe(session));
      else sendJson(response, 401, { err: 'no session' });
    },

    [`GET ${PLACES.login}`]: (_, response, url) =>
      sendPage(response, 200, loginPage({ redirectUrl: redirectUrlOf(url.searchParams) })),

    [`GET ${PLACES.google}`]: (_, response, url) =>
      sendPage(
        response,
        200,
        googlePage({ redirectUrl: redirectUrlOf(url.searchParams), accounts: googleAccounts }),
      ),

    [`POST ${PLACES.google}`]: async (request, response) => {
      const form = await readForm(request);
      const redirectUrl = redirectUrlOf(form);
      const email = normaliseEmail(form.get('email') ?? '') ?? '';
      const audience = approved(email, 'google');
      if (audience) return signIn(response, email, audience, redirectUrl);
      logIn(email, 'google', false);
      const problem = 'That account does not have access.';
      sendPage(response, 403, googlePage({ redirectUrl, accounts: googleAccounts, problem }));
    },

    [`POST ${PLACES.askPin}`]: async (request, response) => {
      const form = await readForm(request);
      const redirectUrl = redirectUrlOf(form);
      const email = normaliseEmail((form.get('email') ?? '').trim());
      if (email === undefined) {
        const problem = 'That is not an email address.';
        return sendPage(response, 400, loginPage({ redirectUrl, problem }));
      }
      const asked = pins.request(email, approved(email, 'one-time-pin') !== undefined, (pin) => {
        mails.unshift({ to: email, at: new Date(now()).toISOString(), pin });
        mails.splice(MOST_MAILS);
        say(`Mail to ${email}: the code is ${pin}`);
      });
      if ('id' in asked) {
        return sendPage(response, 200, pinPage({ id: asked.id, email, redirectUrl }));
      }
      response.setHeader('retry-after', asked.waitSeconds);
      const minutes = Math.ceil(asked.waitSeconds / 60);
      const problem = `Too many codes were asked for. Try again in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}.`;
      sendPage(response, 429, loginPage({ redirectUrl, problem }));
    },

    [`POST ${PLACES.givePin}`]: async (request, response) => {
      const form = await readForm(request);
      const redirectUrl = redirectUrlOf(form);
      const id = form.get('id') ?? '';
      const { verdict, email } = pins.check(id, (form.get('pin') ?? '').replace(/\s/g, ''));
      const audience = verdict === 'right' ? approved(email, 'one-time-pin') : undefined;
      if (audience) return signIn(response, email, audience, redirectUrl);
      logIn(email, 'one-time-pin', false);
      const page =
        verdict === 'wrong'
          ? pinPage({ id, email, redirectUrl, problem: 'That code is not right.' })
          : loginPage({ redirectUrl, problem: 'That code no longer counts. Ask for a new one.' });
      sendPage(response, 403, page);
    },

    [`GET ${PLACES.logout}`]: async (request, response) => {
      const session = await sessions.find(cookieOf(request));
      if (session) revoke(session.email);
      response.setHeader(
        'set-cookie',
        `${TOKEN_COOKIE}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0`,
      );
      const link = { to: '/', text: 'Sign in again' };
      sendPage(response, 200, notePage('You are signed out', 'Your sessions have ended.', link));
    },

    [`GET ${PLACES.mailbox}`]: (_, response) => sendPage(response, 200, mailboxPage(mails)),

    [`GET ${PLACES.desk}`]: (_, response) =>
      sendPage(
        response,
        200,
        deskPage({
          sessions: sessions.running(),
          keyIds: keys.published().keys.map(({ kid = '' }) => kid),
          entries: log.entries(),
        }),
      ),

    [`GET ${PLACES.auditLog}`]: (_, response) =>
      sendJson(response, 200, { result: log.entries(), success: true, errors: [], messages: [] }),

    [`POST ${PLACES.revoke}`]: async (request, response) => {
      revoke((await readForm(request)).get('email') ?? '');
      redirect(response, PLACES.desk);
    },

    [`POST ${PLACES.rotate}`]: async (request, response) => {
      await readForm(request);
      await keys.rotate();
      redirect(response, PLACES.desk);
    },
  };

  return {
    url: issuer,
    bindings: { ACCESS_TEAM_DOMAIN: issuer, ACCESS_AUD: AUD },
    forwardTo(address) {
      if (!LOOPBACK.has(new URL(address).hostname)) {
        throw new Error(`The stand-in for Access leads to loopback only, not to ${address}.`);
      }
      upstream = address;
    },
    rotateKeys: () => keys.rotate(),
    revoke,
    auditLog: () => log.entries(),
    mailbox: () => mails,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The token in the cookie of a request; empty when there is none. */
function cookieOf(request: IncomingMessage): string {
  const cookies = (request.headers.cookie ?? '').split(';').map((cookie) => cookie.trim());
  const found = cookies.find((cookie) => cookie.startsWith(`${TOKEN_COOKIE}=`));
  return found?.slice(TOKEN_COOKIE.length + 1) ?? '';
}

/** Where to go after signing in: a path of this site, and never another one. */
function redirectUrlOf(parameters: URLSearchParams): string {
  const wanted = parameters.get('redirect_url') ?? '/';
  const isHere = /^\/(?![/\\])[\x21-\x7e]*$/.test(wanted) && !wanted.startsWith('/cdn-cgi/');
  return isHere ? wanted : '/';
}

/** A form that no page of the stand-in has sent. */
class FormRefused extends Error {}

/** Reads a form that a page of this origin sent. Throws `FormRefused` for any other. */
async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const { origin, host } = request.headers;
  if (origin !== undefined && origin !== `http://${host}`) {
    throw new FormRefused('It came from another site.');
  }
  let text = '';
  for await (const chunk of request) {
    text += chunk;
    if (text.length > LONGEST_FORM) throw new FormRefused('It is too long.');
  }
  return new URLSearchParams(text);
}

function redirect(response: ServerResponse, location: string, cookies: string[] = []): void {
  response
    .writeHead(302, { location, 'cache-control': 'private, no-store', 'set-cookie': cookies })
    .end();
}

function sendPage(response: ServerResponse, status: number, html: string): void {
  response
    .writeHead(status, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'private, no-store',
      'content-security-policy': PAGE_POLICY,
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
    })
    .end(html);
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response
    .writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    .end(JSON.stringify(value));
}

function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(text);
}
