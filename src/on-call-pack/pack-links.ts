import { isExternal, linkParts } from '../checks/link-target.ts';
import { LOCALES } from '../content-model/vocabulary.ts';

/** Where a link of a built page leads from inside the pack. */
export type PackLink =
  /** Inside the pack. */
  | { kind: 'inside'; href: string }
  /** To a page of the portal that is not in the pack: needs a network. */
  | { kind: 'portal'; href: string }
  /** To another site, or to a mail program. */
  | { kind: 'elsewhere'; href: string };

/** The id in the pack of something that has one on its page: pages end in a slash, so none is a page's. */
export function packId(page: string, id: string): string {
  return page + id;
}

/**
 * Finds where links lead. That a page has the part which a link names is what the checks of the
 * content see to; should it not, the pack shows the page.
 */
export class PackLinks {
  readonly #portal: string;
  readonly #redirects: ReadonlyMap<string, string>;
  readonly #pages: ReadonlySet<string>;

  /**
   * @param portal the address of the portal, without a slash at its end
   * @param redirects earlier and alert addresses of the portal, to the pages that they lead to
   * @param pages the addresses of everything in the pack
   */
  constructor(portal: string, redirects: ReadonlyMap<string, string>, pages: ReadonlySet<string>) {
    this.#portal = portal;
    this.#redirects = redirects;
    this.#pages = pages;
  }

  /** Where a link leads that stands on a page: by address on the portal, fragment or full address. */
  find(href: string, page: string): PackLink {
    const onPortal = href.startsWith(`${this.#portal}/`) ? href.slice(this.#portal.length) : href;
    if (isExternal(onPortal)) return { kind: 'elsewhere', href };
    const { pathname, hash } = new URL(onPortal, `https://portal.invalid${page}`);
    const { fragment } = linkParts(hash);
    for (const path of this.#candidates(decodeURI(pathname))) {
      if (!this.#pages.has(path)) continue;
      return { kind: 'inside', href: `#${encodeURI(packId(path, fragment))}` };
    }
    return { kind: 'portal', href: `${this.#portal}${pathname}${hash}` };
  }

  /** The page of an address, and where it is a translation that the pack has not, the English one. */
  #candidates(path: string): string[] {
    const to = this.#redirects.get(path) ?? path;
    const [, locale, rest] = /^\/(\w+)(\/.*)$/.exec(to) ?? [];
    return LOCALES.some((known) => known === locale) && rest ? [to, rest] : [to];
  }
}
