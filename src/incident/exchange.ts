import * as z from 'zod/mini';
import { haltOf, type Outcome, type Standing, stamp, standing } from './operations.ts';
import { type Entry, type IncidentRecord, RECORD_VERSION, recordSchema } from './record.ts';
import type { Rulebook } from './rulebook.ts';
import { after, stateOf } from './state.ts';

/** A file larger than this is no record of an incident. */
export const MAX_FILE_BYTES = 5_000_000;

/** A record that was read, or why it was refused. */
export type Imported =
  | { record: IncidentRecord; refused?: undefined }
  | { record?: undefined; refused: string };

/** A record as the text of a file that {@link importRecord} reads. */
export function exportRecord(record: IncidentRecord): string {
  return `${JSON.stringify(record, null, 2)}\n`;
}

/** `incident-2026-07-02-0314.json`: the file of a record, after the moment of its declaration. */
export function recordFileName({ entries }: IncidentRecord): string {
  const at = entries[0]?.at ?? '';
  return `incident-${at.slice(0, 10)}-${at.slice(11, 16).replace(':', '')}.json`;
}

/**
 * Reads the file of a record. Every entry must have been allowed when it was made, by the same rules
 * that the operations follow, so a record that was tampered with is refused rather than shown.
 */
export function importRecord(text: string, rulebook: Rulebook): Imported {
  if (text.length > MAX_FILE_BYTES) {
    return refuse(`it is larger than ${MAX_FILE_BYTES / 1_000_000} MB.`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse('it is not JSON. It may have been cut off, or it is another kind of file.');
  }
  const read = readRecord(value);
  return read.record ? replay(read.record, rulebook) : read;
}

/**
 * Takes a value that this page has kept itself for a record. Its entries were allowed when they were made:
 * that the rules have changed since must not hide an incident that is going on.
 */
export function readRecord(value: unknown): Imported {
  const head = value as { format?: unknown; version?: unknown } | null;
  if (typeof head !== 'object' || head === null || head.format !== 'sonan-incident') {
    return refuse('it is not the record of an incident.');
  }
  if (typeof head.version === 'number' && head.version > RECORD_VERSION) {
    return refuse(
      `it was written by a newer version of this page (${head.version}; this one reads ${RECORD_VERSION}). Reload the page and try again.`,
    );
  }
  const parsed = z.safeParse(recordSchema, value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue?.path.length ? `at ${issue.path.join('.')}` : 'at the top';
    return refuse(`it is damaged ${where}.`);
  }
  const record = parsed.data as IncidentRecord;
  return record.entries[0]?.operation === 'report-incident'
    ? { record }
    : refuse('it is damaged: it does not begin with the report of an incident.');
}

function replay(record: IncidentRecord, rulebook: Rulebook): Imported {
  let before: Standing | undefined;
  for (const [index, entry] of record.entries.entries()) {
    const halt = haltOf(entry, before, rulebook);
    if (halt !== undefined) return refuse(`its entry ${index + 1} is not allowed: ${halt}`);
    before = {
      state: before ? after(before.state, entry) : stateOf({ id: record.id, entries: [entry] }),
      last: entry.at,
      count: index + 1,
    };
  }
  return { record };
}

const refuse = (why: string): Imported => ({ refused: `This file cannot be read: ${why}` });

/**
 * The longer of two records of the same incident, where one continues the other. Two that went
 * separate ways are not mixed: which entries would be true then?
 */
export function mergeRecords(kept: IncidentRecord | undefined, other: IncidentRecord): Outcome {
  if (!kept || continues(other, kept)) return { record: other };
  if (continues(kept, other)) return { record: kept };
  return {
    halt: 'This browser keeps another version of the same incident, and neither continues the other. Export it, then import this file in another browser.',
  };
}

/**
 * The stored record of an incident, followed by what only another one of it has: what was done in a tab
 * while the disk was full. What went on meanwhile may have made an entry impossible; that one is left out.
 */
export function rejoin(
  stored: IncidentRecord,
  other: IncidentRecord,
  rulebook: Rulebook,
): IncidentRecord {
  if (continues(stored, other)) return stored;
  if (continues(other, stored)) return other;
  const parting = other.entries.findIndex((entry, index) => !same(stored.entries[index], entry));
  let joined = stored;
  for (const entry of other.entries.slice(parting)) {
    const next = { ...entry, at: stamp(joined, Date.parse(entry.at)) };
    if (haltOf(next, standing(joined), rulebook) === undefined) {
      joined = { ...joined, entries: [...joined.entries, next] };
    }
  }
  return joined;
}

/** Whether one record continues another: the same incident, with the same beginning. */
export function continues(longer: IncidentRecord, shorter: IncidentRecord): boolean {
  return (
    longer.id === shorter.id &&
    longer.entries.length >= shorter.entries.length &&
    shorter.entries.every((entry, index) => same(longer.entries[index], entry))
  );
}

const same = (one: Entry | undefined, other: Entry) =>
  JSON.stringify(one) === JSON.stringify(other);
