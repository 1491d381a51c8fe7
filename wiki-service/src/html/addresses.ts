/** What an article links to, as the database keeps it. */
export interface ArticleLink {
  kind: 'article' | 'portal' | 'web';
  /** Id of an article, path of a portal page, or an https address. */
  target: string;
  anchor?: string;
}

const LONGEST_ADDRESS = 2000;
const LONGEST_ANCHOR = 200;

const ARTICLE = /^wiki:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:#([^\s#]+))?$/i;
const PORTAL = /^portal:(\/(?:[A-Za-z0-9._~-]+\/)*(?:[A-Za-z0-9._~-]+)?)(?:#([^\s#]+))?$/;
const MAIL = /^mailto:[^\s<>"'\\]+@[^\s<>"'\\@]+$/i;
const ANCHOR = /^#[^\s#]+$/;

/**
 * A link's address in the one form in which it is stored, or `undefined` when an article may not
 * link there. Allowed are `https:`, `mailto:`, `wiki:<article id>`, `portal:/path/` and `#anchor`.
 */
export function readHref(text: string): string | undefined {
  const address = text.trim();
  if (address.length > LONGEST_ADDRESS) return undefined;
  const article = ARTICLE.exec(address);
  if (article) return withAnchor(`wiki:${article[1]?.toLowerCase()}`, article[2]);
  const portal = PORTAL.exec(address);
  if (portal) {
    const path = portal[1] ?? '/';
    if (path.split('/').some((segment) => segment === '.' || segment === '..')) return undefined;
    return withAnchor(`portal:${path}`, portal[2]);
  }
  if (ANCHOR.test(address)) return withAnchor('', address.slice(1));
  const url = parse(address);
  if (url?.protocol === 'https:' && isPlain(url)) return url.href;
  if (url?.protocol === 'mailto:' && MAIL.test(url.href)) return url.href;
  return undefined;
}

/** An image's address as it is stored, or `undefined` unless it is https from one of `hosts`. */
export function readImageSource(text: string, hosts: readonly string[]): string | undefined {
  const url = parse(text.trim());
  const isAllowed = url?.protocol === 'https:' && isPlain(url) && hosts.includes(url.host);
  return isAllowed ? url.href : undefined;
}

/** What a stored `href` leads to; `undefined` for mail and for places on the same page. */
export function readLink(href: string): ArticleLink | undefined {
  const [, kind, rest] = /^(wiki|portal):(.*)$/s.exec(href) ?? [];
  if (kind && rest) {
    const [target = '', anchor] = rest.split('#');
    return { kind: kind === 'wiki' ? 'article' : 'portal', target, ...(anchor && { anchor }) };
  }
  return href.startsWith('https:') ? { kind: 'web', target: href } : undefined;
}

function withAnchor(address: string, anchor: string | undefined): string | undefined {
  if (!anchor) return address;
  return anchor.length <= LONGEST_ANCHOR ? `${address}#${anchor}` : undefined;
}

function parse(address: string): URL | undefined {
  const url = URL.parse(address);
  return url && url.href.length <= LONGEST_ADDRESS ? url : undefined;
}

/** Names and passwords in an address make one host look like another. */
function isPlain(url: URL): boolean {
  return url.username === '' && url.password === '';
}
