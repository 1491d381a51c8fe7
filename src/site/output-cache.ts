import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';

/**
 * The folder in which builds into an output folder keep what the next one can use. Two output folders
 * may differ in what they were built from, so each has its own. Both are paths from the root of the repository.
 */
export function cacheOf(out: string): string {
  const name = createHash('sha1').update(resolve(out)).digest('hex').slice(0, 8);
  return join('node_modules/.astro', name);
}
