import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { loadContent } from '../content-model/load.ts';
import { PORTAL } from '../site/config.ts';
import { contentFor } from '../site/edition.ts';
import { lastChanges } from '../site/git-dates.ts';
import { hashFiles } from './built-from.ts';

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

/**
 * Reads what the editions of clients are made from: for each audience a hash that changes when anything
 * that its edition shows may have changed. Staff's shows more, what sync saw among it, and is not for this.
 */
export async function readEditionInputs(root: string): Promise<(audience: string) => string> {
  const code = hashFiles(root, CODE);
  const content = await loadContent(join(root, PORTAL.contentFolder), {
    cache: join(root, '.cache/content-model'),
  });
  const changed = await lastChanges(join(root, PORTAL.contentFolder));
  const today = new Date().toISOString().slice(0, 10);
  return (audience) => {
    const { pages, data } = contentFor(content, audience);
    const shown = pages.map(({ file, hash }) => [file, hash, changed.get(file)]);
    return createHash('sha256')
      .update(JSON.stringify([code, today, data, shown]))
      .digest('hex');
  };
}
