import type { Brand } from '../../widget/src/brand.ts';

/** A demo user of the local wiki: there is one for each role at each tenant. */
export interface DemoAccount {
  tenant: string;
  /** Name of the tenant. */
  name: string;
  role: string;
}

/** Who there is. Throws when the service has no demo users. */
export async function listAccounts(): Promise<DemoAccount[]> {
  const response = await fetch('/dev/accounts');
  if (!response.ok) throw new Error(`The demo users answered ${response.status}.`);
  return (await response.json()).accounts;
}

/** A token for the demo user with a role at a tenant, or null when there is none. */
export async function signIn(tenant: string, role: string): Promise<string | null> {
  const response = await fetch('/dev/tokens', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ tenant, role }),
  });
  return response.ok ? (await response.json()).token : null;
}

/** The colours of the tenant that a token is for; nothing when they cannot be had. */
export async function readBrand(
  getToken: () => Promise<string | null> | null,
): Promise<Partial<Brand>> {
  try {
    const headers = { authorization: `Bearer ${await getToken()}` };
    const response = await fetch('/v1/session', { headers });
    return response.ok ? (await response.json()).tenant.brand : {};
  } catch {
    return {};
  }
}
