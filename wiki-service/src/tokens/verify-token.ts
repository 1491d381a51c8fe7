import {
  createLocalJWKSet,
  createRemoteJWKSet,
  errors,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
} from 'jose';

/** Somebody whose token has been verified. */
export interface Caller {
  /** The person, as Supabase knows them (uuid). */
  userId: string;
  /** The tenant that the token is for (uuid). */
  tenantId: string;
  /** What the token says; the database judges by the membership. */
  role: 'admin' | 'employee' | 'client';
  /** The token itself, for the database to verify again. */
  token: string;
}

/** Who signs tokens, and how. One of the two, never both: the kind of key decides the algorithm. */
export type TokenRules = { issuer: string; audience: string } & (
  | { kind: 'signing-keys'; keysUrl: string }
  | { kind: 'local-secret'; secret: string }
);

/** The token is none that counts here. `reason` is for the log, not for the caller. */
export class TokenRefused extends Error {
  readonly reason: string;
  constructor(reason: string) {
    super(`token refused: ${reason}`);
    this.reason = reason;
  }
}

/** No token can be judged just now, for the signing keys cannot be had. */
export class KeysUnavailable extends Error {}

/** A token that was verified is not verified again for this long. */
const REMEMBERED_MS = 60_000;
const MOST_REMEMBERED = 5_000;
const CLOCK_TOLERANCE_S = 5;
const KEYS_COOLDOWN_MS = 30_000;
const KEYS_MAX_AGE_MS = 600_000;
const KEYS_TIMEOUT_MS = 3_000;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const ROLES: readonly unknown[] = ['admin', 'employee', 'client'];

/**
 * Makes the function that says who a token is for. It throws `TokenRefused`, or `KeysUnavailable`
 * when the signing keys are neither known nor to be had.
 */
export function makeTokenVerifier(rules: TokenRules): (token: string) => Promise<Caller> {
  const { key, algorithms } = keyOf(rules);
  const remembered = new Map<string, { caller: Caller; until: number }>();
  return async (token) => {
    const known = remembered.get(token);
    if (known && Date.now() < known.until) return known.caller;
    remembered.delete(token);
    const claims = await verify(token, key, { ...rules, algorithms });
    const caller = readCaller(claims, token);
    if (remembered.size >= MOST_REMEMBERED) {
      remembered.delete(remembered.keys().next().value as string);
    }
    const until = Math.min(Date.now() + REMEMBERED_MS, (claims.exp ?? 0) * 1000);
    remembered.set(token, { caller, until });
    return caller;
  };
}

function keyOf(rules: TokenRules): { key: JWTVerifyGetKey; algorithms: string[] } {
  if (rules.kind === 'local-secret') {
    const secret = new TextEncoder().encode(rules.secret);
    return { key: async () => secret, algorithms: ['HS256'] };
  }
  return { key: keepKeys(new URL(rules.keysUrl)), algorithms: ['ES256', 'RS256'] };
}

/** Supabase's signing keys. Those that are known stay good while the address does not answer. */
function keepKeys(url: URL): JWTVerifyGetKey {
  const remote = createRemoteJWKSet(url, {
    cooldownDuration: KEYS_COOLDOWN_MS,
    cacheMaxAge: KEYS_MAX_AGE_MS,
    timeoutDuration: KEYS_TIMEOUT_MS,
  });
  let failedAt = Number.NEGATIVE_INFINITY;
  return async (header, token) => {
    const known = remote.jwks();
    const isCooling = Date.now() < failedAt + KEYS_COOLDOWN_MS;
    if (known && isCooling) return createLocalJWKSet(known)(header, token);
    try {
      return await remote(header, token);
    } catch (error) {
      const isVerdict =
        error instanceof errors.JWKSNoMatchingKey ||
        error instanceof errors.JWKSMultipleMatchingKeys ||
        error instanceof errors.JOSENotSupported;
      if (isVerdict) throw error;
      failedAt = Date.now();
      if (known) return createLocalJWKSet(known)(header, token);
      throw new KeysUnavailable('The signing keys cannot be had.', { cause: error });
    }
  };
}

async function verify(
  token: string,
  key: JWTVerifyGetKey,
  { issuer, audience, algorithms }: { issuer: string; audience: string; algorithms: string[] },
): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, key, {
      issuer,
      audience,
      algorithms,
      clockTolerance: CLOCK_TOLERANCE_S,
      requiredClaims: ['exp', 'iat', 'sub'],
    });
    // jose compares `iat` only where it is told a greatest age.
    if ((payload.iat ?? 0) > Date.now() / 1000 + CLOCK_TOLERANCE_S) {
      throw new TokenRefused('issued in the future');
    }
    return payload;
  } catch (error) {
    if (error instanceof errors.JOSEError) throw new TokenRefused(error.code);
    throw error;
  }
}

/** The claims that the access token hook puts in. A person's token has all of them. */
function readCaller(claims: JWTPayload, token: string): Caller {
  const { sub, role, tenant_id: tenantId, user_role: userRole } = claims;
  if (role !== 'authenticated') throw new TokenRefused('not for a person');
  if (!UUID.test(String(sub))) throw new TokenRefused('names no person');
  if (!UUID.test(String(tenantId))) throw new TokenRefused('names no tenant');
  if (!ROLES.includes(userRole)) throw new TokenRefused('names no role');
  return {
    userId: String(sub),
    tenantId: String(tenantId),
    role: userRole as Caller['role'],
    token,
  };
}
