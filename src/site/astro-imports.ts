import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What Astro's content layer imports images and modules by, in its folder. Ours imports neither. */
const IMPORTS = ['content-assets.mjs', 'content-modules.mjs'];
const NO_IMPORTS = 'export default new Map();';

/**
 * Lets several builds run at once. Astro writes these files through a temporary one of the same
 * name for all builds of a project, and fails when two of them do so together. It leaves a file alone
 * that says the same, so they are put there beforehand, each whole.
 * @param root The root of the project.
 */
export function prepareImports(root: string): void {
  const folder = join(root, '.astro');
  mkdirSync(folder, { recursive: true });
  for (const name of IMPORTS) {
    const file = join(folder, name);
    if (existsSync(file) && readFileSync(file, 'utf8') === NO_IMPORTS) continue;
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, NO_IMPORTS);
    renameSync(draft, file);
  }
}
