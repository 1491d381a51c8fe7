import { join } from 'node:path';
import type { Say } from './build.ts';
import { atMostAt, type Figure } from './figure.ts';
import { measure } from './measure.ts';
import { makePortal } from './projects.ts';

const SCALE = 3000;
const COLD_BUDGET = 1;
const WARM_BUDGET = 0.15;

/**
 * Runs `check` with all rules over generated sources, without and with what it kept from the last run,
 * and linkinator with links and fragments only over the same pages, built.
 */
export async function benchCheck(
  workshop: string,
  scale: number | undefined,
  say: Say,
): Promise<Figure[]> {
  const count = scale ?? SCALE;
  const portal = makePortal(workshop, count);
  const check = () => measure(['npm', 'run', '--silent', 'check'], { cwd: portal.folder });
  say(`check, ${count} pages, cold`);
  const cold = await check();
  say('check, warm');
  const warm = await check();
  say('building the pages for linkinator');
  await measure(['npm', 'run', '--silent', 'build'], { cwd: portal.folder });
  say('linkinator');
  const linkinator = await runLinkinator(portal.dist);
  const name = `check, ${count.toLocaleString('en-GB')} pages`;
  return [
    { what: `${name}: cold`, value: cold.seconds, unit: 's' },
    { what: `${name}: warm`, value: warm.seconds, unit: 's' },
    { what: `${name}: linkinator`, value: linkinator.seconds, unit: 's' },
    { what: `${name}: links that linkinator looked at`, value: linkinator.links, unit: 'links' },
    {
      what: `${name}: cold against linkinator`,
      value: cold.seconds / linkinator.seconds,
      unit: '×',
      budget: atMostAt(SCALE, count, COLD_BUDGET),
    },
    {
      what: `${name}: warm against linkinator`,
      value: warm.seconds / linkinator.seconds,
      unit: '×',
      budget: atMostAt(SCALE, count, WARM_BUDGET),
    },
  ];
}

/** Linkinator over a built site, which it serves to itself. Other hosts cannot be asked, and are left out. */
async function runLinkinator(folder: string): Promise<{ seconds: number; links: number }> {
  const program = join(import.meta.dirname, '../node_modules/linkinator/build/src/cli.js');
  const { seconds, output } = await measure(
    [
      ...[process.execPath, program, '.', '--recurse', '--check-fragments'],
      ...['--verbosity', 'error', '--skip', '^https?://(?!localhost|127\\.)'],
    ],
    // 1 says that it found broken links; that is its answer, not a failure.
    { cwd: folder, accept: [0, 1] },
  );
  const links = Number(/canned ([\d,]+) links/.exec(output)?.[1]?.replaceAll(',', ''));
  if (!links) throw new Error(`linkinator did not say how many links it looked at:\n${output}`);
  return { seconds, links };
}
