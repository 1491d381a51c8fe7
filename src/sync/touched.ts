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
import { type DeclaredPair, declaredPairs } from './pair.ts';
import { outlinePage } from './portal-outline.ts';
import { type ShownData, shownData } from './shown-data.ts';
import { sideOf } from './side.ts';

/** An article that a change of the portal concerns. */
export interface Touched {
  pair: DeclaredPair;
  what: 'changed' | 'gone' | 'newly paired';
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

type Sections = Map<string, { pair: DeclaredPair; hash: string | undefined }>;

function compare(old: Sections, present: Sections): Touched[] {
  const gone = [...old.values()]
    .filter(({ pair }) => !present.has(pair.key))
    .map(({ pair }): Touched => ({ pair, what: 'gone' }));
  const others = [...present.values()].flatMap(({ pair, hash }): Touched[] => {
    const was = old.get(pair.key);
    if (!was) return [{ pair, what: 'newly paired' }];
    if (was.hash === hash) return [];
    return [{ pair, what: hash === undefined ? 'gone' : 'changed' }];
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
      { pair, hash: sideOf(outline, pair.section, shown[pair.page.locale])?.hash },
    ]),
  );
}

/** A comment for a pull request, as Markdown. */
export function touchedComment(touched: readonly Touched[]): string {
  if (touched.length === 0) return 'No article of the wiki is concerned by this change.\n';
  const rows = touched.map(({ pair, what }) => {
    const article = `${pair.tenant}/${pair.locale}/${pair.article}${pair.articleSection ? `#${pair.articleSection}` : ''}`;
    return `| \`${article}\` | \`${pair.path}${pair.section ? `#${pair.section}` : ''}\` | ${what} |`;
  });
  return [
    '## Articles that need a look',
    '',
    'This change touches what these articles of the wiki are about. Read them, and say so when they agree: `npm run sync -- confirm PAIR`.',
    '',
    '| Article | Its counterpart on the portal | What happened there |',
    '| --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}
