import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AnyPage } from './records.ts';

/** Pages as they were read before. */
export interface PageCache {
  /** The page of a file whose bytes have this hash; nothing when it was not read before. */
  find(file: string, hash: string): AnyPage | undefined;
  /** Keeps pages for the next time, in place of what was kept before. */
  keep(pages: readonly AnyPage[]): void;
}

const NO_CACHE: PageCache = { find: () => undefined, keep: () => {} };

/**
 * Opens the cache of a content root: one file, which says by which version of the model it was
 * written. Deleted, damaged or written by another version, it is as if there were none.
 * @param folder Where to keep it; without one nothing is kept.
 */
export function openPageCache(folder: string | undefined, root: string): PageCache {
  const version = folder === undefined ? undefined : modelVersion();
  if (folder === undefined || version === undefined) return NO_CACHE;
  const name = createHash('sha1').update(root).digest('hex').slice(0, 12);
  const path = join(folder, `${name}.json`);
  const known = readCache(path, version);
  return {
    find(file, hash) {
      const page = known.get(file);
      return page?.hash === hash ? page : undefined;
    },
    keep(pages) {
      const unchanged =
        pages.length === known.size && pages.every((page) => known.get(page.file) === page);
      if (!unchanged) writeCache(folder, path, { version, pages });
    },
  };
}

function readCache(path: string, version: string): Map<string, AnyPage> {
  try {
    const kept = JSON.parse(readFileSync(path, 'utf8')) as { version: string; pages: AnyPage[] };
    if (kept.version === version) return new Map(kept.pages.map((page) => [page.file, page]));
  } catch {
    // Not there, or damaged: everything is read anew.
  }
  return new Map();
}

function writeCache(
  folder: string,
  path: string,
  kept: { version: string; pages: readonly AnyPage[] },
) {
  try {
    mkdirSync(folder, { recursive: true });
    const draft = `${path}.${process.pid}`;
    writeFileSync(draft, JSON.stringify(kept));
    renameSync(draft, path);
  } catch {
    // A folder that cannot be written costs time, not correctness.
  }
}

/**
 * A hash of the model's own source and of the lockfile, which names the versions of its parsers.
 * Nothing where they are not at hand, in a bundle for example: then nothing may be cached.
 */
function modelVersion(): string | undefined {
  try {
    const here = import.meta.dirname;
    const hash = createHash('sha1').update(readFileSync(join(here, '../../package-lock.json')));
    for (const file of readdirSync(here, { recursive: true, encoding: 'utf8' }).sort()) {
      if (file.endsWith('.ts')) hash.update(file).update(readFileSync(join(here, file)));
    }
    return hash.digest('hex');
  } catch {
    return undefined;
  }
}
