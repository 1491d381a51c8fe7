import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import { BROWSER_ARGUMENTS, requireBrowser } from '../../../src/browser/find.ts';
import { demoUserId, readSeedTenants, seed, type UserRole } from '../../src/database/seed.ts';
import type { SqlDatabase } from '../../src/database/sql.ts';
import { makeTokenBuckets } from '../../src/http/guards/rate-limit.ts';
import { mintLocalToken } from '../../src/local/mint-token.ts';
import { type LocalSupabase, startSupabase } from '../../src/local/supabase.ts';
import { localSettings } from '../../src/local/wiki-service.ts';
import { startWikiService, type WikiService } from '../../src/node.ts';
import { buildWidget, WIDGET_FILE } from '../../widget/build.ts';
import type { CrmHelp } from '../../widget/src/crm-help.ts';

/** How a page of the CRM is opened. */
export interface Visit {
  route?: string;
  locale?: string;
  tenant?: string;
  role?: UserRole;
  /** Instead of a token for tenant and role. */
  token?: string | null;
  /** Address of another wiki service than the usual. */
  api?: string;
  attributes?: string;
  /** A browser that has no Sanitizer API. */
  isOld?: boolean;
  /** A CRM that has no content security policy to stop what should not be there. */
  isOpen?: boolean;
  browser?: BrowserContextOptions;
}

/** A page of the CRM in a browser, with all that went wrong on it. */
export interface CrmPage {
  page: Page;
  /** Errors, violations of the policy, dialogs, and requests to places that nobody knows. */
  problems: string[];
  close(): Promise<void>;
}

/** A wiki with the seed, and a CRM of another origin that has the widget on its page. */
export interface CrmSite {
  wiki: WikiService;
  database: SqlDatabase;
  visit(options?: Visit): Promise<CrmPage>;
  /** One more service over the same wiki, which takes `requests` at once and one a second from then on. */
  startBusyWiki(requests: number): Promise<WikiService>;
  stop(): Promise<void>;
}

const quiet = {
  request: () => undefined,
  fault: (_: string, error: unknown) => console.error(error),
};

export async function startCrmSite(): Promise<CrmSite> {
  const folder = mkdtempSync(join(tmpdir(), 'crm-help-'));
  await buildWidget(folder);
  const server = createServer();
  const origin = await listen(server);
  const supabase = await startSupabase({ kind: 'pglite' }, { prepare: seed });
  await supabase.database.query('update public.tenants set crm_origins = array[$1]', [origin]);
  const wiki = await startWiki(supabase, origin);
  const busy: WikiService[] = [];
  const browser = await chromium.launch({
    executablePath: requireBrowser(),
    args: [...BROWSER_ARGUMENTS],
  });

  server.on('request', (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', origin);
    if (pathname.startsWith('/widget/')) {
      response.setHeader('content-type', 'text/javascript');
      response.end(readFileSync(join(folder, pathname.slice('/widget/'.length))));
      return;
    }
    const api = searchParams.get('api') ?? wiki.url;
    response.setHeader('content-type', 'text/html; charset=utf-8');
    if (!searchParams.has('open')) {
      response.setHeader('content-security-policy', strictPolicy(api));
    }
    response.end(crmHtml(`api="${api}" ${searchParams.get('attributes')}`));
  });

  return {
    wiki,
    database: supabase.database,
    visit: (options = {}) => visit(browser, origin, wiki.url, options),
    async startBusyWiki(requests) {
      const started = await startWiki(supabase, origin, requests);
      busy.push(started);
      return started;
    },
    async stop() {
      await browser.close();
      await Promise.all([wiki, ...busy].map((service) => service.stop()));
      await supabase.stop();
      server.closeAllConnections();
      server.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/**
 * A site for the tests of a file, and what opens pages of it that are closed when their test ends.
 * Nothing may go wrong on such a page.
 */
export function provideCrmSite(): { site: CrmSite; visit(options?: Visit): Promise<CrmPage> } {
  const used = {} as { site: CrmSite };
  beforeAll(async () => {
    used.site = await startCrmSite();
  });
  afterAll(() => used.site?.stop());
  return Object.assign(used, {
    async visit(options?: Visit) {
      const crm = await used.site.visit(options);
      onTestFinished(async () => {
        await crm.close();
        expect(crm.problems).toEqual([]);
      });
      return crm;
    },
  });
}

/** A token of a demo user. `seconds`: how long it is valid; negative for one that has expired. */
export function tokenFor(tenant = 'sonan', role: UserRole = 'admin', seconds = 3600) {
  const tenantId = readSeedTenants().find(({ slug }) => slug === tenant)?.id;
  const bearer = { sub: demoUserId(tenant, role), tenantId, userRole: role };
  return mintLocalToken(bearer as { sub: string; tenantId: string; userRole: string }, seconds);
}

/** Opens the panel by its button, and waits until there is something in it. */
export async function openHelp({ page }: CrmPage): Promise<void> {
  await page.locator('crm-help .launcher').click();
  await page.locator('crm-help .body[aria-busy]').waitFor({ state: 'detached' });
}

/** What the widget has the focus on: its text, or its label. */
export function focusedIn({ page }: CrmPage): Promise<string | undefined> {
  return page.evaluate(() => {
    const element = document.querySelector('crm-help')?.shadowRoot?.activeElement;
    const label = element?.getAttribute('aria-label');
    return (
      label ??
      element?.querySelector('.item-title')?.textContent ??
      element?.textContent ??
      undefined
    );
  });
}

/** Gives the widget a token source; `null` is a CRM that has none to give. */
export function giveToken(page: Page, token: string | null): Promise<void> {
  return page.evaluate((given) => {
    (document.querySelector('crm-help') as CrmHelp).token = () => given;
  }, token);
}

async function startWiki(
  supabase: LocalSupabase,
  origin: string,
  requests?: number,
): Promise<WikiService> {
  const few = requests && { burst: requests, perSecond: 1 };
  return startWikiService({
    settings: { ...localSettings(supabase), crmOrigins: [origin] },
    port: 0,
    log: quiet,
    ...(few && { limits: { person: makeTokenBuckets(few), tenant: makeTokenBuckets(few) } }),
  });
}

async function visit(
  browser: Browser,
  origin: string,
  usualApi: string,
  options: Visit,
): Promise<CrmPage> {
  const { route = '/admin/proposals/new', locale = 'en', tenant, role, api = usualApi } = options;
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
    ...options.browser,
  });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('console', (message) => {
    const isAnswer = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !isAnswer) problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('dialog', (dialog) => {
    problems.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    const { origin: asked } = new URL(request.url());
    if (asked !== origin && asked !== api && asked !== 'null')
      problems.push(`asks for ${request.url()}`);
  });
  await page.exposeFunction('noteViolation', (text: string) => problems.push(text));
  await page.addInitScript(() => {
    const note = (globalThis as unknown as { noteViolation(text: string): void }).noteViolation;
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) =>
      note(`violates ${violatedDirective}: ${blockedURI} ${sample}`),
    );
  });
  if (options.isOld) {
    await page.addInitScript(() => {
      Reflect.deleteProperty(Element.prototype, 'setHTML');
    });
  }
  const attributes = `route="${route}" locale="${locale}" ${options.attributes ?? ''}`;
  const query = { api, attributes, ...(options.isOpen && { open: 'yes' }) };
  await page.goto(`${origin}/?${new URLSearchParams(query)}`);
  await page.evaluate(() => customElements.whenDefined('crm-help').then(() => undefined));
  const token = options.token === undefined ? await tokenFor(tenant, role) : options.token;
  await giveToken(page, token);
  return { page, problems, close: () => context.close() };
}

/** As strict as a policy can be: nothing inline, no styles at all, and no HTML from strings. */
function strictPolicy(api: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `connect-src ${api}`,
    'img-src https:',
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types dompurify',
  ].join('; ');
}

function crmHtml(attributes: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>A page of the CRM</title>
<script type="module" src="/widget/${WIDGET_FILE}"></script>
<body>
<main><h1>New proposal</h1><label>Title <input id="title"></label></main>
<crm-help ${attributes}></crm-help>
</body>
</html>`;
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
