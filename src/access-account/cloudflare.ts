import Cloudflare from 'cloudflare';
import type { LiveAccount, LiveApplication, LiveProject, LiveUser } from './account.ts';
import { explain, PERMISSIONS, statusOf } from './api-failure.ts';
import {
  list,
  optional,
  type Raw,
  readDestinations,
  readPolicy,
  record,
  rules,
  text,
} from './api-values.ts';
import { type Action, applicationBody, type Ids, policyBody } from './change.ts';
import type { Desired } from './desired.ts';
import { AccountFailure } from './failure.ts';
import { mayHoldSession } from './people.ts';

/** Where to reach the account, and with what. */
export interface Connection {
  /** Never printed. */
  token: string;
  accountId: string;
  /** The API; Cloudflare's own when absent. */
  baseURL?: string;
  now?: () => Date;
  /** Is told when Cloudflare asks to wait, in seconds. */
  onWait?: (seconds: number) => void;
}

/** Cloudflare blocks a token for five minutes once it has asked too much; nothing asks to wait longer. */
const LONGEST_WAIT_SECONDS = 330;

const PAGE_SIZE = 100;

const RETRIES = 4;

/** The account behind a token: what it is like, and one change at a time. */
export class CloudflareAccount {
  readonly #client: Cloudflare;
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#client = new Cloudflare({
      apiToken: connection.token,
      apiKey: null,
      apiEmail: null,
      userServiceKey: null,
      baseURL: connection.baseURL,
      maxRetries: RETRIES,
      logLevel: 'off',
      fetch: (input, init) => this.#fetch(input, init),
    });
  }

  /** Everything that decides who reaches the portal. Throws rather than tell a part of it. */
  async read(desired: Desired): Promise<LiveAccount> {
    const account_id = this.#connection.accountId;
    const page = { account_id, per_page: PAGE_SIZE };
    const { zeroTrust } = this.#client;
    const organization = await this.#ask(
      'the settings of the organization',
      PERMISSIONS.organization,
      () => zeroTrust.organizations.list({ account_id }),
    );
    const [providers, groups, policies, applications, serviceTokens, users] = [
      await this.#list('identity providers', PERMISSIONS.organization, () =>
        zeroTrust.identityProviders.list(page),
      ),
      await this.#list('groups', PERMISSIONS.organization, () =>
        zeroTrust.access.groups.list(page),
      ),
      await this.#list('policies', PERMISSIONS.apps, () => zeroTrust.access.policies.list(page)),
      await this.#list('applications', PERMISSIONS.apps, () =>
        zeroTrust.access.applications.list(page),
      ),
      await this.#list('service tokens', PERMISSIONS.tokens, () =>
        zeroTrust.access.serviceTokens.list(page),
      ),
      await this.#list('users', PERMISSIONS.users, () => zeroTrust.access.users.list(page)),
    ];
    const read: LiveApplication[] = [];
    // The policies of an application do not say which of them belong to the account.
    const shared = new Set(policies.map(({ id }) => text(id)));
    for (const application of applications) {
      read.push(await this.#application(application, shared));
    }
    return {
      teamDomain: text(organization.auth_domain),
      globalSession: optional(organization.session_duration),
      providers: providers.map((provider) => ({
        id: text(provider.id),
        name: text(provider.name),
        type: text(provider.type),
        domain: optional(record(provider.config).apps_domain)?.toLowerCase(),
      })),
      groups: groups.map((group) => ({
        id: text(group.id),
        name: text(group.name),
        include: rules(group.include),
        require: rules(group.require),
      })),
      policies: policies.map((policy) => readPolicy(policy, true)),
      applications: read,
      serviceTokens: serviceTokens.map((token) => ({
        id: text(token.id),
        clientId: text(token.client_id),
        name: text(token.name),
        enabled: token.enabled !== false,
        expiresAt: optional(token.expires_at),
      })),
      users: await this.#users(users, desired, read),
      project: await this.#project(desired.site.project),
    };
  }

  /** Host names of the newest deployments of a project: each can be asked as long as it is kept. */
  async deployments(project: string): Promise<string[]> {
    const account_id = this.#connection.accountId;
    const { result } = await this.#ask('the deployments', PERMISSIONS.project.read, () =>
      this.#client.pages.projects.deployments.list(project, { account_id }),
    );
    const addresses = result.flatMap(({ url, aliases }) => [url, ...(aliases ?? [])]);
    return [
      ...new Set(addresses.filter((url) => URL.canParse(url)).map((url) => new URL(url).hostname)),
    ];
  }

  /** Makes one change. What it creates gets its id written down in `ids`. */
  async perform(action: Action, ids: Ids): Promise<void> {
    const { accountId: account_id } = this.#connection;
    const { zeroTrust, pages } = this.#client;
    const { access, organizations, identityProviders, seats } = zeroTrust;
    const { apps, organization, project, people, seats: seating } = PERMISSIONS;
    switch (action.do) {
      case 'close-project': {
        const closed = { fail_open: false };
        const deployment_configs = Object.fromEntries(
          action.stages.map((stage) => [stage, closed]),
        );
        await this.#ask('closing the Pages project', project.write, () =>
          pages.projects.edit(action.project, { account_id, deployment_configs }),
        );
        return;
      }
      case 'shorten-session':
        // The SDK's own call replaces all settings of the organization; this changes the one.
        // https://developers.cloudflare.com/cloudflare-one/access-controls/service-credentials/service-tokens/
        await this.#ask('shortening the global session', organization.write, () =>
          this.#client.patch(`/accounts/${encodeURIComponent(account_id)}/access/organizations`, {
            body: { session_duration: action.duration },
          }),
        );
        return;
      case 'fix-providers':
        await this.#ask('changing the application', apps.write, () =>
          access.applications.update(action.id, {
            account_id,
            ...action.body,
          } as ApplicationParameters),
        );
        return;
      case 'create-provider': {
        const { type, name } = action;
        const { id } = await this.#ask('creating the identity provider', organization.write, () =>
          identityProviders.create({ account_id, type, name, config: {} }),
        );
        ids.providers.set(type, text(id));
        return;
      }
      case 'create-policy': {
        const body = policyBody(action.policy, ids);
        const { id } = await this.#ask('creating a policy', apps.write, () =>
          access.policies.create({ account_id, ...(body as object) } as PolicyParameters),
        );
        ids.policies.set(action.policy.name, text(id));
        return;
      }
      case 'update-policy': {
        const body = policyBody(action.policy, ids);
        await this.#ask('changing a policy', apps.write, () =>
          access.policies.update(action.id, {
            account_id,
            ...(body as object),
          } as PolicyParameters),
        );
        return;
      }
      case 'create-application': {
        const body = applicationBody(action.application, ids);
        await this.#ask('creating the application', apps.write, () =>
          access.applications.create({ account_id, ...body } as ApplicationParameters),
        );
        return;
      }
      case 'update-application': {
        const body = applicationBody(action.application, ids);
        await this.#ask('changing the application', apps.write, () =>
          access.applications.update(action.id, { account_id, ...body } as ApplicationParameters),
        );
        return;
      }
      case 'delete-application-policy':
        await this.#remove('removing a policy of the application', apps.write, () =>
          access.applications.policies.delete(action.id, {
            app_id: action.application,
            account_id,
          }),
        );
        return;
      case 'delete-policy':
        await this.#remove('removing a policy', apps.write, () =>
          access.policies.delete(action.id, { account_id }),
        );
        return;
      case 'revoke':
        await this.#ask('ending sessions', people, () =>
          organizations.revokeUsers({ account_id, email: action.email }),
        );
        return;
      case 'free-seat':
        await this.#ask('freeing a seat', seating, () =>
          seats.edit({
            account_id,
            body: [{ seat_uid: action.seat, access_seat: false, gateway_seat: false }],
          }),
        );
        return;
    }
  }

  async #application(application: unknown, shared: ReadonlySet<string>): Promise<LiveApplication> {
    const raw = record(application);
    const id = text(raw.id);
    const account_id = this.#connection.accountId;
    const policies = await this.#list('policies of an application', PERMISSIONS.apps, () =>
      this.#client.zeroTrust.access.applications.policies.list(id, {
        account_id,
        per_page: PAGE_SIZE,
      }),
    );
    return {
      id,
      name: text(raw.name),
      type: text(raw.type),
      aud: text(raw.aud),
      destinations: readDestinations(raw),
      sessionDuration: optional(raw.session_duration),
      providers: list(raw.allowed_idps).map(text),
      policies: policies.map((policy) => readPolicy(policy, shared.has(text(policy.id)))),
      raw,
    };
  }

  async #users(
    users: readonly Raw[],
    desired: Desired,
    applications: readonly LiveApplication[],
  ): Promise<LiveUser[]> {
    const now = this.#connection.now?.() ?? new Date();
    const read: LiveUser[] = [];
    for (const user of users) {
      const plain = {
        id: text(user.id),
        email: text(user.email),
        accessSeat: user.access_seat === true,
        gatewaySeat: user.gateway_seat === true,
        seatId: optional(user.seat_uid),
      };
      const suspect = mayHoldSession(
        { ...plain, lastLogin: optional(user.last_successful_login) },
        desired,
        now,
      );
      const sessions = suspect ? await this.#sessions(plain.id, desired, applications, now) : 0;
      read.push({ ...plain, sessions });
    }
    return read;
  }

  /** How many sessions of a person reach the portal. One that does not say what it reaches counts. */
  async #sessions(
    user: string,
    desired: Desired,
    applications: readonly LiveApplication[],
    now: Date,
  ): Promise<number> {
    const account_id = this.#connection.accountId;
    const sessions = await this.#list('sessions of a user', PERMISSIONS.users, () =>
      this.#client.zeroTrust.access.users.activeSessions.list(user, { account_id }),
    );
    const own = new Set(
      applications
        .filter(({ destinations }) => destinations.some(({ uri }) => desired.hosts.includes(uri)))
        .flatMap(({ id, aud }) => [id, aud]),
    );
    return sessions.filter((session) => {
      const expires = typeof session.expiration === 'number' ? session.expiration * 1000 : Infinity;
      if (expires <= now.getTime()) return false;
      const { apps } = record(session.metadata);
      if (apps === undefined || apps === null) return true;
      return Object.entries(record(apps)).some(
        ([key, app]) => own.has(key) || own.has(text(record(app).uid)),
      );
    }).length;
  }

  async #project(name: string): Promise<LiveProject | undefined> {
    const account_id = this.#connection.accountId;
    try {
      const project = record(
        await this.#ask('the Pages project', PERMISSIONS.project.read, () =>
          this.#client.pages.projects.get(name, { account_id }),
        ),
      );
      const stages = record(project.deployment_configs);
      // What is not said to be closed is open: that is what Pages does by default.
      const open = (stage: string) => record(stages[stage]).fail_open !== false;
      const pagesHost = text(project.subdomain).toLowerCase();
      return {
        name: text(project.name),
        pagesHost,
        domains: list(project.domains).map((domain) => text(domain).toLowerCase()),
        failOpen: { production: open('production'), preview: open('preview') },
      };
    } catch (error) {
      if (error instanceof AccountFailure && statusOf(error.cause) === 404) return undefined;
      throw error;
    }
  }

  /**
   * All items of a list. Cloudflare says how many there are; a list that turns out shorter, or comes
   * round again, has changed on the way, and a part of it must not pass for the whole.
   */
  async #list(
    what: string,
    permission: string | { read: string },
    first: () => PromiseLike<Page>,
  ): Promise<Raw[]> {
    const items = new Map<string, Raw>();
    let unnamed = 0;
    let page = await this.#ask(`the ${what}`, permission, first);
    const announced = totalOf(page);
    for (;;) {
      const before = items.size;
      const batch = page.getPaginatedItems().map(record);
      for (const item of batch) items.set(text(item.id) || `#${unnamed++}`, item);
      const complete =
        announced === undefined
          ? batch.length < PAGE_SIZE || !page.hasNextPage()
          : items.size === announced;
      const moved = totalOf(page) !== announced || items.size > (announced ?? items.size);
      if (complete && !moved) return [...items.values()];
      if (moved || items.size === before) {
        throw new AccountFailure(
          `Of the ${what}, Cloudflare listed ${items.size}, and said that there are ${announced ?? 'more'}: the list changed while it was read. Try again.`,
        );
      }
      const current = page;
      page = await this.#ask(`more ${what}`, permission, () => current.getNextPage());
    }
  }

  /** Removing what is gone already is no failure. */
  async #remove(what: string, permission: string, call: () => PromiseLike<unknown>): Promise<void> {
    try {
      await this.#ask(what, permission, call);
    } catch (error) {
      if (!(error instanceof AccountFailure) || statusOf(error.cause) !== 404) throw error;
    }
  }

  async #ask<T>(
    what: string,
    permission: string | { read: string },
    call: () => PromiseLike<T>,
  ): Promise<T> {
    try {
      return await call();
    } catch (error) {
      const needs = typeof permission === 'string' ? permission : permission.read;
      throw explain(error, what, needs, this.#connection.token);
    }
  }

  /** Says when there is waiting to do, and does not wait for ever; never sends a POST a second time. */
  async #fetch(input: unknown, init?: RequestInit): Promise<Response> {
    const response = await fetch(input as string, init);
    const wait = Number.parseFloat(response.headers.get('retry-after') ?? '');
    const limited = response.status === 429;
    if (limited && wait <= LONGEST_WAIT_SECONDS) this.#connection.onWait?.(wait);
    const again = limited
      ? !(wait > LONGEST_WAIT_SECONDS)
      : !(response.status >= 500 && init?.method?.toUpperCase() === 'POST');
    if (again) return response;
    const headers = new Headers(response.headers);
    headers.set('x-should-retry', 'false');
    return new Response(response.body, { status: response.status, headers });
  }
}

type PolicyParameters = Parameters<Cloudflare['zeroTrust']['access']['policies']['create']>[0];
type ApplicationParameters = Parameters<
  Cloudflare['zeroTrust']['access']['applications']['create']
>[0];

/** How many items Cloudflare says a list has, over all its pages. */
function totalOf(page: Page): number | undefined {
  const { total_count } = record((page as { result_info?: unknown }).result_info);
  return typeof total_count === 'number' ? total_count : undefined;
}

interface Page {
  getPaginatedItems(): unknown[];
  hasNextPage(): boolean;
  getNextPage(): Promise<Page>;
}
