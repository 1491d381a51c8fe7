import type { Destination, LiveApplication, Rule } from './account.ts';
import { type DesiredPolicy, includedRules, type ProviderType } from './desired.ts';
import { writeDuration } from './duration.ts';

/** One thing that `access apply` does, as data: what to do and with what, but not with which client. */
export type Action =
  | { do: 'close-project'; project: string; stages: ('production' | 'preview')[] }
  | { do: 'shorten-session'; duration: string }
  | { do: 'fix-providers'; id: string; body: Record<string, unknown> }
  | { do: 'create-provider'; type: ProviderType; name: string }
  | { do: 'create-policy'; policy: DesiredPolicy }
  | { do: 'update-policy'; id: string; policy: DesiredPolicy }
  | { do: 'create-application'; application: DesiredApplication }
  | { do: 'update-application'; id: string; application: DesiredApplication }
  | { do: 'delete-application-policy'; application: string; id: string }
  | { do: 'delete-policy'; id: string }
  | { do: 'revoke'; email: string }
  | { do: 'free-seat'; seat: string; email: string };

/** The application as it should be, its providers and policies by what they are called here. */
export interface DesiredApplication {
  name: string;
  /** The host that the dashboard shows. */
  domain: string;
  destinations: Destination[];
  providers: ProviderType[];
  policies: string[];
  session: number;
  settings: Record<string, boolean>;
  /** What the live one has besides, and keeps. */
  kept: Record<string, unknown>;
}

/** A line of a difference. `!` marks what deserves a second look. */
export interface Detail {
  sign: '+' | '-' | '~' | '!';
  text: string;
}

/** A difference between the file and the account. */
export interface Change {
  sign: '+' | '-' | '~';
  /** What kind of thing: `policy`, `application`. */
  what: string;
  name: string;
  details: Detail[];
  action: Action;
}

/** The ids that Cloudflare gave to what this project calls by name. */
export interface Ids {
  providers: Map<string, string>;
  serviceTokens: Map<string, string>;
  policies: Map<string, string>;
}

/** The text in place of an id that exists only once something before it has been created. */
const NOT_YET = 'not yet created';

/** A policy as the API takes it. */
export interface PolicyBody {
  name: string;
  decision: DesiredPolicy['decision'];
  include: Rule[];
  exclude: Rule[];
  require: Rule[];
  session_duration: string;
}

export function policyBody(policy: DesiredPolicy, ids: Ids): PolicyBody {
  const { name, decision, notEmails, provider, session } = policy;
  const login = { login_method: { id: ids.providers.get(provider ?? '') ?? NOT_YET } };
  return {
    name,
    decision,
    include: includedRules(policy, (clientId) => ids.serviceTokens.get(clientId) ?? NOT_YET),
    exclude: notEmails.map((email) => ({ email: { email } })),
    require: provider ? [login] : [],
    session_duration: writeDuration(session),
  };
}

/** The application as the API takes it. Throws when something it refers to has not been created. */
export function applicationBody(
  application: DesiredApplication,
  ids: Ids,
): Record<string, unknown> {
  const { kept, settings, name, domain, destinations, session } = application;
  return {
    ...kept,
    ...settings,
    type: 'self_hosted',
    name,
    domain,
    destinations: destinations.map(({ uri }) => ({ type: 'public', uri })),
    allowed_idps: application.providers.map((type) => known(ids.providers, type)),
    policies: application.policies.map((policy, place) => ({
      id: known(ids.policies, policy),
      precedence: place + 1,
    })),
    session_duration: writeDuration(session),
  };
}

function known(ids: ReadonlyMap<string, string>, name: string): string {
  const id = ids.get(name);
  if (id === undefined) throw new Error(`"${name}" does not exist in the account`);
  return id;
}

/** A live application exactly as it is, but offering only these identity providers. */
export function restrictedBody(
  { raw, destinations, policies }: LiveApplication,
  providers: readonly string[],
): Record<string, unknown> {
  const { id, uid, aud, created_at, updated_at, self_hosted_domains, ...rest } = raw;
  return {
    ...rest,
    destinations: raw.destinations ?? destinations.map(({ uri }) => ({ type: 'public', uri })),
    allowed_idps: providers,
    policies: policies.map((policy, place) => ({ id: policy.id, precedence: place + 1 })),
  };
}
