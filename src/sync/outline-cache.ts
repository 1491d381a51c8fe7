import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Outline } from './outline.ts';

/** Outlines by the hash of what they were made from. */
export interface OutlineCache {
  /** The outline under a key: as it was kept, or else as `make` makes it. */
  get(key: string, make: () => Outline): Outline;
  /** Keeps the outlines that were asked for, in place of those kept before. */
  keep(): void;
}

/**
 * Opens the cache in a file. Deleted, damaged or written by another version of this code, it is as
 * if there were none: it saves work and decides nothing.
 */
export function openOutlineCache(file: string): OutlineCache {
  const version = codeVersion();
  const known = readCache(file, version);
  const used = new Map<string, Outline>();
  let isChanged = false;
  return {
    get(key, make) {
      const kept = used.get(key) ?? known.get(key);
      const outline = kept ?? make();
      isChanged ||= kept === undefined;
      used.set(key, outline);
      return outline;
    },
    keep() {
      if (!isChanged && used.size === known.size) return;
      try {
        mkdirSync(dirname(file), { recursive: true });
        const draft = `${file}.${process.pid}`;
        writeFileSync(draft, JSON.stringify({ version, outlines: [...used] }));
        renameSync(draft, file);
      } catch {
        // A folder that cannot be written costs time, not correctness.
      }
    },
  };
}

function readCache(file: string, version: string): Map<string, Outline> {
  try {
    const kept = JSON.parse(readFileSync(file, 'utf8'));
    if (kept.version === version) return new Map(kept.outlines);
  } catch {
    // Not there, or damaged: everything is read anew.
  }
  return new Map();
}

/** A hash of the code that makes outlines, and of the lockfile, which names its parsers' versions. */
function codeVersion(): string {
  const here = import.meta.dirname;
  const hash = createHash('sha1').update(readFileSync(join(here, '../../package-lock.json')));
  for (const folder of [here, join(here, '../content-model')]) {
    for (const file of readdirSync(folder).sort()) {
      if (file.endsWith('.ts')) hash.update(readFileSync(join(folder, file)));
    }
  }
  return hash.digest('hex');
}
