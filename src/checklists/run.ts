/** The name of the form in which a run is kept and exported, and its version. */
export const RUN_FORMAT = 'sonan-checklist-run';
export const RUN_VERSION = 1;

/** The longest value of a mark, in UTF-16 units. */
export const MAX_VALUE = 10_000;
/** More changes than anybody makes at one place; it stops counting there. */
export const MAX_REV = 1_000_000_000;

/** What stands at one place of a run, who put it there and when. */
export interface Mark {
  /** A tick is `done`. Empty where something stood and was taken away. */
  value: string;
  /** Who worked through the list then; empty when nobody had said. */
  by: string;
  /** A moment in UTC, as `Date` writes it. */
  at: string;
  /** Counts the changes of this place, from 1. */
  rev: number;
}

/** The places of a run that hold something, by key: see {@link FOR} and the functions below it. */
export type Marks = Readonly<Record<string, Mark>>;

/** A checklist as it is worked through once, for one client or person. */
export interface Run {
  format: typeof RUN_FORMAT;
  version: typeof RUN_VERSION;
  id: string;
  /** The address of the checklist on the site: `/checklists/client-onboarding/`. */
  page: string;
  /** The checklist's title when the run began. */
  title: string;
  startedAt: string;
  marks: Marks;
  /** What the last untick or reset took away, for as long as it can be put back. */
  before?: Marks;
}

/** Whom or what the run is for. */
export const FOR = 'for';
/** Who works through it. */
export const WORKER = 'worker';
/** The tick of a step, by the step's id. */
export const tickOf = (step: string): string => `tick:${step}`;
/** The note of a step, by the step's id. */
export const noteOf = (step: string): string => `note:${step}`;
/** What was filled into a blank, by the blank's name. */
export const blankOf = (name: string): string => `blank:${name}`;

/** The value of a tick. */
export const DONE = 'done';

/** A run of a checklist that just began. `now` is in milliseconds. */
export function startRun(
  { id, page, title, worker = '' }: { id: string; page: string; title: string; worker?: string },
  now: number,
): Run {
  const run: Run = {
    format: RUN_FORMAT,
    version: RUN_VERSION,
    id,
    page,
    title,
    startedAt: new Date(now).toISOString(),
    marks: {},
  };
  return write(run, WORKER, worker, now);
}

/** What stands at a place; empty when nothing does. */
export function valueAt({ marks }: Pick<Run, 'marks'>, key: string): string {
  return marks[key]?.value ?? '';
}

/**
 * Puts a value at a place. Where it already stands, it stays that of whoever put it there; a tick
 * that is taken away can be put back with {@link undo}.
 */
export function write(run: Run, key: string, value: string, now: number): Run {
  if (value === '' && key.startsWith(tickOf(''))) return clear(run, [key], now);
  return put(run, key, value.slice(0, MAX_VALUE), now);
}

function put(run: Run, key: string, value: string, now: number): Run {
  if (valueAt(run, key) === value) return run;
  const mark: Mark = {
    value,
    by: key === WORKER ? value : valueAt(run, WORKER),
    at: new Date(now).toISOString(),
    rev: after(run.marks[key]?.rev ?? 0, 1),
  };
  return { ...run, marks: { ...run.marks, [key]: mark } };
}

/** Takes away all ticks, notes and blanks: the list starts again, for the same client and worker. */
export function reset(run: Run, now: number): Run {
  const keys = Object.keys(run.marks).filter((key) => key !== FOR && key !== WORKER);
  return clear(run, keys, now);
}

const after = (rev: number, count: number) => Math.min(rev + count, MAX_REV);

function clear(run: Run, keys: readonly string[], now: number): Run {
  const filled = keys.filter((key) => valueAt(run, key) !== '');
  if (filled.length === 0) return run;
  const before = filled.map((key) => [key, run.marks[key] as Mark] as const);
  const cleared = filled.reduce((latest, key) => put(latest, key, '', now), run);
  return { ...cleared, before: Object.fromEntries(before) };
}

/** Puts back what the last untick or reset took away, where nothing was written since. */
export function undo(run: Run): Run {
  const { before: _, ...rest } = run;
  const back = undoable(run).map(
    ([key, mark]) => [key, { ...mark, rev: after(mark.rev, 2) }] as const,
  );
  return { ...rest, marks: { ...run.marks, ...Object.fromEntries(back) } };
}

/** How many marks {@link undo} would put back. */
export function countUndoable(run: Run): number {
  return undoable(run).length;
}

function undoable({ before = {}, marks }: Run): [string, Mark][] {
  return Object.entries(before).filter(
    ([key, mark]) => marks[key]?.rev === after(mark.rev, 1) && marks[key].value === '',
  );
}

/** How many of these steps are ticked. */
export function countDone(run: Run, steps: readonly string[]): number {
  return steps.filter((step) => valueAt(run, tickOf(step)) !== '').length;
}

/** The moment of the latest change, in UTC. */
export function lastChange({ marks, startedAt }: Run): string {
  const moments = [startedAt, ...Object.values(marks).map(({ at }) => at)];
  return moments.sort().at(-1) as string;
}

/** Who wrote last, of all these runs; empty when nobody has said who they are. */
export function lastWorker(runs: readonly Run[]): string {
  const [latest] = runs
    .filter((run) => valueAt(run, WORKER) !== '')
    .sort((one, other) => lastChange(other).localeCompare(lastChange(one)));
  return latest ? valueAt(latest, WORKER) : '';
}
