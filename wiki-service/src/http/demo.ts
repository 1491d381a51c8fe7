import type { Hono } from 'hono';
import { z } from 'zod';
import type { WikiEnv, WikiParts } from './app-types.ts';
import { role } from './contract/schemas.ts';
import { Problem } from './problem.ts';

/** Signs the seeded demo users in. There is nobody behind them. */
export interface DemoSignIn {
  accounts: readonly { tenant: string; name: string; role: 'admin' | 'employee' | 'client' }[];
  /** A token for the demo user with a role at a tenant (slug), and how long it is valid. */
  signIn(tenant: string, role: string): Promise<{ token: string; expiresInSeconds: number }>;
}

const wanted = z.object({ tenant: z.string().max(60), role });

/**
 * `GET /dev/accounts` and `POST /dev/tokens {tenant, role}`, for the local demo. They exist only in
 * development, and answer only addresses on loopback, so that no page elsewhere can use them by a
 * name that it has made point here.
 */
export function addDemoSignIn(app: Hono<WikiEnv>, { demo, settings }: WikiParts): void {
  if (!demo || !settings.development) return;
  app.use('/dev/*', async (c, next) => {
    const { hostname, origin } = new URL(c.req.url);
    const isLoopback = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
    const isStrange = (c.req.header('origin') ?? origin) !== origin;
    if (!isLoopback || isStrange) throw new Problem('origin-not-allowed');
    await next();
  });
  app.get('/dev/accounts', (c) => c.json({ accounts: demo.accounts }));
  app.post('/dev/tokens', async (c) => {
    const read = wanted.safeParse(await c.req.json().catch(() => undefined));
    const account =
      read.success &&
      demo.accounts.find((one) => one.tenant === read.data.tenant && one.role === read.data.role);
    if (!account) throw new Problem('bad-request', { detail: 'There is no such demo user.' });
    return c.json(await demo.signIn(account.tenant, account.role));
  });
}
