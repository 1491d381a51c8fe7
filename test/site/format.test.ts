import { describe, expect, it } from 'vitest';
import {
  durationMinutes,
  formatDate,
  formatDuration,
  formatMinutes,
  formatMinutesShort,
  formatMoment,
  formatMonth,
  localText,
} from '../../src/site/format.ts';
import { formatFact } from '../../src/site/format-fact.ts';

describe('dates and times', () => {
  it('are written out in the language of the page', () => {
    expect(formatDate('2026-06-30', 'en')).toBe('30 June 2026');
    expect(formatDate('2026-06-30', 'nl')).toBe('30 juni 2026');
    expect(formatMoment('2026-07-02T03:14Z', 'en')).toBe('2 July 2026, 03:14 UTC');
    expect(formatMonth('2026-05', 'en')).toBe('May 2026');
    expect(formatMonth('2026-05', 'nl')).toBe('mei 2026');
  });

  it('stay as written when they are no dates', () => {
    expect(formatDate('soon', 'en')).toBe('soon');
  });
});

describe('durations', () => {
  it('are said in the largest units that fit', () => {
    expect(formatMinutes(80, 'en')).toBe('1 hour 20 minutes');
    expect(formatMinutes(80, 'nl')).toBe('1 uur 20 minuten');
    expect(formatMinutes(1440, 'en')).toBe('1 day');
    expect(formatMinutes(0, 'en')).toBe('0 minutes');
  });

  it('are short in a narrow column', () => {
    expect(formatMinutesShort(80, 'en')).toBe('1 h 20 min');
    expect(formatMinutesShort(1_500, 'nl')).toBe('1 d 1 u');
    expect(formatMinutesShort(59.6, 'en')).toBe('1 h');
    expect(formatMinutesShort(0, 'en')).toBe('0 min');
  });

  it('keep the units they were written in', () => {
    expect(formatDuration('PT24H', 'en')).toBe('24 hours');
    expect(formatDuration('P1D', 'nl')).toBe('1 dag');
    expect(formatDuration('P2W', 'nl')).toBe('2 weken');
    expect(formatDuration('P6M', 'en')).toBe('6 months');
    expect(formatDuration('soon', 'en')).toBe('soon');
  });

  it('are read from ISO 8601', () => {
    expect(durationMinutes('PT1H30M')).toBe(90);
    expect(durationMinutes('P1W')).toBe(7 * 24 * 60);
    expect(durationMinutes('fifteen')).toBeNaN();
  });
});

describe('a fact', () => {
  const fact = {
    id: 'invitation-validity',
    about: { en: 'How long an invitation is valid' },
    owner: 'admin',
    source: { document: 'incident-response', place: 'Step 4' },
    mentions: {},
  };

  it('is shown from its unit', () => {
    expect(formatFact({ ...fact, value: 'PT15M', unit: 'duration' }, 'nl')).toBe('15 minuten');
    expect(formatFact({ ...fact, value: 99.9, unit: 'percent' }, 'nl')).toBe('99,9%');
    expect(formatFact({ ...fact, value: 5000, unit: 'count' }, 'en')).toBe('5,000');
  });

  it('is shown in its own words when it has some', () => {
    const text = { en: 'next business day', nl: 'volgende werkdag' };
    expect(formatFact({ ...fact, value: 'P1D', unit: 'text', text }, 'nl')).toBe(
      'volgende werkdag',
    );
  });
});

it('text falls back to English where there is no translation', () => {
  expect(localText({ en: 'Platform' }, 'nl')).toBe('Platform');
});
