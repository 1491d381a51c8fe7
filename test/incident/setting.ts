import { join } from 'node:path';
import { readData } from '../../src/content-model/data-files.ts';
import { listFiles } from '../../src/content-model/list-files.ts';
import { type Outcome, reportIncident, updateIncident } from '../../src/incident/operations.ts';
import type { Actor, Change, IncidentRecord, InputOf } from '../../src/incident/record.ts';
import { type Rulebook, rulebookFrom } from '../../src/incident/rulebook.ts';

export const project = join(import.meta.dirname, '../..');
const root = join(project, 'content');

/** The rules as the portal's own data has them. */
export const rulebook: Rulebook = rulebookFrom(readData(root, listFiles(root).files).data);

export const ENGINEER: Actor = { name: 'Example Engineer', role: 'policy-technical-support' };

export const ID = '6f9619ff-8b86-4d01-b42d-00cf4fc964ff';

/** Milliseconds of a moment in UTC. */
export const at = (moment: string) => Date.parse(moment);

/** The record of an operation that went through. */
export function done(outcome: Outcome): IncidentRecord {
  if (!outcome.record) throw new Error(outcome.halt);
  return outcome.record;
}

type Report = InputOf<'report-incident'>;

/** All that a report needs: an incident of SONAN DIGITAL that is detected and declared at a moment. */
export const reportInput = (moment: string): Report => ({
  title: 'Nobody can log in',
  category: 'outage',
  severity: 'P1',
  impact_level: 'high',
  urgency_level: 'high',
  client_id: 'sonan',
  component_id: 'crm',
  reporter_user_id: 'Example Engineer',
  detection_timestamp: new Date(at(moment)).toISOString(),
  status: 'open',
  scheme: 'sonan',
  severity_rule: 'Declared as a P1',
});

/** An incident that was declared at a moment. */
export function declare(moment: string, given: Partial<Report> = {}): IncidentRecord {
  const input = { ...reportInput(moment), ...given };
  return done(reportIncident(ID, input, { rulebook, now: at(moment), by: ENGINEER }));
}

/** The record with changes made at their moments, each of which must go through. */
export function change(record: IncidentRecord, ...changes: [moment: string, Change][]) {
  return changes.reduce(
    (current, [moment, set]) =>
      done(updateIncident(current, set, { rulebook, now: at(moment), by: ENGINEER })),
    record,
  );
}
