import { createHash } from 'node:crypto';
import { LOCALES } from '../content-model/vocabulary.ts';
import { DATA_SHOWN } from './generated-pages.ts';
import { navigationOf, pathsByLocale } from './navigation.ts';
import { drawingOf, type Portal } from './portal.ts';
import type { SitePage } from './site.ts';

/**
 * A key that changes when anything that a page shows changes, so that a build renders only what
 * is new. A generated page may show any other page, so its key covers them all.
 */
export function cacheKeyOf({ site, shared, changed, whole }: Portal, page: SitePage): string {
  const hash = createHash('sha256').update(shared);
  if (!page.source) {
    const file = page.view ? DATA_SHOWN[page.view] : undefined;
    return hash
      .update(whole)
      .update((file && changed.get(file)) ?? '')
      .digest('hex');
  }
  hash.update(page.source.hash).update(changed.get(page.source.file) ?? '');
  hash.update(JSON.stringify([navigationOf(site, page), pathsByLocale(site, page, LOCALES)]));
  for (const { source } of page.source.diagrams) hash.update(drawingOf(source) ?? '');
  if (page.source.collection === 'checklists' && page.source.data?.guide) {
    hash.update(site.pages.get(page.source.data.guide)?.title ?? '');
  }
  if (page.source.collection === 'adr' && page.source.data) {
    hash.update(JSON.stringify(site.relations.get(page.source.data.number)));
  }
  return hash.digest('hex');
}
