import type { AudienceRules } from '../access/audiences.ts';
import type { Context } from '../checks/context.ts';
import { collectionPages, nameOf } from '../checks/context.ts';
import type { LinkIndex } from '../checks/link-index.ts';
import { decode } from '../checks/link-target.ts';
import { isTop, whoSees } from '../checks/links.ts';
import { resolveSiteLink } from '../checks/site-links.ts';
import type { Content, Page, Place } from '../content-model/records.ts';
import { suggest } from '../content-model/suggestion.ts';
import type { Locale } from '../content-model/vocabulary.ts';
import type { Draft } from './draft.ts';
import type { Outline } from './outline.ts';
import { declaredPairs } from './pair.ts';
import { type Article, articleFile, type Tenant } from './read-wiki.ts';

/** Both systems, as far as links need them. */
export interface LinkedWorld {
  content: Content;
  index: LinkIndex;
  site: Pick<Context, 'site' | 'publicFiles' | 'kindOnDisk'>;
  audiences: readonly AudienceRules[];
  tenants: readonly Tenant[];
  outlineOf(article: Article): Outline;
  /** How a page's file is shown. */
  shownAs(file: string): string;
}

/** A broken link, and where it leads, so that it can stand in for other findings about that. */
export interface LinkDraft extends Draft {
  /** Named by the site path of a page, or the id of an article; `tenant/slug` of one that does not exist. */
  to: { kind: 'page' | 'article'; name: string; fragment: string };
}

export interface LinkResult {
  drafts: LinkDraft[];
  /** How many links were looked at. */
  count: number;
  /** Readers whose audience nobody has named: what they may see is not known. */
  unknownReaders: ReadonlySet<string>;
}

/** Judges every link that leads from one system to the other, or from one article to another. */
export function judgeLinks(world: LinkedWorld): LinkResult {
  const result = { drafts: [] as LinkDraft[], count: 0, unknownReaders: new Set<string>() };
  for (const page of collectionPages(world.content)) {
    for (const link of page.links) {
      if (!/^wiki:/i.test(link.url)) continue;
      result.count += 1;
      result.drafts.push(...fromPage(page, link, world));
    }
  }
  for (const tenant of world.tenants) {
    for (const article of tenant.articles) {
      const outline = world.outlineOf(article);
      for (const link of outline.links) {
        const judged = fromArticle(article, tenant, link, outline, world, result.unknownReaders);
        if (!judged) continue;
        result.count += 1;
        result.drafts.push(...judged);
      }
    }
  }
  return { ...result, drafts: withCounterparts(result.drafts, unpublishedCounterparts(world)) };
}

/** The tenant that a link means when it names none. */
const DEFAULT_TENANT = 'sonan';

/** The article that a slug leads to, former slugs included: in the language asked for if there is one. */
export function findArticle(tenant: Tenant, slug: string, locale: Locale): Article | undefined {
  const locales = [locale, tenant.defaultLocale, 'en', 'nl'] as const;
  const ids = locales.map((one) => tenant.slugs.get(`${one}/${slug}`));
  const id = ids.find((candidate) => candidate !== undefined);
  return tenant.articles.find((article) => article.id === id);
}

function fromPage(
  page: Page,
  { url, place }: { url: string; place: Place },
  world: LinkedWorld,
): LinkDraft[] {
  const [address = '', fragment = ''] = url.replace(/^wiki:/i, '').split('#');
  const parts = decode(address).split('/');
  const slug = parts.at(-1) ?? '';
  const tenantSlug = parts.length > 1 ? (parts[0] ?? '') : DEFAULT_TENANT;
  const tenant = world.tenants.find((candidate) => candidate.slug === tenantSlug);
  const article = tenant && findArticle(tenant, slug, page.locale);
  const at: At = {
    file: world.shownAs(page.file),
    place,
    about: { where: world.shownAs(page.file), which: url },
    lookAt: [],
    to: {
      kind: 'article',
      name: article?.id ?? `${tenantSlug}/${slug}`,
      fragment: decode(fragment),
    },
  };
  if (!tenant || !article) {
    const meant =
      tenant &&
      suggest(
        slug,
        tenant.articles.map((one) => one.slug),
      );
    return [
      {
        rule: 'link/wiki-missing',
        ...at,
        message: tenant
          ? `The wiki of ${tenantSlug} has no article "${slug}"`
          : `There is no wiki "${tenantSlug}"`,
        help: `${meant === undefined ? '' : `Did you mean "${meant}"? `}Write wiki:slug, or wiki:tenant/slug, with the slug from the article's address.`,
      },
    ];
  }
  if (!article.published) {
    return [
      {
        rule: 'link/wiki-unpublished',
        ...at,
        message: `The article "${article.title}" is not published, so nobody can follow this link`,
        help: 'Publish the article, or take the link out.',
      },
    ];
  }
  const shutOut = (page.data?.audience ?? []).filter((id) => {
    const readers = world.audiences.find((audience) => audience.id === id)?.wikiReaders ?? [];
    return !readers.some(
      ({ tenant: reads, roles }) => reads === tenant.slug && mayRead(roles, article),
    );
  });
  if (shutOut.length > 0) {
    return [
      {
        rule: 'link/outside-audience',
        ...at,
        message: `Readers of this page in the audience ${shutOut.join(', ')} may not read the article "${article.title}"`,
        help: 'Take the link out, or say in words what they need to know.',
      },
    ];
  }
  return missingIn(world.outlineOf(article), decode(fragment), `"${article.title}"`, at);
}

function fromArticle(
  article: Article,
  tenant: Tenant,
  link: { href: string; place: Place },
  outline: Outline,
  world: LinkedWorld,
  unknownReaders: Set<string>,
): LinkDraft[] | undefined {
  const [, scheme, target = '', fragment = ''] =
    /^(wiki:|portal:|)([^#]*)#?(.*)$/i.exec(link.href) ?? [];
  const at: At = {
    file: articleFile(article),
    place: link.place,
    about: { where: articleFile(article), which: link.href },
    lookAt: [],
    to: {
      kind: scheme?.toLowerCase() === 'portal:' ? 'page' : 'article',
      name: target || article.id,
      fragment: decode(fragment),
    },
  };
  if (scheme === '') {
    if (!link.href.startsWith('#')) return undefined;
    return missingIn(outline, decode(fragment), 'this article', at);
  }
  if (scheme?.toLowerCase() === 'wiki:') {
    return toArticle(article, tenant, target, decode(fragment), at, world);
  }
  return toPage(article, `${target}${fragment && `#${fragment}`}`, at, world, unknownReaders);
}

/** What pages name as their counterpart and nobody can read. */
function unpublishedCounterparts(world: LinkedWorld): LinkDraft[] {
  return declaredPairs(world.content).flatMap((pair): LinkDraft[] => {
    const tenant = world.tenants.find(({ slug }) => slug === pair.tenant);
    const id = tenant?.slugs.get(`${pair.locale}/${pair.article}`);
    const article = tenant?.articles.find((one) => one.id === id);
    if (!article || article.published) return [];
    return [
      {
        rule: 'link/wiki-unpublished',
        ...{ file: world.shownAs(pair.page.file), place: pair.place, lookAt: [] },
        about: { where: world.shownAs(pair.page.file), which: articleFile(article) },
        message: `The article "${article.title}" of ${pair.tenant}, which pages name as their counterpart, is not published`,
        help: 'Publish the article, or take the pair out until it is.',
        to: { kind: 'article', name: article.id, fragment: '' },
      },
    ];
  });
}

/** Tells once of each article that is not published: at the links to it, or else where it is first named. */
function withCounterparts(links: readonly LinkDraft[], counterparts: readonly LinkDraft[]) {
  const unpublished = Map.groupBy(
    links.filter(({ rule }) => rule === 'link/wiki-unpublished'),
    ({ to }) => to.name,
  );
  const named = Map.groupBy(counterparts, ({ to }) => to.name);
  const naming = (draft: LinkDraft, told: readonly LinkDraft[]): LinkDraft => {
    const files = new Set(told.map(({ file }) => file));
    const others = (named.get(draft.to.name) ?? []).filter(({ file }) => !files.has(file));
    return {
      ...draft,
      lookAt: [...draft.lookAt, ...others.map(({ file, place }) => `${file}:${place.line}`)],
    };
  };
  return [
    ...links.map((link) => {
      const told = unpublished.get(link.to.name);
      return told?.includes(link) ? naming(link, told) : link;
    }),
    ...[...named.values()].flatMap(([first]) =>
      first && !unpublished.has(first.to.name) ? [naming(first, [first])] : [],
    ),
  ];
}

type At = Pick<LinkDraft, 'file' | 'place' | 'about' | 'lookAt' | 'to'>;

function toArticle(
  from: Article,
  tenant: Tenant,
  id: string,
  fragment: string,
  at: At,
  world: LinkedWorld,
): LinkDraft[] {
  const target = tenant.articles.find((candidate) => candidate.id === id);
  if (!target) {
    return [
      {
        rule: 'link/wiki-missing',
        ...at,
        message: 'This link leads to an article that is gone',
        help: 'Choose another article in the editor, or take the link out.',
      },
    ];
  }
  if (from.published && !target.published) {
    return [
      {
        rule: 'link/wiki-unpublished',
        ...at,
        message: `The article "${target.title}" is not published, so readers cannot follow this link`,
        help: 'Publish it, or take the link out.',
      },
    ];
  }
  const shutOut = from.roles.filter((role) => !mayRead([role], target));
  if (shutOut.length > 0) {
    return [
      {
        rule: 'link/outside-audience',
        ...at,
        message: `This article is for ${from.roles.join(', ')}, but "${target.title}" is not for ${shutOut.join(', ')}`,
        help: 'Take the link out, or let the other article be read by the same people.',
      },
    ];
  }
  return missingIn(world.outlineOf(target), fragment, `"${target.title}"`, at);
}

function toPage(
  from: Article,
  url: string,
  at: At,
  world: LinkedWorld,
  unknownReaders: Set<string>,
): LinkDraft[] {
  const { content, index, audiences } = world;
  const [anyPage] = collectionPages(content);
  if (!anyPage) return [];
  const target = resolveSiteLink(anyPage, { kind: 'link', url }, index, world.site);
  if (target.kind === 'missing-page' || target.kind === 'missing-asset') {
    const meant = suggest(at.to.name, [...index.pagesByPath.keys()]);
    return [
      {
        rule: 'link/portal-missing',
        ...at,
        message: `The portal has no page ${at.to.name}`,
        help: `${meant === undefined ? '' : `Did you mean ${meant}? `}Choose another page in the editor, or take the link out. If the page has moved, its old address belongs under "formerly" on the new one.`,
      },
    ];
  }
  const sees = whoSees(target, content);
  if (sees) {
    const readers = from.roles.flatMap((role) => {
      const found = audiences.filter(({ wikiReaders }) =>
        wikiReaders.some(
          ({ tenant, roles }) => tenant === from.tenant && roles.includes(role as never),
        ),
      );
      if (found.length === 0) unknownReaders.add(`${from.tenant}/${role}`);
      return found.map(({ id }) => id);
    });
    const shutOut = [...new Set(readers)].filter((id) => id !== 'staff' && !sees(id));
    if (shutOut.length > 0) {
      return [
        {
          rule: 'link/outside-audience',
          ...at,
          message: `Readers of this article in the audience ${shutOut.join(', ')} may not see ${at.to.name}`,
          help: `Take the link out, or say in words what they need to know. If they may see the page, add ${shutOut.join(', ')} to its "audience".`,
        },
      ];
    }
  }
  if (target.kind === 'page') {
    if (isTop(target.fragment) || target.page.anchors.includes(target.fragment)) return [];
    return [noAnchor(target.fragment, nameOf(target.page), target.page.anchors, at)];
  }
  if (target.kind === 'route' && target.route.anchors && !isTop(target.fragment)) {
    if (target.route.anchors.includes(target.fragment)) return [];
    return [noAnchor(target.fragment, target.route.path, target.route.anchors, at)];
  }
  return [];
}

function missingIn(outline: Outline, fragment: string, where: string, at: At): LinkDraft[] {
  if (isTop(fragment) || outline.anchors.includes(fragment)) return [];
  return [noAnchor(fragment, where, outline.anchors, at)];
}

function noAnchor(fragment: string, where: string, anchors: readonly string[], at: At): LinkDraft {
  const meant = suggest(fragment, anchors);
  return {
    rule: 'link/missing-anchor',
    ...at,
    message: `There is no heading for "#${fragment}" on ${where}`,
    help: `${meant === undefined ? '' : `Did you mean "#${meant}"? `}Choose the heading anew, or link to the whole page.`,
  };
}

/** Admins read everything of their tenant, others what is published for their role. */
function mayRead(roles: readonly string[], article: Article): boolean {
  return roles.some((role) => role === 'admin' || article.roles.includes(role));
}
