import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as pagefind from 'pagefind';

/** Above so many pages, several share a file: the host counts files, and small ones take longer. */
const MAX_FRAGMENTS = 4_000;

/** Pagefind's own interfaces, which are not used here. */
const READY_MADE = /^pagefind-(?:ui|modular-ui|component-ui|highlight)\./;

/**
 * Builds the search index of a built site into its `pagefind/` folder: one for each language, from
 * what the pages mark as their body. Gives the number of pages in it. Throws with Pagefind's own
 * words when it cannot.
 */
export async function buildSearchIndex(folder: string): Promise<number> {
  const output = join(folder, 'pagefind');
  const created = await pagefind.createIndex({
    writePlayground: false,
    maxFragments: MAX_FRAGMENTS,
  });
  if (!created.index) throw failure(created.errors);
  const added = await created.index.addDirectory({ path: folder });
  if (added.errors.length > 0) throw failure(added.errors);
  await rm(output, { recursive: true, force: true });
  const written = await created.index.writeFiles({ outputPath: output });
  if (written.errors.length > 0) throw failure(written.errors);
  await pagefind.close();
  for (const file of await readdir(output)) {
    if (READY_MADE.test(file)) await rm(join(output, file));
  }
  return added.page_count ?? 0;
}

function failure(errors: readonly string[]): Error {
  return new Error(`The search index could not be built: ${errors.join('; ')}`);
}
