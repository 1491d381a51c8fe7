import { createHash } from 'node:crypto';
import type { Content } from '../content-model/records.ts';
import { hashFiles } from './hash-files.ts';

/** What every edition is made from, beside its content: paths from the root of the repository. */
const CODE = [
  'access',
  'astro.config.mjs',
  'diagrams',
  'package-lock.json',
  'package.json',
  'public',
  'src',
];

/** The hash of what every edition is made from, beside its content. */
export const hashCode = (root: string): string => hashFiles(root, CODE);

/**
 * A hash that changes when anything changes that the edition of clients may show. Staff's shows more,
 * what sync saw among it.
 * @param code {@link hashCode}
 * @param content what the audience sees of it
 * @param changed the day on which each file last changed, by path under the content root
 * @param today `YYYY-MM-DD`
 */
export function editionInputs(
  code: string,
  { pages, data }: Content,
  changed: ReadonlyMap<string, string>,
  today: string,
): string {
  const shown = pages.map(({ file, hash }) => [file, hash, changed.get(file)]);
  return createHash('sha256')
    .update(JSON.stringify([code, today, data, shown]))
    .digest('hex');
}
