/** A demo user of the local wiki. */
export interface DemoAccount {
  tenant: string;
  /** Name of the tenant. */
  name: string;
  role: string;
}

const KEY = 'sonan-wiki-demo';

/** The demo user who is signed in in this tab, with their token. */
interface DemoSession {
  tenant: string;
  role: string;
  token: string;
}

/** Who can sign in here. Empty where there are no demo users: everywhere but on a developer's machine. */
export async function listAccounts(): Promise<DemoAccount[]> {
  const response = await fetch('/dev/accounts').catch(() => undefined);
  if (!response?.ok) return [];
  return (await response.json()).accounts;
}

/** Signs a demo user in. Throws when the service gives no token. */
export async function signIn(tenant: string, role: string): Promise<void> {
  const response = await fetch('/dev/tokens', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ tenant, role }),
  });
  if (!response.ok) throw new Error(`The demo sign-in answered ${response.status}.`);
  const { token } = await response.json();
  sessionStorage.setItem(KEY, JSON.stringify({ tenant, role, token } satisfies DemoSession));
}

export function signOut(): void {
  sessionStorage.removeItem(KEY);
}

/** Who is signed in in this tab. */
export function readSession(): DemoSession | undefined {
  return JSON.parse(sessionStorage.getItem(KEY) ?? 'null') ?? undefined;
}

/** The token of whoever is signed in. A token that was refused is of no more use. */
export async function getToken({ renew }: { renew: boolean }): Promise<string | null> {
  return renew ? null : (readSession()?.token ?? null);
}
