import { loadContent } from '../content-model/load.ts';
import type { Content } from '../content-model/records.ts';
import { CONTENT_ROOT } from './config.ts';

/**
 * Astro runs the collection's loader, the pages and the build's last step as three programs in one
 * process. What they share lies on the global object, so that the content is read once.
 */
const shared = globalThis as { portalContent?: Promise<Content> | undefined };

/** Everything under the content root, read once; anew after {@link forgetContent}. */
export function readContent(): Promise<Content> {
  shared.portalContent ??= loadContent(CONTENT_ROOT, { cache: '.cache/content-model' });
  return shared.portalContent;
}

/** Has the content read anew when it is next asked for. */
export function forgetContent(): void {
  shared.portalContent = undefined;
}
