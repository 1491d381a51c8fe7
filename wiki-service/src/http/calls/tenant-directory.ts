import type { Tenant } from '../../data/answers.ts';
import type { WikiDatabase } from '../../data/wiki-database.ts';
import type { Caller } from '../../tokens/verify-token.ts';
import { Problem } from '../problem.ts';

/** How long a change of a tenant's origins and image hosts may go unnoticed. */
const REMEMBERED_MS = 60_000;

/**
 * Makes the function that gives a caller's tenant, asked as the caller and remembered for a minute.
 * It throws the problem for somebody who is no active member, when the tenant is not remembered.
 */
export function makeTenantDirectory(database: WikiDatabase): (caller: Caller) => Promise<Tenant> {
  const remembered = new Map<string, { tenant: Tenant; until: number }>();
  return async (caller) => {
    const known = remembered.get(caller.tenantId);
    if (known && Date.now() < known.until) return known.tenant;
    const session = await database.call(caller, 'wiki_session', {});
    if (!session) throw new Problem('forbidden', { reason: 'no active member' });
    const { tenant } = session;
    remembered.set(caller.tenantId, { tenant, until: Date.now() + REMEMBERED_MS });
    return tenant;
  };
}
