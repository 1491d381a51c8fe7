import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSyncReport, type SyncReport } from '../sync/sync-report.ts';

/** The wikis that sync is run against: the one that readers use comes first. */
const WIKIS = ['production', 'local'] as const;

/** What the last run of sync saw, from the folder of its reports; nothing when there is none to read. */
export function readSyncReport(folder: string): SyncReport | undefined {
  for (const wiki of WIKIS) {
    const file = join(folder, `${wiki}.json`);
    const report = existsSync(file) ? parseSyncReport(readFileSync(file, 'utf8')) : undefined;
    if (report) return report;
  }
  return undefined;
}
