import { readGateConfig } from './gate-config.ts';
import {
  audienceOf,
  GATE_DATA_PATH,
  type GateAudience,
  type GateData,
  readGateData,
} from './gate-data.ts';
import { type Identity, identify, tokenOf } from './identity.ts';
import { refusalPage } from './refusal-page.ts';
import { REFUSALS, type RefusalReason, Refused } from './refusals.ts';
import { readPath } from './request-path.ts';
import { headersOfFile, headersOfRefusal } from './response-headers.ts';
import { SignIns } from './sign-ins.ts';
import { SigningKeys } from './signing-keys.ts';
import { STAFF } from './staff.ts';
import { markedAs, readViewRequest, viewCookie, viewedAudience } from './view-as.ts';

/** What the gate takes from where it runs, for the whole of its life. */
export interface GateSurroundings {
  /** `ACCESS_TEAM_DOMAIN` and `ACCESS_AUD`. */
  env: Readonly<Record<string, unknown>>;
  /** Asks Access, for keys and for how somebody signed in. */
  fetch: typeof fetch;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** What the gate takes from where it runs, for one request. */
export interface RequestSurroundings {
  /** The files of the deployment. Everybody could read them here, which is why nobody else gets here. */
  assets: { fetch(request: Request): Promise<Response> };
  /** Takes one line for the log. */
  log: (line: string) => void;
  /** Keeps work alive that the answer does not wait for. */
  later: (work: Promise<unknown>) => void;
}

/** What a decision leaves in the log. It names no person: who signed in when is in Access's own log. */
interface Decision {
  audience?: string;
  edition?: string;
  reason?: RefusalReason;
  detail?: string;
}

const READING_METHODS = new Set(['GET', 'HEAD']);
const SHOWN_STATUSES = new Set([200, 304, 404]);
/** Under this address the asset server has the page that says that there is none. */
const NOT_FOUND = '/404';
/** The asset server is asked for paths; the host of the URL means nothing to it. */
const ASSET_ORIGIN = 'http://assets.invalid';
const RETRY_AFTER_S = '10';

/**
 * The one way to a page: makes the function that answers every request, of whatever method, path and
 * host. It shows something only where it has found a reason to; whatever goes wrong inside ends in a
 * refusal.
 */
export function createGate({ env, fetch, now }: GateSurroundings) {
  let memory: ReturnType<typeof remember> | undefined;
  let data: GateData | undefined;

  function remember() {
    const config = readGateConfig(env);
    const at = (name: string) => `${config.issuer}/cdn-cgi/access/${name}`;
    return {
      config,
      keys: new SigningKeys({ url: at('certs'), fetch, now }),
      signIns: new SignIns({ url: at('get-identity'), fetch, now }),
    };
  }

  async function findAudience(
    request: Request,
    { assets, later }: RequestSurroundings,
  ): Promise<{ audience: GateAudience; all: GateData }> {
    memory ??= remember();
    const { config, keys, signIns } = memory;
    const token = tokenOf(request.headers);
    const identity = await identify(token, config, keys, now(), later);
    data ??= await loadGateData(assets);
    const audience = await audienceOf(identity, data, config.isStandIn);
    if (!audience) throw new Refused('not-listed', identity.kind);
    if (identity.kind === 'person') {
      checkSession(identity, audience, now());
      const signIn = await signIns.of(token, later);
      if (signIn === 'away') throw new Refused('identity-away');
      if (signIn === 'ended' || signIn.email !== identity.email) throw new Refused('sign-in-ended');
      if (signIn.provider !== audience.provider) throw new Refused('sign-in-way', signIn.provider);
    }
    return { audience, all: data };
  }

  async function answer(
    request: Request,
    surroundings: RequestSurroundings,
    decision: Decision,
  ): Promise<Response> {
    const { audience, all } = await findAudience(request, surroundings);
    decision.audience = audience.id;
    if (!READING_METHODS.has(request.method)) throw new Refused('method');
    const requested = readPath(request.url);
    if (requested.kind === 'refused') throw new Refused('path');

    const isStaff = audience.id === STAFF;
    const wanted = isStaff ? readViewRequest(request, all) : undefined;
    if (wanted) return redirect('/', 302, { 'set-cookie': viewCookie(wanted) });
    const viewed = isStaff ? viewedAudience(request.headers, all) : undefined;
    const shown = viewed ?? audience;
    decision.edition = shown.id;

    const path = requested.kind === 'plain' ? requested.path : NOT_FOUND;
    const moved = findRedirect(path, shown);
    const { search } = new URL(request.url);
    if (moved) return redirect(withSearch(moved.to, search), moved.status);
    // "Not modified" is an answer about a page that there is, as its own readers get it.
    const mayBeKept = path !== NOT_FOUND && !viewed;
    const response = await readEdition(request, path, shown, mayBeKept, surroundings);
    const location = response.headers.get('location');
    if (location !== null) {
      return redirect(withSearch(publicAddress(location, shown), search), response.status);
    }
    const status = path === NOT_FOUND ? 404 : response.status;
    if (!SHOWN_STATUSES.has(status)) throw new Error('The asset server has failed.');
    const headers = headersOfFile(path, status, response.headers, shown.edition);
    const result = new Response(status === 304 ? null : response.body, { status, headers });
    return viewed ? markedAs(result, viewed.id) : result;
  }

  return async function gate(
    request: Request,
    surroundings: RequestSurroundings,
  ): Promise<Response> {
    const decision: Decision = {};
    let response: Response;
    try {
      response = await answer(request, surroundings, decision);
    } catch (error) {
      const refused = error instanceof Refused ? error : undefined;
      decision.reason = refused?.reason ?? 'fault';
      // What some library says in an error might hold parts of a token; its name does not.
      decision.detail = refused ? refused.detail : error instanceof Error ? error.name : 'unknown';
      response = refuse(decision.reason, request.method);
    }
    try {
      surroundings.log(logLine(request, response.status, decision, now()));
    } catch {
      return refuse('fault', request.method);
    }
    return response;
  };
}

/** Reads a file of an edition, with nothing of the request but its method and what the reader has. */
function readEdition(
  request: Request,
  path: string,
  audience: GateAudience,
  mayBeKept: boolean,
  { assets }: RequestSurroundings,
): Promise<Response> {
  const ifNoneMatch = mayBeKept ? request.headers.get('if-none-match') : null;
  return assets.fetch(
    new Request(`${ASSET_ORIGIN}/_editions/${audience.id}${path}`, {
      method: request.method,
      headers: ifNoneMatch === null ? {} : { 'if-none-match': ifNoneMatch },
      redirect: 'manual',
    }),
  );
}

async function loadGateData(assets: RequestSurroundings['assets']): Promise<GateData> {
  const response = await assets.fetch(new Request(ASSET_ORIGIN + GATE_DATA_PATH));
  if (response.status !== 200) throw new Refused('not-configured', `no ${GATE_DATA_PATH}`);
  return readGateData(await response.json());
}

/** Access ends sessions as well. This holds even when a session there is longer than the file says. */
function checkSession(
  identity: Identity & { kind: 'person' },
  audience: GateAudience,
  nowMs: number,
) {
  if (nowMs / 1000 >= identity.issuedAt + audience.sessionSeconds)
    throw new Refused('session-over');
}

function findRedirect(path: string, { edition }: GateAudience) {
  const { redirects } = edition;
  const spellings = [path, path.endsWith('/') ? path.slice(0, -1) : `${path}/`];
  const from = spellings.find((spelling) => Object.hasOwn(redirects, spelling));
  return from === undefined ? undefined : redirects[from];
}

/** Where the asset server leads, as the reader may know it. Throws when it leads out of the edition. */
function publicAddress(location: string, { id }: GateAudience): string {
  const { pathname } = new URL(location, ASSET_ORIGIN);
  const inside = `/_editions/${id}/`;
  const path = `/${pathname.slice(inside.length)}`;
  if (!pathname.startsWith(inside) || path.startsWith('//')) {
    throw new Error('The asset server leads out of the edition.');
  }
  return path;
}

/** An address with the query of the request, which goes before a fragment. */
function withSearch(to: string, search: string): string {
  const [address = '', fragment] = to.split('#');
  return address + search + (fragment === undefined ? '' : `#${fragment}`);
}

function redirect(to: string, status: number, more: Record<string, string> = {}): Response {
  const headers = headersOfRefusal();
  headers.delete('content-type');
  headers.set('location', to);
  for (const [name, value] of Object.entries(more)) headers.set(name, value);
  return new Response(null, { status, headers });
}

function refuse(reason: RefusalReason, method: string): Response {
  const status = REFUSALS[reason];
  const headers = headersOfRefusal();
  if (status === 405) headers.set('allow', [...READING_METHODS].join(', '));
  if (status === 503) headers.set('retry-after', RETRY_AFTER_S);
  return new Response(method === 'HEAD' ? null : refusalPage(reason), { status, headers });
}

function logLine(request: Request, status: number, decision: Decision, nowMs: number): string {
  const { host, pathname } = new URL(request.url);
  const ray = request.headers.get('cf-ray') ?? '';
  return JSON.stringify({
    at: new Date(nowMs).toISOString(),
    gate: decision.reason === undefined ? 'open' : 'shut',
    status,
    ...decision,
    method: request.method,
    host,
    path: pathname.slice(0, 200),
    ray: /^[0-9a-f]{16}(?:-[A-Z]{3})?$/.test(ray) ? ray : undefined,
  });
}
