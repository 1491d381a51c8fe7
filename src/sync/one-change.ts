import { slug } from 'github-slugger';
import type { Place } from '../content-model/records.ts';
import type { LinkDraft } from './cross-links.ts';
import type { Draft } from './draft.ts';
import type { JudgedPair } from './run.ts';
import type { DriftState, PairNow } from './verdict.ts';

/** What pairs and links tell together when each change is told once. */
export interface ToldOnce {
  /** The pairs; one that a broken link explains says what the link says. */
  pairs: JudgedPair[];
  /** Everything there is to tell. */
  drafts: Draft[];
}

/** What is said in general about a pair that has changed, where nothing more exact is known. */
const GENERAL: ReadonlySet<string> = new Set([
  'drift/portal-moved',
  'drift/wiki-moved',
  'drift/orphan-portal',
  'drift/orphan-wiki',
]);

/**
 * One change, one finding. A broken link stands in for what is said in general about the pairs that
 * the same change concerns; a pair of which both sides were changed stands in for the others that
 * either of the two changes concerns.
 */
export function tellOnce(pairs: readonly JudgedPair[], links: readonly LinkDraft[]): ToldOnce {
  const explaining = pairs.map((pair) => linksThatExplain(pair, links));
  const named = new Map(links.map((link) => [link, namePairs(link, pairs, explaining)]));
  const shown = pairs.map((pair, index): JudgedPair => {
    const instead = (explaining[index] ?? []).flatMap((link) => named.get(link) ?? []);
    if (instead.length === 0) return pair;
    const exact = pair.verdict.drafts.filter(({ rule }) => !GENERAL.has(rule));
    return { ...pair, verdict: { ...pair.verdict, drafts: [...instead, ...exact] } };
  });
  const ofPairs = foldIntoBothMoved(shown.flatMap(({ verdict }) => verdict.drafts));
  return { pairs: shown, drafts: [...new Set([...ofPairs, ...named.values()])] };
}

type Explain = (pair: JudgedPair, links: readonly LinkDraft[]) => LinkDraft[];

const EXPLAIN: Partial<Record<DriftState, Explain>> = {
  'orphan-portal': ({ now: { pair } }, links) =>
    links.filter(
      ({ rule, to }) =>
        leadsTo(to, 'page', pair.path) &&
        (rule === 'link/portal-missing' || to.fragment === pair.section),
    ),
  'orphan-wiki': ({ now: { pair }, article }, links) =>
    links.filter(({ to }) =>
      article
        ? leadsTo(to, 'article', article.id) && to.fragment === pair.articleSection
        : leadsTo(to, 'article', `${pair.tenant}/${pair.article}`),
    ),
  'portal-moved': (pair, links) =>
    linksThatRewrote(pair, pair.now.portal, links) ??
    linksToRenamed(
      pair,
      links.filter(({ to }) => leadsTo(to, 'page', pair.now.pair.path)),
    ),
  'wiki-moved': (pair, links) =>
    linksThatRewrote(pair, pair.now.wiki, links) ??
    linksToRenamed(
      pair,
      links.filter(({ to }) => leadsTo(to, 'article', pair.article?.id)),
    ),
};

/** The broken links that tell all of why a pair does not stand as it did. */
function linksThatExplain(pair: JudgedPair, links: readonly LinkDraft[]): LinkDraft[] {
  return EXPLAIN[pair.verdict.state]?.(pair, links) ?? [];
}

/** The links in the lines that changed, when each of these lines has one. */
function linksThatRewrote(
  { verdict: { rewritten } }: JudgedPair,
  { file, side }: PairNow['portal'],
  links: readonly LinkDraft[],
): LinkDraft[] | undefined {
  if (!rewritten || !side || rewritten.gone.length > rewritten.added.length) return undefined;
  const inside = links.filter((link) => link.file === file);
  const perLine = rewritten.added.map((line) => {
    const [from, to] = [side.places[line], side.places[line + 1]];
    return inside.filter(
      ({ place }) => from && !isBefore(place, from) && (!to || isBefore(place, to)),
    );
  });
  return perLine.every((found) => found.length > 0) ? perLine.flat() : undefined;
}

/** The links to a heading, when all that changed is the name of that heading. */
function linksToRenamed(
  { verdict: { rewritten }, now }: JudgedPair,
  links: readonly LinkDraft[],
): LinkDraft[] {
  const [gone = '', ...more] = rewritten?.gone ?? [];
  const [added, ...moreAdded] = rewritten?.added ?? [];
  const side = now[rewritten?.side ?? 'portal'].side;
  const isRenaming =
    more.length + moreAdded.length === 0 &&
    gone.startsWith(HEADING) &&
    side?.lines[added ?? -1]?.startsWith(HEADING);
  if (!isRenaming) return [];
  const anchor = slug(gone.slice(HEADING.length));
  return links.filter(({ rule, to }) => rule === 'link/missing-anchor' && to.fragment === anchor);
}

const HEADING = 'heading: ';

/** A link with the counterparts that the change behind it concerns and that no link of theirs tells of. */
function namePairs(
  link: LinkDraft,
  pairs: readonly JudgedPair[],
  explaining: readonly (readonly LinkDraft[])[],
): Draft {
  const others = pairs.flatMap(({ now: { portal, wiki } }, index) => {
    const found = explaining[index] ?? [];
    if (!found.includes(link)) return [];
    const ends = found.map(({ file }) => file);
    return ends.includes(portal.file) || ends.includes(wiki.file)
      ? []
      : [link.to.kind === 'page' ? wiki.file : portal.file];
  });
  return others.length === 0 ? link : { ...link, lookAt: [...link.lookAt, ...others] };
}

/** Leaves out what a both-moved draft tells as well: that one of its two sides was changed. */
function foldIntoBothMoved(drafts: readonly Draft[]): Draft[] {
  const both = drafts.filter(({ rule }) => rule === 'drift/both-moved');
  const isTold = (draft: Draft, by: Draft) =>
    draft.change !== undefined && [by, ...(by.alsoAt ? [by.alsoAt] : [])].some(isSamePlace(draft));
  const others = drafts.filter((draft) => !both.includes(draft));
  return [
    ...both.map((one) => ({
      ...one,
      lookAt: [
        ...one.lookAt,
        ...others.filter((draft) => isTold(draft, one)).flatMap(({ lookAt }) => lookAt),
      ],
    })),
    ...others.filter((draft) => !both.some((one) => isTold(draft, one))),
  ];
}

type At = Pick<Draft, 'file' | 'place'>;
const isSamePlace = (one: At) => (other: At) =>
  one.file === other.file &&
  one.place.line === other.place.line &&
  one.place.column === other.place.column;

const isBefore = (one: Place, other: Place) =>
  one.line < other.line || (one.line === other.line && one.column < other.column);

const leadsTo = (
  { kind, name }: LinkDraft['to'],
  wanted: LinkDraft['to']['kind'],
  target: string | undefined,
) => kind === wanted && (name === target || `${name}/` === target);
