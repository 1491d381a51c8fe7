import { locatePage } from '../content-model/paths.ts';
import type { Link, Page } from '../content-model/records.ts';
import type { Context } from './context.ts';
import type { LinkIndex } from './link-index.ts';
import {
  decode,
  folderOf,
  isExternal,
  joinPath,
  linkParts,
  missing,
  type Target,
} from './link-target.ts';

/** A path that ends like the file of a page. */
const NAMES_FILE = /\.mdx?$/i;

/**
 * Where a link of one of our pages leads on the built site:
 *
 * - `/guides/x/` is a site path; the missing last slash is added, as the host redirects to it;
 * - `../guides/x.mdx` names a file, as on GitHub; the site turns it into the page's address with
 *   `siteHref`;
 * - any other relative link or image is resolved by the browser against the page's own address;
 * - a former address redirects, and its fragment goes along.
 */
export function resolveSiteLink(
  from: Page,
  link: Pick<Link, 'kind' | 'url'>,
  index: LinkIndex,
  { site, publicFiles, kindOnDisk }: Pick<Context, 'site' | 'publicFiles' | 'kindOnDisk'>,
): Target {
  let url = link.url.trim();
  if (url === site.origin || url.startsWith(`${site.origin}/`)) {
    url = url.slice(site.origin.length) || '/';
  }
  if (isExternal(url)) return { kind: 'external' };
  const { path: written, fragment } = linkParts(url);
  if (written === '') return { kind: 'page', page: from, fragment };

  const isAbsolute = written.startsWith('/');
  const file = joinPath(folderOf(from.file), decode(written));
  const hint = !isAbsolute && kindOnDisk(file) === 'file' ? NOT_SHOWN : undefined;
  if (!isAbsolute && NAMES_FILE.test(written)) {
    const page = index.pagesByFile.get(file);
    return page && page.collection !== null
      ? { kind: 'page', page, fragment }
      : missing(link, file, hint);
  }

  const absolute = isAbsolute
    ? written
    : new URL(written, `https://site.invalid${from.path}`).pathname;
  const base = site.basePath;
  if (isAbsolute && !`${absolute}/`.startsWith(base)) {
    return missing(link, absolute, `Addresses on this site start with ${base}. `);
  }
  const inSite = isAbsolute ? `/${absolute.slice(base.length)}` : absolute;
  // The gate refuses doubled slashes and encoded ones, so they lead nowhere.
  if (/\/\/|%2f|%5c/i.test(inSite)) return missing(link, inSite);
  const path = decode(inSite);
  return atSitePath(path, fragment, index, publicFiles) ?? missing(link, path, hint);
}

const NOT_SHOWN =
  'The file is there, but the site has only the pages of its collections and what is in public/. ';

/**
 * The address on the site of a link that names a file, as links on GitHub do: `../runbooks/sso.mdx#steps`
 * on a page of `guides/` is `/runbooks/sso/#steps`. Any other link is left as it is.
 */
export function siteHref(file: string, url: string): string {
  const { path } = linkParts(url);
  if (isExternal(url) || path.startsWith('/') || !NAMES_FILE.test(path)) return url;
  return locatePage(joinPath(folderOf(file), decode(path))).path + url.slice(path.length);
}

/** What the site has at a path, if anything. */
export function atSitePath(
  path: string,
  fragment: string,
  index: LinkIndex,
  publicFiles: ReadonlySet<string>,
): Target | undefined {
  const address = path.replace(/\/index\.(?:html|md)$/, '/');
  const withSlash = address.endsWith('/') ? address : `${address}/`;
  const page = index.pagesByPath.get(withSlash) ?? index.redirects.get(withSlash);
  if (page) return { kind: 'page', page, fragment };
  const route = index.routes.get(withSlash) ?? index.routes.get(address);
  if (route) return { kind: 'route', route, fragment };
  return publicFiles.has(path) ? { kind: 'file' } : undefined;
}
