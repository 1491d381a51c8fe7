import { expect, it } from 'vitest';
import { DONE, tickOf } from '../../src/checklists/run.ts';
import {
  exportRun,
  importRun,
  MAX_FILE_LENGTH,
  runFileName,
} from '../../src/checklists/run-file.ts';
import { begin, STEPS, writeAll } from './setting.ts';

const run = writeAll(begin(), [tickOf(STEPS[0] ?? ''), DONE]);
const file = exportRun(run);

it('is read back as it was written', () => {
  expect(importRun(file)).toEqual({ run });
});

it('is named after its list, day and id', () => {
  expect(runFileName({ ...run, id: '1b9d6bcd-bbfd-4b2d' })).toBe(
    'client-onboarding-2026-07-01-1b9d6bcd.json',
  );
});

/** A file of the run with one thing changed. */
const changed = (change: (value: ReturnType<typeof JSON.parse>) => void) => {
  const value = JSON.parse(file);
  change(value);
  return JSON.stringify(value);
};
const tick = tickOf(STEPS[0] ?? '');

it.each([
  ['that is cut off', file.slice(0, -9), 'not-json'],
  ['that is larger than any list', ' '.repeat(MAX_FILE_LENGTH + 1), 'too-large'],
  ['of another kind', '{"format":"sonan-incident","version":1}', 'not-a-run'],
  ['that is a list', '[]', 'not-a-run'],
  ['that is nothing', 'null', 'not-a-run'],
  [
    'from a newer version',
    changed((value) => {
      value.version = 2;
    }),
    'newer',
  ],
  [
    'without a version',
    changed((value) => {
      delete value.version;
    }),
    'damaged',
  ],
  [
    'whose id is a path',
    changed((value) => {
      value.id = '../other';
    }),
    'damaged',
  ],
  [
    'without a page',
    changed((value) => {
      delete value.page;
    }),
    'damaged',
  ],
  [
    'that never began',
    changed((value) => {
      value.startedAt = '2026-02-30';
    }),
    'damaged',
  ],
  [
    'without marks',
    changed((value) => {
      value.marks = [];
    }),
    'damaged',
  ],
  [
    'with a mark of an unknown kind',
    changed((value) => {
      value.marks.other = value.marks[tick];
    }),
    'damaged',
  ],
  [
    'with a tick by nobody',
    changed((value) => {
      delete value.marks[tick].by;
    }),
    'damaged',
  ],
  [
    'with a value that is no text',
    changed((value) => {
      value.marks[tick].value = true;
    }),
    'damaged',
  ],
  [
    'with a time that is none',
    changed((value) => {
      value.marks[tick].at = 'today';
    }),
    'damaged',
  ],
  [
    'with a count that would overflow',
    changed((value) => {
      value.marks[tick].rev = 2 ** 53;
    }),
    'damaged',
  ],
  [
    'whose undo is damaged',
    changed((value) => {
      value.before = { [tick]: {} };
    }),
    'damaged',
  ],
])('a file %s is refused with the reason', (_, text, refused) => {
  expect(importRun(text)).toEqual({ refused });
});

it('a mark named like a property of every object is refused, and changes none', () => {
  const text = file.replace('"marks": {', '"marks": { "__proto__": {"value":"x"},');
  expect(importRun(text)).toEqual({ refused: 'damaged' });
  expect(({} as { value?: string }).value).toBeUndefined();
});
