import type { Decision, LiveAccount, LivePolicy, Rule } from './account.ts';
import { DOMAINS_OF_EVERYBODY } from './public-mail.ts';

type Groups = LiveAccount['groups'];

/**
 * The kinds of rule that admit a known circle only. Every other kind, also one that Cloudflare adds
 * tomorrow, counts as admitting anybody: a country, an address range and a login method all hold for
 * strangers too.
 * https://developers.cloudflare.com/cloudflare-one/access-controls/policies/#common-cloudflare-access-misconfigurations
 */
const CIRCLES: Record<'people' | 'programs', readonly string[]> = {
  people: [
    'email',
    'email_domain',
    'email_list',
    'group',
    'gsuite',
    'azureAD',
    'okta',
    'saml',
    'oidc',
    'github-organization',
    'cloudflare_account_member',
  ],
  programs: ['service_token', 'linked_app_token', 'common_name', 'group'],
};
const CIRCLE_OF: Partial<Record<Decision, keyof typeof CIRCLES>> = {
  allow: 'people',
  non_identity: 'programs',
};

/** What a rule looks at: the key that the API gives it. */
export function ruleKind(rule: Rule): string {
  return Object.keys(rule)[0] ?? '';
}

/** One field of a rule's value, in lower case; `''` when it has none. */
export function ruleField(rule: Rule, field: string): string {
  const value = Object.values(rule)[0];
  const text = value && typeof value === 'object' ? (value as Rule)[field] : undefined;
  return typeof text === 'string' ? text.toLowerCase() : '';
}

/** Rules with the same key mean the same, however the API spells or orders them. */
export function ruleKey(rule: Rule): string {
  return JSON.stringify(rule, (_, value: unknown) =>
    value && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : typeof value === 'string'
        ? value.toLowerCase()
        : value,
  );
}

/**
 * Why a policy lets in people or programs whom nobody has named; `undefined` when it does not. One
 * open rule among those included is enough for that, unless something it requires narrows it again.
 */
export function whyOpen(
  policy: Pick<LivePolicy, 'decision' | 'include' | 'require'>,
  groups: Groups = [],
): string | undefined {
  if (policy.decision === 'deny') return undefined;
  if (policy.decision === 'bypass') return 'it lets requests past without any sign-in';
  const circle = CIRCLES[CIRCLE_OF[policy.decision] ?? 'people'];
  if (policy.require.some((rule) => !whyRuleOpen(rule, circle, groups, []))) return undefined;
  if (policy.include.length === 0) return 'it includes no rule at all';
  for (const rule of policy.include) {
    const why = whyRuleOpen(rule, circle, groups, []);
    if (why) return why;
  }
  return undefined;
}

const OPEN_RULES: Record<string, string> = {
  everyone: 'it includes everyone',
  login_method: 'a login method alone is enough, and anybody has an email address',
  any_valid_service_token: 'it includes every service token of the account',
};

function whyRuleOpen(
  rule: Rule,
  circle: readonly string[],
  groups: Groups,
  path: readonly string[],
): string | undefined {
  const kind = ruleKind(rule);
  if (!circle.includes(kind)) {
    return OPEN_RULES[kind] ?? `"${kind}" holds for strangers too`;
  }
  if (kind === 'email_domain') {
    const domain = ruleField(rule, 'domain').replace(/^@/, '');
    return DOMAINS_OF_EVERYBODY.has(domain) || !domain.includes('.')
      ? `anybody can have an address at "${domain}"`
      : undefined;
  }
  if (kind !== 'group') return undefined;
  const id = ruleField(rule, 'id');
  const group = groups.find((candidate) => candidate.id.toLowerCase() === id);
  if (!group || path.includes(id)) return 'it includes a group that cannot be looked into';
  const inside = [...path, id];
  if (group.require.some((inner) => !whyRuleOpen(inner, circle, groups, inside))) return undefined;
  if (group.include.length === 0) return `the group "${group.name}" includes no rule at all`;
  for (const inner of group.include) {
    const why = whyRuleOpen(inner, circle, groups, inside);
    if (why) return `through the group "${group.name}": ${why}`;
  }
  return undefined;
}

/** The addresses and domains that policies name, through groups too: whom they admit by name. */
export function namedIn(
  policies: readonly Pick<LivePolicy, 'decision' | 'include'>[],
  groups: Groups,
): { emails: Set<string>; domains: Set<string> } {
  const emails = new Set<string>();
  const domains = new Set<string>();
  const visit = (rules: readonly Rule[], path: readonly string[]): void => {
    for (const rule of rules) {
      const kind = ruleKind(rule);
      if (kind === 'email') emails.add(ruleField(rule, 'email'));
      if (kind === 'email_domain') domains.add(ruleField(rule, 'domain').replace(/^@/, ''));
      const id = kind === 'group' ? ruleField(rule, 'id') : '';
      const group = groups.find((candidate) => candidate.id.toLowerCase() === id);
      if (group && !path.includes(id)) visit(group.include, [...path, id]);
    }
  };
  for (const policy of policies) if (policy.decision === 'allow') visit(policy.include, []);
  return { emails, domains };
}
