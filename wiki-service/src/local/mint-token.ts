import { SignJWT } from 'jose';
import { LOCAL_ISSUER, LOCAL_JWT_SECRET, TOKEN_AUDIENCE } from './keys.ts';

/** Who a local token stands for. What is left out does not get into it. */
export interface TokenBearer {
  /** The person's id. */
  sub?: string;
  tenantId?: string;
  userRole?: string;
  /** The database role; people are `authenticated`, sync is `wiki_sync`. */
  role?: string;
}

/**
 * Signs a token (HS256) as the local Supabase would after its access token hook.
 * `seconds`: how long it is valid, one hour unless told otherwise; negative for one that has expired.
 */
export async function mintLocalToken(bearer: TokenBearer, seconds = 3600): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({
    role: bearer.role ?? 'authenticated',
    ...(bearer.tenantId && { tenant_id: bearer.tenantId }),
    ...(bearer.userRole && { user_role: bearer.userRole }),
  })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuer(LOCAL_ISSUER)
    .setAudience(TOKEN_AUDIENCE)
    .setSubject(bearer.sub ?? '')
    .setIssuedAt(seconds < 0 ? now + seconds - 60 : now)
    .setExpirationTime(now + seconds)
    .sign(new TextEncoder().encode(LOCAL_JWT_SECRET));
}
