import { STAFF } from '../access/staff.ts';
import { generatedRoutes } from '../checks/generated-routes.ts';
import type { Content, OpenQuestion, Page } from '../content-model/records.ts';
import { LOCALES, type Locale } from '../content-model/vocabulary.ts';
import {
  type AdrEntry,
  type AdrPage,
  type AdrRelations,
  adrCode,
  adrEntries,
  adrRelations,
} from './adr-relations.ts';
import { isLinkedTo } from './edition.ts';
import { GENERATED_PAGES, type ViewId } from './generated-pages.ts';
import { SECTION_IDS, SECTIONS_OF_SITE, type SectionId } from './sections.ts';

/** One page of the site, written or generated. */
export interface SitePage {
  /** With the prefix of its locale: `/nl/runbooks/sso/`. */
  path: string;
  locale: Locale;
  section: SectionId | null;
  title: string;
  /** A shorter title for navigation. */
  label: string;
  description: string;
  /** The page as written, or the view that generates it. */
  source: Page | null;
  view: ViewId | null;
}

/** Everything that pages are made from, computed once for a build. */
export interface Site {
  /** Whose edition it is. */
  audience: string;
  content: Content;
  pages: Map<string, SitePage>;
  /** The pages of each section in reading order, by locale; the index of the section is not in it. */
  sections: Record<Locale, Map<SectionId, SitePage[]>>;
  adrs: Map<number, AdrEntry>;
  relations: Map<number, AdrRelations>;
  /** Alert id to the paths of the runbooks that answer it. */
  runbooksByAlert: Map<string, SitePage[]>;
  /** Earlier address to the page that took its place. */
  redirects: Map<string, string>;
}

const prefix = (locale: Locale) => (locale === LOCALES[0] ? '' : `/${locale}`);

/** The address of a path in a locale: `localPath('/glossary/', 'nl')` is `/nl/glossary/`. */
export function localPath(path: string, locale: Locale): string {
  return `${prefix(locale)}${path}`;
}

/** The same address in another locale: a page there may or may not exist. */
export function pathInLocale(path: string, from: Locale, to: Locale): string {
  return localPath(path.slice(prefix(from).length), to);
}

const isPage = (page: Content['pages'][number]): page is Page => page.collection !== null;

function writtenPage(page: Page): SitePage {
  const title = page.data?.title ?? page.file;
  const plainTitle = page.collection === 'adr' ? title.replace(/^ADR-\d+:?\s*/, '') : title;
  const number = page.collection === 'adr' && page.data ? adrCode(page.data.number) : undefined;
  return {
    path: page.path,
    locale: page.locale,
    section: page.collection,
    title: number ? `${number}: ${plainTitle}` : title,
    label: page.data?.sidebar?.label ?? (number ? `${number.slice(4)} ${plainTitle}` : title),
    description: page.data?.description ?? '',
    source: page,
    view: null,
  };
}

const HOME_DESCRIPTIONS: Record<'staff' | 'others', Record<Locale, string>> = {
  staff: {
    en: 'Runbooks, decisions, policies and guides of SONAN DIGITAL.',
    nl: 'Runbooks, besluiten, beleid en handleidingen van SONAN DIGITAL.',
  },
  others: {
    en: 'What SONAN DIGITAL has written for you.',
    nl: 'Wat SONAN DIGITAL voor u heeft opgeschreven.',
  },
};

/** What a reader finds in a section; the reference of others than staff is their glossary. */
function describeSection(id: SectionId, locale: Locale, audience: string): string {
  const glossary = GENERATED_PAGES.find(({ view }) => view === 'glossary');
  const narrower = id === 'reference' && audience !== STAFF ? glossary : undefined;
  return (narrower ?? SECTIONS_OF_SITE[id]).description[locale];
}

function generatedPages(
  locale: Locale,
  filled: ReadonlySet<SectionId>,
  audience: string,
): SitePage[] {
  const home: SitePage = {
    path: localPath('/', locale),
    locale,
    section: null,
    title: 'SONAN DIGITAL Docs',
    label: 'Home',
    description: HOME_DESCRIPTIONS[audience === STAFF ? 'staff' : 'others'][locale],
    source: null,
    view: 'home',
  };
  const indexes = SECTION_IDS.filter((id) => filled.has(id) || id === 'reference').map(
    (id): SitePage => ({
      path: localPath(`/${id}/`, locale),
      locale,
      section: id,
      title: SECTIONS_OF_SITE[id].title[locale],
      label: SECTIONS_OF_SITE[id].title[locale],
      description: describeSection(id, locale, audience),
      source: null,
      view: 'section',
    }),
  );
  const others = GENERATED_PAGES.filter(
    ({ view, locales }) =>
      (view !== 'action-board' || filled.has('postmortems')) && (locales?.includes(locale) ?? true),
  ).map(
    (page): SitePage => ({
      path: localPath(page.path, locale),
      locale,
      section: page.section,
      title: page.title[locale],
      label: page.title[locale],
      description: page.description[locale],
      source: null,
      view: page.view,
    }),
  );
  return [home, ...indexes, ...others];
}

/** Post-mortems by day, the latest first; decisions by number; the rest by order, then by name. */
function readingOrder(one: SitePage, other: SitePage): number {
  const order = (page: SitePage) =>
    page.source?.data?.sidebar?.order ?? (page.view ? -1 : Number.MAX_VALUE);
  if (one.section === 'adr' || one.section === 'postmortems') {
    if (Boolean(one.view) !== Boolean(other.view)) return one.view ? -1 : 1;
    const sign = one.section === 'adr' ? 1 : -1;
    return sign * one.path.localeCompare(other.path);
  }
  const difference = order(one) - order(other);
  if (difference !== 0 && !Number.isNaN(difference)) return difference;
  return one.view && other.view ? 0 : one.label.localeCompare(other.label, one.locale);
}

/**
 * Which generated pages an edition has. One of staff has all of them. Any other has those that are no
 * business of staff's alone, and of them the glossary only where its pages use it.
 */
function generatedFor(audience: string, content: Content): (page: SitePage) => boolean {
  if (audience === STAFF) return () => true;
  const routes = generatedRoutes(content);
  const reference = LOCALES.flatMap((locale) =>
    ['/reference/', '/glossary/'].map((path) => localPath(path, locale)),
  );
  const hasReference =
    content.data.glossary.length > 0 || reference.some((path) => isLinkedTo(path, content));
  return ({ path, section }) =>
    routes.get(path)?.shownTo !== 'staff' && (section !== 'reference' || hasReference);
}

/**
 * Builds the site of an audience from what the content model read and `contentFor` left of it. A
 * written page wins over a generated one.
 */
export function buildSite(content: Content, audience: string = STAFF): Site {
  const isGenerated = generatedFor(audience, content);
  const written = content.pages.filter(isPage);
  const pages = new Map<string, SitePage>();
  const sections = {} as Site['sections'];
  for (const locale of LOCALES) {
    const own = written.filter((page) => page.locale === locale).map(writtenPage);
    const filled = new Set(own.map((page) => page.section as SectionId));
    // Staff find what is shared in both languages; others get a language only when there is a text in it.
    if (audience !== STAFF && locale !== LOCALES[0] && own.length === 0) continue;
    const generated = generatedPages(locale, filled, audience).filter(isGenerated);
    for (const page of [...generated, ...own]) pages.set(page.path, page);
  }
  for (const locale of LOCALES) {
    sections[locale] = new Map(
      SECTION_IDS.map((id) => [
        id,
        [...pages.values()]
          .filter(
            (page) =>
              page.locale === locale &&
              page.section === id &&
              page.path !== localPath(`/${id}/`, locale),
          )
          .sort(readingOrder),
      ]),
    );
  }
  const adrPages = written.filter(
    (page): page is AdrPage => page.collection === 'adr' && page.locale === LOCALES[0],
  );
  const runbooksByAlert = new Map<string, SitePage[]>();
  for (const page of written) {
    if (page.collection !== 'runbooks') continue;
    for (const alert of page.data?.alerts ?? []) {
      const entry = pages.get(page.path);
      if (entry) runbooksByAlert.set(alert, [...(runbooksByAlert.get(alert) ?? []), entry]);
    }
  }
  const redirects = new Map<string, string>();
  for (const page of written) {
    for (const from of page.data?.formerly ?? []) redirects.set(from, page.path);
  }
  for (const [alert, runbooks] of runbooksByAlert) {
    const first = runbooks.filter(({ locale }) => locale === LOCALES[0]);
    const [target, another] = first.length > 0 ? first : runbooks;
    // Where two answer, the reader chooses: the address itself then lists them.
    if (target && !another) redirects.set(`/r/${alert}/`, target.path);
  }
  return {
    audience,
    content,
    pages,
    sections,
    adrs: adrEntries(adrPages),
    relations: adrRelations(adrPages),
    runbooksByAlert,
    redirects,
  };
}

/** The page an address belongs to: its own section's index when it is deeper inside. */
export function sectionPath(section: SectionId, locale: Locale): string {
  return localPath(`/${section}/`, locale);
}

/** Sections that have something to read in a locale, in order of navigation. */
export function filledSections(site: Site, locale: Locale): SectionId[] {
  return SECTION_IDS.filter((id) => (site.sections[locale].get(id)?.length ?? 0) > 0);
}

/** Every open question of a locale's pages, with the page it stands on. */
export function openQuestions(
  site: Site,
  locale: Locale,
): { page: SitePage; question: OpenQuestion }[] {
  return [...site.pages.values()]
    .filter((page) => page.locale === locale && page.source)
    .flatMap((page) => (page.source?.questions ?? []).map((question) => ({ page, question })));
}
