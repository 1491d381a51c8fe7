import type { Page } from '../content-model/records.ts';
import {
  type Check,
  collectionPages,
  FILE_START,
  keyPlace,
  type Observation,
  pagesOf,
} from './context.ts';
import { indexLinks } from './link-index.ts';

/** Addresses that worked before a change and lead nowhere after it. Needs a state to compare with. */
export const checkLostAddresses: Check = function* (content, context) {
  if (!context.base) return;
  const { pagesByPath, redirects, routes } = indexLinks(content, context);
  const leadsOn = (path: string) =>
    pagesByPath.has(path) || redirects.has(path) || routes.has(path);
  const answered = new Set(pagesOf(content, 'runbooks').flatMap(({ data }) => data?.alerts ?? []));
  const byFile = new Map(collectionPages(content).map((page) => [page.file, page]));
  for (const { was, to } of context.base.changed) {
    const now = to === undefined ? undefined : byFile.get(to);
    // Frontmatter that cannot be read says nothing about addresses; it is a finding of its own.
    if (now && !now.data) continue;
    for (const path of [was.path, ...(was.data?.formerly ?? [])]) {
      if (!leadsOn(path)) yield lostPage(path, was, now);
    }
    for (const alert of alertsOf(was)) {
      if (!answered.has(alert)) yield lostAlert(alert, was, now);
    }
  }
};

const alertsOf = (page: Page): readonly string[] =>
  page.collection === 'runbooks' ? (page.data?.alerts ?? []) : [];

const placeIn = (was: Page, now: Page | undefined, key: string) =>
  now ? { file: now.file, place: keyPlace(now, key) } : { file: was.file, place: FILE_START };

function lostPage(path: string, was: Page, now: Page | undefined): Observation {
  return {
    rule: 'link/address-lost',
    ...placeIn(was, now, 'formerly'),
    message: `${path} worked before this change and leads nowhere now`,
    help: now
      ? `Add formerly: [${path}] to this page, so that bookmarks and links from elsewhere still arrive.`
      : `If another page takes its place, add formerly: [${path}] there. If none does, leave it.`,
  };
}

function lostAlert(alert: string, was: Page, now: Page | undefined): Observation {
  return {
    rule: 'link/address-lost',
    ...placeIn(was, now, 'alerts'),
    message: `No runbook answers the alert ${alert} any more, so /r/${alert}/ leads nowhere`,
    help: 'Name the alert under "alerts" of the runbook that answers it now. If the alert itself is gone, leave it.',
  };
}
