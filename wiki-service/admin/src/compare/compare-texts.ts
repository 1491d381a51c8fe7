import { diffArrays, diffWordsWithSpace } from 'diff';
import type { Element } from 'hast';
import { toHtml } from 'hast-util-to-html';
import { parseHtml } from '../../../src/html/parse-html.ts';

/** Whose text to take: one's own, the other person's, or one's own followed by theirs. */
export type Choice = 'mine' | 'theirs' | 'both';

/** Who changed a part of a text since both had the same. */
export type ChangedBy = 'nobody' | 'me' | 'them' | 'both';

/** A run of blocks that belong together: paragraphs, headings, lists, each as HTML. */
export interface Part {
  changedBy: ChangedBy;
  mine: string[];
  theirs: string[];
}

/**
 * Lines up two texts that were made from one. `base`: what both started from, or `null` when that is
 * not known; then everything that differs counts as changed by both.
 * All three are HTML as it is stored. The parts make up each text in its order.
 */
export function compareTexts(base: string | null, mine: string, theirs: string): Part[] {
  const mineBlocks = splitBlocks(mine);
  const theirBlocks = splitBlocks(theirs);
  const baseBlocks = base === null ? common(mineBlocks, theirBlocks) : splitBlocks(base);
  const inMine = matches(baseBlocks, mineBlocks);
  const inTheirs = matches(baseBlocks, theirBlocks);

  const parts: Part[] = [];
  const add = (part: Part) => {
    const last = parts.at(-1);
    if (last && part.changedBy === 'nobody' && last.changedBy === 'nobody') {
      last.mine.push(...part.mine);
      last.theirs.push(...part.theirs);
    } else if (part.mine.length > 0 || part.theirs.length > 0) parts.push(part);
  };
  let [baseAt, mineAt, theirsAt] = [0, 0, 0];
  for (let place = 0; place <= baseBlocks.length; place += 1) {
    const mineEnd = place === baseBlocks.length ? mineBlocks.length : inMine.get(place);
    const theirEnd = place === baseBlocks.length ? theirBlocks.length : inTheirs.get(place);
    if (mineEnd === undefined || theirEnd === undefined) continue;
    judge(
      baseBlocks.slice(baseAt, place),
      mineBlocks.slice(mineAt, mineEnd),
      theirBlocks.slice(theirsAt, theirEnd),
    ).forEach(add);
    const both = baseBlocks.slice(place, place + 1);
    add({ changedBy: 'nobody', mine: [...both], theirs: [...both] });
    [baseAt, mineAt, theirsAt] = [place + 1, mineEnd + 1, theirEnd + 1];
  }
  return parts;
}

/** What to propose for a part: the change where one person made it, and both texts where two did. */
export function proposeChoice({ changedBy, mine, theirs }: Part): Choice {
  if (changedBy === 'them' || mine.length === 0) return changedBy === 'me' ? 'mine' : 'theirs';
  return changedBy === 'both' && theirs.length > 0 ? 'both' : 'mine';
}

/** The text that the choices make, as HTML. One choice for each part. */
export function mergeTexts(parts: readonly Part[], choices: readonly Choice[]): string {
  return parts
    .flatMap((part, place) => {
      const choice = part.changedBy === 'nobody' ? 'mine' : (choices[place] ?? 'both');
      if (choice === 'both') return [...part.mine, ...part.theirs];
      return part[choice];
    })
    .join('\n');
}

/** Where a text has words that the other one has not: [start, end) in characters. */
export type Ranges = readonly (readonly [number, number])[];

/** The words that only one of two texts has, for each of the two. */
export function compareWords(mine: string, theirs: string): { mine: Ranges; theirs: Ranges } {
  const ranges = { mine: [] as [number, number][], theirs: [] as [number, number][] };
  const at = { mine: 0, theirs: 0 };
  for (const { value, added, removed } of diffWordsWithSpace(mine, theirs)) {
    for (const side of ['mine', 'theirs'] as const) {
      if (side === 'mine' ? added : removed) continue;
      const end = at[side] + value.length;
      if (side === 'mine' ? removed : added) ranges[side].push([at[side], end]);
      at[side] = end;
    }
  }
  return ranges;
}

/** Blocks that were changed in their places are told apart; others stay together as one part. */
function judge(base: string[], mine: string[], theirs: string[]): Part[] {
  if (base.length === mine.length && base.length === theirs.length) {
    return base.map((block, place) =>
      judgeOne([block], mine.slice(place, place + 1), theirs.slice(place, place + 1)),
    );
  }
  return [judgeOne(base, mine, theirs)];
}

function judgeOne(base: string[], mine: string[], theirs: string[]): Part {
  const [inBase, inMine, inTheirs] = [base.join(''), mine.join(''), theirs.join('')];
  if (inMine === inTheirs) return { changedBy: 'nobody', mine, theirs };
  if (inMine === inBase) return { changedBy: 'them', mine, theirs };
  return { changedBy: inTheirs === inBase ? 'me' : 'both', mine, theirs };
}

function splitBlocks(html: string): string[] {
  return parseHtml(html)
    .children.filter((child): child is Element => child.type === 'element')
    .map((block) => toHtml(block, { characterReferences: { useNamedReferences: true } }));
}

function common(mine: string[], theirs: string[]): string[] {
  return diffArrays(mine, theirs).flatMap(({ value, added, removed }) =>
    added || removed ? [] : value,
  );
}

/** For the blocks of `from` that are also in `to`: where they are there. */
function matches(from: string[], to: string[]): Map<number, number> {
  const found = new Map<number, number>();
  let [fromAt, toAt] = [0, 0];
  for (const { value, added, removed } of diffArrays(from, to)) {
    for (const _block of value) {
      if (!added && !removed) found.set(fromAt, toAt);
      if (!added) fromAt += 1;
      if (!removed) toAt += 1;
    }
  }
  return found;
}
