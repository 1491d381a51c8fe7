import type { Say } from './build.ts';
import { atMostAt, type Figure } from './figure.ts';
import { compareWithLinkinator, runLinkinator } from './linkinator.ts';
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
  return compareWithLinkinator(name, { cold, warm }, linkinator, {
    cold: atMostAt(SCALE, count, COLD_BUDGET),
    warm: atMostAt(SCALE, count, WARM_BUDGET),
  });
}
