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

/** Finds where links lead, once all pages of the pack are known. */
export class PackLinks {
  readonly #portal: string;
  readonly #redirects: ReadonlyMap<string, string>;
  readonly #ids: ReadonlySet<string>;

  /**
   * @param portal the address of the portal, without a slash at its end
   * @param redirects earlier and alert addresses of the portal, to the pages that they lead to
   * @param ids every id in the pack, those of pages included
   */
  constructor(portal: string, redirects: ReadonlyMap<string, string>, ids: ReadonlySet<string>) {
    this.#portal = portal;
    this.#redirects = redirects;
    this.#ids = ids;
  }

  /** Where a link leads that stands on a page: by address on the portal, fragment or full address. */
  find(href: string, page: string): PackLink {
    const onPortal = href.startsWith(`${this.#portal}/`) ? href.slice(this.#portal.length) : href;
    if (isExternal(onPortal)) return { kind: 'elsewhere', href };
    const { pathname, hash } = new URL(onPortal, `https://portal.invalid${page}`);
    const { fragment } = linkParts(hash);
    for (const path of this.#candidates(decodeURI(pathname))) {
      if (!this.#ids.has(path)) continue;
      // An address that a script of its page understands is none of the page's ids; the page itself is there.
      const id = packId(path, fragment);
      return { kind: 'inside', href: `#${encodeURI(this.#ids.has(id) ? id : path)}` };
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
