import { describe, expect, it } from 'vitest';
import {
  continues,
  exportRecord,
  importRecord,
  readRecord,
  rejoin,
} from '../../src/incident/exchange.ts';
import { updateIncident } from '../../src/incident/operations.ts';
import type { IncidentRecord } from '../../src/incident/record.ts';
import { timelineOf } from '../../src/incident/timeline.ts';
import { change, declare, ENGINEER, rulebook } from './setting.ts';

const START = '2026-07-01T10:00Z';
const record = change(
  declare(START),
  ['2026-07-01T10:02Z', { status: 'acknowledged' }],
  ['2026-07-01T10:03Z', { note: '<script>alert(1)</script>' }],
);
const text = exportRecord(record);
const refused = (file: string) => importRecord(file, rulebook).refused;
/** A record as JSON gives it, to be spoilt. */
interface Editable {
  entries: { by: object; input: { change_set: object } }[];
}
const edited = (edit: (value: Editable) => void) => {
  const value: Editable = JSON.parse(text);
  edit(value);
  return refused(JSON.stringify(value));
};

it('what was exported comes back as it was', () => {
  expect(importRecord(text, rulebook).record).toEqual(record);
});

describe('a file is refused with the reason', () => {
  it.each([
    ['cut off', text.slice(0, -20), /not JSON/],
    ['empty', '', /not JSON/],
    ['something else', '[]', /not the record of an incident/],
    ['null', 'null', /not the record of an incident/],
    ['huge', ' '.repeat(5_000_001), /larger than 5 MB/],
  ])('when it is %s', (_, file, why) => expect(refused(file)).toMatch(why));

  it('when it is from a newer version', () => {
    expect(edited((value) => Object.assign(value, { version: 2 }))).toMatch(/newer version/);
  });

  it('when a field is not what it should be, and names it', () => {
    expect(edited((value) => Object.assign(value.entries[1] ?? {}, { at: 'today' }))).toMatch(
      /damaged at entries\.1\.at/,
    );
    expect(edited((value) => Object.assign(value.entries[0]?.by ?? {}, { admin: true }))).toMatch(
      /damaged at entries\.0\.by/,
    );
    expect(refused(text.replace('"version"', '"__proto__": {}, "version"'))).toMatch(/damaged/);
  });

  it('when an entry was never allowed', () => {
    expect(edited((value) => value.entries.shift())).toMatch(/does not begin with the report/);
    expect(
      edited((value) =>
        Object.assign(value.entries[1]?.input.change_set ?? {}, { status: 'closed' }),
      ),
    ).toMatch(/entry 2 is not allowed: The status is invalid: open cannot become closed/);
    expect(
      edited((value) =>
        Object.assign(value.entries[1]?.by ?? {}, { role: 'policy-client-contact' }),
      ),
    ).toMatch(/may not do this/);
    expect(edited((value) => value.entries.push(...value.entries.splice(1, 1)))).toMatch(
      /older than the one before it/,
    );
  });
});

describe('data that has changed since', () => {
  const noted = change(record, ['2026-07-01T10:04Z', { alert: 'login-failing' }]);
  const without = {
    ...rulebook,
    alerts: rulebook.alerts.filter(({ id }) => id !== 'login-failing'),
    services: [],
    tenants: [],
  };

  it('does not turn a file away: what it names was there when it was written', () => {
    expect(importRecord(exportRecord(noted), without).record).toEqual(noted);
    expect(timelineOf(noted, without).at(-1)?.event).toBe('Alert: login-failing');
  });

  it('does not hide what this browser keeps, whoever may do what by now', () => {
    const closed = { ...without, operations: [], severities: [] };
    expect(importRecord(exportRecord(noted), closed).record).toBeUndefined();
    expect(readRecord(JSON.parse(exportRecord(noted))).record).toEqual(noted);
  });

  it('does not let a new entry name what is gone', () => {
    const circumstances = { rulebook: without, now: Date.now(), by: ENGINEER };
    expect(updateIncident(noted, { alert: 'login-failing' }, circumstances).halt).toBe(
      'There is no alert "login-failing".',
    );
  });
});

describe('two tabs that could not keep what they did', () => {
  const one = change(record, ['2026-07-01T10:09Z', { note: 'one' }]);
  const other = change(
    record,
    ['2026-07-01T10:06Z', { note: 'other' }],
    ['2026-07-01T10:20Z', { status: 'withdrawn' }],
  );
  const notes = ({ entries }: IncidentRecord) => timelineOf({ ...record, entries }, rulebook);

  it('come together with every entry, in an order that is allowed', () => {
    const joined = rejoin(one, other, rulebook);
    expect(notes(joined).map(({ at, event }) => `${at.slice(11, 16)} ${event}`)).toEqual([
      '10:00 Declared a P1: Nobody can log in',
      '10:02 Claimed',
      '10:03 <script>alert(1)</script>',
      '10:09 one',
      '10:09 other',
      '10:20 Withdrawn: it was no incident',
    ]);
    expect(importRecord(exportRecord(joined), rulebook).record).toEqual(joined);
    expect(rejoin(joined, one, rulebook)).toBe(joined);
  });

  it('leave out only what is impossible by now', () => {
    const resolved = change(record, ['2026-07-01T10:30Z', { status: 'resolved' }]);
    const events = notes(rejoin(resolved, other, rulebook)).map(({ event }) => event);
    expect(events).toContain('other');
    expect(events).not.toContain('Withdrawn: it was no incident');
  });
});

it('tells the continuation of a record from another one', () => {
  const longer = change(record, ['2026-07-01T10:09Z', { note: 'more' }]);
  const other = change(record, ['2026-07-01T10:09Z', { note: 'other' }]);
  expect(continues(longer, record)).toBe(true);
  expect(continues(record, longer)).toBe(false);
  expect(continues(longer, other)).toBe(false);
});
