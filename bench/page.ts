import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { chromium } from 'playwright-core';
import { BROWSER_ARGUMENTS, requireBrowser } from '../src/browser/find.ts';
import { buildIfChanged, PORTAL_BUILD } from '../src/local/build-if-changed.ts';
import type { Say } from './build.ts';
import type { Figure } from './figure.ts';
import { generatePages } from './generate.ts';
import { measure } from './measure.ts';
import { makePortal } from './projects.ts';
import { serveFolder, type Transfer } from './static-server.ts';

const SCALES = [100, 5000];
const PAGE_BUDGET_KB = 28;
const SCRIPT_BUDGET_KB = 8;
/** How much two sizes may differ and still be called the same: digits in dates and numbers. */
const SAME_BUDGET = 1.02;

/** Pages of the real portal that Lighthouse looks at: a runbook, an ADR, the incident page, a client page. */
const LIGHTHOUSE_PAGES = [
  '/runbooks/bad-deployment/',
  '/adr/001-crm-vs-customer-solutions/',
  '/incident/',
  '/guides/client/',
];
const LIGHTHOUSE_CATEGORIES = ['performance', 'accessibility', 'best-practices'];

/**
 * Weighs the first visit to a runbook in a real browser, at two sizes of the site, and asks Lighthouse about
 * pages of the real portal.
 */
export async function benchPage(
  workshop: string,
  scale: number | undefined,
  say: Say,
): Promise<Figure[]> {
  const figures: Figure[] = [];
  const totals: number[] = [];
  for (const count of scale ? [scale] : SCALES) {
    say(`building ${count} pages`);
    const portal = makePortal(workshop, count);
    await measure(['npm', 'run', '--silent', 'build'], { cwd: portal.folder });
    const runbook = generatePages(count).find(({ file }) => file.startsWith('runbooks/'));
    if (!runbook) throw new Error('There is no runbook to visit.');
    const transfers = await visit(portal.dist, `/${runbook.file.replace('.mdx', '/')}`);
    const name = `page, ${count.toLocaleString('en-GB')} pages`;
    const total = kilobytes(transfers);
    totals.push(total);
    figures.push(
      {
        what: `${name}: first visit`,
        value: total,
        unit: 'kB',
        budget: { atMost: PAGE_BUDGET_KB },
      },
      {
        what: `${name}: of that, JavaScript`,
        value: kilobytes(transfers.filter(({ type }) => type.startsWith('text/javascript'))),
        unit: 'kB',
        budget: { atMost: SCRIPT_BUDGET_KB },
      },
    );
  }
  const [small, large] = totals;
  if (small && large) {
    figures.push({
      what: 'page: 5,000 pages against 100',
      value: large / small,
      unit: '×',
      budget: { atMost: SAME_BUDGET },
    });
  }
  return [...figures, ...(await askLighthouse(workshop, say))];
}

/** Everything that a browser with an empty cache fetches for one page, until nothing more comes. */
async function visit(folder: string, path: string): Promise<Transfer[]> {
  const server = await serveFolder(folder);
  const browser = await chromium.launch({
    executablePath: requireBrowser(),
    args: [...BROWSER_ARGUMENTS],
  });
  try {
    const page = await browser.newPage();
    await page.goto(server.url + path, { waitUntil: 'networkidle' });
    const transfers = server.takeTransfers();
    const missing = transfers.find(({ status }) => status !== 200);
    if (missing) throw new Error(`${missing.path} was asked for and is not there.`);
    return transfers;
  } finally {
    await browser.close();
    await server.stop();
  }
}

async function askLighthouse(workshop: string, say: Say): Promise<Figure[]> {
  const root = join(import.meta.dirname, '..');
  await buildIfChanged(root, PORTAL_BUILD, say);
  const edition = join(root, 'dist/_editions/staff');
  for (const path of LIGHTHOUSE_PAGES) {
    if (!existsSync(join(edition, path, 'index.html')))
      throw new Error(`There is no page ${path}.`);
  }
  const server = await serveFolder(edition);
  try {
    const figures: Figure[] = [];
    for (const path of LIGHTHOUSE_PAGES) {
      say(`Lighthouse, ${path}`);
      const scores = await lighthouse(server.url + path, join(workshop, 'lighthouse.json'));
      for (const [category, score] of scores) {
        figures.push({
          what: `Lighthouse mobile, ${path}: ${category}`,
          value: score,
          unit: 'points',
          budget: { atLeast: 100 },
        });
      }
    }
    return figures;
  } finally {
    await server.stop();
  }
}

async function lighthouse(
  url: string,
  report: string,
): Promise<[category: string, score: number][]> {
  await measure(
    [
      process.execPath,
      join(import.meta.dirname, '../node_modules/lighthouse/cli/index.js'),
      url,
      ...['--quiet', '--output=json', `--output-path=${report}`],
      `--only-categories=${LIGHTHOUSE_CATEGORIES.join(',')}`,
      `--chrome-flags=${BROWSER_ARGUMENTS.join(' ')}`,
    ],
    { cwd: dirname(report), env: { CHROME_PATH: requireBrowser() } },
  );
  const { categories } = JSON.parse(readFileSync(report, 'utf8'));
  return LIGHTHOUSE_CATEGORIES.map((name) => [name, Math.round(categories[name].score * 100)]);
}

function kilobytes(transfers: readonly Transfer[]): number {
  return transfers.reduce((sum, { bytes }) => sum + bytes, 0) / 1000;
}
