import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { STAFF } from '../access/staff.ts';
import { decode, isExternal, linkParts } from '../checks/link-target.ts';
import type { Content } from '../content-model/records.ts';
import { EDITION, PORTAL, PUBLIC_ROOT } from './config.ts';
import { readContent } from './content-once.ts';

/** What every page has, whether its text names it or not. */
const FURNITURE = ['/favicon.svg'];

/**
 * The folder of images and downloads that go into the edition as they are. For staff that is all of
 * them; for others a copy of those that their pages show or link to, made in `workshop`.
 */
export async function publicFolder(workshop: string): Promise<string> {
  if (EDITION === STAFF) return PUBLIC_ROOT;
  const folder = resolve(workshop, 'public');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const file of namedFiles(await readContent())) {
    const from = join(resolve(PUBLIC_ROOT), file);
    if (!existsSync(from)) continue;
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(from, join(folder, file));
  }
  return folder;
}

/** Paths of the files that pages may name, and a path that climbs out of the folder is none. */
function namedFiles({ pages }: Content): Set<string> {
  const named = pages.flatMap(({ path, links }) =>
    links
      .map(({ url }) => (url.startsWith(`${PORTAL.url}/`) ? url.slice(PORTAL.url.length) : url))
      .filter((url) => !isExternal(url))
      .map((url) => decode(new URL(linkParts(url).path, `https://site.invalid${path}`).pathname))
      .filter((file) => /\.\w+$/.test(file) && !file.split('/').includes('..')),
  );
  return new Set([...FURNITURE, ...named]);
}
