import * as z from 'zod/mini';
import { STATUSES } from './life-cycle.ts';

/** The version of the record's form. A file of a higher one is refused. */
export const RECORD_VERSION = 1;

/** More entries than any incident has. */
export const MAX_ENTRIES = 5_000;

/** The most characters of a text that stands on one line. */
export const LONGEST_LINE = 300;

const line = z.string().check(z.trim(), z.minLength(1), z.maxLength(LONGEST_LINE));
const text = z.string().check(z.trim(), z.maxLength(10_000));
const id = z.string().check(z.regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/), z.maxLength(80));
const severity = z.string().check(z.regex(/^P[1-4]$/));

/** A moment in UTC to the millisecond, as `Date` writes it. */
const instant = z.string().check(
  z.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/),
  z.refine((value) => isInstant(value)),
);

function isInstant(value: string): boolean {
  const time = Date.parse(value);
  return !Number.isNaN(time) && new Date(time).toISOString() === value;
}

const actor = z.strictObject({
  /** Empty when nobody has said who they are: nothing is asked for before an incident is declared. */
  name: z.string().check(z.trim(), z.maxLength(120)),
  /** A role of the incident management policy. */
  role: id,
});
export type Actor = z.infer<typeof actor>;

/** Fields have the policy's names, so that its lists of inputs can be held against them. */
const report = z.strictObject({
  title: line,
  category: line,
  severity,
  impact_level: line,
  urgency_level: line,
  client_id: id,
  component_id: id,
  reporter_user_id: line,
  detection_timestamp: instant,
  status: z.literal('open'),
  assigned_to_user_id: z.optional(line),
  /** The scheme that the severity is from, and the rule that decided it. */
  scheme: id,
  severity_rule: line,
  alert: z.optional(id),
  tier: z.optional(id),
});

const change = z.strictObject({
  status: z.optional(z.enum(STATUSES)),
  severity: z.optional(severity),
  /** The scheme that the new severity is from, when it is judged by other rules than before. */
  scheme: z.optional(id),
  /** Why the severity changes. Without it, it does not. */
  severity_reason: z.optional(line),
  title: z.optional(line),
  category: z.optional(line),
  impact_level: z.optional(line),
  urgency_level: z.optional(line),
  client_id: z.optional(id),
  component_id: z.optional(id),
  reporter_user_id: z.optional(line),
  detection_timestamp: z.optional(instant),
  /** When it began, once that is found out. The policy has no name for it. */
  start_timestamp: z.optional(instant),
  alert: z.optional(id),
  tier: z.optional(id),
  /** A role and the person who takes it. */
  assigned: z.optional(z.strictObject({ role: id, person: line })),
  /** A step of the procedure that is done, or no longer is. */
  step: z.optional(z.strictObject({ id, title: line, done: z.boolean() })),
  /** Whether clients notice it. */
  client_visible: z.optional(z.boolean()),
  impact_users: z.optional(text),
  impact_features: z.optional(text),
  impact_clients: z.optional(text),
  impact_data_loss: z.optional(text),
  root_cause: z.optional(text),
  fix: z.optional(text),
  /** Anything worth a line in the timeline. */
  note: z.optional(z.string().check(z.trim(), z.minLength(1), z.maxLength(2_000))),
});
export type Change = z.infer<typeof change>;

const update = z.strictObject({ incident_id: line, change_set: change });

const escalation = z.strictObject({
  incident_id: line,
  escalated_by_user: line,
  /** The id of a role, or of a vendor's service. */
  escalated_to_user: id,
  escalation_level: line,
  escalated_at: instant,
  status: z.literal('active'),
  reason: z.optional(line),
});

/** Who is written to: the team's channel, the status page, or clients. */
export const COMMUNICATION_TYPES = ['internal', 'status-page', 'client'] as const;

const communication = z.strictObject({
  incident_id: line,
  sender_id: line,
  recipient_id: line,
  communication_type: z.enum(COMMUNICATION_TYPES),
  delivery_method: line,
  delivery_status: z.enum(['pending', 'sent']),
  recipient_type: z.optional(line),
  sent_at: z.optional(instant),
  /** When the message said that the next one would come. */
  next_promised_at: z.optional(instant),
  summary: z.optional(line),
});

/** The inputs of each operation, by its id in `data/operations.yaml`. */
export const INPUTS = {
  'report-incident': report,
  'update-incident': update,
  'escalate-incident': escalation,
  'record-communication': communication,
} as const;
export type OperationId = keyof typeof INPUTS;
export type InputOf<Id extends OperationId> = z.infer<(typeof INPUTS)[Id]>;

const entryOf = <Id extends OperationId>(operation: Id) =>
  z.strictObject({
    /** When it was done. Never before the entry that stands before it. */
    at: instant,
    by: actor,
    operation: z.literal(operation),
    input: INPUTS[operation],
  });

const entry = z.discriminatedUnion('operation', [
  entryOf('report-incident'),
  entryOf('update-incident'),
  entryOf('escalate-incident'),
  entryOf('record-communication'),
]);

/** One line of the audit log: who did what, when, with which inputs. */
export type Entry = { [Id in OperationId]: EntryOf<Id> }[OperationId];
export interface EntryOf<Id extends OperationId> {
  at: string;
  by: Actor;
  operation: Id;
  input: InputOf<Id>;
}

export const recordSchema = z.strictObject({
  format: z.literal('sonan-incident'),
  version: z.literal(RECORD_VERSION),
  id: z.string().check(z.regex(/^[0-9a-f]{8}-[0-9a-f-]{27}$/)),
  entries: z.array(entry).check(z.minLength(1), z.maxLength(MAX_ENTRIES)),
});

/**
 * An incident: nothing but its audit log. Where it stands is always worked out from that, so the
 * log explains every state, and a record whose log is not legal is no record.
 */
export interface IncidentRecord {
  format: 'sonan-incident';
  version: typeof RECORD_VERSION;
  /** A UUID. */
  id: string;
  /** In the order in which they were made. The first one reports the incident. */
  entries: readonly Entry[];
}
