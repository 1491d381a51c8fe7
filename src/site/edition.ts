import { STAFF } from '../access/staff.ts';
import { linkParts } from '../checks/link-target.ts';
import type { Content, Page } from '../content-model/records.ts';
import type { SiteData } from '../content-model/schemas/data.ts';
import type { ContentComponent } from '../content-model/vocabulary.ts';

/**
 * The content as an audience sees it: the pages that name it, and of the data what these pages show.
 * Staff see everything. Nothing else goes into an edition, so nothing else can come out of it.
 */
export function contentFor(content: Content, audience: string): Content {
  if (audience === STAFF) return content;
  const pages = content.pages.filter(
    (page): page is Page =>
      page.collection !== null && page.data?.audience.includes(audience) === true,
  );
  return { ...content, pages, data: dataFor(pages, content.data), assets: [], skipped: [] };
}

/** What of the data stands on these pages. People and addresses only where a page lists contacts. */
function dataFor(pages: readonly Page[], data: SiteData): SiteData {
  const used = (name: ContentComponent, attribute = 'id') =>
    pages.flatMap(({ components }) =>
      components.flatMap((use) => (use.name === name ? [use.attributes[attribute]] : [])),
    );
  const stated = (read: (page: Page) => readonly (string | undefined)[]) => pages.flatMap(read);

  const organisations = new Set(used('Contacts', 'organisation'));
  const escalation = pick(data.escalation, used('Escalation', 'path'));
  const operations = pick(data.operations, used('Operation'));
  const roles = new Set([
    ...used('Role'),
    ...used('OpenQuestion', 'owner'),
    ...stated((page) => [page.data?.owner]),
    ...stated((page) => (page.collection === 'templates' ? [page.data?.sender] : [])),
    ...escalation.flatMap(({ steps }) => steps.flatMap(({ to }) => to)),
    ...operations.flatMap(({ allowedRoles }) => allowedRoles),
  ]);
  const paths = new Set(pages.map(({ path }) => path));
  return {
    sources: [],
    routes: [],
    organisations: pick(data.organisations, [...organisations]),
    roles: data.roles
      .filter(({ id, organisation }) => roles.has(id) || organisations.has(organisation))
      .map(({ person, email, source: _, ...role }) =>
        organisations.has(role.organisation) ? { ...role, person, email } : role,
      ),
    services: pick(
      data.services,
      stated((page) => page.data?.services ?? []),
    ),
    tenants: pick(
      data.tenants,
      stated((page) => [page.data?.tenant]),
    ),
    alerts: pick(
      data.alerts,
      stated((page) => (page.collection === 'runbooks' ? (page.data?.alerts ?? []) : [])),
    ),
    severities: pick(data.severities, [
      ...used('Severities', 'scheme'),
      ...stated((page) =>
        page.collection === 'runbooks' || page.collection === 'postmortems'
          ? [page.data?.scheme]
          : [],
      ),
    ]),
    'service-levels': pick(data['service-levels'], used('ServiceLevels', 'scheme')),
    escalation,
    operations,
    facts: pick(
      data.facts,
      stated((page) => page.facts.map(({ id }) => id)),
    ),
    glossary: pick(data.glossary, [...used('Term'), ...stated(linkedTerms)]).map(
      ({ see, ...entry }) => (see && paths.has(linkParts(see).path) ? { ...entry, see } : entry),
    ),
  };
}

function pick<Entry extends { id: string }>(
  entries: readonly Entry[],
  ids: readonly (string | undefined)[],
): Entry[] {
  const wanted = new Set(ids);
  return entries.filter(({ id }) => wanted.has(id));
}

/** The terms that the links of a page lead to: `/glossary/#edition`. */
function linkedTerms({ links }: Page): string[] {
  return links
    .map(({ url }) => linkParts(url))
    .filter(({ path }) => path.endsWith('/glossary/'))
    .map(({ fragment }) => fragment);
}

/** Whether some page has a link to an address of the site. */
export function isLinkedTo(path: string, { pages }: Content): boolean {
  return pages.some(({ links }) => links.some(({ url }) => linkParts(url).path === path));
}
