import type { LiveAccount, LiveApplication } from './account.ts';
import type { Change, DesiredApplication, Detail, Ids } from './change.ts';
import { PROVIDER_NAMES } from './describe-rule.ts';
import type { Desired } from './desired.ts';
import { readDuration, writeDuration } from './duration.ts';
import { type AccessFinding, finding, IN_THE_ACCOUNT } from './finding.ts';
import { overlapOf } from './hosts.ts';
import { whyOpen } from './rules.ts';

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

/**
 * The application of the portal: the one with the project's name, or else the only one that guards
 * one of its hosts, whatever it is called.
 */
export function findApplication(
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

/** What is to change about the application of the portal, all in one replacement. */
export function changeApplication(
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
