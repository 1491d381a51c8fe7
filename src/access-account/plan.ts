import type { LiveAccount, LiveApplication, LivePolicy, LiveProject, Rule } from './account.ts';
import {
  type Change,
  type DesiredApplication,
  type Detail,
  type Ids,
  livePolicyRules,
  policyBody,
  restrictedBody,
} from './change.ts';
import { type Desired, type DesiredPolicy, type ProviderType, policyPrefix } from './desired.ts';
import { readDuration, writeDuration } from './duration.ts';
import { type AccessFinding, finding, IN_THE_ACCOUNT } from './finding.ts';
import { covers, overlapOf } from './hosts.ts';
import { countSeats, cutOff, type Loss, losses, type Seats } from './people.ts';
import { ruleField, ruleKey, ruleKind, whyOpen } from './rules.ts';

/** How the account differs from the file, and what else is to be said of it. */
export interface Plan {
  /** In the order in which `access apply` makes them; see `ORDER`. */
  changes: Change[];
  losses: Loss[];
  seats: Seats;
  findings: AccessFinding[];
  ids: Ids;
  /** Of the application of the portal, once it exists: what the gate has to be told. */
  gate?: { teamDomain: string; aud: string };
}

/**
 * The order of changes, chosen so that at no moment somebody gets in who could neither before nor
 * afterwards. What only closes comes first; before the account gets a new way to sign in, the
 * application names the ones it has. A new policy opens nothing before an application uses
 * it; a changed one admits its old people or its new ones. The application is replaced in one
 * request, its hosts and policies together; only then does what it used before go. Sessions end
 * last: whoever is cut off could otherwise sign in again at once.
 */
const ORDER = [
  'close-project',
  'shorten-session',
  'fix-providers',
  'create-provider',
  'create-policy',
  'update-policy',
  'create-application',
  'update-application',
  'delete-application-policy',
  'delete-policy',
  'revoke',
  'free-seat',
] as const satisfies Change['action']['do'][];

/** Cloudflare's default, in seconds, for an account that sets no global session. */
const DEFAULT_GLOBAL_SESSION = 86_400;
/** From this share of the seats on, the plan warns. */
const SEATS_NEARLY_FULL = 0.8;

/** Settings of the application that decide who gets in, and what leaving them out means. */
const SETTINGS = [
  {
    key: 'allow_authenticate_via_warp',
    value: false,
    absent: false,
    otherwise: 'a device session would outlast the session asked for',
  },
  {
    key: 'options_preflight_bypass',
    value: false,
    absent: false,
    otherwise: 'OPTIONS requests would pass without a sign-in',
  },
  {
    key: 'auto_redirect_to_identity',
    value: false,
    absent: false,
    otherwise: 'readers could not choose how to sign in',
  },
  {
    key: 'http_only_cookie_attribute',
    value: true,
    absent: true,
    otherwise: 'scripts could read the sign-in cookie',
  },
  {
    key: 'service_auth_401_redirect',
    value: true,
    absent: false,
    otherwise: 'programs would get a login page instead of a refusal',
  },
] as const;

/** What else an application may have, and keeps: none of it lets anybody in. */
const KEPT = [
  'allow_iframe',
  'app_launcher_visible',
  'custom_deny_message',
  'custom_deny_url',
  'custom_non_identity_deny_url',
  'custom_pages',
  'eager_redirect_cookie_setting',
  'enable_binding_cookie',
  'logo_url',
  'mfa_config',
  'path_cookie_attribute',
  'same_site_cookie_attribute',
  'skip_interstitial',
  'tags',
] as const;

/** Where certificates are validated: https://developers.cloudflare.com/pages/platform/known-issues/#custom-domains */
const ACME_PATH = /\/\.well-known\/acme-challenge(?:\/|$)/;

/**
 * Compares the live account with what the file asks for. `justRevoked`: people whose sessions were
 * ended a moment ago, and may still be listed, since that takes Cloudflare up to a minute.
 */
export function planAccount(
  desired: Desired,
  live: LiveAccount,
  { now, justRevoked }: { now: Date; justRevoked?: ReadonlySet<string> },
): Plan {
  const findings: AccessFinding[] = [];
  const application = findApplication(desired, live, findings);
  const ids: Ids = {
    providers: findProviders(desired, live, findings),
    serviceTokens: findServiceTokens(desired, live, now, findings),
    policies: new Map(),
  };
  const changes: Change[] = [
    ...closeProject(desired, live.project, findings),
    ...shortenSession(desired, live, application),
    ...createProviders(desired, live, application, ids, findings),
    ...changePolicies(desired, live, application, ids, findings),
    ...changeApplication(desired, live, application, ids),
  ];
  flagLiveRules(desired, live, application, findings);
  changes.push(...cutOff(desired, live, application, justRevoked));
  changes.sort((a, b) => ORDER.indexOf(a.action.do) - ORDER.indexOf(b.action.do));
  const seats = countSeats(desired, live.users, changes);
  flagSeats(seats, findings);
  return {
    changes,
    losses: losses(desired, live, application, changes),
    seats,
    findings,
    ids,
    gate: application && { teamDomain: live.teamDomain, aud: application.aud },
  };
}

/**
 * The application of the portal: the one with the project's name, or else the only one that guards
 * one of its hosts, whatever it is called.
 */
function findApplication(
  desired: Desired,
  live: LiveAccount,
  findings: AccessFinding[],
): LiveApplication | undefined {
  const hosted = live.applications.filter(({ type }) => type === 'self_hosted');
  const named = hosted.filter(({ name }) => name === desired.site.project);
  const guarding = hosted.filter(({ destinations }) =>
    destinations.some(({ uri }) => desired.hosts.some((host) => overlapOf(uri, host) === 'same')),
  );
  const own = named.length > 0 ? named[0] : guarding[0];
  const rivals = [...new Set([...named, ...guarding])].filter((one) => one !== own);
  for (const rival of rivals) {
    findings.push(
      finding(
        'access/application-conflict',
        IN_THE_ACCOUNT,
        `the application "${rival.name}" is there besides "${own?.name}", and both would guard the portal`,
        'Look at its policies, make sure that nobody needs it, and delete it in the dashboard. Then plan again.',
        true,
      ),
    );
  }
  return own;
}

function findProviders(
  desired: Desired,
  live: LiveAccount,
  findings: AccessFinding[],
): Map<string, string> {
  const found = new Map<string, string>();
  for (const type of desired.providers) {
    const fitting = live.providers.filter(
      (provider) =>
        provider.type === type &&
        (type !== 'google-apps' ||
          provider.domain === undefined ||
          desired.googleDomains.includes(provider.domain)),
    );
    const [provider] = fitting;
    if (provider && fitting.length === 1) found.set(type, provider.id);
    if (fitting.length > 1 || (!provider && type === 'google-apps')) {
      findings.push(
        finding(
          'access/provider-missing',
          IN_THE_ACCOUNT,
          provider
            ? `there are ${fitting.length} identity providers "${type}", and only one can count`
            : `there is no Google Workspace identity provider for ${desired.googleDomains.join(', ') || 'staff'}`,
          provider
            ? 'Remove the ones that are not in use.'
            : 'Add it by hand, it needs a secret of Google: docs/deploying.md says how. A plain "Google" provider is not enough: it also signs in private accounts that somebody made with a company address, and keeps them after that person has left.',
          true,
        ),
      );
    }
  }
  return found;
}

/**
 * Adds what is missing. An application that offers every way of signing in offers a new one too, and
 * then "everyone", who were the people of the company until now, means everyone.
 */
function createProviders(
  desired: Desired,
  live: LiveAccount,
  own: LiveApplication | undefined,
  { providers }: Ids,
  findings: AccessFinding[],
): Change[] {
  const missing = desired.providers.filter((type) => type === 'onetimepin' && !providers.has(type));
  if (missing.length === 0) return [];
  const known = live.providers.map(({ id }) => id);
  const offersAll = live.applications.filter((one) => one.providers.length === 0);
  const fixable = own && offersAll.includes(own) && known.length > 0 ? own : undefined;
  for (const { name } of offersAll.filter(
    (one) => one !== fixable && one.policies.some((policy) => whyOpen(policy, live.groups)),
  )) {
    findings.push(
      finding(
        'access/provider-opens',
        IN_THE_ACCOUNT,
        `with One-time PIN in the account, anybody could sign in to the application "${name}"`,
        'Choose the identity providers of that application in the dashboard, or narrow its policies. Then plan again.',
        true,
      ),
    );
  }
  const changes = missing.map(
    (type): Change => ({
      sign: '+',
      what: 'identity provider',
      name: 'One-time PIN',
      details: [{ sign: '+', text: 'a code by email' }],
      action: { do: 'create-provider', type, name: 'One-time PIN' },
    }),
  );
  if (!fixable) return changes;
  const text = 'offer only the ways of signing in that it offers now, before there is another';
  const action = {
    do: 'fix-providers',
    id: fixable.id,
    body: restrictedBody(fixable, known),
  } as const;
  const change: Change = {
    sign: '~',
    what: 'application',
    name: fixable.name,
    details: [{ sign: '~', text }],
    action,
  };
  return [change, ...changes];
}

function findServiceTokens(
  desired: Desired,
  live: LiveAccount,
  now: Date,
  findings: AccessFinding[],
): Map<string, string> {
  const found = new Map<string, string>();
  for (const { name, clientId } of desired.policies.flatMap((policy) => policy.serviceTokens)) {
    const token = live.serviceTokens.find((candidate) => candidate.clientId === clientId);
    if (!token) {
      findings.push(
        finding(
          'access/service-token',
          IN_THE_ACCOUNT,
          `the service token "${name}" (${clientId}) is not in the account`,
          'Create it in the dashboard and write down its client id, or take it out of the file.',
          true,
        ),
      );
      continue;
    }
    found.set(clientId, token.id);
    const expired = token.expiresAt !== undefined && Date.parse(token.expiresAt) <= now.getTime();
    if (expired || !token.enabled) {
      findings.push(
        finding(
          'access/service-token-expired',
          IN_THE_ACCOUNT,
          `the service token "${name}" ${expired ? `expired at ${token.expiresAt}` : 'is turned off'}`,
          'Refresh it or turn it on in the dashboard, or take it out of the file.',
        ),
      );
    }
  }
  return found;
}

function closeProject(
  desired: Desired,
  project: LiveProject | undefined,
  findings: AccessFinding[],
): Change[] {
  const { site, hosts } = desired;
  if (!project) {
    findings.push(
      finding(
        'access/project-missing',
        IN_THE_ACCOUNT,
        `there is no Pages project "${site.project}"`,
        `Create it: npx wrangler pages project create ${site.project} --production-branch main`,
        true,
      ),
    );
    return [];
  }
  if (project.pagesHost !== site.pagesHost) {
    findings.push(
      finding(
        'access/pages-host',
        IN_THE_ACCOUNT,
        `the project is at ${project.pagesHost}, and not at ${site.pagesHost}`,
        'Write that address as `pagesHost` in src/access-account/site.ts.',
        true,
      ),
    );
  }
  for (const domain of project.domains) {
    if (domain === project.pagesHost || hosts.some((host) => covers(host, domain))) continue;
    findings.push(
      finding(
        'access/uncovered-host',
        IN_THE_ACCOUNT,
        `the portal also answers at ${domain}, which Access does not guard`,
        'Remove that domain from the project, or make it `production` in src/access-account/site.ts.',
      ),
    );
  }
  if (!project.domains.includes(site.production)) {
    findings.push(
      finding(
        'access/custom-domain',
        IN_THE_ACCOUNT,
        `${site.production} does not lead to the project yet`,
        'Add it as a custom domain: docs/deploying.md says when.',
      ),
    );
  }
  const stages = (['production', 'preview'] as const).filter((stage) => project.failOpen[stage]);
  if (stages.length === 0) return [];
  return [
    {
      sign: '~',
      what: 'pages project',
      name: project.name,
      details: stages.map((stage) => ({
        sign: '~',
        text: `${stage}: fail open → fail closed, so that no page is served past the gate once the day's requests are used up; deploy again for it to count`,
      })),
      action: { do: 'close-project', project: project.name, stages },
    },
  ];
}

function shortenSession(
  desired: Desired,
  live: LiveAccount,
  own: LiveApplication | undefined,
): Change[] {
  const longest = desired.longestGlobalSession;
  const now = readDuration(live.globalSession ?? '') ?? DEFAULT_GLOBAL_SESSION;
  if (longest === undefined || now <= longest) return [];
  const others = live.applications.filter(
    (application) => application !== own && application.type === 'self_hosted',
  );
  const details: Detail[] = [
    {
      sign: '~',
      text: `global session ${writeDuration(now)} → ${writeDuration(longest)}, so that a new code is asked for each session`,
    },
  ];
  if (others.length > 0) {
    details.push({
      sign: '!',
      text: `this also counts for ${others.map(({ name }) => `"${name}"`).join(', ')}`,
    });
  }
  return [
    {
      sign: '~',
      what: 'account',
      name: live.teamDomain,
      details,
      action: { do: 'shorten-session', duration: writeDuration(longest) },
    },
  ];
}

function changePolicies(
  desired: Desired,
  live: LiveAccount,
  own: LiveApplication | undefined,
  ids: Ids,
  findings: AccessFinding[],
): Change[] {
  const describe = describer(live);
  const changes: Change[] = [];
  const kept = new Set<string>();
  for (const policy of desired.policies) {
    // One that refuses people is replaced and not turned around: what it kept out would come in by
    // the other policies while those are still there.
    const existing = live.policies.find(
      ({ name, decision }) => name === policy.name && decision === policy.decision,
    );
    const details = policyDetails(policy, existing, ids, describe);
    if (!existing) {
      const action = { do: 'create-policy', policy } as const;
      changes.push({ sign: '+', what: 'policy', name: policy.name, details, action });
      continue;
    }
    kept.add(existing.id);
    ids.policies.set(policy.name, existing.id);
    if (usedElsewhere(existing, live, own)) findings.push(sharedPolicy(existing));
    if (details.length === 0) continue;
    const action = { do: 'update-policy', id: existing.id, policy } as const;
    changes.push({ sign: '~', what: 'policy', name: policy.name, details, action });
  }
  const leftOver = live.policies.filter(
    ({ id, name }) => name.startsWith(policyPrefix(desired.site)) && !kept.has(id),
  );
  for (const policy of leftOver) {
    if (usedElsewhere(policy, live, own)) {
      findings.push(sharedPolicy(policy));
      continue;
    }
    changes.push({
      sign: '-',
      what: 'policy',
      name: policy.name,
      details: [
        ...policy.include.map((rule) => ({ sign: '-', text: `admit ${describe(rule)}` }) as const),
      ],
      action: { do: 'delete-policy', id: policy.id },
    });
  }
  return changes;
}

function usedElsewhere(
  policy: LivePolicy,
  live: LiveAccount,
  own: LiveApplication | undefined,
): boolean {
  return live.applications.some(
    (application) => application !== own && application.policies.some(({ id }) => id === policy.id),
  );
}

function sharedPolicy({ name }: LivePolicy): AccessFinding {
  return finding(
    'access/shared-policy',
    IN_THE_ACCOUNT,
    `another application uses the policy "${name}" of this project`,
    'Whoever changes access/audiences.yaml changes that application too. Give it a policy of its own.',
  );
}

type Describe = (rule: Rule) => string;

/** Which words stand before a rule, by the list it is in. */
const RULE_WORDS = { include: 'admit', exclude: 'but not', require: 'only if' } as const;

function policyDetails(
  policy: DesiredPolicy,
  existing: LivePolicy | undefined,
  ids: Ids,
  describe: Describe,
): Detail[] {
  const wanted = policyBody(policy, ids);
  const found = existing ? livePolicyRules(existing) : { include: [], exclude: [], require: [] };
  const details: Detail[] = [];
  for (const list of ['include', 'exclude', 'require'] as const) {
    const before = new Set(found[list].map(ruleKey));
    const after = new Set(wanted[list].map(ruleKey));
    const lines = (sign: '+' | '-', rules: Rule[], without: ReadonlySet<string>): Detail[] =>
      rules
        .filter((rule) => !without.has(ruleKey(rule)))
        .map((rule) => ({
          sign,
          text: `${RULE_WORDS[list]} ${list === 'require' && sign === '+' ? signedInWith(policy.provider) : describe(rule)}`,
        }));
    details.push(...lines('-', found[list], after), ...lines('+', wanted[list], before));
  }
  const before = existing && readDuration(existing.sessionDuration ?? '');
  if (before !== policy.session) {
    const text = before === undefined ? '' : `${writeDuration(before)} → `;
    details.push({
      sign: existing ? '~' : '+',
      text: `session ${text}${writeDuration(policy.session)}`,
    });
  }
  return details;
}

const PROVIDER_NAMES: Record<ProviderType, string> = {
  'google-apps': 'Google Workspace',
  onetimepin: 'One-time PIN',
};

function signedInWith(provider: ProviderType | undefined): string {
  return `signed in with ${provider ? PROVIDER_NAMES[provider] : 'nothing'}`;
}

/** Says in words what a rule stands for. */
function describer(live: LiveAccount): Describe {
  return (rule) => {
    const kind = ruleKind(rule);
    const id = ruleField(rule, 'id');
    const named = (things: readonly { id: string; name: string }[], wanted: string): string =>
      things.find((thing) => thing.id.toLowerCase() === wanted)?.name ?? wanted;
    const words: Record<string, string> = {
      email: ruleField(rule, 'email'),
      email_domain: `everybody at ${ruleField(rule, 'domain')}`,
      everyone: 'everyone',
      login_method: `signed in with ${named(live.providers, id)}`,
      group: `the group "${named(live.groups, id)}"`,
      service_token: `the service token "${named(live.serviceTokens, ruleField(rule, 'token_id'))}"`,
      any_valid_service_token: 'any service token',
    };
    return words[kind] ?? JSON.stringify(rule);
  };
}

function changeApplication(
  desired: Desired,
  live: LiveAccount,
  own: LiveApplication | undefined,
  ids: Ids,
): Change[] {
  const { site, hosts } = desired;
  // A host that is guarded here and not asked for keeps its guard: without it, it would be open.
  const others = (own?.destinations ?? []).filter(({ uri }) => !hosts.includes(uri.toLowerCase()));
  const application: DesiredApplication = {
    name: site.project,
    domain: site.production,
    destinations: [...hosts.map((uri) => ({ uri, publicPaths: [] })), ...others],
    providers: desired.providers,
    policies: desired.policies.map(({ name }) => name),
    session: desired.applicationSession,
    settings: Object.fromEntries(SETTINGS.map(({ key, value }) => [key, value])),
    kept: Object.fromEntries(
      KEPT.filter((key) => own?.raw[key] !== undefined).map((key) => [key, own?.raw[key]]),
    ),
  };
  const details = applicationDetails(application, desired, own, live, ids);
  if (details.length === 0) return [];
  const what = 'application';
  if (!own) {
    const action = { do: 'create-application', application } as const;
    return [{ sign: '+', what, name: site.project, details, action }];
  }
  const action = { do: 'update-application', id: own.id, application } as const;
  const exclusive = own.policies.filter(({ reusable }) => !reusable);
  return [
    { sign: '~', what, name: own.name, details, action },
    ...exclusive.map(
      (policy): Change => ({
        sign: '-',
        what: 'policy of the application alone',
        name: policy.name,
        details: [],
        action: { do: 'delete-application-policy', application: own.id, id: policy.id },
      }),
    ),
  ];
}

function applicationDetails(
  application: DesiredApplication,
  desired: Desired,
  own: LiveApplication | undefined,
  live: LiveAccount,
  ids: Ids,
): Detail[] {
  const details: Detail[] = [];
  if (own && own.name !== application.name) {
    details.push({ sign: '~', text: `name "${own.name}" → "${application.name}"` });
  }
  const guarded = new Set(own?.destinations.map(({ uri }) => uri.toLowerCase()));
  for (const host of desired.hosts) {
    if (!guarded.has(host)) details.push({ sign: '+', text: `guard ${host}` });
  }
  for (const { uri, publicPaths } of own?.destinations ?? []) {
    for (const path of publicPaths) {
      details.push({ sign: '-', text: `public path ${path} of ${uri}` });
    }
  }
  const offered = new Set(own?.providers);
  for (const type of application.providers) {
    const id = ids.providers.get(type);
    if (!id || !offered.delete(id)) {
      details.push({ sign: '+', text: `offer ${PROVIDER_NAMES[type]}` });
    }
  }
  for (const id of offered) {
    const name = live.providers.find((provider) => provider.id === id)?.name ?? id;
    details.push({ sign: '-', text: `offer ${name}` });
  }
  if (own && own.providers.length === 0) {
    details.push({ sign: '-', text: 'offer whatever way of signing in the account has' });
  }
  details.push(...policyListDetails(application, own, live, ids));
  const before = own && readDuration(own.sessionDuration ?? '');
  if (before !== application.session) {
    const text = before === undefined ? '' : `${writeDuration(before)} → `;
    details.push({
      sign: own ? '~' : '+',
      text: `session ${text}${writeDuration(application.session)} where a policy says nothing`,
    });
  }
  for (const { key, value, absent, otherwise } of SETTINGS) {
    if (own && (own.raw[key] ?? absent) !== value) {
      details.push({ sign: '~', text: `${key} ${!value} → ${value}: ${otherwise}` });
    }
  }
  const cors = own?.raw.cors_headers;
  if (cors && typeof cors === 'object' && Object.keys(cors).length > 0) {
    details.push({ sign: '-', text: 'cors_headers: other sites could read what a reader sees' });
  }
  return details;
}

function policyListDetails(
  application: DesiredApplication,
  own: LiveApplication | undefined,
  live: LiveAccount,
  ids: Ids,
): Detail[] {
  const attached = new Set(own?.policies.map(({ id }) => id));
  const wanted = new Set(application.policies.map((name) => ids.policies.get(name)));
  const added = application.policies.filter((name) => !attached.has(ids.policies.get(name) ?? ''));
  const removed = (own?.policies ?? []).filter(({ id }) => !wanted.has(id));
  return [
    ...removed.map((policy): Detail => {
      const why = whyOpen(policy, live.groups);
      return { sign: '-', text: `policy "${policy.name}"${why ? `: ${why}` : ''}` };
    }),
    ...added.map((name): Detail => ({ sign: '+', text: `policy "${name}"` })),
  ];
}

/** Names the rules in the account that undo the portal's own, whoever wrote them. */
function flagLiveRules(
  desired: Desired,
  live: LiveAccount,
  own: LiveApplication | undefined,
  findings: AccessFinding[],
): void {
  for (const policy of own?.policies ?? []) {
    const why = whyOpen(policy, live.groups);
    if (!why) continue;
    findings.push(
      finding(
        'access/admits-everyone',
        IN_THE_ACCOUNT,
        `the policy "${policy.name}" opens the portal to everybody: ${why}`,
        '`access apply` takes it off the application. Ask who put it there, and look at the logs.',
      ),
    );
  }
  for (const { uri } of own?.destinations ?? []) {
    if (desired.hosts.some((host) => overlapOf(uri, host) !== 'apart')) continue;
    findings.push(
      finding(
        'access/other-hosts',
        IN_THE_ACCOUNT,
        `the application also guards ${uri}, which is none of the portal's`,
        'It stays guarded, because it would be open without. Give it an application of its own.',
      ),
    );
  }
  for (const other of live.applications) {
    if (other === own) continue;
    const inside = other.destinations.filter(({ uri }) =>
      desired.hosts.some((host) => overlapOf(uri, host) === 'inside'),
    );
    for (const { uri } of inside) {
      if (ACME_PATH.test(uri)) continue;
      const why = other.policies.map((policy) => whyOpen(policy, live.groups)).find(Boolean);
      findings.push(
        finding(
          'access/application-inside',
          IN_THE_ACCOUNT,
          `the application "${other.name}" decides alone who reaches ${uri}${why ? `, and ${why}` : ''}`,
          'Delete it in the dashboard: the more specific application wins, and none of the rules here count for it.',
        ),
      );
    }
  }
}

function flagSeats(seats: Seats, findings: AccessFinding[]): void {
  const { used, freed, expected, limit } = seats;
  const after = used - freed;
  const help =
    'Free the seats of people who no longer read, turn on seat expiration, or buy more: docs/deploying.md says how.';
  if (after >= limit) {
    const message = `all ${limit} seats are taken: whoever signs in next is turned away`;
    findings.push(finding('access/seats-full', IN_THE_ACCOUNT, message, help));
  } else if (after + expected > limit || after >= limit * SEATS_NEARLY_FULL) {
    const more = expected > 0 ? `, and ${expected} more may sign in for the first time` : '';
    const message = `${after} of ${limit} seats are taken${more}`;
    findings.push(finding('access/seats', IN_THE_ACCOUNT, message, help));
  }
}
