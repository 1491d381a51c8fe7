import { type Audience, STAFF } from '../access/audiences.ts';
import { type Check, collectionPages, FILE_START } from './context.ts';

/** Cloudflare Pages refuses a deployment with more files. */
const HOST_LIMIT = 20_000;
const WARN_FROM = 0.8 * HOST_LIMIT;

/** A page is written as HTML, as Markdown, and as a fragment of the search index. */
const FILES_PER_PAGE = 3;
/** What an edition has besides its pages: scripts, styles, indexes, generated pages. */
const FILES_PER_EDITION = 120;

/**
 * Rules over the size of the site. The number of files is that of the last build, or the estimate
 * from the pages of each edition, whichever is larger: a build may be older than the content.
 */
export const checkBuild: Check = function* (content, { audiences, builtFiles = 0 }) {
  const pages = collectionPages(content);
  const shown = (audience: Audience) =>
    audience.id === STAFF
      ? pages.length
      : pages.filter((page) => page.data?.audience.includes(audience.id)).length;
  const estimate = audiences
    .map(shown)
    .filter((count) => count > 0)
    .reduce((sum, count) => sum + count * FILES_PER_PAGE + FILES_PER_EDITION, 0);
  const files = Math.max(estimate, builtFiles);
  if (files < WARN_FROM) return;
  const share = Math.floor((files / HOST_LIMIT) * 100);
  yield {
    rule: 'build/file-limit',
    file: '',
    place: FILE_START,
    message: `The site has ${files === builtFiles ? '' : 'about '}${files} files, ${share} % of the ${HOST_LIMIT} that the host accepts`,
    help: 'Move old pages into an archive of their own, show fewer pages to further audiences, or ask the host for a higher limit.',
  };
};
