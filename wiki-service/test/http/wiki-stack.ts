import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { SqlDatabase } from '../../src/database/sql.ts';
import { makeTokenBuckets, type RateLimits } from '../../src/http/guards/rate-limit.ts';
import { makeJsonLog } from '../../src/http/guards/request-log.ts';
import type { WikiSettings } from '../../src/http/settings.ts';
import { LOCAL_ISSUER, LOCAL_JWT_SECRET } from '../../src/local/keys.ts';
import { mintLocalToken } from '../../src/local/mint-token.ts';
import { type LocalSupabase, startSupabase } from '../../src/local/supabase.ts';
import { localSettings } from '../../src/local/wiki-service.ts';
import { startWikiService } from '../../src/node.ts';
import { type FilledTenant, fillTwoTenants, type Role, type TwoTenants } from '../two-tenants.ts';
import { createDatabase, type TestDatabase } from '../wiki-database.ts';
import { startWorker } from './worker-host.ts';

/** An origin that both tenants' CRMs have, and one that only the first tenant's has. */
export const CRM_ORIGIN = 'https://crm.example.com';
export const FIRST_ORIGIN = 'https://first.example.com';
export const IMAGE_HOST = 'images.example.com';

/** PostgreSQL with two tenants, and a Supabase before it. */
export interface Backend {
  database: TestDatabase;
  supabase: LocalSupabase;
  tenants: TwoTenants;
  stop(): Promise<void>;
}

/** A service that runs. */
export interface RunningWiki {
  url: string;
  /** The log so far, a JSON object a line. */
  log(): string;
  stop(): Promise<void>;
}

/** `change` is applied to the database, as its owner, once the migrations are through. */
export async function startBackend(
  change: (owner: SqlDatabase) => Promise<void> = async () => undefined,
): Promise<Backend> {
  const database = await createDatabase();
  const supabase = await startSupabase({ kind: 'postgres', url: database.url });
  const tenants = await fillTwoTenants(database.owner);
  await database.owner.query('update public.tenants set image_hosts = $1, crm_origins = $2', [
    [IMAGE_HOST],
    [CRM_ORIGIN],
  ]);
  await database.owner.query(
    'update public.tenants set crm_origins = array_append(crm_origins, $2) where id = $1',
    [tenants.a.id, FIRST_ORIGIN],
  );
  await change(database.owner);
  return {
    database,
    supabase,
    tenants,
    async stop() {
      await supabase.stop();
      await database.drop();
    },
  };
}

/** Built files as frontends leave them, each with its own path as its text. */
function writeAssets(): string {
  const folder = mkdtempSync(join(tmpdir(), 'wiki-assets-'));
  for (const path of [
    ...['admin/index.html', 'admin/assets/page-1a2b.js', 'demo/index.html', 'widget/crm-help.js'],
    'private.txt',
  ]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), path);
  }
  return folder;
}

/** Limits that a test does not run into unless it wants to. */
export const generousLimits = (): RateLimits => ({
  person: makeTokenBuckets({ burst: 1e6, perSecond: 1e6 }),
  tenant: makeTokenBuckets({ burst: 1e6, perSecond: 1e6 }),
});

export async function startOnNode(
  supabase: Pick<LocalSupabase, 'url' | 'publishableKey' | 'jwtSecret'>,
  more: { settings?: Partial<WikiSettings>; limits?: RateLimits } = {},
): Promise<RunningWiki> {
  const lines: string[] = [];
  const assets = writeAssets();
  const service = await startWikiService({
    port: 0,
    settings: {
      ...localSettings(supabase),
      crmOrigins: [CRM_ORIGIN, FIRST_ORIGIN],
      ...more.settings,
    },
    limits: more.limits ?? generousLimits(),
    dist: assets,
    log: makeJsonLog((line) => lines.push(line)),
  });
  return {
    url: service.url,
    log: () => lines.join('\n'),
    async stop() {
      await service.stop();
      rmSync(assets, { recursive: true });
    },
  };
}

export async function startOnWorkerd(supabase: LocalSupabase): Promise<RunningWiki> {
  const assets = writeAssets();
  const variables = {
    SUPABASE_URL: supabase.url,
    SUPABASE_PUBLISHABLE_KEY: supabase.publishableKey,
    SUPABASE_JWT_ISSUER: LOCAL_ISSUER,
    WIKI_ENVIRONMENT: 'development',
    WIKI_LOCAL_JWT_SECRET: LOCAL_JWT_SECRET,
    WIKI_CRM_ORIGINS: `${CRM_ORIGIN},${FIRST_ORIGIN}`,
  };
  const { url, stop, output } = await startWorker(variables, assets);
  return {
    url,
    log: output,
    async stop() {
      await stop();
      rmSync(assets, { recursive: true });
    },
  };
}

/** A token of somebody at a tenant. */
export function tokenOf(
  tenant: FilledTenant,
  role: Role,
  user: keyof FilledTenant['users'] = role,
): Promise<string> {
  return mintLocalToken({ sub: tenant.users[user], tenantId: tenant.id, userRole: role });
}

/** An answer, with its body read. */
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: what an answer holds is what the tests look at
  json: any;
}

export interface Sent {
  token?: string | undefined;
  headers?: Record<string, string>;
  /** Sent as JSON; a string as it is. */
  body?: unknown;
}

/** Longer than any answer may take on a busy machine; what takes longer hangs. */
const LONGEST_ANSWER_MS = 30_000;

/** Sends a request and reads the answer. Throws a `TimeoutError` when there is none. */
export async function send(
  url: string,
  method: string,
  path: string,
  { token, headers, body }: Sent = {},
): Promise<Answer> {
  const response = await fetch(url + path, {
    method,
    signal: AbortSignal.timeout(LONGEST_ANSWER_MS),
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: isJson && text ? JSON.parse(text) : undefined,
  };
}

/** What one writes of an article, with a slug that is free. */
export function draft(more: Record<string, unknown> = {}) {
  return {
    title: 'Pay an invoice',
    slug: `pay-${crypto.randomUUID().slice(0, 8)}-x`,
    html: '<p>Open the invoice.</p>',
    locale: 'en',
    roles: ['admin', 'employee', 'client'],
    routes: ['/portal/invoices/*'],
    ...more,
  };
}
