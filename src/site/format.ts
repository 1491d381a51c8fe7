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

const monthFormats = Object.fromEntries(
  Object.entries(TAGS).map(([locale, tag]) => [
    locale,
    new Intl.DateTimeFormat(tag, { month: 'short', year: 'numeric', timeZone: 'UTC' }),
  ]),
) as Record<Locale, Intl.DateTimeFormat>;

/** `2026-07` as "Jul 2026". */
export function formatMonth(month: string, locale: Locale): string {
  return monthFormats[locale].format(Date.parse(`${month}-01`));
}

/** `2026-07-02T03:14Z` as "2 July 2026, 03:14 UTC". */
export function formatMoment(moment: string, locale: Locale): string {
  return `${formatDate(moment.slice(0, 10), locale)}, ${moment.slice(11, 16)} UTC`;
}

/** The parts of an ISO 8601 duration in the order in which they stand, with their names. */
const PARTS = [
  { minutes: undefined, en: ['year', 'years'], nl: ['jaar', 'jaar'] },
  { minutes: undefined, en: ['month', 'months'], nl: ['maand', 'maanden'] },
  { minutes: 10_080, en: ['week', 'weeks'], nl: ['week', 'weken'] },
  { minutes: 1_440, en: ['day', 'days'], nl: ['dag', 'dagen'] },
  { minutes: 60, en: ['hour', 'hours'], nl: ['uur', 'uur'] },
  { minutes: 1, en: ['minute', 'minutes'], nl: ['minuut', 'minuten'] },
  { minutes: 1 / 60, en: ['second', 'seconds'], nl: ['seconde', 'seconden'] },
] as const;

const ISO_DURATION =
  /^P(?=.)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/** The counts of an ISO 8601 duration, one for each of {@link PARTS}; nothing when it is none. */
function durationCounts(duration: string): number[] | undefined {
  return ISO_DURATION.exec(duration)
    ?.slice(1)
    .map((count) => Number(count ?? 0));
}

/** Counts of {@link PARTS} in words, those of zero left out. */
function inWords(counts: readonly number[], locale: Locale): string {
  return counts
    .flatMap((count, index) => {
      const [one, many] = PARTS[index]?.[locale] ?? ['', ''];
      return count > 0 ? [`${count} ${count === 1 ? one : many}`] : [];
    })
    .join(' ');
}

/**
 * An ISO 8601 duration in the units that it was written in: `PT24H` is "24 hours", which is not
 * quite "1 day". Text that is no duration comes back as it is.
 */
export function formatDuration(duration: string, locale: Locale): string {
  const counts = durationCounts(duration);
  return counts ? inWords(counts, locale) || formatMinutes(0, locale) : duration;
}

/** A length of time in minutes as "1 hour 20 minutes", in days at most. Zero is "0 minutes". */
export function formatMinutes(minutes: number, locale: Locale): string {
  const whole = Math.round(minutes);
  const counts = [0, 0, 0, Math.floor(whole / 1_440), Math.floor((whole % 1_440) / 60), whole % 60];
  return inWords(counts, locale) || `0 ${PARTS[5][locale][1]}`;
}

const SHORT_UNITS = [
  { minutes: 1_440, en: 'd', nl: 'd' },
  { minutes: 60, en: 'h', nl: 'u' },
  { minutes: 1, en: 'min', nl: 'min' },
] as const;

/** The same for a narrow column: "1 h 20 min". */
export function formatMinutesShort(minutes: number, locale: Locale): string {
  let rest = Math.round(minutes);
  const parts = SHORT_UNITS.flatMap((unit) => {
    const count = Math.floor(rest / unit.minutes);
    rest -= count * unit.minutes;
    return count > 0 ? [`${count} ${unit[locale]}`] : [];
  });
  return parts.join(' ') || '0 min';
}

/** An ISO 8601 duration in minutes: `PT1H30M` is 90. `NaN` with months, whose length differs. */
export function durationMinutes(duration: string): number {
  const counts = durationCounts(duration);
  if (!counts) return Number.NaN;
  return counts.reduce(
    (sum, count, index) =>
      count === 0 ? sum : sum + count * (PARTS[index]?.minutes ?? Number.NaN),
    0,
  );
}

/** Minutes between two moments in UTC. */
export function minutesBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 60_000;
}

/** The text of a locale, or the English one where there is no translation. */
export function localText(text: { en: string; nl?: string | undefined }, locale: Locale): string {
  return text[locale] ?? text.en;
}
