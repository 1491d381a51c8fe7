import { durationSeconds } from '../checks/quantity.ts';
import { inZone, offset } from './zoned-time.ts';

/**
 * Working time, where a rule counts in business days or working hours. No source says which hours or
 * whose holidays, so this is assumed, and said wherever it counts: Monday to Friday, nine to five,
 * no holidays. See docs/decisions/incident-life-cycle.md.
 */
const OPENS = 9;
const CLOSES = 17;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Where each organisation's working day is. Others count theirs in UTC, as all our times are. */
const ZONES: Readonly<Record<string, string>> = { 'mr-dj': 'Europe/Amsterdam' };

/** The time zone that an organisation's working hours are counted in. */
export function zoneOf(organisation: string): string {
  return ZONES[organisation] ?? 'UTC';
}

/**
 * The moment at which a window that starts at `start` ends.
 * @param start Milliseconds since 1970.
 * @param duration ISO 8601, without months or years.
 * @param business Counted in working time. Days then end at the close of business of that day.
 */
export function addWindow(
  start: number,
  duration: string,
  { business, zone = 'UTC' }: { business: boolean; zone?: string | undefined },
): number {
  const length = durationSeconds(duration) * 1_000;
  if (Number.isNaN(length)) throw new Error(`"${duration}" is not a length of time.`);
  if (!business) return start + length;
  return /^P[^T]+$/.test(duration)
    ? addWorkingDays(start, Math.round(length / DAY), zone)
    : addWorkingHours(start, length, zone);
}

function addWorkingDays(start: number, days: number, zone: string): number {
  let day = calendarDay(start, zone);
  for (let left = days; left > 0; ) {
    day += DAY;
    if (isWorkday(day)) left -= 1;
  }
  return inZone(day + CLOSES * HOUR, zone);
}

function addWorkingHours(start: number, length: number, zone: string): number {
  let left = length;
  for (let day = calendarDay(start, zone); ; day += DAY) {
    if (!isWorkday(day)) continue;
    const from = Math.max(start, inZone(day + OPENS * HOUR, zone));
    const to = inZone(day + CLOSES * HOUR, zone);
    if (from >= to) continue;
    if (left <= to - from) return from + left;
    left -= to - from;
  }
}

/** Midnight, as if in UTC, of the day that a moment falls on in a zone. */
function calendarDay(moment: number, zone: string): number {
  const local = moment + offset(moment, zone);
  return local - (((local % DAY) + DAY) % DAY);
}

function isWorkday(day: number): boolean {
  const weekday = new Date(day).getUTCDay();
  return weekday !== 0 && weekday !== 6;
}
