import type { SiteData } from '../content-model/schemas/data.ts';
import type { Locale } from '../content-model/vocabulary.ts';
import { formatDuration, localText } from './format.ts';

type Fact = SiteData['facts'][number];

/** A fact's value as a reader of the locale sees it: its own text, or its value by its unit. */
export function formatFact(fact: Fact, locale: Locale): string {
  if (fact.text) return localText(fact.text, locale);
  const value = String(fact.value);
  if (fact.unit === 'duration') return formatDuration(value, locale);
  const number = Number(value);
  if (Number.isNaN(number)) return value;
  const digits = number.toLocaleString(locale === 'en' ? 'en-GB' : 'nl-NL');
  return fact.unit === 'percent' ? `${digits}%` : digits;
}
