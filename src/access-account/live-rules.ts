import type { LiveAccount, LiveApplication } from './account.ts';
import type { Desired } from './desired.ts';
import { type AccessFinding, finding, IN_THE_ACCOUNT } from './finding.ts';
import { overlapOf } from './hosts.ts';
import { whyOpen } from './rules.ts';

/** Where certificates are validated: https://developers.cloudflare.com/pages/platform/known-issues/#custom-domains */
const ACME_PATH = /\/\.well-known\/acme-challenge(?:\/|$)/;

/** Names the rules in the account that undo the portal's own, whoever wrote them. */
export function flagLiveRules(
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
