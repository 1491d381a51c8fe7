import type { Locale } from '../content-model/vocabulary.ts';
import { interfaceText } from './interface-text.ts';
import { SECTIONS_OF_SITE } from './sections.ts';
import { filledSections, localPath, type Site, type SitePage, sectionPath } from './site.ts';

export interface NavigationLink {
  href: string;
  label: string;
  current: boolean;
  /** It belongs under the page above it: `/guides/client/invoices/` under `/guides/client/`. */
  nested?: boolean;
}

/** What the sidebar of a page shows: its own section, and the way to the others. */
export interface Navigation {
  section: { title: string; overview: NavigationLink; links: NavigationLink[] } | null;
  sections: NavigationLink[];
  previous: NavigationLink | null;
  next: NavigationLink | null;
}

/** How many pages of a section the sidebar shows around the reader's own. */
export const WINDOW = 30;

/** The part of a list of `size` that a window around `index` shows: `[from, to)`. */
export function windowAround(index: number, size: number): [from: number, to: number] {
  if (size <= WINDOW) return [0, size];
  const from = Math.min(Math.max(index - Math.floor(WINDOW / 2), 0), size - WINDOW);
  return [from, from + WINDOW];
}

/** A page's place in its section, so that a long section is not searched for each of its pages. */
const places = new WeakMap<SitePage[], Map<string, number>>();

function placeIn(pages: SitePage[], path: string): number {
  let index = places.get(pages);
  if (!index) {
    index = new Map(pages.map((page, place) => [page.path, place]));
    places.set(pages, index);
  }
  return index.get(path) ?? -1;
}

/**
 * The navigation of a page. A section of any length shows at most {@link WINDOW} of its pages and a
 * link to the index of all, so that a page weighs the same however many there are.
 */
export function navigationOf(site: Site, page: SitePage): Navigation {
  const { locale } = page;
  const link = (target: SitePage): NavigationLink => ({
    href: target.path,
    label: target.label,
    current: target.path === page.path,
  });
  const sections = filledSections(site, locale).map((id) => ({
    href: sectionPath(id, locale),
    label: SECTIONS_OF_SITE[id].title[locale],
    current: id === page.section,
  }));
  const pages = page.section ? site.sections[locale].get(page.section) : undefined;
  if (!page.section || !pages) return { section: null, sections, previous: null, next: null };
  const place = placeIn(pages, page.path);
  const [from, to] = windowAround(place, pages.length);
  const title = SECTIONS_OF_SITE[page.section].title[locale];
  const index = sectionPath(page.section, locale);
  const at = (position: number) => {
    const neighbour = place >= 0 ? pages[position] : undefined;
    return neighbour ? link(neighbour) : null;
  };
  return {
    section: {
      title,
      overview: {
        href: index,
        label:
          pages.length > WINDOW
            ? interfaceText(locale).allOf(title, pages.length)
            : interfaceText(locale).overview,
        current: page.path === index,
      },
      links: pages.slice(from, to).map((target) => ({
        ...link(target),
        nested: placeIn(pages, target.path.replace(/[^/]+\/$/, '')) >= 0,
      })),
    },
    sections,
    previous: at(place - 1),
    next: at(place + 1),
  };
}

/** Where the language switch of a page leads: the same page there, or that language's home. */
export function pathsByLocale(
  site: Site,
  page: SitePage,
  locales: readonly Locale[],
): Record<string, { path: string; same: boolean }> {
  const bare = page.path.slice(localPath('/', page.locale).length - 1);
  return Object.fromEntries(
    locales.map((locale) => {
      const path = localPath(bare, locale);
      return site.pages.has(path)
        ? [locale, { path, same: true }]
        : [locale, { path: localPath('/', locale), same: false }];
    }),
  );
}
