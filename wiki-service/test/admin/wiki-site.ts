import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core';
import { vi } from 'vitest';
import { BROWSER_ARGUMENTS, requireBrowser } from '../../../src/browser/find.ts';
import { buildAdmin } from '../../admin/build.ts';
import { demoUserId, readSeedTenants, seed, type UserRole } from '../../src/database/seed.ts';
import type { SqlDatabase } from '../../src/database/sql.ts';
import { makeTokenBuckets } from '../../src/http/guards/rate-limit.ts';
import { mintLocalToken } from '../../src/local/mint-token.ts';
import { startSupabase } from '../../src/local/supabase.ts';
import { demoSignIn, localSettings } from '../../src/local/wiki-service.ts';
import { startWikiService, type WikiService } from '../../src/node.ts';

/** Somebody at the tenant `sonan`. */
export interface Member {
  id: string;
  role: UserRole;
}

/** A browser with a person in it. Two pages of it are two tabs. */
export interface Desk {
  context: BrowserContext;
  /** Opens a page of the editor. */
  open(path?: string): Promise<Page>;
  /** Everything that should not have happened: errors, violations of the policy, dialogs. */
  problems: string[];
}

/** The wiki service with the seed, its editor, and a browser. */
export interface WikiSite {
  wiki: WikiService;
  database: SqlDatabase;
  browser: Browser;
  /** The seeded admin, and a second one. */
  admin: Member;
  otherAdmin: Member;
  desk(options?: { member?: Member; browser?: BrowserContextOptions }): Promise<Desk>;
  /** A call to the service as somebody, the admin unless told otherwise. */
  call(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
    as?: Member,
  ): Promise<Response>;
  stop(): Promise<void>;
}

// A browser needs its time where everything else is busy too.
vi.setConfig({ testTimeout: 60_000 });

const quiet = {
  request: () => undefined,
  fault: (_: string, error: unknown) => console.error(error),
};
const SESSION_KEY = 'sonan-wiki-demo';
const tenantId = readSeedTenants().find(({ slug }) => slug === 'sonan')?.id ?? '';

/** `crmOrigin`: one more origin that may call the service. */
export async function startWikiSite({ crmOrigin }: { crmOrigin?: string } = {}): Promise<WikiSite> {
  const dist = mkdtempSync(join(tmpdir(), 'wiki-editor-'));
  await buildAdmin(join(dist, 'admin'));
  const supabase = await startSupabase({ kind: 'pglite' }, { prepare: seed });
  const otherAdmin = { id: '5a000000-0000-4000-8000-0000000000aa', role: 'admin' } as const;
  await supabase.database.query(
    `insert into public.memberships (tenant_id, user_id, role, example) values ($1, $2, 'admin', true)`,
    [tenantId, otherAdmin.id],
  );
  const limits = {
    person: makeTokenBuckets({ burst: 100_000, perSecond: 1_000 }),
    tenant: makeTokenBuckets({ burst: 100_000, perSecond: 1_000 }),
  };
  const settings = localSettings(supabase);
  if (crmOrigin) {
    settings.crmOrigins = [...settings.crmOrigins, crmOrigin];
    await supabase.database.query(
      'update public.tenants set crm_origins = array_append(crm_origins, $1)',
      [crmOrigin],
    );
  }
  const wiki = await startWikiService({
    settings,
    demo: demoSignIn(),
    port: 0,
    log: quiet,
    limits,
    dist,
  });
  const browser = await chromium.launch({
    executablePath: requireBrowser(),
    args: [...BROWSER_ARGUMENTS],
  });
  const admin = { id: demoUserId('sonan', 'admin'), role: 'admin' } as const;
  return {
    wiki,
    database: supabase.database,
    browser,
    admin,
    otherAdmin,
    desk: ({ member = admin, browser: options } = {}) =>
      sitDown(browser, wiki.url, member, options),
    async call(method, path, body, headers = {}, as = admin) {
      return fetch(`${wiki.url}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${await tokenFor(as)}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
    },
    async stop() {
      await browser.close();
      await wiki.stop();
      await supabase.stop();
      rmSync(dist, { recursive: true });
    },
  };
}

/** A token for somebody at `sonan`. `seconds`: how long it is valid; negative for one that has expired. */
export function tokenFor({ id, role }: Member, seconds = 3600): Promise<string> {
  return mintLocalToken({ sub: id, tenantId, userRole: role }, seconds);
}

/** Gives a page's tab another token, as signing in or the passing of time does. */
export async function giveToken(page: Page, member: Member, seconds?: number): Promise<void> {
  const session = JSON.stringify(sessionOf(member, await tokenFor(member, seconds)));
  await page.evaluate(([key, value]) => sessionStorage.setItem(key, value), [
    SESSION_KEY,
    session,
  ] as const);
}

async function sitDown(
  browser: Browser,
  url: string,
  member: Member,
  options: BrowserContextOptions = {},
): Promise<Desk> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    locale: 'en-GB',
    ...options,
  });
  const problems: string[] = [];
  const session = JSON.stringify(sessionOf(member, await tokenFor(member)));
  await context.addInitScript(
    ([key, value]) => {
      // A tab that is still empty has no storage.
      if (location.origin === 'null') return;
      if (!sessionStorage.getItem(key)) sessionStorage.setItem(key, value);
    },
    [SESSION_KEY, session] as const,
  );
  context.on('page', (page) => watch(page, problems));
  return {
    context,
    problems,
    async open(path = '/') {
      const page = await context.newPage();
      await page.goto(`${url}/admin/wiki${path}`);
      await page.locator('.wk-loading').first().waitFor({ state: 'detached' });
      return page;
    },
  };
}

function sessionOf({ role }: Member, token: string) {
  return { tenant: 'sonan', role, token };
}

function watch(page: Page, problems: string[]): void {
  page.on('pageerror', (error) => problems.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => {
    problems.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('console', (message) => {
    const text = message.text();
    // The browser writes a line for every answer that is no success, and for images that are not there.
    if (message.type() === 'error' && !text.startsWith('Failed to load resource')) {
      problems.push(`console: ${text}`);
    }
  });
}
