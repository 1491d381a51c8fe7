import { loadContent } from '../content-model/load.ts';
import type { Content } from '../content-model/records.ts';
import { CONTENT_ROOT, EDITION } from './config.ts';
import { contentFor } from './edition.ts';

/**
 * Astro runs the collection's loader, the pages and the build's last step as three programs in one
 * process. What they share lies on the global object, so that the content is read once.
 */
const shared = globalThis as { portalContent?: Promise<Content> | undefined };

/**
 * Everything under the content root that belongs into the edition, read once; anew after
 * {@link forgetContent}. What it leaves out, no page of the edition can show.
 */
export function readContent(): Promise<Content> {
  shared.portalContent ??= loadContent(CONTENT_ROOT, { cache: '.cache/content-model' }).then(
    (content) => contentFor(content, EDITION),
  );
  return shared.portalContent;
}

/** Has the content read anew when it is next asked for. */
export function forgetContent(): void {
  shared.portalContent = undefined;
}
