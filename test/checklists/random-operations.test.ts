import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mergeRuns } from '../../src/checklists/merge-runs.ts';
import {
  blankOf,
  DONE,
  FOR,
  noteOf,
  type Run,
  reset,
  tickOf,
  undo,
  valueAt,
  WORKER,
  write,
} from '../../src/checklists/run.ts';
import { exportRun, importRun } from '../../src/checklists/run-file.ts';
import { begin, MINUTE, MORNING, STEPS } from './setting.ts';

const keys = [
  FOR,
  WORKER,
  blankOf('email'),
  ...STEPS.map(tickOf),
  ...STEPS.map(noteOf),
  noteOf('__proto__'),
];

/** One thing somebody does, at a time that may lie before the last one. */
const act = fc.record({
  minutes: fc.integer({ min: -30, max: 600 }),
  what: fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({ key: fc.constantFrom(...keys), value: fc.string({ unit: 'binary' }) }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        key: fc.constantFrom(...STEPS.map(tickOf)),
        value: fc.constantFrom(DONE, ''),
      }),
    },
    { weight: 1, arbitrary: fc.constant('reset' as const) },
    { weight: 1, arbitrary: fc.constant('undo' as const) },
  ),
});
const acts = fc.array(act, { maxLength: 30 });

function perform(
  run: Run,
  done: readonly (typeof act extends fc.Arbitrary<infer T> ? T : never)[],
) {
  return done.reduce((latest, { minutes, what }) => {
    const now = MORNING + minutes * MINUTE;
    if (what === 'reset') return reset(latest, now);
    return what === 'undo' ? undo(latest) : write(latest, what.key, what.value, now);
  }, run);
}

/** What a run says: values, people and times, and not how often each place was changed. */
const saysOf = ({ marks }: Run) =>
  Object.fromEntries(
    Object.entries(marks).flatMap(([key, { value, by, at }]) =>
      value === '' ? [] : [[key, { value, by, at }]],
    ),
  );

it('undo is the inverse of a reset and of taking a tick away', () => {
  fc.assert(
    fc.property(acts, fc.constantFrom(...STEPS), (done, step) => {
      const run = perform(begin(), done);
      const later = MORNING + 900 * MINUTE;
      const emptied = reset(run, later);
      if (emptied !== run) expect(saysOf(undo(emptied))).toEqual(saysOf(run));
      const unticked = write(run, tickOf(step), '', later);
      if (unticked !== run) expect(saysOf(undo(unticked))).toEqual(saysOf(run));
    }),
  );
});

it('whatever was done, an export is read back as the same run', () => {
  fc.assert(
    fc.property(acts, (done) => {
      const run = perform(begin(), done);
      expect(importRun(exportRun(run))).toEqual({ run });
    }),
  );
});

it('two copies that were worked on apart come together as one, in either order', () => {
  fc.assert(
    fc.property(acts, acts, acts, (before, here, there) => {
      const start = perform(begin(), before);
      const one = perform(start, here);
      const other = perform(start, there);
      const merged = mergeRuns(one, other);
      expect(mergeRuns(other, one)).toEqual(merged);
      expect(mergeRuns(merged, one)).toEqual(merged);
      expect(mergeRuns(one, one)).toEqual(one);
      expect(importRun(exportRun(merged)).run).toEqual(merged);
    }),
  );
});

it('a tick or a note made in one copy survives, unless the other changed the same place', () => {
  fc.assert(
    fc.property(acts, acts, acts, (before, here, there) => {
      const start = perform(begin(), before);
      const one = perform(start, here);
      const other = perform(start, there);
      const merged = mergeRuns(one, other);
      for (const key of keys) {
        if (other.marks[key]?.rev === start.marks[key]?.rev) {
          expect(valueAt(merged, key)).toBe(valueAt(one, key));
        }
      }
    }),
  );
});
