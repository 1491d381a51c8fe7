/** A moment in UTC, to the minute: `20 Nov 2026, 14:03 UTC`. */
export function formatMoment(at: string, locale: string): string {
  return `${format(at, locale, 'UTC')} UTC`;
}

/** The same moment as the reader's clock has it, with the day where it is another; empty in UTC. */
export function formatLocally(at: string, locale: string): string {
  const there = format(at, locale, 'UTC');
  const here = format(at, locale);
  const [day, time = ''] = here.split(', ');
  if (here === there) return '';
  return there.startsWith(`${day},`) ? time : here;
}

function format(at: string, locale: string, timeZone?: string): string {
  const language = locale === 'en' ? 'en-GB' : locale;
  const style = { dateStyle: 'medium', timeStyle: 'short', timeZone } as const;
  return new Intl.DateTimeFormat(language, style).format(new Date(at));
}
