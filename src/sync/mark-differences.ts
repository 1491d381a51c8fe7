import { diffArrays, diffWordsWithSpace } from 'diff';
import { likeness } from './compare.ts';
import type { LineKind } from './outline.ts';
import { spellFacts } from './verdict.ts';

/** A stretch of text, and whether it is new or gone. */
export interface MarkedPart {
  text: string;
  change?: 'added' | 'removed';
}

/** A line of a text with what has changed in it. */
export interface MarkedLine {
  kind: LineKind;
  /** How many lists the line stands in, besides its own. */
  depth: number;
  /** The number of a step of the outermost list, as findings count them: from 1, what is gone left out. */
  step?: number;
  parts: MarkedPart[];
}

/** How much of their words two lines share before one is shown as a rewording of the other. */
const REWORDED = 0.4;

/**
 * A text as it is now, with what was taken out since a baseline still in it, both marked. Without a
 * baseline nothing is marked.
 * @param say Puts the value of a fact that stands there without words of its own into words.
 */
export function markDifferences(
  before: readonly string[] | undefined,
  now: readonly string[],
  say?: (value: string) => string,
): MarkedLine[] {
  const spell = (lines: readonly string[]) => lines.map((line) => spellFacts(line, say));
  return numberSteps(compareTexts(spell(before ?? now), spell(now)));
}

function compareTexts(before: string[], now: string[]): MarkedLine[] {
  const blocks = diffArrays(before, now);
  return blocks.flatMap((block, index): MarkedLine[] => {
    const next = blocks[index + 1];
    if (block.removed && next?.added) return rewrite(block.value, next.value);
    if (block.added && blocks[index - 1]?.removed) return [];
    const change = block.removed ? 'removed' : block.added ? 'added' : undefined;
    return block.value.map((line) => wholeLine(line, change));
  });
}

/** Lines that took the place of others: what is alike word by word, the rest one after the other. */
function rewrite(removed: readonly string[], added: readonly string[]): MarkedLine[] {
  const left = [...added];
  const lines = removed.flatMap((old): MarkedLine[] => {
    const at = left.findIndex((line) => isRewording(old, line));
    if (at < 0) return [wholeLine(old, 'removed')];
    const before = left.splice(0, at).map((line) => wholeLine(line, 'added'));
    return [...before, rewordedLine(old, left.shift() ?? '')];
  });
  return [...lines, ...left.map((line) => wholeLine(line, 'added'))];
}

function isRewording(one: string, other: string): boolean {
  const [first, second] = [readLine(one), readLine(other)];
  return (
    first.kind === second.kind &&
    first.depth === second.depth &&
    likeness(first.text, second.text) >= REWORDED
  );
}

function rewordedLine(old: string, line: string): MarkedLine {
  const { kind, depth, text } = readLine(line);
  const parts = diffWordsWithSpace(readLine(old).text, text).map(
    ({ value, added, removed }): MarkedPart => ({
      text: value,
      ...(added && { change: 'added' }),
      ...(removed && { change: 'removed' }),
    }),
  );
  return { kind, depth, parts };
}

function wholeLine(line: string, change: MarkedPart['change']): MarkedLine {
  const { kind, depth, text } = readLine(line);
  return { kind, depth, parts: [{ text, ...(change && { change }) }] };
}

function numberSteps(lines: readonly MarkedLine[]): MarkedLine[] {
  let count = 0;
  return lines.map((line) => {
    const isGone = line.parts.every(({ change }) => change === 'removed');
    if (line.kind !== 'step' || line.depth > 0 || isGone) return line;
    count += 1;
    return { ...line, step: count };
  });
}

/** A line of the normal form, taken apart. */
function readLine(line: string): { kind: LineKind; depth: number; text: string } {
  const [, indent = '', kind = 'text', text = line] =
    /^((?:· )*)(box|code|heading|item|row|step|text): ?(.*)$/s.exec(line) ?? [];
  const shown = kind === 'row' ? text.replace(/ \|$/, '') : text;
  return { kind: kind as LineKind, depth: indent.length / 2, text: shown };
}
