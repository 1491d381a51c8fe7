import type { Mark, Marks, Run } from './run.ts';

/**
 * Two versions of the same run as one: at each place the one that was changed more often, and of
 * equals the later. Which of the two comes first makes no difference.
 */
export function mergeRuns(one: Run, other: Run): Run {
  const marks: Record<string, Mark> = { ...one.marks };
  for (const [key, mark] of Object.entries(other.marks)) {
    const mine = marks[key];
    marks[key] = mine ? larger(mine, mark, rank) : mark;
  }
  const before =
    one.before && other.before
      ? larger(one.before, other.before, writeSorted)
      : (one.before ?? other.before);
  const { before: _, ...head } = larger(one, other, ({ title, startedAt }) =>
    JSON.stringify([startedAt, title]),
  );
  return { ...head, marks, ...(before && { before }) };
}

/** Sorts marks by revision, then by time, then by what they say. */
const rank = ({ rev, at, value, by }: Mark): string =>
  JSON.stringify([String(rev).padStart(16, '0'), at, value, by]);

const writeSorted = (marks: Marks): string =>
  JSON.stringify(Object.entries(marks).sort(([one], [other]) => (one < other ? -1 : 1)));

function larger<Value>(one: Value, other: Value, key: (value: Value) => string): Value {
  return key(other) > key(one) ? other : one;
}
