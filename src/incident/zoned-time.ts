/** `2026-07-02T03:14:00.000Z` as "2026-07-02 03:14 UTC". */
export function inUtc(at: string): string {
  return `${at.slice(0, 16).replace('T', ' ')} UTC`;
}

/** A moment as the clocks of a zone show it, to the minute: `2026-07-02T05:14`. */
export function shownIn(moment: number, zone: string): string {
  return new Date(moment + offset(moment, zone)).toISOString().slice(0, 16);
}

/**
 * The moment at which the clocks of a zone show `2026-07-02T05:14`, the later one where they show it
 * twice. `NaN` for what is no time, and for one that they skip when summer begins.
 */
export function momentShown(text: string, zone: string): number {
  const local = Date.parse(`${text}Z`);
  if (Number.isNaN(local)) return Number.NaN;
  const moment = inZone(local, zone);
  return shownIn(moment, zone) === text.slice(0, 16) ? moment : Number.NaN;
}

/** The moment at which clocks in a zone show a time that is written as if in UTC. */
export function inZone(local: number, zone: string): number {
  return local - offset(local - offset(local, zone), zone);
}

/** How far the clocks of a zone are ahead of UTC at a moment, in milliseconds. */
export function offset(moment: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(moment);
  const read = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const shown = Date.UTC(
    read('year'),
    read('month') - 1,
    read('day'),
    read('hour'),
    read('minute'),
    read('second'),
  );
  return shown - Math.floor(moment / 1_000) * 1_000;
}
