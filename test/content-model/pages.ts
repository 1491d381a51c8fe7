import { type AnyPage, type Page, readPage } from '../../src/content-model/index.ts';

/** A page of a collection, read from its text. */
export function pageOf<Name extends Page['collection']>(
  collection: Name,
  source: string,
  { locale = 'en', name = 'page.mdx' }: { locale?: 'en' | 'nl'; name?: string } = {},
): Extract<Page, { collection: Name }> {
  const file = `${locale === 'en' ? '' : `${locale}/`}${collection}/${name}`;
  return readPage(source, { file, hash: '' }) as Extract<Page, { collection: Name }>;
}

/** A valid guide with a body. Its first line is line 7 of the file. */
export const guide = (body: string) =>
  `---\ntitle: A guide\ndescription: What it is for.\nowner: tech-lead\n---\n\n${body}`;

/** The problems of a page as `line:column message`. */
export const problemsOf = (page: AnyPage) =>
  page.problems.map(({ place, message }) => `${place.line}:${place.column} ${message}`);
