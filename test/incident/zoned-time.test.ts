import { describe, expect, it } from 'vitest';
import { momentShown, shownIn } from '../../src/incident/zoned-time.ts';

const AMSTERDAM = 'Europe/Amsterdam';

describe('a time as the clocks of a zone show it', () => {
  it.each([
    ['UTC', '2026-07-02T03:14', '2026-07-02T03:14:00.000Z'],
    [AMSTERDAM, '2026-07-02T05:14', '2026-07-02T03:14:00.000Z'],
    [AMSTERDAM, '2026-01-02T05:14', '2026-01-02T04:14:00.000Z'],
    [AMSTERDAM, '2028-02-29T00:30', '2028-02-28T23:30:00.000Z'],
    ['America/New_York', '2026-07-01T23:14', '2026-07-02T03:14:00.000Z'],
    ['Asia/Kolkata', '2026-07-02T08:44', '2026-07-02T03:14:00.000Z'],
  ])('in %s, %s is %s', (zone, shown, moment) => {
    expect(new Date(momentShown(shown, zone)).toISOString()).toBe(moment);
    expect(shownIn(Date.parse(moment), zone)).toBe(shown);
  });

  it('is the later moment in the hour that comes twice when summer ends', () => {
    const moment = momentShown('2026-10-25T02:30', AMSTERDAM);
    expect(new Date(moment).toISOString()).toBe('2026-10-25T01:30:00.000Z');
  });

  it('is no time in the hour that is skipped when summer begins', () => {
    expect(momentShown('2026-03-29T02:30', AMSTERDAM)).toBeNaN();
  });

  it.each(['', 'soon', '2026-02-30T10:00', '2026-07-02T25:00'])('"%s" is no time', (text) => {
    expect(momentShown(text, 'UTC')).toBeNaN();
  });
});
