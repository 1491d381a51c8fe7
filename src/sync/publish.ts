import type { readAudiences } from '../access/audiences.ts';
import { collectionPages } from '../checks/context.ts';
import type { Content, Page } from '../content-model/records.ts';
import type { Tenant } from './read-wiki.ts';
import type { JudgedPair } from './run.ts';
import { WikiUnreachable } from './wiki-client.ts';

const LONGEST_DETAIL = 2000;

/**
 * Tells each tenant's wiki which pages of the portal its people may see, and how its articles stand.
 * Throws `WikiUnreachable` when that was not taken as it was given.
 */
export async function publish(
  content: Content,
  audiences: ReturnType<typeof readAudiences>,
  tenants: readonly Tenant[],
  pairs: readonly JudgedPair[],
): Promise<void> {
  for (const tenant of tenants) {
    const pages = pagesFor(tenant.slug, content, audiences);
    const states = statesFor(tenant, pairs);
    await send(tenant, 'replace_portal_pages', 'p_pages', pages);
    await send(tenant, 'replace_drift', 'p_states', states);
  }
}

async function send(tenant: Tenant, name: string, key: string, rows: readonly unknown[]) {
  const written = await tenant.client.call(name, { p_tenant: tenant.id, [key]: rows });
  if (written === rows.length) return;
  throw new WikiUnreachable(`${name} took ${written} of ${rows.length} rows for ${tenant.slug}`);
}

/** The pages that somebody of a tenant may see, and those that are about the tenant itself. */
function pagesFor(tenant: string, content: Content, audiences: ReturnType<typeof readAudiences>) {
  const ids = audiences
    .filter(({ wikiReaders }) => wikiReaders.some((reader) => reader.tenant === tenant))
    .map(({ id }) => id);
  const isFor = ({ data }: Page) =>
    data !== undefined &&
    (ids.includes('staff') ||
      data.tenant === tenant ||
      data.audience.some((audience) => audience !== 'staff' && ids.includes(audience)));
  const pages = collectionPages(content)
    .filter(isFor)
    .map(({ path, locale, data, headings }) => ({
      path,
      locale,
      title: data?.title.slice(0, 300),
      headings: headings.map(({ id, text }) => ({ id, text })),
    }));
  return [...new Map(pages.map((page) => [page.path, page])).values()];
}

function statesFor({ slug }: Tenant, pairs: readonly JudgedPair[]) {
  const states = pairs.flatMap(({ now: { pair }, verdict, article, movedOn }) =>
    pair.tenant === slug && article && verdict.state !== 'unconfirmed'
      ? [
          {
            articleId: article.id,
            articleSection: pair.articleSection ?? '',
            portalPath: pair.path,
            portalSection: pair.section ?? '',
            state: verdict.state,
            detail: (verdict.drafts[0]?.message ?? '').slice(0, LONGEST_DETAIL),
            portalChangedOn: movedOn?.portal ?? null,
            articleChangedOn: movedOn?.wiki ?? null,
          },
        ]
      : [],
  );
  const key = ({ articleId, articleSection, portalPath, portalSection }: (typeof states)[number]) =>
    JSON.stringify([articleId, articleSection, portalPath, portalSection]);
  return [...new Map(states.map((state) => [key(state), state])).values()];
}
