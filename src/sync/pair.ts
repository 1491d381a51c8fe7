import { collectionPages, keyPlace } from '../checks/context.ts';
import type { Content, Page, Place } from '../content-model/records.ts';
import type { Locale } from '../content-model/vocabulary.ts';

/** A section of the portal and a section of an article that are about one thing. */
export interface Pair {
  /** What it is called in the lock file and on the command line. */
  key: string;
  /** Site path of the page. */
  path: string;
  /** Anchor on the page; absent for the whole page. */
  section?: string | undefined;
  tenant: string;
  locale: Locale;
  /** Slug of the article. */
  article: string;
  /** Anchor in the article; absent for the whole article. */
  articleSection?: string | undefined;
}

/** A pair as a page declares it. */
export interface DeclaredPair extends Pair {
  page: Page;
  place: Place;
}

/** The pairs that the pages declare in their frontmatter, in the order of their keys. */
export function declaredPairs(content: Content): DeclaredPair[] {
  const pairs = collectionPages(content).flatMap((page) =>
    (page.data?.wiki ?? []).map((declared, index): DeclaredPair => {
      const pair = {
        path: page.path,
        section: declared.section,
        tenant: declared.tenant,
        locale: declared.locale ?? page.locale,
        article: declared.article,
        articleSection: declared.articleSection,
      };
      return { ...pair, key: pairKey(pair), page, place: keyPlace(page, `wiki.${index}`) };
    }),
  );
  const byKey = new Map(pairs.map((pair) => [pair.key, pair]));
  return [...byKey.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** `/guides/client/signing-in/#the-first-time@sonan/en/starting-in-the-portal#when-it-fails`. */
export function pairKey(pair: Omit<Pair, 'key'>): string {
  const { path, section, tenant, locale, article, articleSection } = pair;
  return `${path}${anchor(section)}@${tenant}/${locale}/${article}${anchor(articleSection)}`;
}

/** A pair from its key; nothing when the text is none. */
export function parsePairKey(key: string): Pair | undefined {
  const found =
    /^(?<path>\/[^#@]*)(?:#(?<section>[^@]+))?@(?<tenant>[^/]+)\/(?<locale>en|nl)\/(?<article>[^#]+)(?:#(?<articleSection>.+))?$/.exec(
      key,
    )?.groups;
  return found && ({ key, ...found } as unknown as Pair);
}

const anchor = (id: string | undefined) => (id === undefined ? '' : `#${id}`);
