import { describe, expect, it } from 'vitest';
import { type IncidentTimes, median, responseTimes } from '../../src/insight/response-times.ts';

const TODAY = '2026-07-20';

/** An example incident that took `minutes` to each of its moments. */
function incident(
  detected: string,
  severity: string,
  minutes: Partial<Record<'started' | 'acknowledged' | 'mitigated' | 'resolved', number>> = {},
): IncidentTimes {
  const after = (count: number) => new Date(Date.parse(detected) + count * 60_000).toISOString();
  const times = Object.entries(minutes).map(([name, count]) => [name, after(count)]);
  return { severity, detected, ...Object.fromEntries(times) };
}

describe('a median', () => {
  it.each([
    ['of nothing is nothing', [], undefined],
    ['of one value is that value', [7], 7],
    ['of an odd number is the one in the middle', [90, 5, 10], 10],
    ['of an even number is the mean of the two in the middle', [40, 5, 10, 2000], 25],
    ['goes by number, not by text', [100, 20, 3], 20],
  ])('%s', (_, values, expected) => {
    expect(median(values)).toBe(expected);
  });
});

describe('by severity', () => {
  it('gives the median of each measure, counted from the detection', () => {
    const severities = responseTimes(
      [
        incident('2026-07-02T10:00Z', 'P1', { acknowledged: 5, mitigated: 20, resolved: 60 }),
        incident('2026-07-03T10:00Z', 'P1', { acknowledged: 9, mitigated: 30, resolved: 600 }),
        incident('2026-07-04T10:00Z', 'P1', { acknowledged: 6, mitigated: 40, resolved: 80 }),
      ],
      TODAY,
    );
    expect(severities).toMatchObject([
      {
        severity: 'P1',
        incidents: 3,
        times: {
          detect: { median: undefined, known: 0 },
          acknowledge: { median: 6, known: 3 },
          mitigate: { median: 30, known: 3 },
          resolve: { median: 80, known: 3 },
        },
      },
    ]);
  });

  it('has the most severe first, and leaves out what nobody had', () => {
    const incidents = ['P4', 'P1', 'P3'].map((severity) => incident('2026-07-02T10:00Z', severity));
    const severities = responseTimes(incidents, TODAY);
    expect(severities.map(({ severity }) => severity)).toEqual(['P1', 'P3', 'P4']);
  });

  it('takes the time to detect from those that say when they began, and says how many', () => {
    const [first] = responseTimes(
      [
        incident('2026-07-02T10:00Z', 'P2', { started: -12 }),
        incident('2026-07-03T10:00Z', 'P2'),
        incident('2026-07-04T10:00Z', 'P2', { started: -2 }),
      ],
      TODAY,
    );
    expect(first?.times.detect).toEqual({ median: 7, known: 2 });
  });

  it.each([
    ['a moment that is missing', {}],
    ['moments in the wrong order', { acknowledged: -5 }],
  ])('%s is unknown, and never a length of time', (_, minutes) => {
    const [first] = responseTimes([incident('2026-07-02T10:00Z', 'P1', minutes)], TODAY);
    expect(first?.times.acknowledge).toEqual({ median: undefined, known: 0 });
  });

  it('what was taken on at once took no time, which is known', () => {
    const [first] = responseTimes(
      [incident('2026-07-02T10:00Z', 'P1', { acknowledged: 0 })],
      TODAY,
    );
    expect(first?.times.acknowledge).toEqual({ median: 0, known: 1 });
  });
});

describe('by month', () => {
  const monthsOf = (detected: string[], today = TODAY) =>
    responseTimes(
      detected.map((at) => incident(at, 'P1')),
      today,
    )[0]?.months.map(({ from, to, incidents }) => [from, to, incidents]);

  it('an incident counts in the month of UTC in which it was detected', () => {
    expect(monthsOf(['2026-06-30T23:59Z', '2026-07-01T00:00Z'])).toEqual([
      ['2026-06', '2026-06', 1],
      ['2026-07', '2026-07', 1],
    ]);
  });

  it('months without an incident are there, those in a row as one, up to this one', () => {
    expect(monthsOf(['2026-02-02T10:00Z', '2026-04-02T10:00Z'])).toEqual([
      ['2026-02', '2026-02', 1],
      ['2026-03', '2026-03', 0],
      ['2026-04', '2026-04', 1],
      ['2026-05', '2026-07', 0],
    ]);
  });

  it('goes over the turn of a year', () => {
    expect(monthsOf(['2025-12-31T12:00Z'], '2026-01-15')).toEqual([
      ['2025-12', '2025-12', 1],
      ['2026-01', '2026-01', 0],
    ]);
  });

  it('shows the latest twelve months; what is older still counts by severity', () => {
    const [p1] = responseTimes([incident('2024-02-29T10:00Z', 'P1')], TODAY);
    expect(p1?.months).toMatchObject([{ from: '2025-08', to: '2026-07', incidents: 0 }]);
    expect(p1?.incidents).toBe(1);
  });

  it('every severity has the same months, each with its own incidents', () => {
    const severities = responseTimes(
      [
        incident('2026-06-02T10:00Z', 'P1', { resolved: 60 }),
        incident('2026-07-03T10:00Z', 'P3', { resolved: 6000 }),
      ],
      TODAY,
    );
    expect(
      severities.map(({ severity, months }) => [
        severity,
        months.map(({ from, times }) => [from, times.resolve.median]),
      ]),
    ).toEqual([
      [
        'P1',
        [
          ['2026-06', 60],
          ['2026-07', undefined],
        ],
      ],
      [
        'P3',
        [
          ['2026-06', undefined],
          ['2026-07', 6000],
        ],
      ],
    ]);
  });

  it('without an incident there is nothing', () => {
    expect(responseTimes([], TODAY)).toEqual([]);
  });
});
