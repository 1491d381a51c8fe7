import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readAudiences } from '../access/audiences.ts';
import { CannotRun } from '../checks/cannot-run.ts';
import type { Context } from '../checks/context.ts';
import { collectionPages, keyPlace } from '../checks/context.ts';
import { countFindings, type Report } from '../checks/finding.ts';
import { indexLinks, type LinkIndex } from '../checks/link-index.ts';
import { mentionIndex } from '../checks/mentions.ts';
import { fileNames } from '../checks/run.ts';
import { lookAround } from '../checks/surroundings.ts';
import { loadContent } from '../content-model/index.ts';
import type { Content, Page } from '../content-model/records.ts';
import type { Locale } from '../content-model/vocabulary.ts';
import { type FactIndex, firstUses, judgeFacts, judgeMentions } from './article-facts.ts';
import { outlineArticle, UnreadableArticle } from './article-outline.ts';
import { judgeLinks } from './cross-links.ts';
import { type Draft, type Told, tell } from './draft.ts';
import { type Lock, type LockEntry, readLock } from './lock-file.ts';
import { type MovedOn, movedOn } from './moved-on.ts';
import { tellOnce } from './one-change.ts';
import type { Outline } from './outline.ts';
import { openOutlineCache } from './outline-cache.ts';
import { type DeclaredPair, declaredPairs, type Pair, parsePairKey } from './pair.ts';
import { outlinePage } from './portal-outline.ts';
import { publish } from './publish.ts';
import { type Article, articleFile, readWiki, type Tenant } from './read-wiki.ts';
import { type ShownData, shownData } from './shown-data.ts';
import { hashOf, type Side, sideOf } from './side.ts';
import { judgePair, type PairNow, type Verdict } from './verdict.ts';
import { type WikiAccess, WikiUnreachable } from './wiki-client.ts';

export interface SyncOptions {
  /** The content root. */
  root: string;
  /** The folder of the project: what is not beside the root is taken from here. */
  project: string;
  site: Context['site'];
  wiki: WikiAccess;
  /** The lock file of this wiki, in the root's folder `sync`; it need not exist. */
  lockFile: string;
  /** `YYYY-MM-DD`. */
  today: string;
  /** Warnings count like errors. */
  strict?: boolean | undefined;
  /** Tell the wiki how things stand. Nothing is ever told after an incomplete run. */
  write?: boolean | undefined;
}

/** A pair and how it stands, for whoever shows it. */
export interface JudgedPair {
  now: PairNow;
  verdict: Verdict;
  article: Article | undefined;
  page: Page | undefined;
  movedOn?: MovedOn;
}

/** A run's report and, when it could look at everything, what it knows of each pair. */
export interface SyncResult {
  report: Report;
  pairs: JudgedPair[];
  /** The report's findings, each with what it is about and who has to look at it. */
  told: Told[];
}

/** Runs sync. Gives a report of status `incomplete` when it could not look at everything. */
export async function runSync(options: SyncOptions): Promise<SyncResult> {
  try {
    const seen = await lookAtBoth(options);
    const judged = judgeAll(seen, options);
    const pairs: JudgedPair[] = [];
    for (const pair of judged.pairs) {
      const values = seen.values[pair.now.portal.locale];
      pairs.push({ ...pair, movedOn: await movedOn(pair, { ...options, values }) });
    }
    const result = { ...judged, pairs };
    if (options.write) await publish(seen.content, seen.audiences, seen.tenants, result.pairs);
    return result;
  } catch (cause) {
    // A mistake of ours must look neither like a pass nor like a finding in somebody's text.
    if (!(cause instanceof CannotRun) && process.env.DEBUG) throw cause;
    return incomplete(
      cause instanceof CannotRun
        ? cause
        : new CannotRun(`Sync itself failed: ${cause}`, 'Set DEBUG=1 to see where'),
    );
  }
}

/** What there is to report when something could not be looked at. */
export function incomplete({ message, help }: CannotRun): SyncResult {
  const skipped = [{ what: 'everything', why: `${message}. ${help}` }];
  const checked = { files: 0, links: 0 };
  return {
    report: { version: 1, status: 'incomplete', checked, skipped, findings: [] },
    pairs: [],
    told: [],
  };
}

/** Both systems as they are now, read in full. */
export interface Seen {
  content: Content;
  index: LinkIndex;
  audiences: ReturnType<typeof readAudiences>;
  publicFiles: ReadonlySet<string>;
  kindOnDisk: Context['kindOnDisk'];
  tenants: Tenant[];
  lock: Lock;
  facts: FactIndex;
  /** What is shown of the shared data, by language. */
  values: Record<Locale, ShownData>;
  outlineOfPage(page: Page): Outline;
  outlineOf(article: Article): Outline;
  shownAs(file: string): string;
}

/** Reads the portal, the wiki and the lock file. Throws `CannotRun` when any of it is not whole. */
export async function lookAtBoth(options: SyncOptions): Promise<Seen> {
  const { root, project, wiki, lockFile } = options;
  if (!existsSync(root)) {
    throw new CannotRun(`There is no folder ${root}`, 'Give the folder after --root');
  }
  const content = await loadContent(root, { cache: join(project, '.cache/content') });
  if (content.pages.length === 0) {
    throw new CannotRun(`There is no Markdown under ${root}`, 'Give another folder after --root');
  }
  const [broken] = [
    ...content.problems.filter(({ file }) => file === 'data/facts.yaml'),
    ...content.pages.flatMap((page) => (page.collection !== null && !page.data ? [page] : [])),
  ];
  if (broken) {
    throw new CannotRun(
      `${broken.file} cannot be read, so what it says is not known`,
      'npm run check says what is wrong with it',
    );
  }
  const shownAs = fileNames(root);
  const lock = readLock(
    existsSync(lockFile) ? readFileSync(lockFile, 'utf8') : undefined,
    lockFile,
  );
  const { publicFiles, kindOnDisk } = await lookAround(content, root, project);
  const tenants = await readWiki(wiki);
  const cache = openOutlineCache(join(project, '.cache/sync/outlines.json'));
  const articles = new Map(
    tenants
      .flatMap(({ articles }) => articles)
      .map((article) => [article, articleOutline(article)]),
  );
  const pages = new Map<Page, Outline>();
  const seen: Seen = {
    content,
    index: indexLinks(content, { kindOnDisk }),
    audiences: readAudiences(audiencesText(root, project)),
    publicFiles,
    kindOnDisk,
    tenants,
    lock,
    facts: {
      facts: new Map(content.data.facts.map((fact) => [fact.id, fact])),
      mentions: mentionIndex(content.data.facts),
      usedAt: firstUses(content, shownAs),
    },
    values: shownData(content.data),
    outlineOfPage(page) {
      const known = pages.get(page);
      if (known) return known;
      const outline = cache.get(`page ${page.file} ${page.hash}`, () =>
        outlinePage(readFileSync(join(root, page.file), 'utf8'), page),
      );
      pages.set(page, outline);
      return outline;
    },
    outlineOf(article) {
      const outline = articles.get(article);
      if (!outline) throw new Error(`${articleFile(article)} was not read`);
      return outline;
    },
    shownAs,
  };
  for (const { page } of declaredPairs(content)) seen.outlineOfPage(page);
  cache.keep();
  return seen;

  function articleOutline(article: Article): Outline {
    try {
      return cache.get(`article ${hashOf(article.html)}`, () => outlineArticle(article.html));
    } catch (cause) {
      if (!(cause instanceof UnreadableArticle || cause instanceof RangeError)) throw cause;
      throw new CannotRun(
        `${articleFile(article)} cannot be read: ${cause.message}`,
        'Correct the article',
        {
          cause,
        },
      );
    }
  }
}

function audiencesText(root: string, project: string): string {
  const file = [
    join(root, '../access/audiences.yaml'),
    join(project, 'access/audiences.yaml'),
  ].find((candidate) => existsSync(candidate));
  return file === undefined ? '' : readFileSync(file, 'utf8');
}

/** Judges what was read: the links, the facts, and each pair. Reads nothing itself. */
export function judgeAll(
  seen: Seen,
  options: Pick<SyncOptions, 'site' | 'lockFile' | 'wiki' | 'today' | 'strict'>,
): SyncResult {
  const { content, tenants } = seen;
  const links = judgeLinks({
    ...seen,
    site: { site: options.site, publicFiles: seen.publicFiles, kindOnDisk: seen.kindOnDisk },
  });
  const factsOf = new Map(
    tenants
      .flatMap(({ articles }) => articles)
      .map((article) => [
        article.id,
        judgeFacts(seen.outlineOf(article), articleFile(article), article.locale, seen.facts),
      ]),
  );
  const inPairs = new Set<Draft>();
  const pairs = pairsNow(seen, options).map(
    ({ portal, article, isDeclared: _, ...rest }): JudgedPair => {
      const within = (drafts: readonly (Draft & { line: number })[], side: Side | undefined) =>
        drafts.filter(({ line }) => side && line >= side.range.from && line < side.range.to);
      const onWiki = within(factsOf.get(article?.id ?? '') ?? [], rest.wiki.side);
      const onPortal = portal.page
        ? within(
            judgeMentions(
              seen.outlineOfPage(portal.page).lines,
              portal.file,
              portal.locale,
              seen.facts,
            ),
            portal.side,
          )
        : [];
      for (const draft of onWiki) inPairs.add(draft);
      const now: PairNow = { ...rest, portal, facts: [...onWiki, ...onPortal] };
      const verdict = judgePair(now, seen.facts.mentions, options.today);
      return { now, verdict, article, page: portal.page };
    },
  );
  const silenced = new Set(
    pairs
      .filter(({ verdict }) => verdict.state === 'acknowledged' || verdict.state === 'ack-expired')
      .flatMap(({ now }) => now.facts),
  );
  const facts = [...factsOf.values()]
    .flat()
    .filter((draft) => !inPairs.has(draft) && !silenced.has(draft));
  const once = tellOnce(pairs, links.drafts);
  // A fact in the sections of several pairs is one finding; accepted in one of them, it is none.
  const drafts = [...once.drafts.filter((draft) => !silenced.has(draft)), ...facts];
  const nameOwner = ownersOf(seen, pairs);
  const told = tell(drafts.map(nameOwner));
  const findings = told.map(({ finding }) => finding);
  const errors = countFindings({ findings }).error;
  const count = options.strict ? findings.length : errors;
  const report: Report = {
    version: 1,
    status: count > 0 ? 'findings' : 'ok',
    checked: {
      files: content.pages.length,
      links: links.count,
      articles: tenants.reduce((sum, { articles }) => sum + articles.length, 0),
      pairs: pairs.length,
      facts: tenants
        .flatMap(({ articles }) => articles)
        .reduce((sum, article) => sum + seen.outlineOf(article).facts.length, 0),
      acknowledged: pairs.filter(({ verdict }) => verdict.state === 'acknowledged').length,
      judgedNoDrift: pairs.reduce((sum, { verdict }) => sum + verdict.noDrift, 0),
    },
    skipped: [...links.unknownReaders].sort().map((reader) => ({
      what: `what ${reader} may see of the portal`,
      why: 'no audience in access/audiences.yaml names these readers of the wiki',
    })),
    findings,
  };
  const shown = once.pairs.map(({ verdict, ...pair }) => ({
    ...pair,
    verdict: { ...verdict, drafts: verdict.drafts.map(nameOwner) },
  }));
  return { report, pairs: shown, told };
}

/** Puts into drafts who knows what is right: the owner of the fact, of the page, or of the article's counterpart. */
function ownersOf({ content, shownAs }: Seen, pairs: readonly JudgedPair[]) {
  const owners = new Map(
    pairs.flatMap(({ now, page }) => (page?.data ? [[now.wiki.file, page.data.owner]] : [])),
  );
  for (const page of collectionPages(content)) {
    if (page.data) owners.set(shownAs(page.file), page.data.owner);
  }
  return (draft: Draft): Draft => {
    const id = draft.owner ?? owners.get(draft.file);
    const role = content.data.roles.find((candidate) => candidate.id === id);
    return { ...draft, owner: role?.name.en ?? id ?? 'whoever writes this wiki' };
  };
}

type Found = Omit<PairNow, 'facts' | 'portal'> & {
  portal: PairNow['portal'] & { page: Page | undefined };
  article: Article | undefined;
  /** The pair's key in the lock file. */
  lockKey: string;
  /** Whether a page names it. */
  isDeclared: boolean;
};

/** Every pair that is declared or was confirmed, with both sides as they are now. */
export function pairsNow(seen: Seen, options: Pick<SyncOptions, 'lockFile' | 'wiki'>): Found[] {
  const declared = declaredPairs(seen.content);
  const entryOf = entriesByPair(declared, seen);
  const used = new Set(declared.map((pair) => entryOf.get(pair)?.key));
  const left = [...seen.lock.entries.keys()]
    .filter((key) => !used.has(key))
    .map((key): Pair => {
      const pair = parsePairKey(key);
      if (pair) return pair;
      throw new CannotRun(`${options.lockFile} names a pair that is none: ${key}`, 'Correct it');
    });
  const lockName = seen.shownAs(`sync/${basename(options.lockFile)}`);
  const found = [...declared, ...left].map((pair): Found => {
    const isDeclared = 'page' in pair;
    const page = seen.index.pagesByPath.get(pair.path);
    const tenant = seen.tenants.find(({ slug }) => slug === pair.tenant);
    if (!tenant && seen.content.data.tenants.some(({ id }) => id === pair.tenant)) {
      throw new WikiUnreachable(`There is no token for the wiki of ${pair.tenant}`);
    }
    const id = tenant?.slugs.get(`${pair.locale}/${pair.article}`);
    const article = tenant?.articles.find((candidate) => candidate.id === id);
    const known = isDeclared
      ? entryOf.get(pair as DeclaredPair)
      : { key: pair.key, entry: seen.lock.entries.get(pair.key) };
    const lockPlace = {
      file: lockName,
      place: { line: seen.lock.lines.get(known?.key ?? '') ?? 1, column: 1 },
    };
    const portalSide =
      page && isDeclared
        ? sideOf(seen.outlineOfPage(page), pair.section, seen.values[page.locale])
        : undefined;
    const wikiSide =
      article && sideOf(seen.outlineOf(article), pair.articleSection, seen.values[pair.locale]);
    const wikiName = `wiki:${pair.tenant}/${pair.locale}/${pair.article}`;
    return {
      pair,
      declared: isDeclared
        ? {
            file: seen.shownAs((pair as DeclaredPair).page.file),
            place: placeOfDeclaration(pair as DeclaredPair),
          }
        : lockPlace,
      portal: {
        file: page ? seen.shownAs(page.file) : pair.path,
        locale: page?.locale ?? 'en',
        side: portalSide,
        page,
      },
      wiki: {
        file: article ? articleFile(article) : wikiName,
        locale: pair.locale,
        side: wikiSide,
      },
      entry: known?.entry,
      lockPlace,
      lockKey: known?.key ?? pair.key,
      isDeclared,
      article,
    };
  });
  return tellWhatIsGone(found);
}

/** The lock entry of each declared pair; that of a page that has moved is found by its old address. */
function entriesByPair(declared: readonly DeclaredPair[], { lock, index }: Seen) {
  const entries = new Map<DeclaredPair, { key: string; entry: LockEntry }>();
  for (const pair of declared) {
    const former = [...index.redirects].flatMap(([path, page]) =>
      page === pair.page ? [pair.key.replace(pair.path, path)] : [],
    );
    for (const key of [pair.key, ...former]) {
      const entry = lock.entries.get(key);
      if (entry && !entries.has(pair)) entries.set(pair, { key, entry });
    }
  }
  return entries;
}

const placeOfDeclaration = ({ page, place, section }: DeclaredPair) => {
  if (section !== undefined && !page.headings.some(({ id }) => id === section)) {
    const index = (page.data?.wiki ?? []).findIndex((one) => one.section === section);
    return keyPlace(page, `wiki.${index}.section`);
  }
  return place;
};

/** Says of each pair that lacks a side which one and why; what went away at once is told at one place. */
function tellWhatIsGone(pairs: readonly Found[]): Found[] {
  const places = new Map<string, Found['declared']>();
  return pairs.map((found) => {
    const why = whyGone(found);
    if (why === undefined) return found;
    const at = places.get(why) ?? found.declared;
    places.set(why, at);
    return { ...found, gone: { why, at, counterpart: counterpartOf(found, at) } };
  });
}

/** What to look at besides the place where it is told that something is gone. */
function counterpartOf({ portal, wiki, declared, isDeclared }: Found, at: Found['declared']) {
  if (portal.side) return at === declared ? undefined : `${declared.file}:${declared.place.line}`;
  return portal.page && !isDeclared ? undefined : wiki.file;
}

function whyGone({ pair, portal, wiki, article, isDeclared }: Found): string | undefined {
  if (!portal.page)
    return `The page ${pair.path} is gone, and articles have it as their counterpart`;
  if (!isDeclared) return `${pair.path} no longer names ${wiki.file} as its counterpart`;
  if (!portal.side) {
    return `The page has no section "#${pair.section}", and articles have it as their counterpart`;
  }
  if (!article) return `There is no article ${wiki.file}, which pages name as their counterpart`;
  if (wiki.side) return undefined;
  return `${wiki.file} has no section "#${pair.articleSection}", which pages name as their counterpart`;
}
