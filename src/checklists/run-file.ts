import { type ReadRun, readRun } from './read-run.ts';
import type { Run } from './run.ts';

/** A file larger than this is no run of a checklist. */
export const MAX_FILE_LENGTH = 20_000_000;

/** A run as the text of a file that {@link importRun} reads. */
export function exportRun(run: Run): string {
  return `${JSON.stringify(run, null, 2)}\n`;
}

/** `client-onboarding-2026-11-20-1b9d6bcd.json`: the file of a run, after its list, day and id. */
export function runFileName({ page, startedAt, id }: Run): string {
  const list = page.split('/').filter(Boolean).at(-1) ?? 'checklist';
  return `${list}-${startedAt.slice(0, 10)}-${id.slice(0, 8)}.json`;
}

/** A run that was read from a file, or why the file was refused. */
export type ImportedRun = ReadRun | { run?: undefined; refused: 'too-large' | 'not-json' };

/** Reads the file of a run. */
export function importRun(text: string): ImportedRun {
  if (text.length > MAX_FILE_LENGTH) return { refused: 'too-large' };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { refused: 'not-json' };
  }
  return readRun(value);
}
