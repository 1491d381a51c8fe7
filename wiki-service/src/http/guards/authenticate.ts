import type { MiddlewareHandler } from 'hono';
import { type Caller, KeysUnavailable, TokenRefused } from '../../tokens/verify-token.ts';
import type { WikiEnv } from '../app-types.ts';
import { Problem } from '../problem.ts';

const BEARER = /^Bearer +([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)$/i;
const CHALLENGE = { 'www-authenticate': 'Bearer' };
const CHALLENGE_INVALID = { 'www-authenticate': 'Bearer error="invalid_token"' };

/** Lets nobody through without a token that counts (RFC 6750). */
export function authenticate(
  verifyToken: (token: string) => Promise<Caller>,
): MiddlewareHandler<WikiEnv> {
  return async (c, next) => {
    const header = c.req.header('authorization');
    if (header === undefined) {
      throw new Problem('unauthenticated', { headers: CHALLENGE, reason: 'no token' });
    }
    const token = BEARER.exec(header)?.[1];
    if (!token) {
      throw new Problem('unauthenticated', { headers: CHALLENGE_INVALID, reason: 'no JWT' });
    }
    try {
      c.set('caller', await verifyToken(token));
    } catch (error) {
      if (error instanceof TokenRefused) {
        const { reason } = error;
        throw new Problem('unauthenticated', { headers: CHALLENGE_INVALID, reason });
      }
      if (error instanceof KeysUnavailable) {
        throw new Problem('unavailable', { headers: { 'retry-after': '10' }, reason: 'no keys' });
      }
      throw error;
    }
    await next();
  };
}
