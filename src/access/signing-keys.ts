import { type CryptoKey, importJWK } from 'jose';
import { fetchJson } from './fetch-json.ts';

/** After this long the keys are fetched again beside a request, which does not wait for it. */
const FRESH_MS = 15 * 60 * 1000;
/** For this long the known keys count although they could not be fetched again. */
const KEPT_MS = 24 * 60 * 60 * 1000;
/** How long to wait after an attempt that was in vain. */
const COOLDOWN_MS = 30 * 1000;
const MOST_AT_ONCE = 4;
const LONGEST_KID = 256;

export interface SigningKeysOptions {
  /** Where Access publishes its keys: `…/cdn-cgi/access/certs`. */
  url: string;
  fetch: typeof fetch;
  /** Milliseconds since 1970. */
  now: () => number;
}

/**
 * The public keys of Access, by `kid`. A key once known goes on counting while Access cannot be
 * reached; an unknown one makes the keys be fetched again, and when that was in vain, not before
 * thirty seconds later.
 *
 * Requests do not share a fetch: workerd ends I/O with the request that began it.
 */
export class SigningKeys {
  readonly #options: SigningKeysOptions;
  #keys = new Map<string, CryptoKey>();
  #fetchedAt = Number.NEGATIVE_INFINITY;
  /** When they were last fetched for nothing: Access was away, or did not have the key either. */
  #inVainAt = Number.NEGATIVE_INFINITY;
  #underWay = 0;

  constructor(options: SigningKeysOptions) {
    this.#options = options;
  }

  /**
   * The key with this `kid`; `unknown` when Access does not have it; `away` when that could not be
   * found out. `later` keeps a fetch alive that nobody waits for.
   */
  async find(
    kid: string,
    later: (work: Promise<unknown>) => void,
  ): Promise<CryptoKey | 'unknown' | 'away'> {
    const age = this.#options.now() - this.#fetchedAt;
    const known = age < KEPT_MS ? this.#keys.get(kid) : undefined;
    if (known) {
      if (age > FRESH_MS && this.#mayFetch()) later(this.#refresh());
      return known;
    }
    if (!this.#mayFetch()) return age < COOLDOWN_MS ? 'unknown' : 'away';
    if (!(await this.#refresh())) return 'away';
    const found = this.#keys.get(kid);
    if (!found) this.#inVainAt = this.#options.now();
    return found ?? 'unknown';
  }

  #mayFetch(): boolean {
    const sinceInVain = this.#options.now() - this.#inVainAt;
    return this.#underWay < MOST_AT_ONCE && sinceInVain >= COOLDOWN_MS;
  }

  /** Whether the keys are now as Access has them. */
  async #refresh(): Promise<boolean> {
    this.#underWay += 1;
    try {
      const answer = await fetchJson(this.#options.fetch, this.#options.url);
      const keys = answer === 'away' ? undefined : await readKeys(answer.json);
      if (keys) {
        this.#keys = keys;
        this.#fetchedAt = this.#options.now();
      } else {
        this.#inVainAt = this.#options.now();
      }
      return keys !== undefined;
    } finally {
      this.#underWay -= 1;
    }
  }
}

/** The keys of a JWK set that can verify RS256. `undefined` when there is none, or it is no such set. */
async function readKeys(json: unknown): Promise<Map<string, CryptoKey> | undefined> {
  const list = (json as { keys?: unknown } | undefined)?.keys;
  if (!Array.isArray(list)) return undefined;
  const keys = new Map<string, CryptoKey>();
  for (const jwk of list) {
    const { kid, kty, alg = 'RS256', use = 'sig', n, e } = (jwk ?? {}) as Record<string, unknown>;
    if (typeof kid !== 'string' || kid === '' || kid.length > LONGEST_KID) continue;
    if (kty !== 'RSA' || alg !== 'RS256' || use !== 'sig' || keys.has(kid)) continue;
    if (typeof n !== 'string' || typeof e !== 'string') continue;
    // Only the public parts are taken over, whatever else stands in the entry.
    const key = await importJWK({ kty, n, e }, 'RS256').catch(() => undefined);
    if (key && 'algorithm' in key) keys.set(kid, key);
  }
  return keys.size > 0 ? keys : undefined;
}
