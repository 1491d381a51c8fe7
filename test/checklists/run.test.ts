import { describe, expect, it } from 'vitest';
import { listGone } from '../../src/checklists/gone.ts';
import { stepId } from '../../src/checklists/list.ts';
import {
  blankOf,
  countDone,
  countUndoable,
  DONE,
  FOR,
  lastChange,
  lastWorker,
  MAX_VALUE,
  noteOf,
  reset,
  tickOf,
  undo,
  valueAt,
  WORKER,
  write,
} from '../../src/checklists/run.ts';
import { at, begin, LIST, MINUTE, MORNING, STEPS, writeAll } from './setting.ts';

const [first = '', second = '', third = ''] = STEPS;

describe('a tick', () => {
  it('says who was at work then, and when, in UTC', () => {
    const run = write(begin(), tickOf(first), DONE, at('2026-07-01T12:03+02:00'));
    expect(run.marks[tickOf(first)]).toEqual({
      value: DONE,
      by: 'Sam',
      at: '2026-07-01T10:03:00.000Z',
      rev: 1,
    });
  });

  it('stays that of whoever made it when somebody else ticks the step again', () => {
    const ticked = writeAll(begin(), [tickOf(first), DONE], [WORKER, 'Kim'], [tickOf(first), DONE]);
    expect(ticked.marks[tickOf(first)]?.by).toBe('Sam');
    const other = write(ticked, tickOf(second), DONE, MORNING);
    expect(other.marks[tickOf(second)]?.by).toBe('Kim');
  });

  it('can be put back as it was after it was taken away', () => {
    const ticked = writeAll(begin(), [tickOf(first), DONE], [WORKER, 'Kim']);
    const unticked = write(ticked, tickOf(first), '', MORNING + 9 * MINUTE);
    expect(countDone(unticked, STEPS)).toBe(0);
    expect(countUndoable(unticked)).toBe(1);
    const { by, at: when } = undo(unticked).marks[tickOf(first)] ?? {};
    expect({ by, when }).toEqual({ by: 'Sam', when: '2026-07-01T10:01:00.000Z' });
  });
});

describe('a reset', () => {
  const worked = writeAll(
    begin(),
    [tickOf(first), DONE],
    [noteOf(second), 'No answer yet'],
    [blankOf('email'), 'kim@example.com'],
  );

  it('takes ticks, notes and blanks away, and keeps for whom and by whom', () => {
    const empty = reset(worked, MORNING + 9 * MINUTE);
    expect(countDone(empty, STEPS)).toBe(0);
    expect(valueAt(empty, noteOf(second))).toBe('');
    expect(valueAt(empty, blankOf('email'))).toBe('');
    expect([valueAt(empty, FOR), valueAt(empty, WORKER)]).toEqual(['Example Ltd', 'Sam']);
  });

  it('is undone except where somebody has written since', () => {
    const empty = reset(worked, MORNING + 9 * MINUTE);
    const later = write(empty, noteOf(second), 'Answered', MORNING + 10 * MINUTE);
    const back = undo(later);
    expect(valueAt(back, noteOf(second))).toBe('Answered');
    expect(valueAt(back, blankOf('email'))).toBe('kim@example.com');
    expect(countDone(back, STEPS)).toBe(1);
    expect(countUndoable(back)).toBe(0);
  });

  it('of a list on which nothing was done leaves the last undo as it is', () => {
    const empty = reset(worked, MORNING + 9 * MINUTE);
    expect(reset(empty, MORNING + 10 * MINUTE)).toBe(empty);
  });
});

it('a value that is too long is cut rather than refused', () => {
  const run = write(begin(), noteOf(first), 'x'.repeat(MAX_VALUE + 1), MORNING);
  expect(valueAt(run, noteOf(first))).toHaveLength(MAX_VALUE);
});

it('knows its latest change, whatever order the clock was in', () => {
  const run = write(begin(), tickOf(first), DONE, MORNING - 60 * MINUTE);
  expect(lastChange(run)).toBe('2026-07-01T10:00:00.000Z');
});

it('a new run is offered the name of whoever worked last', () => {
  const kim = write(begin('run-2'), WORKER, 'Kim', MORNING + MINUTE);
  const nobody = write(begin('run-3'), WORKER, '', MORNING + 2 * MINUTE);
  expect(lastWorker([begin(), kim, nobody])).toBe('Kim');
  expect(lastWorker([nobody])).toBe('');
});

describe('what the list no longer has', () => {
  const run = writeAll(
    begin(),
    [tickOf(first), DONE],
    [tickOf('Contract signed'), DONE],
    [noteOf('Contract signed'), 'On paper'],
    [blankOf('email'), 'kim@example.com'],
    [blankOf('fax'), '123'],
    [noteOf('Emptied'), 'x'],
    [noteOf('Emptied'), ''],
  );

  it('is listed with its tick, its note and what was filled in', () => {
    expect(
      listGone(run, LIST).map(({ what, tick, note, filled }) => [
        what,
        tick?.by,
        note?.value,
        filled?.value,
      ]),
    ).toEqual([
      ['Contract signed', 'Sam', 'On paper', undefined],
      ['fax', undefined, undefined, '123'],
    ]);
  });

  it('is nothing while the list is as it was', () => {
    expect(listGone(writeAll(begin(), [tickOf(third), DONE]), LIST)).toEqual([]);
  });
});

describe('the id of a step', () => {
  it('is its section and its words, without their layout', () => {
    expect(
      stepId('Within a week', ['\n  Rotate ', { code: 'KEY' }, '\n for ', { blank: 'x' }]),
    ).toBe('Within a week › Rotate KEY for [x]');
    expect(stepId('', ['Rotate  it '])).toBe('Rotate it');
  });

  it('tells steps apart that read the same', () => {
    const taken = new Set(['Check', 'Check (2)']);
    expect(stepId('', ['Check'], taken)).toBe('Check (3)');
  });
});
