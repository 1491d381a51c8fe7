import type { Figure } from './figure.ts';
import { measure } from './measure.ts';
import { makePortal, makeStock, type Project } from './projects.ts';

/** By number of pages: how long a build may take, as a part of what stock Starlight takes. */
const RATIO_BUDGETS: Record<number, number> = { 1000: 0.9, 3000: 0.45 };
const GROWTH_BUDGET = { from: 1000, to: 5000, atMost: 5.5 };
const MEMORY_BUDGET_GB = 2.5;

/** Pages at which the budgets are stated. The largest is built by the portal alone. */
const SCALES = [1000, 3000, 5000];

/**
 * Builds the portal, checks included, and stock Starlight over the same pages, in turn.
 * @param scale pages, in place of those at which the budgets are stated
 */
export async function benchBuild(
  workshop: string,
  scale: number | undefined,
  say: Say,
): Promise<Figure[]> {
  const figures: Figure[] = [];
  const seconds = new Map<number, number>();
  for (const count of scale ? [scale] : SCALES) {
    say(`portal, ${count} pages`);
    const portal = await buildPortal(makePortal(workshop, count));
    seconds.set(count, portal.seconds);
    const name = `build, ${count.toLocaleString('en-GB')} pages`;
    figures.push({ what: `${name}: portal, checks included`, value: portal.seconds, unit: 's' });
    if (portal.peakBytes) {
      figures.push({
        what: `${name}: memory at its peak`,
        value: portal.peakBytes / 1e9,
        unit: 'GB',
        budget: { atMost: MEMORY_BUDGET_GB },
      });
    }
    if (!scale && !RATIO_BUDGETS[count]) continue;
    say(`stock Starlight, ${count} pages`);
    const stock = await buildStock(makeStock(workshop, count));
    figures.push({ what: `${name}: stock Starlight`, value: stock.seconds, unit: 's' });
    const atMost = RATIO_BUDGETS[count];
    figures.push({
      what: `${name}: portal against stock`,
      value: portal.seconds / stock.seconds,
      unit: '×',
      budget: atMost === undefined ? undefined : { atMost },
    });
  }
  const [small, large] = [seconds.get(GROWTH_BUDGET.from), seconds.get(GROWTH_BUDGET.to)];
  if (small && large) {
    figures.push({
      what: 'build: growth from 1,000 to 5,000 pages',
      value: large / small,
      unit: '×',
      budget: { atMost: GROWTH_BUDGET.atMost },
    });
  }
  return figures;
}

/** Tells the person who waits what is being done. */
export type Say = (line: string) => void;

/** Checks and builds, as a deployment does. The memory is that of the larger of the two. */
export async function buildPortal(
  project: Project,
): Promise<{ seconds: number; peakBytes?: number }> {
  const check = await measure(['npm', 'run', '--silent', 'check'], { cwd: project.folder });
  const build = await measure(['npm', 'run', '--silent', 'build'], { cwd: project.folder });
  const peak = Math.max(check.peakBytes ?? 0, build.peakBytes ?? 0);
  return { seconds: check.seconds + build.seconds, peakBytes: peak || undefined };
}

function buildStock(project: Project) {
  return measure([process.execPath, 'node_modules/astro/bin/astro.mjs', 'build'], {
    cwd: project.folder,
  });
}
