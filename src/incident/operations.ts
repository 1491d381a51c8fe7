import * as z from 'zod/mini';
import { type Status, TRANSITIONS } from './life-cycle.ts';
import {
  type Actor,
  type Change,
  type Entry,
  INPUTS,
  type IncidentRecord,
  type InputOf,
  MAX_ENTRIES,
  type OperationId,
  RECORD_VERSION,
} from './record.ts';
import { nameOf, type Rulebook, vendors } from './rulebook.ts';
import { type IncidentState, isEmpty, stateOf } from './state.ts';
import { inUtc } from './zoned-time.ts';

/** What an operation works with besides its inputs. */
export interface Circumstances {
  rulebook: Rulebook;
  /** Milliseconds since 1970, by the clock at hand. */
  now: number;
  by: Actor;
}

/** The record with one entry more, or why the operation stopped. Nothing in between. */
export type Outcome =
  | { record: IncidentRecord; halt?: undefined }
  | { record?: undefined; halt: string };

/** What somebody gives; what the operation can know by itself is filled in. */
export type Given<Id extends OperationId> = Partial<InputOf<Id>>;

/** Report: puts an incident on record. */
export function reportIncident(
  id: string,
  given: Given<'report-incident'>,
  circumstances: Circumstances,
): Outcome {
  const input = { status: 'open' as const, ...given };
  return perform('report-incident', input, undefined, id, circumstances);
}

/** Update: changes the status or anything else that is known of an incident, or adds a note. */
export function updateIncident(
  record: IncidentRecord,
  change: Change,
  circumstances: Circumstances,
): Outcome {
  const input = { incident_id: record.id, change_set: change };
  return perform('update-incident', input, record, record.id, circumstances);
}

/** Escalate: calls in a role or a vendor. */
export function escalateIncident(
  record: IncidentRecord,
  given: Given<'escalate-incident'>,
  circumstances: Circumstances,
): Outcome {
  const input = {
    incident_id: record.id,
    escalated_by_user: circumstances.by.name || circumstances.by.role,
    escalated_at: stamp(record, circumstances.now),
    status: 'active' as const,
    ...given,
  };
  return perform('escalate-incident', input, record, record.id, circumstances);
}

/** Communicate: records a message that went out, or is about to. */
export function recordCommunication(
  record: IncidentRecord,
  given: Given<'record-communication'>,
  circumstances: Circumstances,
): Outcome {
  const input = {
    incident_id: record.id,
    sender_id: circumstances.by.name || circumstances.by.role,
    delivery_status: 'pending' as const,
    ...(given.delivery_status === 'sent'
      ? { sent_at: stamp(record, circumstances.now) }
      : undefined),
    ...given,
  };
  return perform('record-communication', input, record, record.id, circumstances);
}

/**
 * When an entry is made: now, but never before what was recorded already. A clock that is set back
 * must not turn the order of events around.
 */
export function stamp(record: IncidentRecord | undefined, now: number): string {
  const last = record?.entries.at(-1)?.at;
  return new Date(Math.max(now, last ? Date.parse(last) : now)).toISOString();
}

function perform<Id extends OperationId>(
  operation: Id,
  input: object,
  record: IncidentRecord | undefined,
  id: string,
  { rulebook, now, by }: Circumstances,
): Outcome {
  const entry = { at: stamp(record, now), by, operation, input } as unknown as Entry;
  const halt = haltOf(entry, record && standing(record), rulebook) ?? haltOfNames(entry, rulebook);
  if (halt !== undefined) return { halt };
  // What the schema gives back is trimmed and has no key of its own making.
  const parsed = { ...entry, input: z.parse(INPUTS[operation], input) } as Entry;
  return {
    record: {
      format: 'sonan-incident',
      version: RECORD_VERSION,
      id,
      entries: [...(record?.entries ?? []), parsed],
    },
  };
}

/** What an entry follows: where the incident stands, when the last entry was made, how many there are. */
export interface Standing {
  state: IncidentState;
  last: string;
  count: number;
}

/** What the next entry of a record would follow. */
export const standing = (record: IncidentRecord): Standing => ({
  state: stateOf(record),
  last: record.entries.at(-1)?.at ?? '',
  count: record.entries.length,
});

/**
 * Why an entry may not follow what is there, in words for the person who wanted it; nothing when it may.
 * The rules are the policy's: who may, what is needed, what must exist, and which status may follow.
 */
export function haltOf(
  entry: Entry,
  before: Standing | undefined,
  rulebook: Rulebook,
): string | undefined {
  const { operation, by, input } = entry;
  const rules = rulebook.operations.find(({ id }) => id === operation);
  if (!rules) return `The rules for "${operation}" are not in data/operations.yaml.`;
  if (!rules.allowedRoles.includes(by.role)) {
    const allowed = rules.allowedRoles.map((role) => nameOf(rulebook, role)).join(', ');
    return `${nameOf(rulebook, by.role)} may not do this: ${rules.title.en}. Allowed: ${allowed}.`;
  }
  for (const { name } of rules.required) {
    const value = (input as Record<string, unknown>)[name];
    if (value === undefined || value === null || String(value).trim() === '') {
      return `A required field is missing: ${name}.`;
    }
  }
  const parsed = z.safeParse(INPUTS[operation], input);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return `Not valid: ${issue?.path.join('.') || 'the input'}.`;
  }
  if (entry.operation === 'report-incident') {
    if (before) return 'This incident has been reported already.';
    return haltOfReport(entry.input, entry.at, rulebook);
  }
  if (!before) return 'The incident is not found.';
  const { state, last, count } = before;
  if (entry.input.incident_id !== state.id) return 'This belongs to another incident.';
  if (count >= MAX_ENTRIES) return `The record is full: it has ${MAX_ENTRIES} entries.`;
  if (entry.at < last) return `The entry (${entry.at}) is older than the one before it (${last}).`;
  switch (entry.operation) {
    case 'update-incident':
      return haltOfChange(entry.input.change_set, entry.at, state, rulebook);
    case 'escalate-incident':
    case 'record-communication':
      return haltIfEnded(state.status);
  }
}

function haltOfReport(
  input: InputOf<'report-incident'>,
  at: string,
  rulebook: Rulebook,
): string | undefined {
  const scheme = rulebook.severities.find(({ id }) => id === input.scheme);
  if (!scheme) return `There is no severity scheme "${input.scheme}".`;
  if (!scheme.levels.some(({ id }) => id === input.severity)) {
    return `The severity has not been determined: ${scheme.title.en} has no ${input.severity}.`;
  }
  return input.detection_timestamp > at ? 'The detection lies in the future.' : undefined;
}

/**
 * Why what an entry names does not exist. Asked of new entries alone: what a record names was there
 * when it was written, also if the data has changed since, or is older where the record is read.
 */
function haltOfNames(entry: Entry, rulebook: Rulebook): string | undefined {
  switch (entry.operation) {
    case 'report-incident':
      return haltOfReferences(entry.input, rulebook);
    case 'update-incident':
      return haltOfReferences(entry.input.change_set, rulebook);
    case 'escalate-incident': {
      const { escalated_to_user: to } = entry.input;
      return escalationTargets(rulebook).includes(to)
        ? undefined
        : `The target is invalid: "${to}" has no escalation role.`;
    }
    case 'record-communication':
      return undefined;
  }
}

function haltOfReferences(
  input: Pick<Change, 'client_id' | 'component_id' | 'alert' | 'tier' | 'assigned'>,
  rulebook: Rulebook,
): string | undefined {
  const tiers = rulebook['service-levels'].flatMap((scheme) => scheme.tiers);
  const lists = [
    { name: 'client', value: input.client_id, known: rulebook.tenants },
    { name: 'component', value: input.component_id, known: rulebook.services },
    { name: 'alert', value: input.alert, known: rulebook.alerts },
    { name: 'service tier', value: input.tier, known: tiers },
    { name: 'role', value: input.assigned?.role, known: rulebook.roles },
  ];
  const wrong = lists.find(
    ({ value, known }) => value !== undefined && !known.some(({ id }) => id === value),
  );
  return wrong && `There is no ${wrong.name} "${wrong.value}".`;
}

function haltOfChange(
  change: Change,
  at: string,
  state: IncidentState,
  rulebook: Rulebook,
): string | undefined {
  if (isEmpty(change)) return 'A required field is missing: change_set says nothing.';
  const { status } = change;
  if (status !== undefined && !TRANSITIONS[state.status].includes(status)) {
    const next = TRANSITIONS[state.status];
    return `The status is invalid: ${state.status} cannot become ${status}${next.length > 0 ? `, only ${next.join(' or ')}` : ''}.`;
  }
  const halt = haltOfSeverity(change, state, rulebook);
  if (halt !== undefined) return halt;
  return haltOfTimes(change, at, state);
}

/** A severity is one of its scheme's, and neither changes without a reason. */
function haltOfSeverity(
  { severity, scheme, severity_reason: reason }: Change,
  state: IncidentState,
  rulebook: Rulebook,
): string | undefined {
  if (severity === undefined) {
    return scheme === undefined ? undefined : 'Say which severity it has by these rules.';
  }
  const by = scheme ?? state.scheme;
  const found = rulebook.severities.find(({ id }) => id === by);
  if (!found) return `There is no severity scheme "${by}".`;
  if (!found.levels.some(({ id }) => id === severity)) {
    return `${found.title.en} has no ${severity}.`;
  }
  const same = severity === state.severity && by === state.scheme;
  return same || reason ? undefined : 'Give the reason for the new severity.';
}

/** Nothing is known of the future, and an incident begins, is detected, declared and resolved in that order. */
function haltOfTimes(change: Change, at: string, state: IncidentState): string | undefined {
  const { start_timestamp: started, detection_timestamp: detected } = change;
  if (detected !== undefined) {
    if (detected > at) return 'The detection lies in the future.';
    if (state.resolvedAt !== undefined && detected > state.resolvedAt) {
      return `The detection lies after the resolution (${inUtc(state.resolvedAt)}).`;
    }
    if (detected > state.declaredAt) {
      return `The incident was detected before it was declared (${inUtc(state.declaredAt)}), or at that moment.`;
    }
  }
  const began = started ?? state.startedAt;
  const noticed = detected ?? state.detectedAt;
  if ((started ?? detected) === undefined || began === undefined || began <= noticed) return;
  return began > at
    ? 'The start lies in the future.'
    : `The start (${inUtc(began)}) lies after the detection (${inUtc(noticed)}).`;
}

/** To whom an incident may be escalated: roles of the escalation paths, the policy's two, vendors. */
export function escalationTargets(rulebook: Rulebook): string[] {
  const inPaths = rulebook.escalation.flatMap(({ steps }) => steps.flatMap(({ to }) => to));
  const ofPolicy = ['policy-incident-manager', 'policy-executive'];
  return [...new Set([...inPaths, ...ofPolicy, ...vendors(rulebook).map(({ id }) => id)])];
}

function haltIfEnded(status: Status): string | undefined {
  const ended = TRANSITIONS[status].length === 0;
  return ended ? `The incident is ${status}; nothing more happens in it.` : undefined;
}
