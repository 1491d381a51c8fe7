import type { LiveAccount, LiveApplication } from './account.ts';
import { type Change, type Ids, restrictedBody } from './change.ts';
import type { Desired } from './desired.ts';
import { type AccessFinding, finding, IN_THE_ACCOUNT } from './finding.ts';
import { whyOpen } from './rules.ts';

/** The ids of the identity providers in use, by type. What is missing and cannot be made is a finding. */
export function findProviders(
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
export function createProviders(
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

/** The ids of the service tokens that the file lists, by client id. */
export function findServiceTokens(
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
