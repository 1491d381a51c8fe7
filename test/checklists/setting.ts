import type { List } from '../../src/checklists/list.ts';
import { blankOf, FOR, type Run, startRun, WORKER, write } from '../../src/checklists/run.ts';

/** Milliseconds of a moment: `2026-07-01T10:00Z`. */
export const at = (moment: string): number => Date.parse(moment);

export const MORNING = at('2026-07-01T10:00Z');
export const MINUTE = 60_000;

/** A checklist with a blank in a step, code in another, and two parts. */
export const LIST: List = {
  title: 'Client onboarding checklist',
  blanks: [
    { key: FOR, label: 'Name of the client' },
    { key: WORKER, label: 'Name of the admin' },
  ],
  steps: [
    { id: 'Record created', group: '', words: ['Record created'] },
    {
      id: 'Invitation sent to [blank:email]',
      group: '',
      words: ['Invitation sent to ', { blank: blankOf('email') }],
    },
    {
      id: 'Within a week › is_primary set to true',
      group: 'Within a week',
      words: [{ code: 'is_primary' }, ' set to true'],
    },
  ],
};

export const STEPS: readonly string[] = LIST.steps.map(({ id }) => id);

/** A run for Example Ltd by Sam that began in the morning. */
export function begin(id = 'run-1'): Run {
  const run = startRun(
    { id, page: '/checklists/client-onboarding/', title: LIST.title, worker: 'Sam' },
    MORNING,
  );
  return write(run, FOR, 'Example Ltd', MORNING);
}

/** Writes one value after the other, a minute apart. */
export function writeAll(run: Run, ...values: (readonly [key: string, value: string])[]): Run {
  return values.reduce(
    (latest, [key, value], index) => write(latest, key, value, MORNING + (index + 1) * MINUTE),
    run,
  );
}
