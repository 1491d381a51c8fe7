import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareTexts,
  compareWords,
  mergeTexts,
  proposeChoice,
} from '../../admin/src/compare/compare-texts.ts';

const write = (words: readonly string[]) => words.map((word) => `<p>${word}</p>`).join('\n');
const text = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 8 }).map(write);
/** An empty text has no blocks at all. */
const blocksOf = (html: string | null) => (html ? html.split('\n') : []);
const maybeText = fc.option(text, { nil: null });

describe('two texts that were made from one', () => {
  it('can each be taken whole, whatever they are', () => {
    fc.assert(
      fc.property(maybeText, text, text, (base, mine, theirs) => {
        const parts = compareTexts(base, mine, theirs);
        const all = (choice: 'mine' | 'theirs') =>
          mergeTexts(
            parts,
            parts.map(() => choice),
          );
        expect(all('mine')).toBe(mine);
        expect(all('theirs')).toBe(theirs);
      }),
    );
  });

  it('lose nothing that either wrote by what is proposed', () => {
    fc.assert(
      fc.property(maybeText, text, text, (base, mine, theirs) => {
        const parts = compareTexts(base, mine, theirs);
        const merged = blocksOf(mergeTexts(parts, parts.map(proposeChoice)));
        const started = blocksOf(base);
        const written = [...blocksOf(mine), ...blocksOf(theirs)];
        for (const block of written) if (!started.includes(block)) expect(merged).toContain(block);
      }),
    );
  });

  it('are put together where they changed in different places', () => {
    const base = write(['one', 'two', 'three']);
    const parts = compareTexts(
      base,
      write(['ONE', 'two', 'three']),
      write(['one', 'two', 'THREE']),
    );
    expect(parts.map(({ changedBy }) => changedBy)).toEqual(['me', 'nobody', 'them']);
    expect(mergeTexts(parts, parts.map(proposeChoice))).toBe(write(['ONE', 'two', 'THREE']));
  });

  it('are told apart block by block where blocks beside each other changed', () => {
    const parts = compareTexts(
      write(['one', 'two']),
      write(['one, mine', 'two']),
      write(['one, theirs', 'two, theirs']),
    );
    expect(parts.map(({ changedBy }) => changedBy)).toEqual(['both', 'them']);
  });

  it('differ in nothing where both made the same change', () => {
    const parts = compareTexts(write(['one']), write(['two']), write(['two']));
    expect(parts.map(({ changedBy }) => changedBy)).toEqual(['nobody']);
  });

  it('count as changed by both when it is not known what they were made from', () => {
    const parts = compareTexts(null, write(['same', 'mine']), write(['same', 'theirs']));
    expect(parts.map(({ changedBy }) => changedBy)).toEqual(['nobody', 'both']);
  });
});

describe('two lines', () => {
  it('are marked where they differ', () => {
    const [mine, theirs] = ['valid for 24 hours', 'valid for 48 hours'];
    const words = compareWords(mine, theirs);
    expect(words.mine.map(([start, end]) => mine.slice(start, end))).toEqual(['24']);
    expect(words.theirs.map(([start, end]) => theirs.slice(start, end))).toEqual(['48']);
  });
});
