import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { BROWSER_ARGUMENTS, requireBrowser } from '../../../src/browser/find.ts';
import { buildDemo, readDemoRoutes } from '../../demo/build.ts';
import { readSeedArticles, seed } from '../../src/database/seed.ts';
import { type LocalSupabase, startSupabase } from '../../src/local/supabase.ts';
import { startLocalWikiService } from '../../src/local/wiki-service.ts';
import type { WikiService } from '../../src/node.ts';
import { buildWidget } from '../../widget/build.ts';
import { findViolations } from '../find-violations.ts';

const ROLES = { admin: 'admin', employee: 'employee', client: 'client' } as const;

let supabase: LocalSupabase;
let wiki: WikiService;
let browser: Browser;

beforeAll(async () => {
  await Promise.all([buildWidget(), buildDemo()]);
  supabase = await startSupabase({ kind: 'pglite' }, { prepare: seed });
  const log = {
    request: () => undefined,
    fault: (_: string, error: unknown) => console.error(error),
  };
  wiki = await startLocalWikiService(supabase, { port: 0, log });
  browser = await chromium.launch({
    executablePath: requireBrowser(),
    args: [...BROWSER_ARGUMENTS],
  });
});
afterAll(async () => {
  await browser?.close();
  await wiki?.stop();
  await supabase?.stop();
});

async function open(path: string, options: BrowserContextOptions = {}) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
    ...options,
  });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`${page.url()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`${page.url()}: ${error.message}`));
  await page.goto(`${wiki.url}/demo${path}`);
  await page.locator('h1').waitFor();
  return { page, problems };
}

const choose = (page: Page, label: string, value: string) =>
  page.getByLabel(label, { exact: true }).selectOption(value);

async function firstHelp(page: Page): Promise<string | null> {
  const dialog = page.locator('crm-help dialog');
  if (!(await dialog.isVisible())) await page.locator('crm-help .launcher').click();
  await page.locator('crm-help .body[aria-busy]').waitFor({ state: 'detached' });
  return page.locator('crm-help .item-title').first().textContent();
}

describe('the demo CRM', () => {
  it('has every page that an article of the seed helps with', () => {
    const known = readDemoRoutes().map(({ route }) => route);
    const wanted = readSeedArticles().flatMap(({ routes }) => routes);
    const missing = wanted.filter((route) => !route.includes('*') && !known.includes(route));
    expect([...new Set(missing)]).toEqual([]);
  });

  it('says that it is one, and leads to the editor', async () => {
    const { page } = await open('/');
    expect(await page.locator('.demo-bar p').textContent()).toContain('All data is made up');
    const editor = page.getByRole('link', { name: 'Write help articles' });
    expect(await editor.getAttribute('href')).toBe('/admin/wiki?tenant=sonan&locale=en');
  });

  it.each(Object.keys(ROLES))(
    'opens each page of the %s, with its help, without an error',
    async (role) => {
      const { page, problems } = await open(`/?role=${role}`);
      const links = await page
        .locator('nav a[href^="/demo"]')
        .evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
      expect(links.length).toBeGreaterThan(3);
      for (const href of links) {
        await page.locator(`nav a[href="${href}"]`).click();
        await page.locator('nav a[aria-current="page"]').waitFor();
        expect(await page.locator('main').textContent()).not.toContain('no such page');
        expect(await firstHelp(page), href).toBeTruthy();
        await page.keyboard.press('Escape');
      }
      expect(problems).toEqual([]);
    },
    60_000,
  );

  it('changes tenant, role and language, and the help with them', async () => {
    const { page, problems } = await open('/admin/proposals/new');
    expect(await firstHelp(page)).toBe('Create a proposal');
    const bar = page.locator('.bar');
    const colour = () => bar.evaluate((element) => getComputedStyle(element).backgroundColor);
    await choose(page, 'Tenant', 'mr-dj');
    await expect.poll(colour).toBe('rgb(124, 45, 146)');
    await choose(page, 'Language', 'nl');
    await expect.poll(() => firstHelp(page)).toBe('Een offerte maken');
    expect(await page.locator('h1').textContent()).toBe('Nieuwe offerte');
    await choose(page, 'Aangemeld als', 'client');
    await expect.poll(() => firstHelp(page)).toBe('Beginnen in uw klantportaal');
    await page.goBack();
    await expect.poll(() => firstHelp(page)).toBe('Een offerte maken');
    expect(page.url()).toContain('tenant=mr-dj');
    expect(problems).toEqual([]);
  });

  it('shows what an expired session looks like', async () => {
    const { page } = await open('/admin');
    await choose(page, 'Session', 'expired');
    await page.locator('crm-help .launcher').click();
    await page.getByRole('heading', { name: 'Your session has ended' }).waitFor();
    await choose(page, 'Session', 'valid');
    await expect.poll(() => firstHelp(page)).toBe('Find your way in the CRM');
  });

  it('saves nothing', async () => {
    const { page } = await open('/admin/clients/new');
    await page.getByRole('button', { name: 'Create client' }).click();
    await page.getByText('nothing was saved').waitFor();
  });

  it.each([
    { colorScheme: 'light', width: 1280 },
    { colorScheme: 'light', width: 360 },
    { colorScheme: 'dark', width: 1280 },
    { colorScheme: 'dark', width: 360 },
  ] as const)(
    'passes WCAG 2.2 AA in $colorScheme at $width pixels',
    async ({ colorScheme, width }) => {
      const found: string[] = [];
      const { page } = await open('/', {
        colorScheme,
        bypassCSP: true,
        viewport: { width, height: 800 },
      });
      for (const path of [
        '/admin',
        '/admin/clients',
        '/admin/clients/new?tenant=mr-dj&lang=nl',
        '/portal/invoices/example?tenant=example&role=client',
      ]) {
        await page.goto(`${wiki.url}/demo${path}`);
        await page.locator('h1').waitFor();
        await firstHelp(page);
        await page.keyboard.press('Escape');
        found.push(...(await findViolations(page)).map((line) => `${path}: ${line}`));
        const excess = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (excess > 0) found.push(`${path} is ${excess} pixels too wide`);
      }
      expect(found).toEqual([]);
    },
    60_000,
  );
});
