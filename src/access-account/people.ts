import type { LiveAccount, LiveApplication, LiveUser } from './account.ts';
import type { Change } from './change.ts';
import type { Desired } from './desired.ts';
import { namedIn } from './rules.ts';

/** Somebody who could sign in, and no longer can. */
export interface Loss {
  /** An address, or everybody at a domain. */
  who: string;
  /** Why they could, and what happens to them, as half sentences. */
  what: string[];
}

/** Applications that nobody visits with a seat of the portal: Cloudflare's own, and bookmarks. */
const NO_PLACE_TO_GO = new Set(['app_launcher', 'warp', 'biso', 'dash_sso', 'bookmark']);

/** The longest session that Cloudflare offers, in days; after that, an old sign-in opens nothing. */
const LONGEST_SESSION_DAYS = 31;

/**
 * Whether somebody's sessions have to be looked at: they are not in the file, but may have signed
 * in. Addresses are checked at sign-in only, so a session goes on after the address is gone.
 */
export function mayHoldSession(
  user: { email: string; accessSeat: boolean; lastLogin?: string },
  desired: Pick<Desired, 'admits'>,
  now: Date,
): boolean {
  if (desired.admits(user.email)) return false;
  const last = Date.parse(user.lastLogin ?? '');
  if (Number.isNaN(last)) return true;
  return user.accessSeat || now.getTime() - last < LONGEST_SESSION_DAYS * 86_400_000;
}

/**
 * What has to happen to people who may not come in any more: their sessions end, and their seats
 * become free where nothing else in the account could be using them.
 */
export function cutOff(
  desired: Desired,
  live: LiveAccount,
  own: LiveApplication | undefined,
  justRevoked: ReadonlySet<string> = new Set(),
): Change[] {
  const shared = live.applications.some(
    (application) => application !== own && !NO_PLACE_TO_GO.has(application.type),
  );
  const outsiders = live.users.filter(({ email }) => !desired.admits(email));
  const revocations = outsiders
    .filter(({ email, sessions }) => sessions > 0 && !justRevoked.has(email))
    .map(
      ({ email, sessions }): Change => ({
        sign: '-',
        what: 'sessions',
        name: email,
        details: [{ sign: '-', text: `${count(sessions, 'session')} open on the portal` }],
        action: { do: 'revoke', email },
      }),
    );
  const seats = outsiders
    .filter((user) => own && !shared && user.accessSeat && !user.gatewaySeat && user.seatId)
    .map(
      ({ email, seatId = '' }): Change => ({
        sign: '-',
        what: 'seat',
        name: email,
        details: [{ sign: '-', text: 'a seat nobody may use' }],
        action: { do: 'free-seat', seat: seatId, email },
      }),
    );
  return [...revocations, ...seats];
}

/** Who loses access by the difference between the application's live policies and the file. */
export function losses(
  desired: Desired,
  live: LiveAccount,
  own: LiveApplication | undefined,
  changes: readonly Change[],
): Loss[] {
  const named = namedIn(own?.policies ?? [], live.groups);
  const found = new Map<string, string[]>();
  const add = (who: string, what: string): void => {
    found.set(who, [...(found.get(who) ?? []), what]);
  };
  const wanted = new Set(desired.policies.flatMap(({ domains }) => domains));
  for (const domain of named.domains) {
    if (!wanted.has(domain)) add(`everybody at ${domain}`, 'admitted until now');
  }
  for (const email of named.emails) {
    if (!desired.admits(email)) add(email, 'admitted until now');
  }
  const atDomain = live.users.filter(
    ({ email }) =>
      !desired.admits(email) && named.domains.has(email.toLowerCase().split('@').at(-1) ?? ''),
  );
  for (const { email } of atDomain) {
    if (!found.has(email)) add(email, 'admitted until now by the domain');
  }
  for (const { action, details } of changes) {
    if (action.do === 'revoke') add(action.email, `${details[0]?.text ?? 'sessions'}, revoked`);
    if (action.do === 'free-seat') add(action.email, 'the seat becomes free');
  }
  return [...found].map(([who, what]) => ({ who, what })).sort((a, b) => (a.who < b.who ? -1 : 1));
}

/** Seats of the account: each person who has signed in to anything in it holds one. */
export interface Seats {
  used: number;
  limit: number;
  /** Seats that become free. */
  freed: number;
  /** People listed by address who have not signed in yet, and will take a seat when they do. */
  expected: number;
}

export function countSeats(
  desired: Desired,
  users: readonly LiveUser[],
  changes: readonly Change[],
): Seats {
  const holders = users.filter(({ accessSeat, gatewaySeat }) => accessSeat || gatewaySeat);
  const seated = new Set(holders.map(({ email }) => email.toLowerCase()));
  const listed = desired.policies.flatMap(({ emails }) => emails);
  return {
    used: holders.length,
    limit: desired.site.seats,
    freed: changes.filter(({ action }) => action.do === 'free-seat').length,
    expected: listed.filter((email) => !seated.has(email)).length,
  };
}

/** "1 session", "2 sessions". */
export function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
