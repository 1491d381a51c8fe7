import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAudiences } from '../../src/access/audiences.ts';
import { pagePolicy } from '../../src/access/response-headers.ts';
import { writeGateData } from '../../src/access/write-gate-data.ts';
import { BROWSER_ARGUMENTS, requireBrowser } from '../../src/browser/find.ts';
import { findViolations } from '../browser/find-violations.ts';
import { serve } from '../site/browser/serve.ts';
import { buildEnvironment } from '../site/build-environment.ts';
import { loadsOf } from './loads.ts';

const root = join(import.meta.dirname, '../..');
const dist = join(root, '.cache/on-call-pack-test');
const built = join(dist, '_editions/staff');
const file = join(built, 'on-call-pack.html');
const fromDisk = pathToFileURL(file).href;

/** What one may carry through a bad connection. Measured in November 2026: 590 kB, 131 kB gzipped. */
const MOST_BYTES = 900_000;
const MOST_BYTES_GZIPPED = 200_000;

let browser: Browser;
let pack: string;

beforeAll(async () => {
  rmSync(join(dist, '_editions/gate.json'), { force: true });
  execFileSync(process.execPath, [join(root, 'node_modules/astro/bin/astro.mjs'), 'build'], {
    cwd: root,
    env: { ...buildEnvironment(), PORTAL_OUT: built, NODE_ENV: 'production' },
    stdio: 'pipe',
  });
  pack = readFileSync(file, 'utf8');
  browser = await chromium.launch({
    executablePath: requireBrowser(),
    args: [...BROWSER_ARGUMENTS],
  });
}, 240_000);

afterAll(() => browser?.close());

interface Opened {
  page: Page;
  /** Addresses that were asked for, the file itself aside. */
  requests: string[];
  errors: string[];
}

/** The pack as it is opened from disk, with no network at all. */
async function open(address = '', options: BrowserContextOptions = {}): Promise<Opened> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    offline: true,
    ...options,
  });
  return openIn(context, fromDisk + address);
}

async function openIn(context: BrowserContext, url: string): Promise<Opened> {
  const page = await context.newPage();
  const requests: string[] = [];
  const errors: string[] = [];
  page.on('request', (request) => {
    if (!/^(?:data|blob):/.test(request.url()) && !isPack(request.url())) {
      requests.push(request.url());
    }
  });
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(url);
  return { page, requests, errors };
}

const isPack = (url: string) => url.replace(/#.*$/, '').endsWith('/on-call-pack.html');
const distanceToTop = (element: Element) => element.getBoundingClientRect().top;
const close = ({ page }: Opened) => page.context().close();
const shown = (page: Page) => page.locator('.pack-page:not([hidden])');
const heading = (page: Page) => shown(page).locator('h1').innerText();
const part = (page: Page, name: string) => page.locator(`[data-incident="${name}"]`);
const timeline = (page: Page) => part(page, 'timeline').innerText();

async function note(page: Page, text: string): Promise<void> {
  await part(page, 'note').fill(text);
  await page.keyboard.press('Enter');
  await expect.poll(() => timeline(page)).toContain(text);
}

/** The record that a page exports, as the file that the reader gets. */
async function exported(page: Page): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export the record' }).click(),
  ]);
  return readFile((await download.path()) as string, 'utf8');
}

async function bringIn(page: Page, record: string): Promise<void> {
  await page.getByLabel('Import a record').setInputFiles({
    name: 'incident.json',
    mimeType: 'application/json',
    buffer: Buffer.from(record),
  });
  await expect.poll(() => part(page, 'said').innerText()).toContain('imported');
}

describe('the file', () => {
  it('has nothing in it that a browser would load', () => {
    expect(loadsOf(pack)).toEqual([]);
  });

  it('weighs little enough to be fetched over a bad connection, and says how much', () => {
    const bytes = Buffer.byteLength(pack);
    expect(bytes).toBeLessThan(MOST_BYTES);
    expect(gzipSync(pack).byteLength).toBeLessThan(MOST_BYTES_GZIPPED);
    expect(pack).toContain(`pages, ${Math.ceil(bytes / 1_000)} kB</span>`);
  });

  it('says when it was made, and from which commit', () => {
    expect(pack).toMatch(/made \d+ \w+ \d{4}, \d\d:\d\d UTC/);
    const [, commit = ''] = /From commit (\w{12})/.exec(pack) ?? [];
    const type = execFileSync('git', ['cat-file', '-t', commit], { cwd: root, encoding: 'utf8' });
    expect(type.trim()).toBe('commit');
  });

  it('has every runbook, policy, template and checklist of the portal', () => {
    const sitemap = readFileSync(join(built, 'sitemap-0.xml'), 'utf8');
    const paths = [...sitemap.matchAll(/<loc>https:\/\/[^/]+(\/[^<]*)<\/loc>/g)]
      .map(([, path = '']) => path)
      .filter((path) => /^\/(?:nl\/)?(?:runbooks|policies|templates|checklists)\/./.test(path));
    expect(paths.length).toBeGreaterThan(20);
    expect(paths.filter((path) => !pack.includes(`class="pack-page" id="${path}"`))).toEqual([]);
  });

  it('has no link that leads nowhere, and says of each that leaves it for the portal', async () => {
    const opened = await open();
    const problems = await opened.page.evaluate(() => {
      const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
      const found = ids
        .filter((id, index) => ids.indexOf(id) !== index)
        .map((id) => `twice: ${id}`);
      for (const link of document.querySelectorAll('a[href]')) {
        const href = link.getAttribute('href') ?? '';
        const known = href.startsWith('#')
          ? ids.includes(decodeURIComponent(href.slice(1)))
          : /^(?:https:|mailto:)/.test(href);
        if (!known) found.push(`leads nowhere: ${href}`);
        const isPortal = href.startsWith('https://docs.sonandigital.com');
        if (isPortal && !link.closest('.pack-age') && !link.textContent?.includes('(portal)')) {
          found.push(`not marked: ${href}`);
        }
      }
      return found;
    });
    expect(problems).toEqual([]);
    await close(opened);
  });
});

describe('opened from disk with no network', () => {
  it('finds a runbook by a word, an alert or a heading, names its kind and opens it', async () => {
    const opened = await open();
    const { page } = opened;
    const results = page.locator('.search-results > li');
    await page.keyboard.press('/');
    for (const [term, title] of [
      ['deploment', 'Bad deployment'],
      ['Sentry error spike', 'Error spike'],
      ['emial delivery', 'Email delivery down'],
      ['connection pool', 'Load on the database'],
    ] as const) {
      await page.getByRole('searchbox').fill(term);
      await expect.poll(() => results.first().innerText()).toContain(title);
      expect(await results.first().locator('.search-kind').innerText()).toMatch(/^Runbook · P\d$/);
    }
    await page.keyboard.press('Enter');
    await expect.poll(() => heading(page)).toBe('Load on the database');
    expect(await shown(page).locator('.quick-card').isVisible()).toBe(true);
    expect(page.url()).toBe(`${fromDisk}#/runbooks/database-load/`);
    await page.goBack();
    await expect.poll(() => heading(page)).toBe('On-call pack');
    expect(opened.requests).toEqual([]);
    expect(opened.errors).toEqual([]);
    await close(opened);
  });

  it('finds a message and a person to call as well', async () => {
    const opened = await open();
    await opened.page.keyboard.press('Control+k');
    const kinds = opened.page.locator('.search-results .search-kind');
    for (const [term, kind] of [
      ['first notice of a disruption', 'Template'],
      ['roles and contacts', 'Reference'],
      ['incident management policy', 'Policy'],
    ] as const) {
      await opened.page.getByRole('searchbox').fill(term);
      await expect.poll(() => kinds.first().innerText()).toBe(kind);
    }
    await opened.page.getByRole('searchbox').fill('zzzz');
    await expect
      .poll(() => opened.page.locator('.search-status').innerText())
      .toContain('Nothing found for “zzzz”');
    await close(opened);
  });

  it('opens at an address, at a part of a page, and says of another that it is not there', async () => {
    const opened = await open('#/policies/incident-response/classify');
    const { page } = opened;
    expect(await heading(page)).toBe('Incident response');
    const place = page.locator('[id="/policies/incident-response/classify"]');
    await expect.poll(() => place.evaluate(distanceToTop)).toBeLessThan(200);
    expect(await page.evaluate(() => scrollY)).toBeGreaterThan(0);
    await page.goto(`${fromDisk}#/runbooks/crm-down/a-part-it-never-had`);
    await expect.poll(() => heading(page)).toBe('CRM down');
    await page.goto(`${fromDisk}#/adr/001-somewhere/`);
    await expect
      .poll(() => page.locator('[data-not-there]').innerText())
      .toContain('https://docs.sonandigital.com/adr/001-somewhere/');
    await close(opened);
  });

  it('works an incident: declared, noted from any page, kept over a reload, exported', async () => {
    const opened = await open();
    const { page } = opened;
    await page.getByRole('link', { name: 'Declare P1 now' }).click();
    await expect.poll(() => timeline(page)).toContain('Declared a P1');
    await note(page, 'Half of the users see a blank page');
    await page.getByRole('link', { name: 'CRM down' }).first().click();
    expect(await heading(page)).toBe('CRM down');
    await page.keyboard.press('n');
    await expect.poll(() => heading(page)).toBe('Incident');
    await note(page, 'Rolled back');
    await page.reload();
    expect(await heading(page)).toBe('Incident');
    await expect.poll(() => timeline(page)).toContain('Rolled back');
    const record = JSON.parse(await exported(page)) as object;
    expect(JSON.stringify(record)).toContain('Half of the users see a blank page');
    await page.getByRole('button', { name: 'All incidents' }).click();
    await expect.poll(() => part(page, 'start').isVisible()).toBe(true);
    expect(await heading(page)).toBe('Incident');
    expect(opened.requests).toEqual([]);
    expect(opened.errors).toEqual([]);
    await close(opened);
  });

  it('declares once from its address, and leads from an incident to the runbook in the pack', async () => {
    const opened = await open('#/incident/declare-p1');
    const { page } = opened;
    await expect.poll(() => timeline(page)).toContain('Declared a P1');
    await part(page, 'steps').getByRole('combobox').selectOption({ label: 'Payments fail' });
    await part(page, 'steps').getByRole('link', { name: 'Payments failing' }).click();
    await expect.poll(() => heading(page)).toBe('Payments failing');
    await page.getByRole('link', { name: 'Incident', exact: true }).first().click();
    expect(await part(page, 'now').isVisible()).toBe(true);
    await page.reload();
    await expect.poll(() => part(page, 'kept').getByRole('listitem').count()).toBe(1);
    await close(opened);
  });

  it('keeps how far a checklist is, by whom it is for, over a reload', async () => {
    const opened = await open('#/checklists/client-onboarding/');
    const { page } = opened;
    await shown(page).locator('[data-fills="subject"]').fill('Example client');
    const steps = shown(page).getByRole('checkbox');
    await steps.first().check();
    const now = shown(page).locator('[data-desk="now"]');
    await expect.poll(() => now.innerText()).toMatch(/^Example client.*1 of \d+ done/);
    await page.reload();
    await expect.poll(() => now.innerText()).toContain('Example client');
    expect(await steps.first().isChecked()).toBe(true);
    expect(await steps.nth(1).isChecked()).toBe(false);
    expect(await shown(page).locator('[data-desk="copy-text"]').isVisible()).toBe(true);
    expect(opened.requests).toEqual([]);
    expect(opened.errors).toEqual([]);
    await close(opened);
  });

  it('says so when the browser keeps nothing, and goes on', async () => {
    const context = await browser.newContext({ offline: true });
    await context.addInitScript(() => {
      const refuse = () => {
        throw new DOMException('The operation is insecure.', 'SecurityError');
      };
      IDBFactory.prototype.open = refuse;
      Storage.prototype.getItem = refuse;
      Storage.prototype.setItem = refuse;
    });
    const opened = await openIn(context, `${fromDisk}#/incident/`);
    const { page } = opened;
    await expect
      .poll(() => page.locator('.pack-keeps-nothing').innerText())
      .toContain('This browser keeps nothing for this file');
    await page.getByRole('button', { name: 'Declare P1 now' }).click();
    await note(page, 'Still here');
    expect(await exported(page)).toContain('Still here');
    expect(opened.errors).toEqual([]);
    await close(opened);
  });

  it('says how old it is once it is not new any more', async () => {
    const context = await browser.newContext({ offline: true });
    const page = await context.newPage();
    await page.goto(fromDisk);
    expect(await page.locator('.pack-age').isVisible()).toBe(false);
    await page.clock.setFixedTime(Date.now() + 12 * 86_400_000);
    await page.reload();
    expect(await page.locator('.pack-age').innerText()).toContain('This copy is 12 days old.');
    await context.close();
  });

  it('can be read without scripts', async () => {
    const opened = await open('', { javaScriptEnabled: false });
    const steps = opened.page.locator('[id="/runbooks/crm-down/"] .quick-card');
    expect(await steps.isVisible()).toBe(true);
    expect(await opened.page.locator('.pack-search').isVisible()).toBe(false);
    await close(opened);
  });

  it('prints the page that is open, and where it comes from', async () => {
    const opened = await open('#/runbooks/crm-down/');
    const { page } = opened;
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.site-header').isVisible()).toBe(false);
    expect(await page.locator('[id="/runbooks/crm-down/"] .quick-card').isVisible()).toBe(true);
    expect(await page.locator('[id="/runbooks/error-spike/"] .quick-card').isVisible()).toBe(false);
    expect(await page.locator('.pack-foot').innerText()).toMatch(/made .* UTC/);
    await close(opened);
  });

  it('is used without a mouse', async () => {
    const opened = await open();
    const { page } = opened;
    const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim());
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Skip to content');
    await page.keyboard.press('Enter');
    expect(await focused()).toBe('On-call pack');
    await page.keyboard.press('/');
    await page.keyboard.type('error spike');
    await page.locator('.search-results > li').first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(focused).toBe('Error spike');
    await close(opened);
  });
});

describe('a record', () => {
  it('goes from the portal into the pack, and back with what happened there', async () => {
    const site = await serve(built);
    const online = await openIn(await browser.newContext(), `${site.origin}/incident/`);
    await online.page.getByRole('button', { name: 'Declare P1 now' }).click();
    await note(online.page, 'Seen on the portal');
    const before = await exported(online.page);

    const opened = await open('#/incident/');
    await bringIn(opened.page, before);
    await expect.poll(() => timeline(opened.page)).toContain('Seen on the portal');
    await note(opened.page, 'Went on from disk');
    const after = await exported(opened.page);
    expect(opened.requests).toEqual([]);
    await close(opened);

    await online.page.getByRole('button', { name: 'All incidents' }).click();
    await bringIn(online.page, after);
    await expect.poll(() => timeline(online.page)).toContain('Went on from disk');
    await close(online);
    await site.stop();
  });
});

const PAGES = [
  '#/',
  '#/runbooks/crm-down/',
  '#/nl/runbooks/mr-dj-sso/',
  '#/policies/incident-management/',
  '#/templates/client-incident-notice/',
  '#/checklists/client-onboarding/',
  '#/playbooks/navimpact-onboarding/',
  '#/contacts/',
  '#/operations/',
  '#/incident/',
  '#/incident/declare-p1',
];

describe.each([
  { colorScheme: 'light', width: 1280 },
  { colorScheme: 'dark', width: 1280 },
  { colorScheme: 'light', width: 360 },
  { colorScheme: 'dark', width: 360 },
] as const)('in $colorScheme at $width pixels', ({ colorScheme, width }) => {
  it('passes WCAG 2.2 AA and fits its window', async () => {
    const problems: string[] = [];
    for (const address of PAGES) {
      const opened = await open(address, { colorScheme, viewport: { width, height: 800 } });
      problems.push(...(await violations(opened.page)).map((found) => `${address} ${found}`));
      const wide = await opened.page.evaluate(
        () => document.documentElement.scrollWidth - innerWidth,
      );
      if (wide > 0) problems.push(`${address} is ${wide} pixels too wide`);
      await close(opened);
    }
    expect(problems).toEqual([]);
  }, 180_000);
});

/** As everywhere; the pages that are hidden are taken out before, for axe looks at each of their parts otherwise. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(() => {
    for (const hidden of document.querySelectorAll('.pack-page[hidden]')) hidden.remove();
  });
  return findViolations(page);
}

describe('served through the gate', () => {
  it('opens under the headers that its edition’s pages get', async () => {
    const audiences = readAudiences(
      '- id: staff\n  name: Staff\n  signIn: google\n  session: PT24H\n  emailDomains: [staff.example]\n',
    );
    const { audiences: known } = await writeGateData(dist, audiences);
    const policy = pagePolicy((known[0] as (typeof known)[0]).edition);
    const { server, origin } = await serveWith(policy);
    const opened = await openIn(await browser.newContext(), `${origin}/on-call-pack.html`);
    const { page } = opened;
    await page.getByRole('link', { name: 'Declare P1 now' }).click();
    await expect.poll(() => timeline(page)).toContain('Declared a P1');
    await page.keyboard.press('Control+k');
    await page.getByRole('searchbox').fill('crm down');
    await page.locator('.search-results > li').first().waitFor();
    expect(opened.errors).toEqual([]);
    expect(opened.requests).toEqual([]);
    await close(opened);
    server.closeAllConnections();
    server.close();
  });

  it('is offered on the home page and on the incident page, with its size', async () => {
    const site = await serve(built);
    const size = `${Math.ceil(Buffer.byteLength(pack) / 1_000)} kB`;
    const opened = await openIn(await browser.newContext({ acceptDownloads: true }), site.origin);
    for (const [path, name] of [
      ['/', 'Download the on-call pack'],
      ['/nl/', 'Download het piketpakket'],
      ['/incident/', 'Download the on-call pack'],
    ] as const) {
      await opened.page.goto(site.origin + path);
      const offer = opened.page.getByRole('link', { name });
      expect(await offer.locator('..').innerText()).toContain(size);
      const [download] = await Promise.all([opened.page.waitForEvent('download'), offer.click()]);
      expect(download.suggestedFilename()).toBe('on-call-pack.html');
      expect(await readFile((await download.path()) as string, 'utf8')).toBe(pack);
    }
    await close(opened);
    await site.stop();
  });
});

/** The pack alone, with a policy of the server beside its own. */
async function serveWith(policy: string): Promise<{ server: Server; origin: string }> {
  const server = createServer((_request, response) => {
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
    });
    response.end(pack);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
