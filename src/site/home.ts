import { LOCALES, type Locale } from '../content-model/vocabulary.ts';
import type { SectionId } from './sections.ts';
import type { Site, SitePage } from './site.ts';

/** A runbook as the home page lists it. */
export interface HomeRunbook {
  entry: SitePage;
  level: string;
  /** Names of the alerts that it answers. */
  alerts: string[];
}

/** How many runbooks the home page lists; the rest are a click away. */
const SHOWN = 24;

/**
 * The runbooks for the home page of a locale, most severe first. Where a runbook has no
 * translation, the English one stands in: at 3 a.m. any runbook beats none.
 */
export function homeRunbooks(site: Site, locale: Locale): { shown: HomeRunbook[]; more: number } {
  const own = site.sections[locale].get('runbooks') ?? [];
  const translated = new Set(own.map(({ source }) => source?.file.split('/').at(-1)));
  const foreign =
    locale === LOCALES[0]
      ? []
      : (site.sections[LOCALES[0]].get('runbooks') ?? []).filter(
          ({ source }) => !translated.has(source?.file.split('/').at(-1)),
        );
  const all = [...own, ...foreign].flatMap((entry): HomeRunbook[] => {
    if (entry.source?.collection !== 'runbooks' || !entry.source.data) return [];
    const { severity, alerts } = entry.source.data;
    const name = (id: string) =>
      site.content.data.alerts.find((alert) => alert.id === id)?.name ?? id;
    return [{ entry, level: severity, alerts: alerts.map(name) }];
  });
  all.sort((one, other) => one.level.localeCompare(other.level));
  return { shown: all.slice(0, SHOWN), more: Math.max(all.length - SHOWN, 0) };
}

/** What the home page of an edition other than staff's shows: what to read first, then all the rest. */
export interface ReaderHome {
  /** The guide that has the most pages under it; absent where there is no guide. */
  first: { guide: SitePage; parts: SitePage[] } | undefined;
  /** The other pages, by section. */
  sections: { id: SectionId; pages: SitePage[] }[];
}

/** The pages of a locale in the order in which readers from outside are shown them. */
export function readerHome(site: Site, locale: Locale): ReaderHome {
  const guides = site.sections[locale].get('guides') ?? [];
  const partsOf = (guide: SitePage) =>
    guides.filter(({ path }) => path !== guide.path && path.startsWith(guide.path));
  const [first] = guides
    .map((guide) => ({ guide, parts: partsOf(guide) }))
    .sort((one, other) => other.parts.length - one.parts.length);
  const shown = new Set(first ? [first.guide, ...first.parts] : []);
  const sections = [...site.sections[locale]]
    .map(([id, pages]) => ({ id, pages: pages.filter((page) => !shown.has(page)) }))
    .filter(({ pages }) => pages.length > 0);
  return { first, sections };
}
