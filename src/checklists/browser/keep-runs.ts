import { KeptRecords } from '../../in-page/kept-records.ts';
import { mergeRuns } from '../merge-runs.ts';
import { readRun } from '../read-run.ts';
import type { Run } from '../run.ts';

let runs: KeptRecords<Run> | undefined;

/** The runs of all checklists in this browser: one store, however many lists a page shows. */
export function keptRuns(): KeptRecords<Run> {
  runs ??= new KeptRecords<Run>({
    name: 'checklists',
    read: (kept) => readRun(kept).run,
    newest: mergeRuns,
  });
  return runs;
}
