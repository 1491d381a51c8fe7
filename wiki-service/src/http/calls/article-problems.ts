import type { WikiDatabase } from '../../data/wiki-database.ts';
import type { Caller } from '../../tokens/verify-token.ts';
import { Problem } from '../problem.ts';

interface LinkRow {
  kind: 'article' | 'portal';
  target: string;
  anchor: string | null;
}
interface DriftRow {
  article_section: string;
  portal_path: string;
  portal_section: string;
  state: string;
  detail: string;
  checked_at: string;
}

/** What there is to mend in an article: links that lead nowhere, and drift that is not in order. */
export async function collectProblems(database: WikiDatabase, caller: Caller, id: string) {
  const [found, links, drift] = await Promise.all([
    database.read<{ state: string }>(caller, 'wiki_articles', 'state', (query) =>
      query.eq('id', id),
    ),
    database.read<LinkRow>(caller, 'wiki_article_links', 'kind,target,anchor', (query) =>
      query.eq('article_id', id).in('kind', ['article', 'portal']).order('ordinal'),
    ),
    database.read<DriftRow>(
      caller,
      'wiki_drift',
      'article_section,portal_path,portal_section,state,detail,checked_at',
      (query) => query.eq('article_id', id).order('article_section'),
    ),
  ]);
  const [article] = found;
  if (!article) throw new Problem('not-found');
  const [articles, pages] = await Promise.all([
    statesOf(database, caller, targetsOf(links, 'article')),
    titlesOf(database, caller, [
      ...targetsOf(links, 'portal'),
      ...drift.map(({ portal_path }) => portal_path),
    ]),
  ]);
  return {
    brokenLinks: links.flatMap(({ kind, target, anchor }) => {
      const reason =
        kind === 'portal'
          ? pages?.has(target) === false && 'missing'
          : whyBroken(articles.get(target), article.state);
      return reason ? [{ kind, target, ...(anchor && { anchor }), reason }] : [];
    }),
    drift: drift
      .filter(({ state }) => !['in-sync', 'acknowledged'].includes(state))
      .map((row) => ({
        articleSection: row.article_section,
        portalPath: row.portal_path,
        portalSection: row.portal_section,
        portalTitle: pages?.get(row.portal_path) ?? null,
        state: row.state,
        detail: row.detail,
        checkedAt: new Date(row.checked_at).toISOString(),
      })),
  };
}

function whyBroken(target: string | undefined, source: string): 'missing' | 'draft' | false {
  if (target === undefined) return 'missing';
  // A draft may link to another draft: both may be published together.
  return target === 'draft' && source === 'published' && 'draft';
}

function targetsOf(links: readonly LinkRow[], kind: LinkRow['kind']): string[] {
  return [...new Set(links.filter((link) => link.kind === kind).map(({ target }) => target))];
}

async function statesOf(
  database: WikiDatabase,
  caller: Caller,
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await database.read<{ id: string; state: string }>(
    caller,
    'wiki_articles',
    'id,state',
    (query) => query.in('id', ids),
  );
  return new Map(rows.map(({ id, state }) => [id, state]));
}

/** The titles of those of these pages that the portal has; `undefined` before sync has published any. */
async function titlesOf(
  database: WikiDatabase,
  caller: Caller,
  paths: readonly string[],
): Promise<Map<string, string> | undefined> {
  if (paths.length === 0) return undefined;
  const read = (narrow: Parameters<WikiDatabase['read']>[3]) =>
    database.read<{ path: string; title: string }>(
      caller,
      'wiki_portal_pages',
      'path,title',
      narrow,
    );
  const [any, rows] = await Promise.all([
    read((query) => query.limit(1)),
    read((query) => query.in('path', [...new Set(paths)])),
  ]);
  return any.length > 0 ? new Map(rows.map(({ path, title }) => [path, title])) : undefined;
}
