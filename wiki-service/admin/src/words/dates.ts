/** A day, as people of a language write it: 20 November 2026, or in short 20 Nov 2026. */
export function writeDate(
  time: string | number,
  language: string,
  dateStyle: 'long' | 'medium' = 'long',
): string {
  return new Intl.DateTimeFormat(localeOf(language), { dateStyle }).format(new Date(time));
}

/** A day of the calendar, `YYYY-MM-DD`: the same wherever it is read. */
export function writeDay(day: string, language: string): string {
  return new Intl.DateTimeFormat(localeOf(language), {
    dateStyle: 'long',
    timeZone: 'UTC',
  }).format(new Date(day));
}

/** A day and a time: 20 November 2026 at 14:05, or the time alone when it is today. */
export function writeTime(time: string | number, language: string, now = new Date()): string {
  const when = new Date(time);
  const isToday = when.toDateString() === now.toDateString();
  return new Intl.DateTimeFormat(localeOf(language), {
    ...(!isToday && { dateStyle: 'long' }),
    timeStyle: 'short',
  }).format(when);
}

/** English dates as they are written in Europe. */
function localeOf(language: string): string {
  return language === 'nl' ? 'nl-NL' : 'en-GB';
}
