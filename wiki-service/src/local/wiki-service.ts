import { demoUserId, readSeedTenants, USER_ROLES } from '../database/seed.ts';
import type { DemoSignIn } from '../http/demo.ts';
import type { WikiSettings } from '../http/settings.ts';
import { startWikiService, type WikiService, type WikiServiceOptions } from '../node.ts';
import { LOCAL_ISSUER, TOKEN_AUDIENCE } from './keys.ts';
import { mintLocalToken } from './mint-token.ts';
import type { LocalSupabase } from './supabase.ts';

const TOKEN_SECONDS = 3600;
const DATABASE_TIMEOUT_MS = 5_000;

/** The settings of a wiki service over a local Supabase. */
export function localSettings(
  supabase: Pick<LocalSupabase, 'url' | 'publishableKey' | 'jwtSecret'>,
): WikiSettings {
  return {
    supabaseUrl: supabase.url,
    publishableKey: supabase.publishableKey,
    tokens: {
      kind: 'local-secret',
      issuer: LOCAL_ISSUER,
      audience: TOKEN_AUDIENCE,
      secret: supabase.jwtSecret,
    },
    crmOrigins: [...new Set(readSeedTenants().flatMap(({ crmOrigins }) => crmOrigins))],
    publicOrigin: undefined,
    databaseTimeoutMs: DATABASE_TIMEOUT_MS,
    development: true,
  };
}

/** Signs in the demo users of the seed, without a password. For loopback. */
export function demoSignIn(): DemoSignIn {
  const tenants = readSeedTenants();
  return {
    accounts: tenants.flatMap(({ slug, name }) =>
      USER_ROLES.map((role) => ({ tenant: slug, name, role })),
    ),
    async signIn(slug, role) {
      const tenant = tenants.find((one) => one.slug === slug);
      const known = USER_ROLES.find((one) => one === role);
      if (!tenant || !known) throw new Error(`There is no demo user for ${role} at ${slug}.`);
      const bearer = { sub: demoUserId(slug, known), tenantId: tenant.id, userRole: known };
      return {
        token: await mintLocalToken(bearer, TOKEN_SECONDS),
        expiresInSeconds: TOKEN_SECONDS,
      };
    },
  };
}

/** Starts the wiki service of `npm start`, on loopback, with the demo users' sign-in. */
export function startLocalWikiService(
  supabase: Pick<LocalSupabase, 'url' | 'publishableKey' | 'jwtSecret'>,
  options: Pick<WikiServiceOptions, 'port' | 'log' | 'limits' | 'dist'>,
): Promise<WikiService> {
  return startWikiService({ ...options, settings: localSettings(supabase), demo: demoSignIn() });
}
