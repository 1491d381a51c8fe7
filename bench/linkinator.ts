import { join } from 'node:path';
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

/** How many links it says it looked at. Throws when it says nothing, which is no measurement. */
export function linksIn({ output }: Cost): number {
  const links = Number(/canned ([\d,]+) links/.exec(output)?.[1]?.replaceAll(',', ''));
  if (!links) throw new Error(`linkinator did not say how many links it looked at:\n${output}`);
  return links;
}
