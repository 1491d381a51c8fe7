import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readAudiences, STAFF } from '../access/audiences.ts';
import { siteHref } from '../checks/site-links.ts';
import type { Heading, Page } from '../content-model/records.ts';
import { SECTIONS } from '../content-model/vocabulary.ts';
import { diagramKey } from '../diagrams/key.ts';
import { readDrawing } from '../diagrams/store.ts';
import type { SyncReport } from '../sync/sync-report.ts';
import { type Body, renderBody } from './body.ts';
import { CONTENT_ROOT, EDITION, SYNC_REPORTS, thisDay } from './config.ts';
import { readContent } from './content-once.ts';
import { lastChanges } from './git-dates.ts';
import type { PageContext } from './page-context.ts';
import { readSyncReport } from './read-sync-report.ts';
import { buildSite, localPath, type Site, type SitePage } from './site.ts';

/** What a build works with: the site, and what only the machine it runs on can tell. */
export interface Portal {
  site: Site;
  /** Whose other editions there are, for staff. */
  otherAudiences: { id: string; name: string }[];
  /** What the last run of sync saw, in staff's edition, when there was one. */
  sync: SyncReport | undefined;
  /** `YYYY-MM-DD`. */
  today: string;
  /** The day on which a content file last changed, by path under the content root. */
  changed: Map<string, string>;
  /** Changes whenever anything that every page shows changes: data, today, other pages' names. */
  shared: string;
  /** Changes whenever any page changes. */
  whole: string;
}

async function open(): Promise<Portal> {
  const content = await readContent();
  const site = buildSite(content, EDITION);
  const today = thisDay();
  const shared = createHash('sha256')
    .update(
      JSON.stringify([EDITION, content.data, today, [...site.adrs.values()], [...site.relations]]),
    )
    .digest('hex');
  const otherAudiences = site.audience === STAFF ? readOtherAudiences() : [];
  const sync = site.audience === STAFF ? readSyncReport(resolve(SYNC_REPORTS)) : undefined;
  const whole = createHash('sha256')
    .update(JSON.stringify([otherAudiences, sync]))
    .update(content.pages.map(({ file, hash }) => `${file} ${hash}`).join('\n'))
    .digest('hex');
  const changed = await lastChanges(resolve(CONTENT_ROOT));
  return { site, otherAudiences, sync, today, changed, shared, whole };
}

function readOtherAudiences(): Portal['otherAudiences'] {
  return readAudiences(readFileSync('access/audiences.yaml', 'utf8'))
    .filter(({ id }) => id !== STAFF)
    .map(({ id, name }) => ({ id, name }));
}

let opened: Promise<Portal> | undefined;

/** The portal, read once; in development anew after each change of the content. */
export function portal(): Promise<Portal> {
  opened ??= open();
  return opened;
}

/** The site with the page that an address belongs to, if there is one. */
export async function sitePageOf(
  pathname: string,
): Promise<{ site: Site; page: SitePage | undefined }> {
  const { site } = await portal();
  return { site, page: site.pages.get(decodeURI(pathname)) };
}

/** The drawing of a Mermaid source that is kept in the repository, or nothing. */
export function drawingOf(source: string): string | undefined {
  return readDrawing(process.cwd(), diagramKey(source));
}

/** The text of a page's file. */
export function sourceOf(page: Page): string {
  return readFileSync(join(resolve(CONTENT_ROOT), page.file), 'utf8');
}

/** What the body of a page may show besides its own text. */
export function contextOf(site: Site, page: Page): PageContext {
  return {
    data: site.content.data,
    locale: page.locale,
    adrs: [...site.adrs.values()],
    adrRelations: site.relations,
    placeholders:
      page.collection === 'checklists' || page.collection === 'templates'
        ? (page.data?.placeholders ?? [])
        : [],
    fillsBlanks: page.collection === 'checklists',
    glossaryPath: localPath('/glossary/', page.locale),
    hrefOf: (url) => siteHref(page.file, url),
    drawing: drawingOf,
  };
}

let last: { page: Page; body: Body } | undefined;

/**
 * The body of a written page as HTML. A page that is being made may ask for its own more than once and
 * has it rendered once; those of all pages together would be too much to keep.
 */
export function bodyOf(site: Site, page: Page): Body {
  if (last?.page !== page) {
    const body = renderBody(sourceOf(page), page.headings, contextOf(site, page), {
      steps: sectionHeading(page, 'steps')?.id,
      text: sectionHeading(page, 'text')?.id,
    });
    last = { page, body };
  }
  return last.body;
}

/** The heading of one of the sections that a page's collection asks for. */
export function sectionHeading(page: Page, key: string): Heading | undefined {
  const name = SECTIONS[page.collection].find((rule) => rule.key === key)?.heading[page.locale];
  return page.headings.find(({ depth, text }) => depth === 2 && text === name);
}
