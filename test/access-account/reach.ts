import type { State, StoredApplication, StoredPolicy } from './cloudflare-stand-in.ts';

/**
 * Who reaches what, worked out from the state of an account the way Cloudflare documents it. Written
 * for the tests alone, so that they do not judge the plan by the plan's own rules.
 */

type Rule = Record<string, Record<string, string>>;

/** People of every kind that matters, as addresses. */
export const PEOPLE = [
  'engineer@sonandigital.com',
  'guest@sonandigital.com',
  'jo@client.example',
  'kim@client.example',
  'lee@other.example',
  'stranger@gmail.com',
];

export const HOSTS = [
  'docs.sonandigital.com',
  'sonan-docs.pages.dev',
  'branch.sonan-docs.pages.dev',
  'wiki.sonandigital.com',
];

/** Every `person → host` that is possible. A host without an application is open to everybody. */
export function reach(state: State): Set<string> {
  const reached = new Set<string>();
  for (const host of HOSTS) {
    const app = guardOf(state, host);
    for (const person of PEOPLE) {
      if (!app || state.identity_providers.some((idp) => admits(state, app, person, idp))) {
        reached.add(`${person} → ${host}`);
      }
    }
  }
  return reached;
}

function guardOf(state: State, host: string): StoredApplication | undefined {
  const fitting = state.apps.flatMap((app) =>
    app.destinations
      .filter(({ uri }) => matches(uri, host))
      .map(({ uri }) => ({ app, wildcards: uri.split('*').length })),
  );
  return fitting.sort((a, b) => a.wildcards - b.wildcards)[0]?.app;
}

function matches(pattern: string, host: string): boolean {
  const source = pattern
    .split('*')
    .map((part) => part.replaceAll('.', '\\.'))
    .join('[^.]*');
  return new RegExp(`^${source}$`).test(host);
}

function admits(
  state: State,
  app: StoredApplication,
  person: string,
  idp: State['identity_providers'][number],
): boolean {
  if (app.allowed_idps.length > 0 && !app.allowed_idps.includes(idp.id)) return false;
  const proves =
    idp.type === 'onetimepin' || person.endsWith(`@${String(idp.config.apps_domain ?? '')}`);
  const policies = app.policies
    .map((policy) =>
      typeof policy === 'string' ? state.policies.find(({ id }) => id === policy) : policy,
    )
    .filter((policy): policy is StoredPolicy => policy !== undefined);
  const matching = (policy: StoredPolicy) => fits(state, policy, person, idp.id);
  if (policies.some((policy) => policy.decision === 'bypass' && matching(policy))) return true;
  if (!proves) return false;
  const first = policies.find(
    (policy) => (policy.decision === 'allow' || policy.decision === 'deny') && matching(policy),
  );
  return first?.decision === 'allow';
}

function fits(state: State, policy: StoredPolicy, person: string, idp: string): boolean {
  const holds = (rule: unknown): boolean => {
    const value = rule as Rule;
    if (value.everyone) return true;
    if (value.email) return value.email.email === person;
    if (value.email_domain) return person.endsWith(`@${value.email_domain.domain}`);
    if (value.login_method) return value.login_method.id === idp;
    if (value.group) {
      const group = state.groups.find(({ id }) => id === value.group?.id);
      return !!group && group.include.some(holds) && group.require.every(holds);
    }
    return false;
  };
  return policy.include.some(holds) && !policy.exclude.some(holds) && policy.require.every(holds);
}
