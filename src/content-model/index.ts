/**
 * The content model: what is written under `content/`, as typed records. Nothing in here knows of
 * the site that shows them.
 */
export { type LoadOptions, loadContent } from './load.ts';
export { locatePage, PAGE_FILE, type PageLocation } from './paths.ts';
export { fillText } from './plain-text.ts';
export { readPage } from './read-page.ts';
export type * from './records.ts';
export type { SiteData } from './schemas/data.ts';
export { findSection } from './sections.ts';
export { placeInText } from './text-runs.ts';
