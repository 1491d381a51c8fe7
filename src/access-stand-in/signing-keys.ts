import { createHash } from 'node:crypto';
import {
  type CryptoKey,
  compactVerify,
  decodeProtectedHeader,
  exportJWK,
  generateKeyPair,
  type JWK,
  SignJWT,
} from 'jose';

/** For this long a key that was rotated out goes on being published, as with the real Access. */
const OVERLAP_MS = 7 * 24 * 60 * 60 * 1000;

interface Key {
  kid: string;
  privateKey: CryptoKey;
  publicKey: CryptoKey;
  jwk: JWK;
  /** Milliseconds since 1970 until which it is published. */
  until: number;
}

/** The keys that the stand-in signs with: one current, and those before it for seven days. */
export class StandInKeys {
  readonly #now: () => number;
  /** The current one first. */
  #keys: Key[] = [];

  private constructor(now: () => number) {
    this.#now = now;
  }

  static async make(now: () => number): Promise<StandInKeys> {
    const keys = new StandInKeys(now);
    await keys.rotate();
    return keys;
  }

  /** Signs with a new key from now on. */
  async rotate(): Promise<void> {
    const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
    const { kty, n = '', e } = await exportJWK(publicKey);
    const kid = createHash('sha256').update(n).digest('hex');
    const [last, ...older] = this.#keys;
    if (last) last.until = this.#now() + OVERLAP_MS;
    this.#keys = [
      {
        kid,
        privateKey,
        publicKey,
        jwk: { kid, kty, alg: 'RS256', use: 'sig', e, n },
        until: Number.POSITIVE_INFINITY,
      },
      ...(last ? [last] : []),
      ...older,
    ];
  }

  /** What `/cdn-cgi/access/certs` says, but for the certificates, which nothing here reads. */
  published(): { keys: JWK[] } {
    return { keys: this.#valid().map(({ jwk }) => jwk) };
  }

  sign(claims: Record<string, unknown>): Promise<string> {
    const [current] = this.#keys;
    if (!current) throw new Error('There is no key to sign with.');
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', kid: current.kid, typ: 'JWT' })
      .sign(current.privateKey);
  }

  /** The claims of a token that one of these keys signed. `undefined` for any other text. */
  async read(token: string): Promise<Record<string, unknown> | undefined> {
    try {
      const { kid } = decodeProtectedHeader(token);
      const key = this.#valid().find((candidate) => candidate.kid === kid);
      if (!key) return undefined;
      const { payload } = await compactVerify(token, key.publicKey, { algorithms: ['RS256'] });
      return JSON.parse(new TextDecoder().decode(payload));
    } catch {
      return undefined;
    }
  }

  #valid(): Key[] {
    return this.#keys.filter(({ until }) => until > this.#now());
  }
}
