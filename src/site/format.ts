import type { Locale } from '../content-model/vocabulary.ts';

/** The tag that dates and numbers of a locale are written with. English dates are the British way. */
const TAGS: Record<Locale, string> = { en: 'en-GB', nl: 'nl-NL' };

const dateFormats = Object.fromEntries(
  Object.entries(TAGS).map(([locale, tag]) => [
    locale,
    new Intl.DateTimeFormat(tag, { dateStyle: 'long', timeZone: 'UTC' }),
  ]),
) as Record<Locale, Intl.DateTimeFormat>;

/** `2026-06-30` as "30 June 2026". Text that is no date comes back as it is. */
export function formatDate(date: string, locale: Locale): string {
  const time = Date.parse(date);
  return Number.isNaN(time) ? date : dateFormats[locale].format(time);
}

/** `2026-07-02T03:14Z` as "2 July 2026, 03:14 UTC". */
export function formatMoment(moment: string, locale: Locale): string {
  return `${formatDate(moment.slice(0, 10), locale)}, ${moment.slice(11, 16)} UTC`;
}

const UNITS = [
  { letter: 'D', seconds: 86_400, en: ['day', 'days'], nl: ['dag', 'dagen'] },
  { letter: 'H', seconds: 3_600, en: ['hour', 'hours'], nl: ['uur', 'uur'] },
  { letter: 'M', seconds: 60, en: ['minute', 'minutes'], nl: ['minuut', 'minuten'] },
  { letter: 'S', seconds: 1, en: ['second', 'seconds'], nl: ['seconde', 'seconden'] },
] as const;

/** A length of time in minutes as "1 hour 20 minutes". Zero is "0 minutes". */
export function formatMinutes(minutes: number, locale: Locale): string {
  let rest = Math.round(minutes * 60);
  const parts: string[] = [];
  for (const unit of UNITS) {
    const count = Math.floor(rest / unit.seconds);
    rest -= count * unit.seconds;
    if (count > 0) parts.push(`${count} ${unit[locale][count === 1 ? 0 : 1]}`);
  }
  return parts.length > 0 ? parts.join(' ') : `0 ${UNITS[2][locale][1]}`;
}

/** An ISO 8601 duration in minutes: `PT1H30M` is 90. Weeks, days and times only, as months differ. */
export function durationMinutes(duration: string): number {
  const match = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(duration);
  if (!match) return Number.NaN;
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match
    .slice(1)
    .map((part) => Number(part ?? 0));
  return ((weeks * 7 + days) * 24 + hours) * 60 + minutes + seconds / 60;
}

/** Minutes between two moments in UTC. */
export function minutesBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 60_000;
}

/** The text of a locale, or the English one where there is no translation. */
export function localText(text: { en: string; nl?: string | undefined }, locale: Locale): string {
  return text[locale] ?? text.en;
}
