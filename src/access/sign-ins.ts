import { normaliseEmail } from './email.ts';
import { fetchJson } from './fetch-json.ts';

/** How somebody signed in, as Access remembers it. */
export interface SignIn {
  /** Access's name for the kind of identity provider: `google-apps`, `onetimepin`, … */
  provider: string;
  /** In lower case. */
  email: string;
}

/** After this long Access is asked again, beside a request that does not wait for it. */
const FRESH_MS = 5 * 60 * 1000;
/** How long to leave Access alone when it did not answer. */
const COOLDOWN_MS = 30 * 1000;
const MOST_KEPT = 2_000;

export interface SignInsOptions {
  /** `…/cdn-cgi/access/get-identity` */
  url: string;
  fetch: typeof fetch;
  /** Milliseconds since 1970. */
  now: () => number;
}

/**
 * How the holder of a token signed in. The token itself does not say, so Access is asked, once for
 * each token and then again every few minutes: which also ends a session here that was revoked there.
 * While Access does not answer, what it said before counts.
 */
export class SignIns {
  readonly #options: SignInsOptions;
  readonly #known = new Map<string, { signIn: SignIn | 'ended'; askAgainAt: number }>();

  constructor(options: SignInsOptions) {
    this.#options = options;
  }

  /** `ended` when Access no longer knows the session; `away` when it could not be asked. */
  async of(
    token: string,
    later: (work: Promise<unknown>) => void,
  ): Promise<SignIn | 'ended' | 'away'> {
    const known = this.#known.get(token);
    if (!known) return this.#ask(token);
    if (known.askAgainAt <= this.#options.now()) {
      known.askAgainAt = this.#options.now() + COOLDOWN_MS;
      later(this.#ask(token));
    }
    return known.signIn;
  }

  async #ask(token: string): Promise<SignIn | 'ended' | 'away'> {
    const { fetch, url, now } = this.#options;
    const answer = await fetchJson(fetch, url, { cookie: `CF_Authorization=${token}` });
    const signIn = answer === 'away' ? answer : readSignIn(answer.json);
    if (signIn === 'away') return signIn;
    this.#known.delete(token);
    this.#known.set(token, { signIn, askAgainAt: now() + FRESH_MS });
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= MOST_KEPT) break;
      this.#known.delete(oldest);
    }
    return signIn;
  }
}

function readSignIn(json: unknown): SignIn | 'ended' {
  const { email, idp } = (json ?? {}) as { email?: unknown; idp?: { type?: unknown } | null };
  const address = typeof email === 'string' ? normaliseEmail(email) : undefined;
  return address !== undefined && typeof idp?.type === 'string'
    ? { email: address, provider: idp.type }
    : 'ended';
}
