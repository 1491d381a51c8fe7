import {
  MAX_REV,
  MAX_VALUE,
  type Mark,
  type Marks,
  RUN_FORMAT,
  RUN_VERSION,
  type Run,
} from './run.ts';

/** Why a value is no run that can be read. */
export type Refusal = 'not-a-run' | 'newer' | 'damaged';

/** A run that was read, or why it was refused. */
export type ReadRun = { run: Run; refused?: undefined } | { run?: undefined; refused: Refusal };

/** Checks a value that should be a run, wherever it was kept. */
export function readRun(value: unknown): ReadRun {
  if (!isObject(value) || value.format !== RUN_FORMAT) return { refused: 'not-a-run' };
  if (Number(value.version) > RUN_VERSION) return { refused: 'newer' };
  return isRun(value) ? { run: value } : { refused: 'damaged' };
}

const MAX_LINE = 1_000;

function isRun(value: Record<string, unknown>): value is Record<string, unknown> & Run {
  const { version, id, page, title, startedAt, marks, before = {} } = value;
  return (
    version === RUN_VERSION &&
    isText(id, MAX_LINE) &&
    /^[\w-]+$/.test(id) &&
    isText(page, MAX_LINE) &&
    isText(title, MAX_LINE) &&
    isInstant(startedAt) &&
    isMarks(marks) &&
    isMarks(before)
  );
}

function isMarks(value: unknown): value is Marks {
  return (
    isObject(value) &&
    Object.entries(value).every(
      ([key, mark]) => /^(?:for$|worker$|(?:tick|note|blank):)/.test(key) && isMark(mark),
    )
  );
}

function isMark(value: unknown): value is Mark {
  if (!isObject(value)) return false;
  const { value: text, by, at, rev } = value;
  return (
    isText(text, MAX_VALUE) &&
    isText(by, MAX_VALUE) &&
    isInstant(at) &&
    Number.isInteger(rev) &&
    Number(rev) > 0 &&
    Number(rev) <= MAX_REV
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown, longest: number): value is string {
  return typeof value === 'string' && value.length <= longest;
}

function isInstant(value: unknown): value is string {
  if (typeof value !== 'string' || Number.isNaN(Date.parse(value))) return false;
  return new Date(value).toISOString() === value;
}
