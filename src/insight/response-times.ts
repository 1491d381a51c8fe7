/** The times of one incident, in UTC. What nobody knows is absent, and stays unknown in every figure. */
export interface IncidentTimes {
  severity: string;
  started?: string | undefined;
  detected: string;
  acknowledged?: string | undefined;
  mitigated?: string | undefined;
  resolved?: string | undefined;
}

/** What is measured, each from one moment to another. All but the first count from the detection. */
export const MEASURES = {
  detect: { from: 'started', to: 'detected' },
  acknowledge: { from: 'detected', to: 'acknowledged' },
  mitigate: { from: 'detected', to: 'mitigated' },
  resolve: { from: 'detected', to: 'resolved' },
} as const satisfies Record<string, { from: keyof IncidentTimes; to: keyof IncidentTimes }>;
export type Measure = keyof typeof MEASURES;

/** One measure over some incidents. */
export interface Figure {
  /** In minutes. Absent when none of the incidents has both moments. */
  median?: number;
  /** How many incidents it is taken from. */
  known: number;
}

/** What some incidents took. */
export interface Took {
  incidents: number;
  times: Record<Measure, Figure>;
}

/** What the incidents of one severity took, over all and by the month of UTC of their detection. */
export interface SeverityTimes extends Took {
  severity: string;
  /** Without a gap, the same stretch of time for every severity. */
  months: MonthTimes[];
}

/** One month, or several in a row in which nothing happened: `YYYY-MM` both, the last one included. */
export interface MonthTimes extends Took {
  from: string;
  to: string;
}

/** As many months as a table of them can hold and still be read. */
const MOST_MONTHS = 12;

/**
 * How long incidents took, by severity, the most severe first; severities that none had are left out.
 * The months go from the first with an incident on, at most the latest twelve.
 * @param today `YYYY-MM-DD`: its month is the last, unless an incident is of a later one.
 */
export function responseTimes(incidents: readonly IncidentTimes[], today: string): SeverityTimes[] {
  const months = monthsOf(incidents.map(monthOf), today.slice(0, 7));
  return [...Map.groupBy(incidents, ({ severity }) => severity)]
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([severity, group]) => ({
      severity,
      ...took(group),
      months: foldEmpty(
        months.map((month) => ({
          from: month,
          to: month,
          ...took(group.filter((incident) => monthOf(incident) === month)),
        })),
      ),
    }));
}

/** Months in a row without an incident as one, so that what happened stands out. */
function foldEmpty(months: readonly MonthTimes[]): MonthTimes[] {
  const folded: MonthTimes[] = [];
  for (const month of months) {
    const last = folded.at(-1);
    if (last?.incidents === 0 && month.incidents === 0) last.to = month.to;
    else folded.push({ ...month });
  }
  return folded;
}

const monthOf = ({ detected }: IncidentTimes) => detected.slice(0, 7);

const took = (incidents: readonly IncidentTimes[]): Took => ({
  incidents: incidents.length,
  times: {
    detect: figureOf('detect', incidents),
    acknowledge: figureOf('acknowledge', incidents),
    mitigate: figureOf('mitigate', incidents),
    resolve: figureOf('resolve', incidents),
  },
});

function figureOf(measure: Measure, incidents: readonly IncidentTimes[]): Figure {
  const { from, to } = MEASURES[measure];
  // A pair of moments in the wrong order is a mistake that `check` reports, and no length of time.
  const minutes = incidents
    .map((incident) => (time(incident[to]) - time(incident[from])) / 60_000)
    .filter((length) => length >= 0);
  return { median: median(minutes), known: minutes.length };
}

const time = (moment: string | undefined) => Date.parse(moment ?? '');

/** The middle value, or the mean of the two in the middle; nothing of nothing. */
export function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((one, other) => one - other);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  return upper === undefined || lower === undefined ? undefined : (lower + upper) / 2;
}

/** The months that are shown: without a gap, from the first to the last. */
function monthsOf(withIncidents: readonly string[], thisMonth: string): string[] {
  const sorted = [...withIncidents].sort();
  const [first] = sorted;
  if (first === undefined) return [];
  const last = [thisMonth, ...sorted].sort().at(-1) ?? thisMonth;
  const months: string[] = [];
  for (let month = last; month >= first && months.length < MOST_MONTHS; month = before(month)) {
    months.unshift(month);
  }
  return months;
}

/** `2026-01` comes after `2025-12`. */
function before(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 2)).toISOString().slice(0, 7);
}
