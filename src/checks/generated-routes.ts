import type { Content } from '../content-model/records.ts';
import { COLLECTIONS, type CollectionName, LOCALES } from '../content-model/vocabulary.ts';
import { collectionPages } from './context.ts';

/** An address of the site that no content file stands behind. */
export interface GeneratedRoute {
  /** With both slashes, or a file name at its end. */
  path: string;
  /** Who finds it in their edition: everyone, staff, or whoever sees a page of the collection. */
  shownTo: 'everyone' | 'staff' | CollectionName;
  /** The fragments on it, where they are known. */
  anchors?: readonly string[];
}

/** Pages that the site makes itself, besides the index page of each collection. */
const PAGES: readonly GeneratedRoute[] = [
  { path: '/', shownTo: 'everyone' },
  { path: '/adr/graph/', shownTo: 'adr' },
  { path: '/postmortems/actions/', shownTo: 'postmortems' },
  { path: '/search/', shownTo: 'everyone' },
  { path: '/incident/', shownTo: 'staff' },
  { path: '/new/', shownTo: 'staff' },
];

const FILES: readonly GeneratedRoute[] = [
  { path: '/llms.txt', shownTo: 'everyone' },
  { path: '/sitemap-index.xml', shownTo: 'everyone' },
];

/** Every generated address, by path, for the given content. Locales other than the first have a prefix. */
export function generatedRoutes(content: Content): ReadonlyMap<string, GeneratedRoute> {
  const pages: GeneratedRoute[] = [
    ...PAGES,
    ...COLLECTIONS.map((name) => ({ path: `/${name}/`, shownTo: name })),
    {
      path: '/glossary/',
      shownTo: 'everyone',
      anchors: content.data.glossary.map(({ id }) => id),
    },
    {
      path: '/open-questions/',
      shownTo: 'staff',
      anchors: content.pages.flatMap((page) => page.questions.map(({ id }) => id)),
    },
    ...alertRoutes(content),
  ];
  const routes = LOCALES.flatMap((locale, index) =>
    index === 0 ? pages : pages.map((route) => ({ ...route, path: `/${locale}${route.path}` })),
  );
  return new Map([...routes, ...FILES].map((route) => [route.path, route]));
}

/** `/r/<alert>/` leads to the runbook that answers an alert. */
function alertRoutes(content: Content): GeneratedRoute[] {
  const answered = collectionPages(content).flatMap((page) =>
    page.collection === 'runbooks' ? (page.data?.alerts ?? []) : [],
  );
  const ids = new Set([...answered, ...content.data.alerts.map(({ id }) => id)]);
  return [...ids].map((id) => ({ path: `/r/${id}/`, shownTo: 'staff' }));
}
