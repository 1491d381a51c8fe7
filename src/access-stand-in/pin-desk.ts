import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';

const PIN_LIFE_MS = 10 * 60 * 1000;
const MOST_TRIES = 5;
/** How many codes may be asked for within ten minutes: for one address, and by everybody. */
const MOST_ASKED = { forOneAddress: 5, byEverybody: 50 };

/** Somebody asked for a code. Whether one was sent, only the desk knows. */
interface PinRequest {
  email: string;
  /** Absent for an address that gets none; everything else goes on as if there were one. */
  pin: string | undefined;
  at: number;
  tries: number;
}

export type PinVerdict = 'right' | 'wrong' | 'over';

/**
 * Hands out one-time PINs and checks them: six digits, good for ten minutes, five tries and one use.
 * A new code for an address ends the one before it.
 */
export class PinDesk {
  readonly #now: () => number;
  readonly #requests = new Map<string, PinRequest>();

  /** @param now milliseconds since 1970 */
  constructor(now: () => number) {
    this.#now = now;
  }

  /**
   * Takes a request for a code. `send` is called with the code when `isApproved`; what is given back
   * is the same for everybody: the id of the request, or for how many seconds to wait.
   */
  request(
    email: string,
    isApproved: boolean,
    send: (pin: string) => void,
  ): { id: string } | { waitSeconds: number } {
    this.#forgetOld();
    const recent = [...this.#requests.values()];
    const oldestOf = (list: readonly PinRequest[], most: number) =>
      list.length >= most ? list[list.length - most] : undefined;
    const inTheWay =
      oldestOf(recent, MOST_ASKED.byEverybody) ??
      oldestOf(
        recent.filter((request) => request.email === email),
        MOST_ASKED.forOneAddress,
      );
    if (inTheWay) {
      return { waitSeconds: Math.ceil((inTheWay.at + PIN_LIFE_MS - this.#now()) / 1000) };
    }
    for (const request of recent) if (request.email === email) request.pin = undefined;
    const id = randomBytes(16).toString('base64url');
    const pin = isApproved ? String(randomInt(1_000_000)).padStart(6, '0') : undefined;
    this.#requests.set(id, { email, pin, at: this.#now(), tries: 0 });
    if (pin !== undefined) send(pin);
    return { id };
  }

  /** Checks a code. `over`: ten minutes or five tries have gone by, or it was used, or never there. */
  check(id: string, pin: string): { verdict: PinVerdict; email: string } {
    this.#forgetOld();
    const request = this.#requests.get(id);
    if (!request || request.tries >= MOST_TRIES) {
      return { verdict: 'over', email: request?.email ?? '' };
    }
    request.tries += 1;
    const { email } = request;
    if (isSame(request.pin, pin)) {
      request.pin = undefined;
      request.tries = MOST_TRIES;
      return { verdict: 'right', email };
    }
    return { verdict: request.tries >= MOST_TRIES ? 'over' : 'wrong', email };
  }

  #forgetOld(): void {
    for (const [id, { at }] of this.#requests) {
      if (this.#now() - at >= PIN_LIFE_MS) this.#requests.delete(id);
    }
  }
}

function isSame(expected: string | undefined, typed: string): boolean {
  // Compared with something in any case, so that the answer takes as long where there is no code.
  const isEqual = timingSafeEqual(digest(expected ?? ''), digest(typed));
  return isEqual && expected !== undefined;
}

const digest = (text: string) => createHash('sha256').update(text).digest();
