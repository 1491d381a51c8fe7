import type { LiveAccount } from './account.ts';
import type { Action, Change, Ids } from './change.ts';
import type { Desired } from './desired.ts';
import { AccountFailure } from './failure.ts';
import { type Plan, planAccount } from './plan.ts';

/** An account that can be looked at and changed. */
export interface Account {
  read(desired: Desired): Promise<LiveAccount>;
  perform(action: Action, ids: Ids): Promise<void>;
}

/** How an `apply` went. */
export interface Outcome {
  /** `refused`: nothing was changed. `stopped`: some of it was. `unsettled`: all of it was, and the account still differs. */
  status: 'done' | 'refused' | 'stopped' | 'unsettled';
  done: Change[];
  /** What a failure left undone, the one that failed first. */
  left: Change[];
  failure?: AccountFailure;
  /** What the account looks like against the file at the end, as far as it could be read. */
  plan: Plan;
}

/**
 * Some changes show only after others, such as the sessions of somebody who signed in while the
 * policies were being replaced. More rounds than this would mean that Cloudflare does not keep what
 * it is told.
 */
const MOST_ROUNDS = 4;

/**
 * Makes the account what the file asks for, and looks again whether it is. Stops at the first
 * failure: whatever was done by then admits nobody new, and running it again goes on from there.
 */
export async function applyDesired(
  account: Account,
  desired: Desired,
  { now, onChange }: { now: () => Date; onChange?: (change: Change) => void },
): Promise<Outcome> {
  const done: Change[] = [];
  const revoked = new Set<string>();
  let plan = planAccount(desired, await account.read(desired), { now: now() });
  if (plan.findings.some(({ blocks }) => blocks)) {
    return { status: 'refused', done, left: plan.changes, plan };
  }
  for (let round = 0; round < MOST_ROUNDS && plan.changes.length > 0; round += 1) {
    for (const [place, change] of plan.changes.entries()) {
      try {
        await account.perform(change.action, plan.ids);
      } catch (error) {
        return {
          status: 'stopped',
          done,
          left: plan.changes.slice(place),
          failure: asFailure(error),
          plan,
        };
      }
      if (change.action.do === 'revoke') revoked.add(change.action.email);
      done.push(change);
      onChange?.(change);
    }
    try {
      plan = planAccount(desired, await account.read(desired), {
        now: now(),
        justRevoked: revoked,
      });
    } catch (error) {
      return { status: 'stopped', done, left: [], failure: asFailure(error), plan };
    }
  }
  const settled = plan.changes.length === 0;
  return { status: settled ? 'done' : 'unsettled', done, left: plan.changes, plan };
}

function asFailure(error: unknown): AccountFailure {
  if (error instanceof AccountFailure) return error;
  return new AccountFailure(error instanceof Error ? error.message : String(error), {
    cause: error,
  });
}
