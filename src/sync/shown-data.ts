import type { SiteData } from '../content-model/index.ts';
import { LOCALES, type Locale } from '../content-model/vocabulary.ts';

/**
 * What a page shows where its text only names an entry of the shared data: the value of a fact by the
 * fact's id, and the steps of an escalation by `Escalation` and its id.
 */
export type ShownData = ReadonlyMap<string, string>;

/** What is shown from the data, by language. */
export function shownData({
  facts,
  escalation,
}: Pick<SiteData, 'facts' | 'escalation'>): Record<Locale, ShownData> {
  const inLocale = (locale: Locale): ShownData => {
    const text = (texts: { en: string; nl?: string | undefined }) => texts[locale] ?? texts.en;
    return new Map([
      ...facts.map(({ id, value }) => [id, String(value)] as const),
      ...escalation.map(({ id, steps }) => {
        const told = steps.map(({ severities, after, when, to, how }) => {
          const wait = after === 'PT0S' ? '' : ` (${after})`;
          const whom = to.length === 0 ? '' : ` [${to.join(', ')}]`;
          return `${severities.join(', ')}${wait}: ${text(when)}.${whom} ${how ? text(how) : ''}`.trim();
        });
        return [`Escalation ${id}`, told.join(' ')] as const;
      }),
    ]);
  };
  return Object.fromEntries(LOCALES.map((locale) => [locale, inLocale(locale)])) as Record<
    Locale,
    ShownData
  >;
}
