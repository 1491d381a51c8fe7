import { randomBytes, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A stand-in for Cloudflare's API on loopback: the part of it that Access and Pages settings live
 * in, with the envelopes, paging, checks and refusals that its documentation describes.
 * https://developers.cloudflare.com/api/
 */

type Json = Record<string, unknown>;

export interface StoredPolicy extends Json {
  id: string;
  name: string;
  decision: string;
  include: Json[];
  exclude: Json[];
  require: Json[];
  session_duration?: string;
}

export interface StoredApplication extends Json {
  id: string;
  name: string;
  type: string;
  destinations: { type: string; uri: string; overrides?: Json[] }[];
  allowed_idps: string[];
  /** Ids of reusable policies, or policies of this application alone. */
  policies: (string | StoredPolicy)[];
}

export interface StoredUser extends Json {
  id: string;
  email: string;
  access_seat: boolean;
  gateway_seat: boolean;
  seat_uid: string;
  last_successful_login: string;
}

export interface State {
  organization: Json;
  identity_providers: ({ id: string; name: string; type: string; config: Json } & Json)[];
  groups: ({ id: string; name: string; include: Json[]; require: Json[] } & Json)[];
  policies: StoredPolicy[];
  apps: StoredApplication[];
  service_tokens: ({ id: string; client_id: string; name: string } & Json)[];
  users: StoredUser[];
  /** By user id. */
  sessions: Record<string, Json[]>;
  projects: Record<string, Json>;
  deployments: Json[];
}

/** An answer to give instead of doing what was asked. */
export interface Fault {
  status: number;
  headers?: Record<string, string>;
  body?: string;
  /** Do it all the same, and then answer so. */
  afterwards?: true;
  /** Break the connection off. */
  reset?: true;
}

export const TOKEN = 'cfut_secret-of-the-test/with+signs=';
export const ACCOUNT_ID = '023e105f4ecef8ad9ca31a8372d0c353';

/** An account that has nothing yet but the project, Zero Trust and Google Workspace. */
export function freshState(): State {
  return {
    organization: {
      auth_domain: 'example-team.cloudflareaccess.com',
      name: 'Example team',
      session_duration: '24h',
      login_design: { header_text: 'Welcome' },
    },
    identity_providers: [
      {
        id: 'idp-google',
        name: 'Google Workspace',
        type: 'google-apps',
        config: { apps_domain: 'sonandigital.com', client_id: 'x' },
      },
    ],
    groups: [],
    policies: [],
    apps: [],
    service_tokens: [],
    users: [],
    sessions: {},
    projects: {
      'sonan-docs': {
        name: 'sonan-docs',
        subdomain: 'sonan-docs.pages.dev',
        domains: ['sonan-docs.pages.dev', 'docs.sonandigital.com'],
        deployment_configs: {
          production: { fail_open: true, env_vars: { KEEP: { type: 'plain_text', value: '1' } } },
          preview: { fail_open: true },
        },
      },
    },
    deployments: [],
  };
}

class Refusal extends Error {
  readonly status: number;
  readonly code: number;

  constructor(status: number, code: number, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export class CloudflareStandIn {
  state: State;
  /** `PUT /access/apps/…`, in the order in which they came. */
  readonly requests: string[] = [];
  /** Decides for each request whether it goes wrong. */
  fault: (request: string, count: number) => Fault | undefined = () => undefined;
  /** Is called after each change. */
  onChange: (state: State) => void = () => {};
  /** What `per_page` is cut down to. */
  largestPage = 1000;
  readonly #server: Server;

  constructor(state: State = freshState()) {
    this.state = state;
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  get baseURL(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/client/v4`;
  }

  /** The requests that changed something. */
  get writes(): string[] {
    return this.requests.filter((request) => !request.startsWith('GET '));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url ?? '/', 'http://loopback');
    const path = url.pathname.replace('/client/v4', '').replace(`/accounts/${ACCOUNT_ID}`, '');
    const label = `${request.method} ${path}`;
    this.requests.push(label);
    const fault = this.fault(label, this.requests.filter((one) => one === label).length);
    if (fault && !fault.afterwards) return fail(response, fault);
    try {
      if (request.headers.authorization !== `Bearer ${TOKEN}`) {
        throw new Refusal(403, 10000, 'Authentication error');
      }
      if (!url.pathname.startsWith(`/client/v4/accounts/${ACCOUNT_ID}/`)) {
        throw new Refusal(404, 7003, `Could not route to ${url.pathname}`);
      }
      const body = chunks.length > 0 ? (JSON.parse(Buffer.concat(chunks).toString()) as Json) : {};
      const result = this.#route(request.method ?? 'GET', path, body, url.searchParams);
      if (request.method !== 'GET') this.onChange(this.state);
      if (fault) return fail(response, fault);
      send(response, 200, result);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const errors = [{ code: error.code, message: error.message }];
      send(response, error.status, { success: false, errors, messages: [], result: null });
    }
  }

  #route(method: string, path: string, body: Json, query: URLSearchParams): Json {
    const { state } = this;
    const parts = path.split('/').filter(Boolean).map(decodeURIComponent);
    const [area, kind, id = '', sub, subId = ''] = parts;
    const route = `${method} ${area}/${kind}${id ? '/:id' : ''}${sub ? `/${sub}` : ''}${subId ? '/:id' : ''}`;
    switch (route) {
      case 'GET access/organizations':
        return one(state.organization);
      case 'PATCH access/organizations':
        Object.assign(state.organization, body);
        return one(state.organization);
      case 'POST access/organizations/:id': {
        if (id !== 'revoke_user') break;
        const user = state.users.find(({ email }) => email === body.email);
        if (!user) throw new Refusal(404, 12130, 'access.api.error.user_not_found');
        delete state.sessions[user.id];
        return one(true);
      }
      case 'GET access/identity_providers':
        return this.#page(state.identity_providers, query);
      case 'POST access/identity_providers': {
        if (
          state.identity_providers.some(({ type }) => type === body.type && type === 'onetimepin')
        )
          throw new Refusal(409, 12132, 'access.api.error.conflict: otp idp already exists');
        const created = { id: randomUUID(), ...body } as State['identity_providers'][number];
        state.identity_providers.push(created);
        return one(created);
      }
      case 'GET access/groups':
        return this.#page(state.groups, query);
      case 'GET access/service_tokens':
        return this.#page(state.service_tokens, query);
      case 'GET access/users':
        return this.#page(state.users, query);
      case 'GET access/users/:id/active_sessions':
        return one(state.sessions[id] ?? []);
      case 'GET access/policies':
        return this.#page(
          state.policies.map((policy) => ({
            ...policy,
            reusable: true,
            app_count: this.#users(policy.id),
          })),
          query,
        );
      case 'POST access/policies': {
        const created = this.#checkPolicy(body, randomUUID());
        state.policies.push(created);
        return one({ ...created, reusable: true });
      }
      case 'PUT access/policies/:id': {
        const place = state.policies.findIndex((policy) => policy.id === id);
        if (place < 0) throw new Refusal(404, 12130, 'access.api.error.not_found');
        state.policies[place] = this.#checkPolicy(body, id);
        return one(state.policies[place]);
      }
      case 'DELETE access/policies/:id': {
        if (!state.policies.some((policy) => policy.id === id))
          throw new Refusal(404, 12130, 'access.api.error.not_found');
        if (this.#users(id) > 0)
          throw new Refusal(
            409,
            12132,
            'access.api.error.conflict: policy is used by an application',
          );
        state.policies = state.policies.filter((policy) => policy.id !== id);
        return one({ id });
      }
      case 'GET access/apps':
        return this.#page(
          state.apps.map((app) => this.#show(app)),
          query,
        );
      case 'POST access/apps': {
        const created = this.#checkApplication(body, {
          id: randomUUID(),
          aud: randomBytes(32).toString('hex'),
        });
        state.apps.push(created);
        return one(this.#show(created));
      }
      case 'PUT access/apps/:id': {
        const place = state.apps.findIndex((app) => app.id === id);
        const before = state.apps[place];
        if (!before) throw new Refusal(404, 12130, 'access.api.error.not_found');
        state.apps[place] = this.#checkApplication(body, { id, aud: before.aud }, before);
        return one(this.#show(state.apps[place] as StoredApplication));
      }
      case 'GET access/apps/:id/policies': {
        const app = state.apps.find((candidate) => candidate.id === id);
        if (!app) throw new Refusal(404, 12130, 'access.api.error.not_found');
        return this.#page(this.#show(app).policies as Json[], query);
      }
      case 'DELETE access/apps/:id/policies/:id': {
        const app = state.apps.find((candidate) => candidate.id === id);
        const left = app?.policies.filter(
          (policy) => typeof policy === 'string' || policy.id !== subId,
        );
        if (!app || left?.length === app.policies.length)
          throw new Refusal(404, 12130, 'access.api.error.not_found');
        app.policies = left ?? [];
        return one({ id: subId });
      }
      case 'PATCH access/seats': {
        for (const seat of body as unknown as Json[]) {
          const user = state.users.find(({ seat_uid }) => seat_uid === seat.seat_uid);
          if (!user) throw new Refusal(404, 12130, 'access.api.error.seat_not_found');
          user.access_seat = seat.access_seat === true;
          user.gateway_seat = seat.gateway_seat === true;
        }
        return one(body);
      }
      case 'GET pages/projects/:id': {
        const project = state.projects[id];
        if (!project) throw new Refusal(404, 8000007, 'Project not found.');
        return one(project);
      }
      case 'GET pages/projects/:id/deployments':
        return this.#page(state.deployments, query);
      case 'PATCH pages/projects/:id': {
        const project = state.projects[id];
        if (!project) throw new Refusal(404, 8000007, 'Project not found.');
        for (const [stage, config] of Object.entries(body.deployment_configs as Json)) {
          Object.assign((project.deployment_configs as Record<string, Json>)[stage] ?? {}, config);
        }
        return one(project);
      }
    }
    throw new Refusal(404, 7003, `Could not route to ${method} ${path}`);
  }

  #users(policy: string): number {
    return this.state.apps.filter(({ policies }) => policies.includes(policy)).length;
  }

  /** A page of a list, with the totals that Cloudflare gives. */
  #page(items: readonly Json[], query: URLSearchParams): Json {
    const page = Number(query.get('page') ?? 1);
    const size = Math.min(Number(query.get('per_page') ?? 25), this.largestPage);
    const result = items.slice((page - 1) * size, page * size);
    const total_pages = Math.ceil(items.length / size);
    const info = {
      page,
      per_page: size,
      count: result.length,
      total_count: items.length,
      total_pages,
    };
    return { success: true, errors: [], messages: [], result, result_info: info };
  }

  #show(app: StoredApplication): Json {
    const policies = app.policies.map((policy, place) => {
      const reusable = typeof policy === 'string';
      const found = reusable ? this.state.policies.find(({ id }) => id === policy) : policy;
      return { ...found, precedence: place + 1 };
    });
    const self_hosted_domains = app.destinations.map(({ uri }) => uri);
    return { ...app, policies, self_hosted_domains, created_at: '2026-01-01T00:00:00Z' };
  }

  #checkPolicy(body: Json, id: string): StoredPolicy {
    const { name, decision, include, exclude = [], require = [], session_duration } = body;
    const rules = [include, exclude, require].flat() as Json[];
    if (typeof name !== 'string' || name === '' || typeof decision !== 'string')
      throw invalid('name and decision are required');
    if (!Array.isArray(include) || include.length === 0 || include.length > 1000)
      throw invalid('a policy has 1 to 1000 include rules');
    for (const rule of rules) {
      const [[kind, value] = ['', {}]] = Object.entries(rule) as [string, Json][];
      if (
        kind === 'login_method' &&
        !this.state.identity_providers.some(({ id }) => id === value.id)
      )
        throw invalid(`identity provider ${String(value.id)} does not exist`);
      if (
        kind === 'service_token' &&
        !this.state.service_tokens.some(({ id }) => id === value.token_id)
      )
        throw invalid(`service token ${String(value.token_id)} does not exist`);
      if (kind === 'service_token' && decision === 'allow')
        throw invalid('service tokens need the decision non_identity');
    }
    return {
      id,
      name,
      decision,
      include: include as Json[],
      exclude: exclude as Json[],
      require: require as Json[],
      session_duration: session_duration as string,
    };
  }

  /** What is left out of a replacement is reset. Of policies, ids are taken; what is not named goes. */
  #checkApplication(body: Json, given: Json, before?: StoredApplication): StoredApplication {
    const destinations = body.destinations as StoredApplication['destinations'];
    if (typeof body.domain !== 'string' || !Array.isArray(destinations))
      throw invalid('domain and destinations are required');
    if (destinations.length > 5) throw invalid('too many destinations');
    for (const { uri } of destinations) {
      const rival = this.state.apps.find(
        (app) => app.id !== given.id && app.destinations.some((other) => other.uri === uri),
      );
      if (rival)
        throw new Refusal(409, 12132, `access.api.error.application_already_exists: ${uri}`);
    }
    const idps = (body.allowed_idps ?? []) as string[];
    for (const idp of idps) {
      if (!this.state.identity_providers.some(({ id }) => id === idp))
        throw invalid(`identity provider ${idp} does not exist`);
    }
    const policies = ((body.policies ?? []) as { id: string }[]).map(({ id }) => {
      const own = before?.policies.find((policy) => typeof policy !== 'string' && policy.id === id);
      if (own) return own;
      if (!this.state.policies.some((policy) => policy.id === id))
        throw invalid(`policy ${id} does not exist`);
      return id;
    });
    return { ...body, ...given, destinations, allowed_idps: idps, policies } as StoredApplication;
  }
}

const invalid = (message: string) =>
  new Refusal(400, 12130, `access.api.error.invalid_request: ${message}`);

const one = (result: unknown): Json => ({ success: true, errors: [], messages: [], result });

function send(response: ServerResponse, status: number, body: Json): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

function fail(response: ServerResponse, { status, headers, body, reset }: Fault): void {
  if (reset) {
    response.socket?.resetAndDestroy();
    return;
  }
  const errors = [{ code: status === 429 ? 10429 : 10001, message: `fault ${status}` }];
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(body ?? JSON.stringify({ success: false, errors, messages: [], result: null }));
}
