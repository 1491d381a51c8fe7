import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { execa } from 'execa';
import { parseDocument } from 'yaml';
import type { z } from 'zod';
import { CannotRun } from '../checks/cannot-run.ts';
import { loadContent, readPage } from '../content-model/index.ts';
import type { Content, Page } from '../content-model/records.ts';
import { DATA_FILES } from '../content-model/schemas/data.ts';
import type { Locale } from '../content-model/vocabulary.ts';
import { compareLines } from './compare.ts';
import { type DeclaredPair, declaredPairs } from './pair.ts';
import { outlinePage } from './portal-outline.ts';
import { type ShownData, shownData } from './shown-data.ts';
import { type Side, sideOf } from './side.ts';
import { tellSteps } from './verdict.ts';

/** An article that a change of the portal concerns. */
export interface Touched {
  pair: DeclaredPair;
  what: 'changed' | 'gone' | 'newly paired';
  /** What happened to the steps, where that is the change. */
  steps?: string;
}

/**
 * The articles whose counterpart differs from what it was where this branch left `ref`, by its own text
 * or by what it shows of the shared data. Looks at the
 * portal and its history only, so that it also runs where the wiki cannot be reached. Throws
 * `CannotRun` when git does not know the ref.
 */
export async function touchedArticles(root: string, ref: string): Promise<Touched[]> {
  const git = async (...words: string[]) =>
    (await execa('git', words, { cwd: root, stripFinalNewline: true })).stdout;
  let ancestor: string;
  let files: string[];
  try {
    ancestor = await git('merge-base', '--end-of-options', ref, 'HEAD');
    const list = ['diff', '-z', '--relative', '--name-only', '--no-renames', ancestor, '--', '.'];
    files = (await git(...list)).split('\0');
  } catch (cause) {
    throw new CannotRun(
      `git cannot compare with "${ref}"`,
      'Fetch the branch and its history: git fetch origin, or fetch-depth: 0 in a workflow',
      { cause },
    );
  }
  const content = await loadContent(root);
  const textBefore = (file: string) => git('show', `${ancestor}:./${file}`).catch(() => undefined);
  const textNow = async (file: string) => {
    const path = join(resolve(root), file);
    return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  };
  const shown = { before: await dataShown(textBefore), now: await dataShown(textNow) };
  const changed = new Set(files.filter((file) => /\.mdx?$/i.test(file)));
  // A value that changed reaches every page that shows it, also those whose file is as it was.
  const paired = files.some((file) => DATA_SHOWN.includes(file)) ? declaredPairs(content) : [];
  const touched: Touched[] = [];
  for (const file of new Set([...changed, ...paired.map(({ page }) => page.file)])) {
    const now = pairsOf(file, await textNow(file), content, shown.now);
    const before = changed.has(file) ? await textBefore(file) : await textNow(file);
    touched.push(...compare(pairsOf(file, before, content, shown.before), now));
  }
  return touched.sort((a, b) => (a.pair.key < b.pair.key ? -1 : 1));
}

const DATA_SHOWN = ['data/facts.yaml', 'data/escalation.yaml'];

/** What pages show of the shared data, from its files as `read` gives them; what cannot be read is not there. */
async function dataShown(read: (file: string) => Promise<string | undefined>) {
  const [facts, escalation] = await Promise.all(DATA_SHOWN.map(read));
  return shownData({
    facts: readEntries(DATA_FILES.facts, facts),
    escalation: readEntries(DATA_FILES.escalation, escalation),
  });
}

function readEntries<Entry>(schema: z.ZodType<Entry[]>, text: string | undefined): Entry[] {
  const document = parseDocument(text ?? '');
  return schema.safeParse(document.errors.length > 0 ? [] : document.toJS()).data ?? [];
}

type Sections = Map<string, { pair: DeclaredPair; side: Side | undefined }>;

function compare(old: Sections, present: Sections): Touched[] {
  const gone = [...old.values()]
    .filter(({ pair }) => !present.has(pair.key))
    .map(({ pair }): Touched => ({ pair, what: 'gone' }));
  const others = [...present.values()].flatMap(({ pair, side }): Touched[] => {
    const was = old.get(pair.key);
    if (!was) return [{ pair, what: 'newly paired' }];
    if (was.side?.hash === side?.hash) return [];
    if (!side) return [{ pair, what: 'gone' }];
    const steps = was.side && tellSteps(compareLines(was.side.lines, side.lines), 'portal');
    return [{ pair, what: 'changed', ...(steps && { steps }) }];
  });
  return [...gone, ...others];
}

function pairsOf(
  file: string,
  text: string | undefined,
  content: Content,
  shown: Record<Locale, ShownData>,
): Sections {
  const page = readPage(text ?? '', { file, hash: '' });
  const pairs =
    text === undefined || page.collection === null
      ? []
      : declaredPairs({ ...content, pages: [page as Page] });
  const outline = outlinePage(text ?? '', page);
  return new Map(
    pairs.map((pair) => [
      pair.key,
      { pair, side: sideOf(outline, pair.section, shown[pair.page.locale]) },
    ]),
  );
}

/** A comment for a pull request, as Markdown: one row for each section, with its articles. */
export function touchedComment(touched: readonly Touched[]): string {
  if (touched.length === 0) return 'No article of the wiki is concerned by this change.\n';
  const sections = Map.groupBy(
    touched,
    ({ pair, what }) => `${pair.path}${anchor(pair.section)} ${what}`,
  );
  const rows = [...sections.values()].map((same) => {
    const { pair, what, steps } = same[0] as Touched;
    const articles = same.map(({ pair }) => `\`${nameArticle(pair)}\``).join('<br>');
    return `| \`${pair.path}${anchor(pair.section)}\` | ${steps ? inTable(steps) : what} | ${articles} |`;
  });
  const ids = touched.map(
    ({ pair: { tenant, locale, article } }) => `${tenant}/${locale}/${article}`,
  );
  const count = new Set(ids).size;
  return [
    `## ${count} ${count === 1 ? 'article' : 'articles'} of the wiki to look at`,
    '',
    'This change touches what these articles are about. Read them after it is merged, mend what disagrees, and say so when they agree: `npm run sync -- confirm PAIR`. Until then `npm run sync` tells each as a drift.',
    '',
    '| Section of the portal | What happens to it | Articles |',
    '| --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

const anchor = (id: string | undefined) => (id === undefined ? '' : `#${id}`);
const nameArticle = ({ tenant, locale, article, articleSection }: DeclaredPair) =>
  `${tenant}/${locale}/${article}${anchor(articleSection)}`;
/** Text of a page must not become markup, nor end the cell. */
const inTable = (text: string) =>
  text.replace(/[\\`*_[\]<>|~#]/g, '\\$&').replaceAll('@', '@\u200b');
