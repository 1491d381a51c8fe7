import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect } from 'vitest';
import type { Finding, Report } from '../../src/checks/finding.ts';
import type { RuleName } from '../../src/checks/rules.ts';
import { type CheckOptions, runChecks } from '../../src/checks/run.ts';

export const project = join(import.meta.dirname, '../..');

/** Stands in a test's text directly before the place where a finding is expected. */
const MARK = '¦';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder that is removed when the test file is done. */
export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'check-'));
  folders.push(folder);
  return folder;
}

/** Writes files and gives the places of the marks in them. */
export function writeMarked(root: string, files: Record<string, string | Buffer>): string[] {
  const places: string[] = [];
  for (const [file, marked] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    if (typeof marked !== 'string') {
      writeFileSync(join(root, file), marked);
      continue;
    }
    let text = marked;
    for (let at = text.indexOf(MARK); at >= 0; at = text.indexOf(MARK)) {
      const lines = text.slice(0, at).split('\n');
      places.push(`${file}:${lines.length}:${(lines.at(-1)?.length ?? 0) + 1}`);
      text = text.slice(0, at) + text.slice(at + MARK.length);
    }
    writeFileSync(join(root, file), text);
  }
  return places.sort();
}

/** Checks a folder as the command does, on a day when nothing of the samples is due. */
export function checkFolder(root: string, options: Partial<CheckOptions> = {}): Promise<Report> {
  return runChecks({
    root,
    project,
    site: { origin: 'https://docs.example.com', basePath: '/' },
    today: '2026-07-10',
    ...options,
  });
}

/** Writes a content root, checks it, and gives the report with the places that were marked. */
export async function checkFiles(
  files: Record<string, string | Buffer>,
  options: Partial<CheckOptions> = {},
): Promise<Report & { marked: string[] }> {
  const root = join(makeFolder(), 'content');
  mkdirSync(root);
  const marked = writeMarked(root, files);
  return { ...(await checkFolder(root, options)), marked };
}

export const placeOf = ({ file, line, column }: Finding) => `${file}:${line}:${column}`;

/**
 * The rule finds exactly the marked places of these files; none are marked where it must leave
 * everything alone. Gives its findings.
 */
export async function expectAt(
  rule: RuleName,
  files: Record<string, string | Buffer>,
  options: Partial<CheckOptions> = {},
): Promise<Finding[]> {
  const { findings, marked } = await checkFiles(files, options);
  const found = findings.filter((finding) => finding.rule === rule);
  expect(found.map(placeOf).sort()).toEqual(marked);
  return found;
}
