import { chromium, type Page } from 'playwright-core';
import { BROWSER_ARGUMENTS, requireBrowser } from '../src/browser/find.ts';
import type { Say } from './build.ts';
import { atMostAt, type Figure } from './figure.ts';
import { measure } from './measure.ts';
import { makePortal } from './projects.ts';
import { serveFolder } from './static-server.ts';

const SCALE = 3000;
const BYTES_BUDGET_KB = 150;
const TIME_BUDGET_MS = 50;

/** Typed letter by letter; every one of them is in the generated pages. */
const WORDS = ['certificate', 'expired invoice', 'webhook', 'signature'];
const PAUSE_BETWEEN_KEYS_MS = 250;

/**
 * Opens search in a real browser, types, and measures what comes over the wire before the first result
 * stands there, and how long each keystroke takes to change the results.
 */
export async function benchSearch(
  workshop: string,
  scale: number | undefined,
  say: Say,
): Promise<Figure[]> {
  const count = scale ?? SCALE;
  say(`building ${count} pages`);
  const portal = makePortal(workshop, count);
  await measure(['npm', 'run', '--silent', 'build'], { cwd: portal.folder });
  say('searching');
  const server = await serveFolder(portal.dist);
  const browser = await chromium.launch({
    executablePath: requireBrowser(),
    args: [...BROWSER_ARGUMENTS],
  });
  try {
    const page = await browser.newPage();
    await page.goto(`${server.url}/`, { waitUntil: 'networkidle' });
    server.takeTransfers();
    await page.click('[data-search-open]');
    await page.keyboard.type(WORDS[0]?.slice(0, 4) ?? '', { delay: PAUSE_BETWEEN_KEYS_MS });
    await page.waitForSelector('.search-results a');
    const bytes = server.takeTransfers().reduce((sum, transfer) => sum + transfer.bytes, 0);
    const times = await timeKeystrokes(page);
    const name = `search, ${count.toLocaleString('en-GB')} pages`;
    return [
      {
        what: `${name}: before the first result`,
        value: bytes / 1000,
        unit: 'kB',
        budget: atMostAt(SCALE, count, BYTES_BUDGET_KB),
      },
      {
        what: `${name}: keystroke to result, median of ${times.length}`,
        value: times[Math.floor(times.length / 2)] ?? Number.POSITIVE_INFINITY,
        unit: 'ms',
        budget: atMostAt(SCALE, count, TIME_BUDGET_MS),
      },
      {
        what: `${name}: keystroke to result, slowest`,
        value: times.at(-1) ?? Number.POSITIVE_INFINITY,
        unit: 'ms',
      },
    ];
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** Milliseconds from each input to the first change of the result list after it, sorted. */
async function timeKeystrokes(page: Page): Promise<number[]> {
  await page.evaluate(() => {
    const times: number[] = [];
    let typedAt = 0;
    document.addEventListener(
      'input',
      ({ target }) => {
        // Emptying the field between two words is no search.
        typedAt = (target as HTMLInputElement).value === '' ? 0 : performance.now();
      },
      true,
    );
    const list = document.querySelector('.search-results');
    if (!list) throw new Error('There is no list of results.');
    new MutationObserver(() => {
      if (typedAt > 0) times.push(performance.now() - typedAt);
      typedAt = 0;
    }).observe(list, { childList: true, subtree: true });
    Object.assign(window, { keystrokeTimes: times });
  });
  for (const word of WORDS) {
    await page.fill('.search input', '');
    await page.keyboard.type(word, { delay: PAUSE_BETWEEN_KEYS_MS });
    await page.waitForTimeout(PAUSE_BETWEEN_KEYS_MS);
  }
  const times = await page.evaluate(
    () => (window as unknown as { keystrokeTimes: number[] }).keystrokeTimes,
  );
  return times.sort((a, b) => a - b);
}
