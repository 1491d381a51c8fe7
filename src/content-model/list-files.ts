import { type Dirent, readdirSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Content } from './records.ts';

const IGNORED_FOLDERS: ReadonlySet<string> = new Set(['node_modules']);

/**
 * Every file under a folder, by path with forward slashes, in order. Hidden files and
 * `node_modules` are left out. A link is followed unless it leads out of the folder or to a folder
 * that is already being listed.
 */
export function listFiles(root: string): { files: string[]; skipped: Content['skipped'] } {
  const files: string[] = [];
  const skipped: Content['skipped'] = [];
  const realRoot = realpathSync(root);
  enter('', new Set([realRoot]));
  return { files, skipped };

  function enter(folder: string, above: ReadonlySet<string>): void {
    let entries: Dirent[];
    try {
      entries = readdirSync(join(root, folder), { withFileTypes: true });
    } catch (error) {
      if (folder === '') throw error;
      skipped.push({ what: folder, why: `the folder cannot be read: ${String(error)}` });
      return;
    }
    for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
      if (entry.name.startsWith('.') || IGNORED_FOLDERS.has(entry.name)) continue;
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isSymbolicLink()) follow(path, above);
      else if (entry.isDirectory()) enter(path, above);
      else if (entry.isFile()) files.push(path);
      else skipped.push({ what: path, why: 'it is neither a file nor a folder' });
    }
  }

  function follow(path: string, above: ReadonlySet<string>): void {
    let target: string;
    try {
      target = realpathSync(join(root, path));
    } catch {
      skipped.push({ what: path, why: 'it is a link that leads nowhere or in a circle' });
      return;
    }
    if (target !== realRoot && !target.startsWith(`${realRoot}/`)) {
      skipped.push({ what: path, why: 'it is a link that leads out of the folder' });
    } else if (!statSync(target).isDirectory()) {
      files.push(path);
    } else if (above.has(target) || [...above].some((one) => one.startsWith(`${target}/`))) {
      skipped.push({ what: path, why: 'it is a link back to a folder that it lies in' });
    } else {
      enter(path, new Set([...above, target]));
    }
  }
}
