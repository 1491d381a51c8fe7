import type { Content } from '../content-model/records.ts';
import { COLLECTIONS, type CollectionName, LOCALES } from '../content-model/vocabulary.ts';
import { collectionPages } from './context.ts';

/** An address of the site that no content file stands behind. */
export interface GeneratedRoute {
  /** With both slashes, or a file name at its end. */
  path: string;
  /** Who finds it in their edition: everyone, staff, or whoever sees a page of the collection. */
  shownTo: 'everyone' | 'staff' | CollectionName;
  /** The fragments on it; absent where any may be there. */
  anchors?: readonly string[];
}

/** What the site makes itself, as addresses of the first locale. */
function pagesOfSite({ data, pages }: Content): GeneratedRoute[] {
  const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id);
  return [
    { path: '/', shownTo: 'everyone' },
    { path: '/reference/', shownTo: 'everyone' },
    { path: '/glossary/', shownTo: 'everyone', anchors: ids(data.glossary) },
    { path: '/severities/', shownTo: 'staff', anchors: ids(data.severities) },
    { path: '/service-levels/', shownTo: 'staff', anchors: ids(data['service-levels']) },
    { path: '/escalation/', shownTo: 'staff', anchors: ids(data.escalation) },
    { path: '/contacts/', shownTo: 'staff', anchors: ids(data.organisations) },
    { path: '/operations/', shownTo: 'staff', anchors: ids(data.operations) },
    { path: '/facts/', shownTo: 'staff', anchors: ids(data.facts) },
    { path: '/sync/', shownTo: 'staff' },
    {
      path: '/open-questions/',
      shownTo: 'staff',
      anchors: pages.flatMap(({ questions }) => questions.map(({ id }) => `question-${id}`)),
    },
  ];
}

/** The incident page, in the first locale only. Its anchors are the incidents that a browser keeps. */
const INCIDENT: GeneratedRoute = { path: '/incident/', shownTo: 'staff' };

const FILES: readonly GeneratedRoute[] = [
  { path: '/llms.txt', shownTo: 'everyone' },
  { path: '/sitemap-index.xml', shownTo: 'everyone' },
];

/** Every generated address, by path. Locales other than the first have a prefix. */
export function generatedRoutes(content: Content): ReadonlyMap<string, GeneratedRoute> {
  const ours = collectionPages(content);
  const routes = LOCALES.flatMap((locale, index) => {
    const filled = new Set(
      ours.filter((page) => page.locale === locale).map((page) => page.collection),
    );
    const indexes = COLLECTIONS.filter((name) => filled.has(name)).map(
      (name): GeneratedRoute => ({ path: `/${name}/`, shownTo: name }),
    );
    const board: GeneratedRoute[] = filled.has('postmortems')
      ? [{ path: '/postmortems/actions/', shownTo: 'postmortems' }]
      : [];
    const prefix = index === 0 ? '' : `/${locale}`;
    return [...pagesOfSite(content), ...indexes, ...board].map((route) => ({
      ...route,
      path: `${prefix}${route.path}`,
    }));
  });
  const all = [...routes, INCIDENT, ...alertRoutes(content), ...FILES];
  return new Map(all.map((route) => [route.path, route]));
}

/** `/r/<alert>/` leads to the runbook that answers an alert. */
function alertRoutes(content: Content): GeneratedRoute[] {
  const answered = collectionPages(content).flatMap((page) =>
    page.collection === 'runbooks' ? (page.data?.alerts ?? []) : [],
  );
  const ids = new Set([...answered, ...content.data.alerts.map(({ id }) => id)]);
  return [...ids].map((id) => ({ path: `/r/${id}/`, shownTo: 'staff' }));
}
