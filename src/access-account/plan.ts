import type { LiveAccount } from './account.ts';
import type { Change, Ids } from './change.ts';
import type { Desired } from './desired.ts';
import { type AccessFinding, finding, IN_THE_ACCOUNT } from './finding.ts';
import { flagLiveRules } from './live-rules.ts';
import { countSeats, cutOff, type Loss, losses, type Seats } from './people.ts';
import { closeProject, shortenSession } from './plan-account.ts';
import { changeApplication, findApplication } from './plan-application.ts';
import { changePolicies } from './plan-policies.ts';
import { createProviders, findProviders, findServiceTokens } from './plan-providers.ts';

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

/** From this share of the seats on, the plan warns. */
const SEATS_NEARLY_FULL = 0.8;

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
