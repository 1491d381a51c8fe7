import { describe, expect, it } from 'vitest';
import { type MarkedLine, markDifferences } from '../../src/sync/mark-differences.ts';

/** Lines as text: `[-gone-]` and `{+new+}`. */
const written = (lines: MarkedLine[]) =>
  lines.map(({ step, parts }) => {
    const text = parts.map((part) =>
      part.change === 'added'
        ? `{+${part.text}+}`
        : part.change === 'removed'
          ? `[-${part.text}-]`
          : part.text,
    );
    return `${step ? `${step}. ` : ''}${text.join('')}`;
  });

describe('the differences of a text to what it was', () => {
  it('are none when it is the same, and none when nobody has confirmed what it was', () => {
    const lines = ['heading: Sign in', 'text: With a code.'];
    expect(written(markDifferences(lines, lines))).toEqual(['Sign in', 'With a code.']);
    expect(written(markDifferences(undefined, lines))).toEqual(['Sign in', 'With a code.']);
  });

  it('are the words of a line that was reworded', () => {
    expect(
      written(markDifferences(['text: The link works once.'], ['text: The link works twice.'])),
    ).toEqual(['The link works [-once-]{+twice+}.']);
  });

  it('are whole lines where one has nothing to do with the other', () => {
    expect(written(markDifferences(['text: Alpha beta.'], ['text: Gamma delta.']))).toEqual([
      '[-Alpha beta.-]',
      '{+Gamma delta.+}',
    ]);
  });

  it('keep what was taken out at its place, and number the steps as they are now', () => {
    expect(
      written(
        markDifferences(
          ['step: Open it.', 'step: Ask for a name.', 'step: Save.'],
          ['step: Open it.', 'step: Save.', 'step: Tell them.'],
        ),
      ),
    ).toEqual(['1. Open it.', '[-Ask for a name.-]', '2. Save.', '3. {+Tell them.+}']);
  });

  it('show a fact by its words, or else by its value in words', () => {
    expect(
      written(
        markDifferences(
          ['text: Valid for ⟦fact validity=PT24H|24 hours⟧.'],
          ['text: Valid for ⟦fact validity=PT48H|⟧.'],
          (value) => `${value.slice(2, 4)} hours`,
        ),
      ),
    ).toEqual(['Valid for [-24-]{+48+} hours.']);
  });

  it('show the cells of a row with a bar between them, and none at its end', () => {
    expect(written(markDifferences(undefined, ['row: Name | What to enter |']))).toEqual([
      'Name | What to enter',
    ]);
  });

  it('tell a step from an item of a list inside of one', () => {
    expect(
      markDifferences(undefined, ['step: Ask for', '· item: the name', 'code: a\nb']),
    ).toMatchObject([
      { kind: 'step', depth: 0, step: 1 },
      { kind: 'item', depth: 1 },
      { kind: 'code', depth: 0, parts: [{ text: 'a\nb' }] },
    ]);
  });
});
