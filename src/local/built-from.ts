import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A result, and the note of what it was made from. Both are paths from the root of the repository. */
export interface Built {
  /** The file that a build writes last, by which its result is recognised. */
  result: string;
  /** Where to note what the last build was made from. */
  record: string;
}

/** What the last build was made from, and the time of the file by which its result is recognised. */
interface BuildRecord {
  inputs: string;
  builtAt: number;
}

/** Whether something has been built before, whatever from. */
export function wasBuilt(root: string, built: Built): boolean {
  return readRecord(root, built)?.builtAt === builtAt(root, built);
}

/** Whether the result is there, untouched, and made from these inputs. */
export function isBuiltFrom(root: string, built: Built, inputs: string): boolean {
  return wasBuilt(root, built) && readRecord(root, built)?.inputs === inputs;
}

/** Notes what the result that is there now was made from. */
export function noteBuiltFrom(root: string, built: Built, inputs: string): void {
  const record = join(root, built.record);
  mkdirSync(dirname(record), { recursive: true });
  writeFileSync(record, JSON.stringify({ inputs, builtAt: builtAt(root, built) }));
}

function readRecord(root: string, { record }: Built): BuildRecord | undefined {
  try {
    return JSON.parse(readFileSync(join(root, record), 'utf8')) as BuildRecord;
  } catch {
    return undefined;
  }
}

function builtAt(root: string, { result }: Built): number | undefined {
  return statSync(join(root, result), { throwIfNoEntry: false })?.mtimeMs;
}
