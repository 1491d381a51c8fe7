import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildPortal, type Say } from './build.ts';
import { atMostAt, type Figure } from './figure.ts';
import { generatePages } from './generate.ts';
import { makePortal } from './projects.ts';

const SCALE = 3000;
const BUDGET = 0.35;

/** Builds the portal, changes a sentence on one page, and builds again. Checks are included both times. */
export async function benchRebuild(
  workshop: string,
  scale: number | undefined,
  say: Say,
): Promise<Figure[]> {
  const count = scale ?? SCALE;
  const portal = makePortal(workshop, count);
  say(`portal, ${count} pages, cold`);
  const cold = await buildPortal(portal);
  const page = generatePages(count)[Math.floor(count / 2)];
  if (!page) throw new Error('There is no page to change.');
  const file = join(portal.content, page.file);
  writeFileSync(file, `${readFileSync(file, 'utf8')}\nOne more sentence.\n`);
  say('portal, one page changed');
  const warm = await buildPortal(portal);
  const name = `rebuild, ${count.toLocaleString('en-GB')} pages`;
  return [
    { what: `${name}: cold`, value: cold.seconds, unit: 's' },
    { what: `${name}: after one page changed`, value: warm.seconds, unit: 's' },
    {
      what: `${name}: changed against cold`,
      value: warm.seconds / cold.seconds,
      unit: '×',
      budget: atMostAt(SCALE, count, BUDGET),
    },
  ];
}
