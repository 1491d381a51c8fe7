import type { ListFilter } from './api/wiki-api.ts';
import type { Target } from './editing/open-article.ts';

/** Where one is in the editor. */
export type Place = { page: 'list'; filter: ListFilter } | { page: 'article'; target: Target };

const FILTERS = ['q', 'state', 'locale', 'role', 'route', 'problem', 'sort'] as const;

/** Reads the path of a page of the editor. What it does not know is the list. */
export function readPlace(path: string): Place {
  const url = new URL(path, 'https://editor.invalid');
  const [, page, id] = url.pathname.split('/');
  const { searchParams } = url;
  if (page === 'articles' && id) return { page: 'article', target: { kind: 'article', id } };
  if (page === 'drafts' && id) return { page: 'article', target: { kind: 'draft', id } };
  if (page === 'new') {
    const locale = searchParams.get('locale') === 'nl' ? 'nl' : 'en';
    const title = (searchParams.get('title') ?? '').slice(0, 200);
    return { page: 'article', target: { kind: 'new', title, locale } };
  }
  const filter: Record<string, string> = {};
  for (const name of FILTERS) {
    const value = searchParams.get(name);
    if (value) filter[name] = value;
  }
  return { page: 'list', filter };
}

/** The path of a page of the editor. */
export function writePlace(place: Place): string {
  if (place.page === 'list') {
    const entries = Object.entries(place.filter).filter(([, value]) => value);
    return entries.length > 0 ? `/?${new URLSearchParams(entries)}` : '/';
  }
  const { target } = place;
  if (target.kind !== 'new') {
    return `/${target.kind === 'article' ? 'articles' : 'drafts'}/${target.id}`;
  }
  return `/new?${new URLSearchParams({ title: target.title, locale: target.locale })}`;
}
