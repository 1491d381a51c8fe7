import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BROWSER_ARGUMENTS, requireBrowser } from '../../../src/browser/find.ts';
import { isAnsweredBefore } from '../../../src/site/answered-before.ts';
import { findViolations } from '../../browser/find-violations.ts';
import { buildEnvironment } from '../build-environment.ts';
import { DRIFTED } from '../drifted-report.ts';
import { serve } from './serve.ts';

const root = join(import.meta.dirname, '../../..');
const built = join(root, '.cache/site-test');

let browser: Browser;
let site: Awaited<ReturnType<typeof serve>>;

/** Paths of every built page; those that only lead on to another page are left out. */
function builtPages(): string[] {
  return readdirSync(built, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('index.html'))
    .filter((file) => !readFileSync(join(built, file), 'utf8').includes('http-equiv="refresh"'))
    .map((file) => `/${file.slice(0, -'index.html'.length)}`)
    .sort();
}

async function open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  await page.goto(`${site.origin}${path}`);
  return page;
}

const close = (page: Page) => page.context().close();

beforeAll(async () => {
  const reports = mkdtempSync(join(tmpdir(), 'sync-reports-'));
  writeFileSync(join(reports, 'local.json'), JSON.stringify(DRIFTED));
  execFileSync(process.execPath, [join(root, 'node_modules/astro/bin/astro.mjs'), 'build'], {
    cwd: root,
    env: { ...buildEnvironment(), PORTAL_OUT: built, PORTAL_SYNC: reports, NODE_ENV: 'production' },
    stdio: 'pipe',
  });
  rmSync(reports, { recursive: true });
  site = await serve(built);
  browser = await chromium.launch({
    executablePath: requireBrowser(),
    args: [...BROWSER_ARGUMENTS],
  });
}, 240_000);

afterAll(async () => {
  await browser?.close();
  await site?.stop();
});

describe('every page', () => {
  it('opens without an error, a foreign request, a broken link or a broken image', async () => {
    // The narrowest window in which WCAG asks for text without scrolling sideways.
    const context = await browser.newContext({ viewport: { width: 320, height: 700 } });
    const page = await context.newPage();
    const problems: string[] = [];
    let current = '';
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(`${current}: ${message.text()}`);
    });
    page.on('pageerror', (error) => problems.push(`${current}: ${error.message}`));
    page.on('request', (request) => {
      if (!request.url().startsWith(site.origin)) {
        problems.push(`${current}: asks for ${request.url()}`);
      }
    });
    const anchors = new Map<string, Set<string>>();
    const links: { from: string; to: string }[] = [];
    for (const path of builtPages()) {
      current = path;
      await page.goto(site.origin + path);
      const found = await page.evaluate(() => ({
        at: location.pathname,
        links: [...document.querySelectorAll('a[href]')].map(
          (link) => new URL(link.getAttribute('href') ?? '', location.href).href,
        ),
        ids: [...document.querySelectorAll('[id]')].map(({ id }) => id),
        twice: [...document.querySelectorAll('[id]')]
          .map(({ id }) => id)
          .filter((id, index, all) => all.indexOf(id) !== index),
        broken: [...document.images]
          .filter(({ complete, naturalWidth }) => complete && naturalWidth === 0)
          .map(({ src }) => src),
        wide: document.documentElement.scrollWidth > innerWidth,
      }));
      anchors.set(found.at, new Set(found.ids));
      for (const to of found.links) links.push({ from: found.at, to });
      for (const image of found.broken) problems.push(`${path}: image ${image} is broken`);
      for (const id of found.twice) problems.push(`${path}: id ${id} is there twice`);
      if (found.wide) problems.push(`${path}: wider than 320 pixels`);
    }
    for (const { from, to } of links) {
      const { origin, pathname, hash } = new URL(to);
      if (origin !== site.origin || isAnsweredBefore(pathname)) continue;
      const file = join(built, decodeURI(pathname), pathname.endsWith('/') ? 'index.html' : '');
      if (!existsSync(file)) problems.push(`${from}: ${pathname} is not there`);
      else if (hash && !anchors.get(pathname)?.has(decodeURIComponent(hash.slice(1)))) {
        problems.push(`${from}: ${pathname} has no ${hash}`);
      }
    }
    await context.close();
    expect([...new Set(problems)]).toEqual([]);
  }, 120_000);
});

/** One page of each kind. */
const KINDS = [
  '/',
  '/nl/',
  '/adr/',
  '/adr/004-cloudflare-pages-hosting/',
  '/runbooks/',
  '/runbooks/mr-dj-sso/',
  '/nl/runbooks/mr-dj-sso/',
  '/policies/incident-response/',
  '/checklists/client-onboarding/',
  '/templates/client-incident-notice/',
  '/postmortems/2026-07-02-example-sign-in-failed-after-a-deployment/',
  '/postmortems/actions/',
  '/playbooks/navimpact-onboarding/',
  '/guides/client/',
  '/architecture/overview/',
  '/severities/',
  '/service-levels/',
  '/escalation/',
  '/contacts/',
  '/operations/',
  '/glossary/',
  '/facts/',
  '/sync/',
  '/open-questions/',
  '/404.html',
];

it('a board with nothing on it says what will come, how to get there, and shows an example apart', async () => {
  const page = await open('/postmortems/actions/');
  expect(await page.locator('.empty').allInnerTexts()).toEqual([
    expect.stringContaining('No actions yet'),
    expect.stringContaining('No response times yet'),
  ]);
  await page.locator('.empty').getByRole('link', { name: 'Incident' }).waitFor();
  const ofExamples = page.getByRole('region', { name: 'What it will look like' });
  expect(await ofExamples.getByRole('table').count()).toBeGreaterThan(2);
  expect(await page.getByRole('table').count()).toBe(await ofExamples.getByRole('table').count());
  await close(page);
});

describe.each([
  { colorScheme: 'light', width: 1280 },
  { colorScheme: 'light', width: 360 },
  { colorScheme: 'dark', width: 1280 },
  { colorScheme: 'dark', width: 360 },
] as const)('each kind of page in $colorScheme at $width pixels', ({ colorScheme, width }) => {
  it('passes WCAG 2.2 AA and fits its window', async () => {
    const page = await open('/', { colorScheme, viewport: { width, height: 800 } });
    const problems: string[] = [];
    for (const path of KINDS) {
      await page.goto(site.origin + path);
      problems.push(...(await findViolations(page)).map((problem) => `${path} ${problem}`));
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (wide > 0) problems.push(`${path} is ${wide} pixels too wide`);
    }
    await close(page);
    expect(problems).toEqual([]);
  }, 120_000);
});

describe('search', () => {
  it('opens with the keyboard, finds by word, names the kind, and narrows by facet', async () => {
    const page = await open('/runbooks/mr-dj-sso/');
    await page.keyboard.press('/');
    const field = page.getByRole('searchbox');
    await field.fill('stripe');
    const results = page.locator('.search-results > li');
    await results.first().waitFor();
    expect(await results.first().innerText()).toContain('Stripe');
    expect(await results.first().locator('.search-kind').innerText()).not.toBe('');
    const before = await page.locator('.search-status').innerText();
    await page.getByLabel('Kind').selectOption('Decision record');
    await expect.poll(() => page.locator('.search-status').innerText()).not.toBe(before);
    const kinds = await page.locator('.search-kind').allInnerTexts();
    expect(kinds.every((kind) => kind.startsWith('Decision record'))).toBe(true);
    await close(page);
  });

  it('is walked through with the arrow keys and left with Escape', async () => {
    const page = await open('/');
    await page.keyboard.press('Control+k');
    await page.getByRole('searchbox').fill('rollback');
    await page.locator('.search-results a').first().waitFor();
    await page.keyboard.press('ArrowDown');
    const focused = () => page.evaluate(() => document.activeElement?.className ?? '');
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('A');
    await page.keyboard.press('ArrowUp');
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('INPUT');
    await page.keyboard.press('Escape');
    expect(await page.locator('dialog.search').evaluate((d) => (d as HTMLDialogElement).open)).toBe(
      false,
    );
    expect(await focused()).not.toContain('search-close');
    await close(page);
  });

  it('says so when nothing is found, and when it cannot be loaded', async () => {
    const page = await open('/');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByRole('searchbox').fill('qqqq');
    const status = page.locator('.search-status');
    await expect.poll(() => status.innerText()).toContain('Nothing found');
    await close(page);
    const offline = await open('/');
    await offline.route('**/pagefind/**', (route) => route.abort());
    await offline.getByRole('button', { name: 'Search' }).click();
    await offline.getByRole('searchbox').fill('stripe');
    await expect
      .poll(() => offline.locator('.search-status').innerText())
      .toContain('could not be loaded');
    await close(offline);
  });

  it('has no shortcut of one key for a reader who switched them off', async () => {
    const page = await open('/');
    await page.getByLabel('Shortcuts of one key').uncheck();
    await page.reload();
    expect(await page.getByLabel('Shortcuts of one key').isChecked()).toBe(false);
    await page.keyboard.press('/');
    await page.keyboard.press('Control+k');
    await page.getByRole('searchbox').waitFor();
    expect(await page.getByRole('searchbox').inputValue()).toBe('');
    await page.keyboard.press('Escape');
    await page.getByLabel('Shortcuts of one key').check();
    await page.getByRole('heading', { level: 1 }).first().click();
    await page.keyboard.press('/');
    await page.getByRole('searchbox').waitFor();
    await close(page);
  });

  it('takes what is typed while it is still being loaded', async () => {
    const page = await open('/');
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route('**/_astro/search.*.js', async (route) => {
      await held;
      await route.continue();
    });
    await page.keyboard.press('/');
    await page.keyboard.type('stripe');
    release();
    await page.locator('.search-results a').first().waitFor();
    expect(await page.getByRole('searchbox').inputValue()).toBe('stripe');
    await close(page);
  });

  it('says so when not even its dialog can be loaded, and opens when it can', async () => {
    const page = await open('/');
    await page.route('**/_astro/search.*.js', (route) => route.abort());
    const said = page.waitForEvent('dialog');
    const click = page.getByRole('button', { name: 'Search' }).click();
    const message = await said;
    expect(message.message()).toContain('Check your connection');
    await message.accept();
    await click;
    await page.unroute('**/_astro/search.*.js');
    await page.keyboard.press('/');
    await page.getByRole('searchbox').waitFor();
    await page.context().close();
  });

  it('leads to pages, not to the lists of them', async () => {
    const page = await open('/');
    await page.keyboard.press('/');
    await page.getByRole('searchbox').fill('runbook');
    const links = page.locator('.search-results li > a:first-child');
    await links.first().waitFor();
    for (;;) {
      const more = page.getByRole('button', { name: 'Show more results' });
      if (!(await more.isVisible())) break;
      const shown = await links.count();
      await more.click();
      await expect.poll(() => links.count()).toBeGreaterThan(shown);
    }
    const paths = await links.evaluateAll((all) =>
      all.map((a) => new URL((a as HTMLAnchorElement).href).pathname),
    );
    expect(paths.length).toBeGreaterThan(5);
    expect(paths).not.toContain('/');
    expect(paths).not.toContain('/runbooks/');
    await close(page);
  });

  it('searches Dutch pages from Dutch pages', async () => {
    const page = await open('/nl/');
    await page.keyboard.press('/');
    await page.getByRole('searchbox').fill('escalatie');
    const links = page.locator('.search-results a');
    await links.first().waitFor();
    const paths = await links.evaluateAll((all) => all.map((a) => a.getAttribute('href')));
    expect(paths.every((path) => path?.startsWith('/nl/'))).toBe(true);
    await close(page);
  });

  it('passes WCAG 2.2 AA with results on show', async () => {
    const page = await open('/', { viewport: { width: 360, height: 800 } });
    await page.keyboard.press('/');
    await page.getByRole('searchbox').fill('stripe');
    await page.locator('.search-results a').first().waitFor();
    expect(await findViolations(page)).toEqual([]);
    await close(page);
  });
});

describe('what a reader clicks', () => {
  const clipboard = { permissions: ['clipboard-read', 'clipboard-write'] };
  const copied = (page: Page) => page.evaluate(() => navigator.clipboard.readText());

  it('copies a command, alone', async () => {
    const page = await open('/runbooks/mr-dj-sso/', clipboard);
    await page.locator('.prose .code .copy').last().click();
    await expect.poll(() => copied(page)).toMatch(/^pytest -m tenant_smoke/);
    expect(await page.locator('[data-copy-status]').innerText()).toBe('Copied');
    await close(page);
  });

  it('copies a template with its blanks in brackets', async () => {
    const page = await open('/templates/client-incident-notice/', clipboard);
    await page.getByRole('button', { name: 'Copy the text' }).click();
    await expect.poll(() => copied(page)).toContain('Dear [Name of the client],');
    expect(await copied(page)).not.toContain('Copy');
    await close(page);
  });

  it('keeps the theme that was chosen', async () => {
    const page = await open('/', { colorScheme: 'light' });
    await page.getByLabel('Theme').selectOption('dark');
    const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
    expect(await theme()).toBe('dark');
    await page.reload();
    expect(await theme()).toBe('dark');
    await close(page);
  });

  it('goes to the same page in the other language', async () => {
    const page = await open('/runbooks/mr-dj-sso/');
    await page.getByRole('link', { name: 'Nederlands' }).click();
    await page.waitForURL('**/nl/runbooks/mr-dj-sso/');
    expect(await page.locator('html').getAttribute('lang')).toBe('nl');
    await close(page);
  });

  it('finds the menu on a phone', async () => {
    const page = await open('/runbooks/mr-dj-sso/', { viewport: { width: 360, height: 700 } });
    await page.getByRole('button', { name: 'Menu' }).click();
    await page
      .getByRole('navigation', { name: 'Menu' })
      .getByRole('link', { name: 'Decisions' })
      .click();
    await page.waitForURL('**/adr/');
    await close(page);
  });

  it('reaches a runbook from its alert', async () => {
    const page = await open('/r/mr-dj-automation-failure-rate/');
    await page.waitForURL('**/runbooks/mr-dj-automation-failures/');
    await close(page);
  });
});

it('leads from a page made of shared data to the file that is edited', async () => {
  const page = await open('/nl/glossary/');
  const edit = page.getByRole('link', { name: 'Bewerk deze pagina' });
  expect(await edit.getAttribute('href')).toMatch(/\/edit\/main\/content\/data\/glossary\.yaml$/);
  await close(page);
});

it('shows the way to the runbooks where an alert links to a name that none goes by', async () => {
  const page = await open('/r/no-such-alert/');
  await page.locator('main').getByRole('link', { name: 'Runbooks' }).first().click();
  await page.waitForURL('**/runbooks/');
  await close(page);
});

describe('on paper', () => {
  it('a checklist is a form without the frame around it', async () => {
    const page = await open('/checklists/client-onboarding/');
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.site-header').isVisible()).toBe(false);
    expect(await page.locator('.sidebar').isVisible()).toBe(false);
    expect(await page.getByRole('button').count()).toBe(0);
    expect(await page.getByRole('checkbox').count()).toBeGreaterThan(5);
    await close(page);
  });

  it('is light, also when the screen is dark', async () => {
    const page = await open('/runbooks/mr-dj-sso/', { colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print' });
    const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(background).toBe('rgb(255, 255, 255)');
    await close(page);
  });
});
