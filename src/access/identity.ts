import { base64url, compactVerify, decodeProtectedHeader } from 'jose';
import { normaliseEmail } from './email.ts';
import type { GateConfig } from './gate-config.ts';
import { Refused } from './refusals.ts';
import type { SigningKeys } from './signing-keys.ts';

/** Who a verified token speaks for. */
export type Identity = Person | Service;

export interface Person {
  kind: 'person';
  /** In lower case. */
  email: string;
  /** Seconds since 1970. */
  issuedAt: number;
  expiresAt: number;
}

export interface Service {
  kind: 'service';
  /** The client id of the service token: `….access`. */
  clientId: string;
}

/** Access keeps a token in a cookie, which a browser limits to 4096 bytes. */
const LONGEST_TOKEN = 4096;
/** Clocks may differ by this much. Nothing is forgiven once a token has expired. */
const CLOCK_SKEW_S = 5;
/** The header that Access writes has these members and no other. */
const HEADER_MEMBERS = new Set(['alg', 'kid', 'typ']);
const COMPACT = /^([\w-]+)\.([\w-]+)\.([\w-]+)$/;

/**
 * The token of a request: the one in `Cf-Access-Jwt-Assertion`, and nowhere else. A cookie alone
 * signs nobody in, but one that says something else than the header is refused: then it is not clear
 * who is asking. Throws `Refused`.
 */
export function tokenOf(headers: Headers): string {
  const token = headers.get('cf-access-jwt-assertion');
  if (token === null || token === '') throw new Refused('no-token');
  const cookies = (headers.get('cookie') ?? '')
    .split(';')
    .map((cookie) => cookie.trim())
    .filter((cookie) => cookie.startsWith('CF_Authorization='))
    .map((cookie) => cookie.slice('CF_Authorization='.length));
  if (cookies.some((cookie) => cookie !== token)) throw new Refused('cookie-disagrees');
  return token;
}

/**
 * Verifies an application token of Access and says whom it speaks for. Throws `Refused` unless it is
 * exactly what Access issues:
 * https://developers.cloudflare.com/cloudflare-one/access-controls/applications/http-apps/authorization-cookie/application-token/
 *
 * @param nowMs milliseconds since 1970
 */
export async function identify(
  token: string,
  config: GateConfig,
  keys: SigningKeys,
  nowMs: number,
  later: (work: Promise<unknown>) => void,
): Promise<Identity> {
  const key = await keys.find(readKid(token), later);
  if (key === 'away') throw new Refused('keys-away');
  if (key === 'unknown') throw new Refused('token-key');
  const { payload } = await compactVerify(token, key, { algorithms: ['RS256'] }).catch((cause) => {
    throw new Refused('token-signature', undefined, { cause });
  });
  return readClaims(parsePayload(payload), config, Math.floor(nowMs / 1000));
}

/** The `kid` of a token that has the form of one. */
function readKid(token: string): string {
  const parts = token.length <= LONGEST_TOKEN ? COMPACT.exec(token)?.slice(1) : undefined;
  // The same bytes can be spelled in several ways in base64url; Access writes one of them.
  if (!parts?.every(isCanonical)) throw new Refused('token-form');
  let header: ReturnType<typeof decodeProtectedHeader>;
  try {
    header = decodeProtectedHeader(token);
  } catch (cause) {
    throw new Refused('token-form', undefined, { cause });
  }
  const { alg, kid, typ = 'JWT' } = header;
  const foreign = Object.keys(header).filter((member) => !HEADER_MEMBERS.has(member));
  if (foreign.length > 0 || alg !== 'RS256' || typ !== 'JWT') throw new Refused('token-header');
  if (typeof kid !== 'string' || kid === '') throw new Refused('token-header');
  return kid;
}

function isCanonical(part: string): boolean {
  try {
    return base64url.encode(base64url.decode(part)) === part;
  } catch {
    return false;
  }
}

function parsePayload(payload: Uint8Array): Record<string, unknown> {
  try {
    const claims: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
    if (typeof claims === 'object' && claims !== null && !Array.isArray(claims)) {
      return claims as Record<string, unknown>;
    }
  } catch {
    // Falls through to the refusal.
  }
  throw new Refused('token-claims', 'the payload is no JSON object');
}

function readClaims(claims: Record<string, unknown>, config: GateConfig, now: number): Identity {
  const { type, iss, aud, exp, iat, nbf, sub, email, common_name } = claims;
  const refuse = (detail: string): never => {
    throw new Refused('token-claims', detail);
  };
  if (type !== 'app') refuse('type');
  if (iss !== config.issuer) refuse('iss');
  const audiences = typeof aud === 'string' ? [aud] : aud;
  if (!Array.isArray(audiences) || audiences.length !== 1 || audiences[0] !== config.aud) {
    refuse('aud');
  }
  if (!isTime(exp) || !isTime(iat) || exp <= iat) return refuse('exp or iat');
  if (now >= exp) throw new Refused('token-time', 'expired');
  if (iat > now + CLOCK_SKEW_S) throw new Refused('token-time', 'issued in the future');

  if (common_name !== undefined) {
    if (typeof common_name !== 'string' || common_name === '') return refuse('common_name');
    if (sub !== '' || 'email' in claims || 'nbf' in claims)
      return refuse('a service with a person');
    return { kind: 'service', clientId: common_name };
  }
  if (!isTime(nbf)) return refuse('nbf');
  if (nbf > now + CLOCK_SKEW_S) throw new Refused('token-time', 'not valid yet');
  if (typeof sub !== 'string' || sub === '') return refuse('sub');
  const address = typeof email === 'string' ? normaliseEmail(email) : undefined;
  if (address === undefined) return refuse('email');
  return { kind: 'person', email: address, issuedAt: iat, expiresAt: exp };
}

/** A moment in whole seconds since 1970. */
function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
}
