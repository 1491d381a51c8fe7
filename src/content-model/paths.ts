import { slug } from 'github-slugger';
import { COLLECTIONS, type CollectionName, LOCALES, type Locale } from './vocabulary.ts';

/** Files that are pages. */
export const PAGE_FILE = /\.(?:mdx|md|markdown)$/i;

const README = /(?:^|\/)readme\.[^./]+$/i;

/** What the path of a page's file says about it. */
export interface PageLocation {
  locale: Locale;
  /** `null` for a page in a folder that is none of ours. */
  collection: CollectionName | null;
  /** Site path with both slashes: `/nl/runbooks/sso/`. */
  path: string;
}

/**
 * Where a file under the content root belongs: `nl/runbooks/SSO.mdx` is `/nl/runbooks/sso/`. Each
 * part of the path is put in lower case and stripped of signs, as Astro's loader does; `index`
 * stands for its folder. A README is for those who browse the folder: it belongs to no collection.
 */
export function locatePage(file: string): PageLocation {
  const folders = file.split('/').slice(0, -1);
  const locale = LOCALES.slice(1).find((candidate) => candidate === folders[0]) ?? LOCALES[0];
  const folder = folders[locale === LOCALES[0] ? 0 : 1];
  const parts = file
    .replace(/\.[^./]+$/, '')
    .split('/')
    .map((part) => slug(part));
  if (parts.at(-1) === 'index') parts.pop();
  return {
    locale,
    collection: README.test(file) ? null : (COLLECTIONS.find((name) => name === folder) ?? null),
    path: parts.length === 0 ? '/' : `/${parts.join('/').normalize()}/`,
  };
}
