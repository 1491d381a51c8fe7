import type { List } from './list.ts';
import { FOR, type Mark, noteOf, type Run, tickOf, WORKER } from './run.ts';

/** What a run holds about one thing that the page no longer has. */
export interface Gone {
  /** The step as it read, or the name of the blank. */
  what: string;
  tick?: Mark;
  note?: Mark;
  /** What was filled into the blank. */
  filled?: Mark;
}

/** Progress on what the page no longer has: steps that were changed or taken out, and blanks. */
export function listGone({ marks }: Run, list: List): Gone[] {
  const known = keysOf(list);
  const gone = new Map<string, Gone>();
  for (const [key, mark] of Object.entries(marks)) {
    if (mark.value === '' || known.has(key)) continue;
    const [, kind = '', what = ''] = /^(\w+):(.*)$/s.exec(key) ?? [];
    const field = FIELD_OF[kind];
    if (field) gone.set(what, { ...gone.get(what), what, [field]: mark });
  }
  return [...gone.values()];
}

const FIELD_OF: Record<string, 'tick' | 'note' | 'filled'> = {
  tick: 'tick',
  note: 'note',
  blank: 'filled',
};

function keysOf({ blanks, steps }: List): Set<string> {
  const inSteps = steps.flatMap(({ id, words }) => [
    tickOf(id),
    noteOf(id),
    ...words.flatMap((part) => (typeof part === 'object' && 'blank' in part ? [part.blank] : [])),
  ]);
  return new Set([FOR, WORKER, ...blanks.map(({ key }) => key), ...inSteps]);
}
