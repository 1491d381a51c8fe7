import { z } from 'zod';
import type { TokenRules } from '../tokens/verify-token.ts';

/** How a wiki service is set up. */
export interface WikiSettings {
  supabaseUrl: string;
  publishableKey: string;
  tokens: TokenRules;
  /** All origins of all tenants' CRMs: a preflight has no token that would tell the tenant. */
  crmOrigins: readonly string[];
  /** Where the wiki is reached, when a proxy stands before it: its own pages are no strangers. */
  publicOrigin: string | undefined;
  /** How long the database may take for one answer. */
  databaseTimeoutMs: number;
  /** On a developer's machine: local tokens count, and the demo pages are there. */
  development: boolean;
}

/** The settings cannot be used. The message has a line for each reason. */
export class SettingsError extends Error {}

const AUDIENCE = 'authenticated';
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

const origin = z
  .url()
  .refine(
    (text) => URL.parse(text)?.origin === text,
    'is no origin (https://host, without a path)',
  );
const environment = z
  .object({
    SUPABASE_URL: z.url().transform((text) => text.replace(/\/+$/, '')),
    SUPABASE_PUBLISHABLE_KEY: z.string().min(1),
    SUPABASE_JWT_ISSUER: z.string().optional(),
    WIKI_ENVIRONMENT: z.enum(['production', 'development']).default('production'),
    WIKI_LOCAL_JWT_SECRET: z.string().min(32).optional(),
    WIKI_CRM_ORIGINS: z
      .string()
      .default('')
      .transform((text) =>
        text
          .split(',')
          .map((one) => one.trim())
          .filter(Boolean),
      )
      .pipe(z.array(origin)),
    WIKI_PUBLIC_ORIGIN: origin.optional(),
    WIKI_DATABASE_TIMEOUT_MS: z.coerce.number().int().min(100).max(60_000).default(5_000),
  })
  .superRefine((values, context) => {
    const isDevelopment = values.WIKI_ENVIRONMENT === 'development';
    const { hostname, protocol } = new URL(values.SUPABASE_URL);
    const say = (message: string) => context.addIssue({ code: 'custom', message });
    if (isDevelopment) {
      if (!values.WIKI_LOCAL_JWT_SECRET) say('WIKI_LOCAL_JWT_SECRET is missing, for development');
      if (!LOOPBACK.test(hostname)) say('SUPABASE_URL must be on loopback in development');
    } else {
      if (values.WIKI_LOCAL_JWT_SECRET) {
        say(
          'WIKI_LOCAL_JWT_SECRET is for development alone: in production tokens are judged by signing keys',
        );
      }
      if (protocol !== 'https:') say('SUPABASE_URL must be https in production');
    }
  });

/**
 * Reads the settings from environment variables, Node's or a Worker's. Throws `SettingsError`.
 * Tokens are judged either by Supabase's signing keys (production) or by the local secret
 * (development); there is no setting that lets both count.
 */
export function readSettings(variables: Readonly<Record<string, unknown>>): WikiSettings {
  const read = environment.safeParse(variables);
  if (!read.success) {
    const lines = read.error.issues.map(({ path, message }) =>
      `${path.join('.')} ${message}`.trim(),
    );
    throw new SettingsError(`The wiki service cannot start:\n${lines.join('\n')}`);
  }
  const values = read.data;
  const auth = `${values.SUPABASE_URL}/auth/v1`;
  const issuer = values.SUPABASE_JWT_ISSUER ?? auth;
  return {
    supabaseUrl: values.SUPABASE_URL,
    publishableKey: values.SUPABASE_PUBLISHABLE_KEY,
    tokens: values.WIKI_LOCAL_JWT_SECRET
      ? { kind: 'local-secret', issuer, audience: AUDIENCE, secret: values.WIKI_LOCAL_JWT_SECRET }
      : {
          kind: 'signing-keys',
          issuer,
          audience: AUDIENCE,
          keysUrl: `${auth}/.well-known/jwks.json`,
        },
    crmOrigins: values.WIKI_CRM_ORIGINS,
    publicOrigin: values.WIKI_PUBLIC_ORIGIN,
    databaseTimeoutMs: values.WIKI_DATABASE_TIMEOUT_MS,
    development: values.WIKI_ENVIRONMENT === 'development',
  };
}
