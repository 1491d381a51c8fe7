import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { execa } from 'execa';
import { CannotRun } from '../checks/cannot-run.ts';
import { loadContent, readPage } from '../content-model/index.ts';
import type { Content, Page } from '../content-model/records.ts';
import { type DeclaredPair, declaredPairs } from './pair.ts';
import { outlinePage } from './portal-outline.ts';
import { sideOf } from './side.ts';

/** An article that a change of the portal concerns. */
export interface Touched {
  pair: DeclaredPair;
  what: 'changed' | 'gone' | 'newly paired';
}

const NO_VALUES = new Map<string, string>();

/**
 * The articles whose counterpart differs from what it was where this branch left `ref`. Looks at the
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
    files = (
      await git('diff', '-z', '--relative', '--name-only', '--no-renames', ancestor, '--', '.')
    )
      .split('\0')
      .filter((file) => /\.mdx?$/i.test(file));
  } catch (cause) {
    throw new CannotRun(
      `git cannot compare with "${ref}"`,
      'Fetch the branch and its history: git fetch origin, or fetch-depth: 0 in a workflow',
      { cause },
    );
  }
  const content = await loadContent(root);
  const touched: Touched[] = [];
  for (const file of files) {
    const before = await git('show', `${ancestor}:./${file}`).catch(() => undefined);
    const path = join(resolve(root), file);
    const now = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
    touched.push(...compareFile(file, before, now, content));
  }
  return touched.sort((a, b) => (a.pair.key < b.pair.key ? -1 : 1));
}

function compareFile(
  file: string,
  before: string | undefined,
  now: string | undefined,
  content: Content,
): Touched[] {
  const old = pairsOf(file, before, content);
  const present = pairsOf(file, now, content);
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

function pairsOf(file: string, text: string | undefined, content: Content) {
  const page = readPage(text ?? '', { file, hash: '' });
  const pairs =
    text === undefined || page.collection === null
      ? []
      : declaredPairs({ ...content, pages: [page as Page] });
  const outline = outlinePage(text ?? '', page);
  return new Map(
    pairs.map((pair) => [pair.key, { pair, hash: sideOf(outline, pair.section, NO_VALUES)?.hash }]),
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
