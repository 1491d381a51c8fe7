import { join } from 'node:path';
import type { Figure } from './figure.ts';
import { type Cost, measure } from './measure.ts';

const LIMIT_SECONDS = 300;

/**
 * Linkinator over a built site, which it serves to itself. Other hosts cannot be asked, and are left out. It searches its
 * results once for every link, so thousands of pages take it very long; a lower bound is enough to compare with.
 */
export function runLinkinator(folder: string): Promise<Cost> {
  const program = join(import.meta.dirname, '../node_modules/linkinator/build/src/cli.js');
  return measure(
    [
      ...[process.execPath, program, '.', '--recurse', '--check-fragments'],
      ...['--verbosity', 'error', '--skip', '^https?://(?!localhost|127\\.)'],
    ],
    // 1 says that it found broken links; that is its answer, not a failure.
    { cwd: folder, accept: [0, 1], stopAfterSeconds: LIMIT_SECONDS },
  );
}

/**
 * What a command took, without and with what it kept from its last run, against linkinator over the
 * same pages. Throws when linkinator came to its end and did not say how many links it looked at.
 */
export function compareWithLinkinator(
  name: string,
  { cold, warm }: { cold: Cost; warm: Cost },
  linkinator: Cost,
  budgets: { cold: Figure['budget']; warm: Figure['budget'] },
): Figure[] {
  const seconds = (what: string, cost: Cost): Figure => ({
    what: `${name}: ${what}`,
    value: cost.seconds,
    unit: 's',
  });
  const ratio = (what: string, cost: Cost, budget: Figure['budget']): Figure => ({
    what: `${name}: ${what} against linkinator`,
    value: cost.seconds / linkinator.seconds,
    unit: '×',
    budget,
  });
  return [
    seconds('cold', cold),
    seconds('warm', warm),
    seconds(
      `linkinator over the pages${linkinator.stopped ? ', stopped unfinished' : ''}`,
      linkinator,
    ),
    ...(linkinator.stopped
      ? []
      : [
          {
            what: `${name}: links it looked at`,
            value: linksIn(linkinator),
            unit: 'links',
          } as const,
        ]),
    ratio('cold', cold, budgets.cold),
    ratio('warm', warm, budgets.warm),
  ];
}

/** How many links it says it looked at. Throws when it says nothing, which is no measurement. */
function linksIn({ output }: Cost): number {
  const links = Number(/canned ([\d,]+) links/.exec(output)?.[1]?.replaceAll(',', ''));
  if (!links) throw new Error(`linkinator did not say how many links it looked at:\n${output}`);
  return links;
}
