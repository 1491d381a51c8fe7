import { diffArrays } from 'diff';

/** What happened to the steps of one side since the baseline. Positions count from 1. */
export type StepChange =
  | { kind: 'missing'; was: number; text: string; line: number }
  | { kind: 'extra'; now: number; text: string; line: number }
  | { kind: 'reordered'; from: number[]; line: number };

/** The lines that are new, by their indexes, and the texts of those that are gone. */
export interface Rewriting {
  added: number[];
  gone: string[];
}

/** How one side stands to its baseline. `line` is an index into the lines as they are now. */
export type Change =
  | { kind: 'none' }
  | ({ kind: 'text'; line: number } & Rewriting)
  | { kind: 'steps'; changes: StepChange[]; line: number };

const STEP = /^step: /;

/** How much of their words two steps share before one counts as a rewording of the other. */
const REWORDED = 0.5;

/**
 * Compares the lines of one side with those that were confirmed. Where steps are missing, extra or
 * in another order, that is the change; otherwise any difference is one of wording.
 */
export function compareLines(before: readonly string[], now: readonly string[]): Change {
  if (before.length === now.length && before.every((line, index) => line === now[index])) {
    return { kind: 'none' };
  }
  const changes = compareSteps(stepsOf(before), stepsOf(now), now.length);
  const [first] = changes;
  if (first) return { kind: 'steps', changes, line: Math.min(...changes.map(({ line }) => line)) };
  return { kind: 'text', line: firstDifference(before, now), ...rewritingOf(before, now) };
}

interface StepLine {
  text: string;
  line: number;
}

/** The steps among lines, with the index of their lines. */
export function stepsOf(lines: readonly string[]): StepLine[] {
  return lines.flatMap((text, line) =>
    STEP.test(text) ? [{ text: text.replace(STEP, ''), line }] : [],
  );
}

function compareSteps(
  before: readonly StepLine[],
  now: readonly StepLine[],
  end: number,
): StepChange[] {
  const partner = matchSteps(before, now);
  const taken = new Set(partner.filter((at) => at !== undefined));
  const missing = before.flatMap(({ text }, index): StepChange[] => {
    if (partner[index] !== undefined) return [];
    const next = partner.slice(index + 1).find((at) => at !== undefined);
    const line = next === undefined ? (now.at(-1)?.line ?? end) : (now[next]?.line ?? end);
    return [{ kind: 'missing', was: index + 1, text, line }];
  });
  const extra = now.flatMap(({ text, line }, index): StepChange[] =>
    taken.has(index) ? [] : [{ kind: 'extra', now: index + 1, text, line }],
  );
  const order = partner.flatMap((at, index) => (at === undefined ? [] : [{ was: index, at }]));
  const places = order.map(({ at }) => at);
  const moved = swapped(places) ?? outOfOrder(places);
  const reordered: StepChange[] =
    moved.length === 0
      ? []
      : [
          {
            kind: 'reordered',
            from: moved.map((index) => (order[index]?.was ?? 0) + 1).sort((a, b) => a - b),
            line: Math.min(...moved.map((index) => now[order[index]?.at ?? 0]?.line ?? end)),
          },
        ];
  return [...missing, ...extra, ...reordered];
}

/** For each step as it was, the index of the step that it is now. */
function matchSteps(before: readonly StepLine[], now: readonly StepLine[]): (number | undefined)[] {
  const partner: (number | undefined)[] = before.map(() => undefined);
  const free = new Set(now.keys());
  const pair = (index: number, at: number) => {
    partner[index] = at;
    free.delete(at);
  };
  for (const [index, { text }] of before.entries()) {
    const same = [...free].find((at) => now[at]?.text === text);
    if (same !== undefined) pair(index, same);
  }
  const near = before
    .flatMap(({ text }, index) =>
      partner[index] === undefined
        ? [...free].map((at) => ({ index, at, score: likeness(text, now[at]?.text ?? '') }))
        : [],
    )
    .filter(({ score }) => score >= REWORDED)
    .sort((a, b) => b.score - a.score || a.index - b.index || a.at - b.at);
  for (const { index, at } of near) {
    if (partner[index] === undefined && free.has(at)) pair(index, at);
  }
  // What stands alone between the same neighbours as before has been rewritten there.
  for (const index of before.keys()) {
    if (partner[index] !== undefined) continue;
    const above = index === 0 ? -1 : partner[index - 1];
    const below = index === before.length - 1 ? now.length : partner[index + 1];
    if (above === undefined || below === undefined) continue;
    if (below === above + 2 && free.has(above + 1)) pair(index, above + 1);
  }
  return partner;
}

/** The two neighbours that have changed places, when that is all that happened. */
function swapped(numbers: readonly number[]): number[] | undefined {
  const falls = numbers.flatMap((number, index) =>
    index > 0 && number < (numbers[index - 1] ?? 0) ? [index] : [],
  );
  const [at = 0, ...more] = falls;
  if (falls.length === 0 || more.length > 0) return undefined;
  const back = numbers.with(at - 1, numbers[at] ?? 0).with(at, numbers[at - 1] ?? 0);
  return back.every((number, index) => index === 0 || number > (back[index - 1] ?? 0))
    ? [at - 1, at]
    : undefined;
}

/** The fewest places whose removal leaves the numbers in order. */
function outOfOrder(numbers: readonly number[]): number[] {
  const best = numbers.map(() => 1);
  const previous = numbers.map(() => -1);
  for (const [index, number] of numbers.entries()) {
    for (let other = 0; other < index; other += 1) {
      const length = (best[other] ?? 0) + 1;
      if ((numbers[other] ?? 0) < number && length > (best[index] ?? 0)) {
        best[index] = length;
        previous[index] = other;
      }
    }
  }
  const kept = new Set<number>();
  for (let at = best.indexOf(Math.max(0, ...best)); at >= 0; at = previous[at] ?? -1) kept.add(at);
  return [...numbers.keys()].filter((index) => !kept.has(index));
}

/** Words of two texts that they share, from 0 to 1 (Dice's coefficient over the words' counts). */
export function likeness(one: string, other: string): number {
  const first = wordsOf(one);
  const second = wordsOf(other);
  if (first.length + second.length === 0) return 0;
  const left = new Map<string, number>();
  for (const word of second) left.set(word, (left.get(word) ?? 0) + 1);
  let shared = 0;
  for (const word of first) {
    const count = left.get(word) ?? 0;
    if (count === 0) continue;
    shared += 1;
    left.set(word, count - 1);
  }
  return (2 * shared) / (first.length + second.length);
}

const wordsOf = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

function rewritingOf(before: readonly string[], now: readonly string[]): Rewriting {
  const rewriting: Rewriting = { added: [], gone: [] };
  let line = 0;
  for (const { value, added, removed } of diffArrays([...before], [...now])) {
    if (removed) rewriting.gone.push(...value);
    else if (added) rewriting.added.push(...value.map((_, index) => line + index));
    if (!removed) line += value.length;
  }
  return rewriting;
}

function firstDifference(before: readonly string[], now: readonly string[]): number {
  const at = now.findIndex((line, index) => line !== before[index]);
  return at < 0 ? Math.max(now.length - 1, 0) : at;
}

/** The step of the other side that a step most likely stands for; by its place where words do not tell. */
export function counterpart(
  text: string,
  position: number,
  steps: number,
  others: readonly { text: string }[],
): { position: number; text: string } | undefined {
  const scored = others.map((other, index) => ({
    position: index + 1,
    text: other.text,
    score: likeness(text, other.text),
  }));
  const best = scored.reduce<(typeof scored)[number] | undefined>(
    (found, next) => (found === undefined || next.score > found.score ? next : found),
    undefined,
  );
  if (best && best.score >= 1 / 3) return best;
  return others.length === steps ? scored[position - 1] : undefined;
}
