import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BROWSER_ARGUMENTS, requireBrowser } from '../../src/browser/find.ts';
import { findViolations } from '../browser/find-violations.ts';
import { postmortem } from '../checks/sample-content.ts';
import { serve } from '../site/browser/serve.ts';
import { buildEnvironment } from '../site/build-environment.ts';

const root = join(import.meta.dirname, '../..');

/** Incidents that never happened, beside the portal's own post-mortem, which is an example itself. */
const INCIDENTS = {
  '2026-05-30-one': {
    severity: 'P1',
    started: '2026-05-30T23:35Z',
    detected: '2026-05-30T23:45Z',
    acknowledged: '2026-05-30T23:50Z',
    mitigated: '2026-05-31T00:10Z',
    resolved: '2026-05-31T01:05Z',
    duration: 'PT1H20M',
  },
  '2026-07-02-two': {
    severity: 'P1',
    detected: '2026-07-02T10:00Z',
    acknowledged: '2026-07-02T10:15Z',
    mitigated: '2026-07-02T10:40Z',
    resolved: '2026-07-02T12:00Z',
    duration: 'PT2H',
  },
  '2026-07-03-three': {
    severity: 'P3',
    detected: '2026-07-03T10:00Z',
    acknowledged: '2026-07-03T13:00Z',
    mitigated: '2026-07-04T10:00Z',
    resolved: '2026-07-05T10:30Z',
    duration: 'P2DT30M',
  },
};

const ACTIONS = [
  '| Alert on failed logins | Tech Lead | 2026-07-10 | open | |',
  '| Test the rollback | Tech Lead | 2026-08-10 | open | |',
  '| Count retries | <Role id="cto" /> | 2026-07-10 | done | |',
].join('\n');

let folder: string;
let browser: Browser;
let site: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'board-'));
  const content = join(folder, 'content');
  cpSync(join(root, 'content'), content, { recursive: true });
  for (const [name, times] of Object.entries(INCIDENTS)) {
    const actions = name.endsWith('one') ? { actions: ACTIONS } : {};
    const page = postmortem({ title: `Example data: ${name}`, ...times }, actions);
    writeFileSync(join(content, 'postmortems', `${name}.mdx`), page);
  }
  execFileSync(process.execPath, [join(root, 'node_modules/astro/bin/astro.mjs'), 'build'], {
    cwd: root,
    env: {
      ...buildEnvironment(),
      PORTAL_CONTENT: content,
      PORTAL_OUT: join(folder, 'built'),
      PORTAL_TODAY: '2026-07-20',
      NODE_ENV: 'production',
    },
    stdio: 'pipe',
  });
  site = await serve(join(folder, 'built'));
  browser = await chromium.launch({
    executablePath: requireBrowser(),
    args: [...BROWSER_ARGUMENTS],
  });
}, 240_000);

afterAll(async () => {
  await browser?.close();
  await site?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function open(options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await page.goto(`${site.origin}/postmortems/actions/`);
  return page;
}

const close = (page: Page) => page.context().close();

/** The rows of a table as a screen reader goes through them: the words of each cell. */
async function rowsOf(page: Page, caption: string): Promise<string[][]> {
  const table = page.getByRole('table', { name: caption, exact: true }).first();
  const rows = await table.getByRole('row').all();
  return Promise.all(
    rows.map(async (row) => {
      const cells = await row.locator('th, td').allInnerTexts();
      return cells.map((text) => text.replace(/\s+/g, ' ').trim());
    }),
  );
}

describe.each([1280, 360])('the board at %i pixels, without scripts', (width) => {
  const narrow = { viewport: { width, height: 800 }, javaScriptEnabled: false };

  it('gives medians by severity, and says of how many one is known', async () => {
    const page = await open(narrow);
    expect(await rowsOf(page, 'By severity')).toEqual([
      ['Severity', 'To detect', 'To acknowledge', 'To mitigate', 'To resolve'],
      ['P1 2 incidents', '10 min known for 1 of 2', '10 min', '33 min', '1 h 40 min'],
      ['P3 1 incident', 'Unknown', '3 h', '1 d', '2 d 30 min'],
    ]);
    await close(page);
  });

  it('gives each severity by month of UTC, also the months without an incident', async () => {
    const page = await open(narrow);
    expect((await rowsOf(page, 'P1 by month')).slice(1)).toEqual([
      ['May 2026 1 incident', '10 min', '5 min', '25 min', '1 h 20 min'],
      ['Jun 2026', 'No incident'],
      ['Jul 2026 1 incident', 'Unknown', '15 min', '40 min', '2 h'],
    ]);
    await close(page);
  });

  it('counts the actions of each owner, whoever is late first', async () => {
    const page = await open(narrow);
    expect(await rowsOf(page, 'Actions by owner')).toEqual([
      ['Owner', 'Overdue', 'Open', 'Done', "Won't do"],
      ['Tech Lead', '1', '3', '0', '0'],
      ['CTO', '0', '0', '1', '0'],
    ]);
    await close(page);
  });
});

it('a bar is as long as its time against the longest of its column, and has a pattern', async () => {
  const page = await open();
  const bars = page
    .getByRole('table', { name: 'P1 by month', exact: true })
    .first()
    .locator('td:nth-child(3) rect');
  const widths = await bars.evaluateAll((all) => all.map((bar) => bar.getAttribute('width')));
  expect(widths.map((width) => Math.round(Number.parseFloat(width ?? '')))).toEqual([33, 100]);
  const fills = await page.locator('.bar rect').evaluateAll((all) =>
    all.map((bar) => {
      const id = /^url\(#(.+)\)$/.exec(bar.getAttribute('fill') ?? '')?.[1] ?? '';
      return document.getElementById(id)?.tagName;
    }),
  );
  expect(new Set(fills)).toEqual(new Set(['pattern']));
  await close(page);
});

it.each([
  { colorScheme: 'light', width: 1280 },
  { colorScheme: 'dark', width: 1280 },
  { colorScheme: 'light', width: 320 },
  { colorScheme: 'dark', width: 360 },
] as const)(
  'passes WCAG 2.2 AA and fits its window, $colorScheme at $width pixels',
  async (look) => {
    const { colorScheme, width } = look;
    const page = await open({ colorScheme, viewport: { width, height: 800 } });
    expect(await findViolations(page)).toEqual([]);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(wide).toBeLessThanOrEqual(0);
    await close(page);
  },
);
