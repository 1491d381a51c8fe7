import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ASSETS = '_astro';

/**
 * The scripts, styles and images in `_astro/` that no file of a built edition names, by path under its
 * folder. All editions are built from the same components, so the bundler makes the assets of each,
 * those of pages too that this edition does not have.
 */
export function findUnusedAssets(folder: string): string[] {
  const unused = new Set(globSync('*', { cwd: join(folder, ASSETS) }));
  const others = globSync('**/*.*', {
    cwd: folder,
    exclude: [`${ASSETS}/**`, 'pagefind/**'],
  });
  const unread = others.map((file) => join(folder, file));
  for (let file = unread.pop(); file !== undefined && unused.size > 0; file = unread.pop()) {
    const text = readFileSync(file, 'latin1');
    for (const asset of unused) {
      if (!text.includes(asset) && !text.includes(encodeURI(asset))) continue;
      unused.delete(asset);
      // What is used may use more: a script another one, a style an image.
      unread.push(join(folder, ASSETS, asset));
    }
  }
  return [...unused].map((asset) => join(ASSETS, asset)).sort();
}
