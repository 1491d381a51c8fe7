import { STAFF } from '../access/audiences.ts';
import type { AnyPage, Content, Link, Page } from '../content-model/records.ts';
import { suggest } from '../content-model/suggestion.ts';
import {
  type Check,
  type Context,
  collectionPages,
  keyPlace,
  nameOf,
  type Observation,
  type Unjudged,
} from './context.ts';
import type { GeneratedRoute } from './generated-routes.ts';
import { indexLinks, type LinkIndex } from './link-index.ts';
import type { Target } from './link-target.ts';
import { hasPlainAnchor, resolvePlainLink } from './plain-links.ts';
import { resolveSiteLink } from './site-links.ts';

/** Rules over links: that they lead somewhere, and somewhere that their readers may go. */
export const checkLinks: Check = function* (content, context) {
  const index = indexLinks(content, context);
  const nearest = suggestions(content, context);
  for (const page of content.pages) {
    for (const link of linksOf(page)) {
      const target =
        page.collection === null
          ? resolvePlainLink(page, link, index, context)
          : resolveSiteLink(page, link, index, context);
      yield* judge(page, link, target, index, nearest);
      if (page.collection !== null) yield* checkAudience(page, link, target, content);
      yield* checkPermalink(page, link);
    }
  }
  yield* checkRedirects(content, index);
};

/** How many links the rules look at, those in frontmatter included. */
export function countLinks(content: Content): number {
  return content.pages.reduce((sum, page) => sum + linksOf(page).length, 0);
}

/** The links of a page; a checklist's frontmatter names its guide. */
function linksOf(page: AnyPage): Link[] {
  if (page.collection !== 'checklists' || page.data?.guide === undefined) return page.links;
  const guide: Link = {
    kind: 'link',
    url: page.data.guide,
    text: 'guide',
    place: keyPlace(page, 'guide'),
  };
  return [guide, ...page.links];
}

interface Nearest {
  /** What a missing address was probably meant to be, written so that it can be pasted. */
  to(page: AnyPage, target: { kind: string; path: string }): string | undefined;
}

function* judge(
  page: AnyPage,
  link: Link,
  target: Target,
  index: LinkIndex,
  nearest: Nearest,
): Iterable<Observation | Unjudged> {
  const at = { file: page.file, place: link.place };
  switch (target.kind) {
    case 'unknown':
      yield {
        kind: 'link',
        what: `${link.url} in ${page.file}:${link.place.line}`,
        why: target.why,
      };
      return;
    case 'missing-page':
    case 'missing-asset': {
      const meant = target.hint ? undefined : nearest.to(page, target);
      const thing =
        link.kind === 'image' ? 'image' : target.kind === 'missing-page' ? 'page' : 'file';
      yield {
        rule: `link/${target.kind}`,
        ...at,
        message: `${page.collection === null ? 'There is' : 'The site has'} no ${thing} at "${link.url}"`,
        help: `${target.hint ?? (meant === undefined ? '' : `Did you mean "${meant}"? `)}${remedy(page, target.kind, link)}`,
      };
      return;
    }
    case 'route': {
      const { anchors, path } = target.route;
      if (!anchors || isTop(target.fragment) || anchors.includes(target.fragment)) return;
      yield missingAnchor(at, target.fragment, path, suggest(target.fragment, anchors));
      return;
    }
    case 'page': {
      if (hasAnchor(target.page, target.fragment, index)) return;
      const where = target.page === page ? 'this page' : nameOf(target.page);
      const meant = suggest(target.fragment, target.page.anchors);
      yield missingAnchor(at, target.fragment, where, meant);
    }
  }
}

function remedy(page: AnyPage, kind: 'missing-page' | 'missing-asset', link: Link): string {
  if (page.collection === null) return 'Correct the address, or take the link out.';
  if (kind === 'missing-page') {
    return 'Correct the address. If the page has moved, its old address belongs under "formerly" on the new page.';
  }
  return link.kind === 'image'
    ? 'Put the image in the folder public/images/, and write its address as /images/its-name.png; capitals count.'
    : 'Put the file in the folder public/ and link to it as /its-name.';
}

const missingAnchor = (
  at: Pick<Observation, 'file' | 'place'>,
  fragment: string,
  where: string,
  meant: string | undefined,
): Observation => ({
  rule: 'link/missing-anchor',
  ...at,
  message: `There is no heading for "#${fragment}" on ${where}`,
  help: `${meant === undefined ? '' : `Did you mean "#${meant}"? `}Follow the link to the page, and copy the address of the heading from there.`,
});

function hasAnchor(page: AnyPage, fragment: string, index: LinkIndex): boolean {
  if (page.collection === null) return hasPlainAnchor(page, fragment, index);
  return isTop(fragment) || index.anchorsOf(page).has(fragment.replace(/:~:text=.*$/, ''));
}

/** Fragments for the top of the page: the browser's own, and Starlight's. */
export const isTop = (fragment: string) =>
  ['', 'top', '_top'].includes(fragment) || fragment.startsWith(':~:text=');

function* checkAudience(
  page: Page,
  link: Link,
  target: Target,
  content: Content,
): Iterable<Observation> {
  if (!page.data || link.kind === 'image') return;
  const sees = whoSees(target, content);
  if (!sees) return;
  const shutOut = page.data.audience.filter((audience) => audience !== STAFF && !sees(audience));
  if (shutOut.length === 0) return;
  yield {
    rule: 'link/outside-audience',
    file: page.file,
    place: link.place,
    message: `Readers of this page in the audience ${shutOut.join(', ')} may not see "${link.url}"`,
    help: `Take the link out, or say in words what they need to know. If they may see the other page, add ${shutOut.join(', ')} to its "audience".`,
  };
}

/** Tells of an audience whether it sees where a link leads; nothing where everybody does, or nobody. */
export function whoSees(
  target: Target,
  content: Content,
): ((audience: string) => boolean) | undefined {
  if (target.kind === 'page') return seesPage(target.page);
  return target.kind === 'route' ? seesRoute(target.route, content) : undefined;
}

function seesPage(page: AnyPage): ((audience: string) => boolean) | undefined {
  if (page.collection === null || !page.data) return undefined;
  const shown = page.data.audience;
  return (audience) => shown.includes(audience);
}

function seesRoute({ shownTo }: GeneratedRoute, content: Content): (audience: string) => boolean {
  if (shownTo === 'everyone') return () => true;
  if (shownTo === 'staff') return () => false;
  return (audience) =>
    content.pages.some(
      (page) => page.collection === shownTo && page.data?.audience.includes(audience),
    );
}

/** A source file on GitHub, and the ref that the address names. */
const SOURCE_LINK =
  /^https?:\/\/(?:(?:www\.)?github\.com\/[^/]+\/[^/]+\/(?:blob|blame|raw|tree)|raw\.githubusercontent\.com\/[^/]+\/[^/]+)\/(?:refs\/heads\/|(?<tags>refs\/tags\/))?(?<ref>[^/?#]+)\/[^?#]+/i;
const COMMIT = /^[0-9a-f]{7,64}$/i;
/** `v2.3.1`, `lib-2.0.0-rc.1`; `release-1.6` and `v2` are branches as a rule. */
const VERSION = /^(?:v?\d+\.\d+|.*\d+\.\d+\.\d+(?:[-+].*)?$)/i;

function* checkPermalink(page: AnyPage, link: Link): Iterable<Observation> {
  const { ref, tags } = SOURCE_LINK.exec(link.url)?.groups ?? {};
  if (ref === undefined || COMMIT.test(ref)) return;
  const isTag = tags !== undefined || VERSION.test(ref);
  // Elsewhere a link to the newest version may be meant; a line number on it never stays right.
  if (page.collection === null && (isTag || !/#L\d/.test(link.url))) return;
  yield {
    rule: 'link/unpinned-permalink',
    file: page.file,
    place: link.place,
    message: `The link names "${ref}", ${isTag ? 'a tag, which can be moved' : 'where the file will change'}, instead of a commit`,
    help: 'Open the file on GitHub, press y, and copy the address: it names the commit and keeps showing what you saw.',
  };
}

function* checkRedirects(content: Content, index: LinkIndex): Iterable<Observation> {
  const claimed = new Map<string, Page>();
  for (const page of collectionPages(content)) {
    for (const [position, former] of (page.data?.formerly ?? []).entries()) {
      const at = {
        rule: 'link/redirect-loop',
        file: page.file,
        place: keyPlace(page, `formerly.${position}`),
      } as const;
      const present = index.pagesByPath.get(former);
      const other = claimed.get(former);
      if (present === page) {
        yield {
          ...at,
          message: `${former} is the address that this page has now`,
          help: 'Take it out of "formerly".',
        };
      } else if (present || index.routes.has(former)) {
        const user = present ? nameOf(present) : 'a page that the site makes itself';
        yield {
          ...at,
          message: `${former} is in use by ${user}, so it cannot lead here`,
          help: 'Take it out of "formerly", or give the other page another address.',
        };
      } else if (other) {
        yield {
          ...at,
          message: `${former} already leads to ${nameOf(other)}`,
          help: 'Keep it under "formerly" on one of the two pages.',
        };
      } else claimed.set(former, page);
    }
  }
}

/** More suggestions than this help nobody, and each costs a look at every address. */
const MOST_SUGGESTIONS = 300;

function suggestions(content: Content, { publicFiles, site }: Context): Nearest {
  const known = new Map<string, string | undefined>();
  const pages = collectionPages(content);
  const sitePaths = pages.map(({ path }) => path);
  const files = content.pages.map(({ file }) => file);
  const byName = Map.groupBy(sitePaths, lastName);
  const filesByName = Map.groupBy(files, lastName);
  const assets = [...content.assets, ...publicFiles];
  const find = (from: AnyPage, kind: string, path: string) => {
    // Of a path the name is what gets mistyped; the folders around it would hide a wild guess.
    const reach = Math.max(2, Math.floor(lastName(path).length / 3));
    const isFile = !path.startsWith('/');
    const top = topFolder(path);
    const isNear = (candidate: string) => from.collection !== null || topFolder(candidate) === top;
    if (kind === 'missing-asset') return suggest(path, assets.filter(isNear), reach);
    const named = (isFile ? filesByName : byName).get(lastName(path))?.filter(isNear);
    if (named?.length === 1) return named[0];
    return suggest(path, (isFile ? files : sitePaths).filter(isNear), reach);
  };
  return {
    to(page, { kind, path }) {
      const key = `${page.collection === null} ${kind} ${path}`;
      if (!known.has(key)) {
        if (known.size >= MOST_SUGGESTIONS) return undefined;
        known.set(key, find(page, kind, path));
      }
      const meant = known.get(key);
      if (meant === undefined) return undefined;
      return meant.startsWith('/')
        ? site.basePath + meant.slice(1)
        : relativePath(page.file, meant);
    },
  };
}

/** The first folder of a path. Folders at the top of somebody else's root may be worlds apart. */
const topFolder = (path: string) => (path.includes('/') ? path.slice(0, path.indexOf('/')) : '');

/** The last part of a path, without slash and ending. */
const lastName = (path: string) =>
  path
    .replace(/\/$/, '')
    .replace(/^.*\//, '')
    .replace(/\.(?:mdx?|html?)$/i, '')
    .toLowerCase();

function relativePath(from: string, to: string): string {
  const start = from.split('/').slice(0, -1);
  const end = to.split('/');
  let shared = 0;
  while (shared < start.length && shared < end.length - 1 && start[shared] === end[shared])
    shared += 1;
  const up = '../'.repeat(start.length - shared);
  return `${up || './'}${end.slice(shared).join('/')}`;
}
