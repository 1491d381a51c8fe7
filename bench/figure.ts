/** One measured number, and what it may be at most or must be at least. */
export interface Figure {
  /** What was measured, in words: "build of 3,000 pages, against stock Starlight". */
  what: string;
  value: number;
  unit: Unit;
  /** Absent for a number that stands there to explain another. */
  budget?: { atMost: number } | { atLeast: number };
}

/** A budget that is stated for one size of the site; `undefined` when another size is measured. */
export function atMostAt(stated: number, measured: number, atMost: number): Figure['budget'] {
  return stated === measured ? { atMost } : undefined;
}

export type Unit =
  | 's'
  | 'ms'
  | 'µs'
  | 'kB'
  | 'GB'
  | '×'
  | 'points'
  | 'links'
  | 'pages'
  | 'requests';

const DECIMALS: Record<Unit, number> = {
  s: 1,
  ms: 0,
  µs: 0,
  kB: 1,
  GB: 2,
  '×': 2,
  points: 0,
  links: 0,
  pages: 0,
  requests: 0,
};

/** Whether a figure keeps its budget; `undefined` when it has none. */
export function keepsBudget({ value, budget }: Figure): boolean | undefined {
  if (!budget) return undefined;
  return 'atMost' in budget ? value <= budget.atMost : value >= budget.atLeast;
}

/** The figures as a table for the terminal. */
export function formatFigures(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => {
    const kept = keepsBudget(figure);
    const { budget, unit } = figure;
    return [
      figure.what,
      formatValue(figure.value, unit),
      budget &&
        ('atMost' in budget
          ? `≤ ${formatValue(budget.atMost, unit)}`
          : `≥ ${formatValue(budget.atLeast, unit)}`),
      kept === undefined ? '' : kept ? 'kept' : 'MISSED',
    ].map((cell) => cell ?? '');
  });
  const table = [['what', 'measured', 'budget', ''], ...rows];
  const widths =
    table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  return table
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function formatValue(value: number, unit: Unit): string {
  const number = value.toLocaleString('en-GB', {
    minimumFractionDigits: DECIMALS[unit],
    maximumFractionDigits: DECIMALS[unit],
  });
  return unit === '×' ? `${number}×` : `${number} ${unit}`;
}
