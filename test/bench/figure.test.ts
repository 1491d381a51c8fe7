import { describe, expect, test } from 'vitest';
import { type Figure, formatFigures, keepsBudget } from '../../bench/figure.ts';

const figure: Figure = { what: 'a page', value: 28, unit: 'kB', budget: { atMost: 28 } };

describe('a budget', () => {
  test.each([
    [figure, true],
    [{ ...figure, value: 28.1 }, false],
    [{ ...figure, unit: 'points', value: 100, budget: { atLeast: 100 } }, true],
    [{ ...figure, unit: 'points', value: 99, budget: { atLeast: 100 } }, false],
    [{ ...figure, budget: undefined }, undefined],
  ] satisfies [Figure, boolean | undefined][])('of %o is kept: %s', (measured, kept) => {
    expect(keepsBudget(measured)).toBe(kept);
  });
});

test('the table names what was measured, its budget and whether it is kept', () => {
  const table = formatFigures([
    figure,
    { what: 'slow', value: 1.234, unit: '×', budget: { atMost: 1 } },
  ]);
  expect(table.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
    ['what', 'measured', 'budget'],
    ['a page', '28.0 kB', '≤ 28.0 kB', 'kept'],
    ['slow', '1.23×', '≤ 1.00×', 'MISSED'],
  ]);
});
