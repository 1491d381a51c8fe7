import { execa } from 'execa';
import { readPage } from '../content-model/index.ts';
import { outlinePage } from './portal-outline.ts';
import type { JudgedPair } from './run.ts';
import type { ShownData } from './shown-data.ts';
import { sideOf } from './side.ts';

/** The days on which the sides of a pair were changed, `YYYY-MM-DD`, as far as they are known. */
export interface MovedOn {
  /** When the section stopped being what was confirmed. */
  portal?: string;
  /** When the article was last saved: it was changed then, or before. */
  wiki?: string;
}

/** How many changes of a page are looked at before its day is left open. */
const LONGEST_HISTORY = 100;

/**
 * Says when the sides of a pair that moved did so: the portal's by the history of its page in git, the
 * article's by its last save. A day that cannot be known, as in a shallow clone, is left out.
 */
export async function movedOn(
  { now, page, article, verdict }: JudgedPair,
  { root, today, values }: { root: string; today: string; values: ShownData },
): Promise<MovedOn> {
  const sides = verdict.moved ?? [];
  const baseline = now.entry?.portal.hash;
  const portal =
    page && baseline !== undefined && sides.includes('portal')
      ? await sectionChangedOn()
      : undefined;
  const wiki = sides.includes('wiki') ? article?.savedAt.slice(0, 10) : undefined;
  return { ...(portal && { portal }), ...(wiki && { wiki }) };

  async function sectionChangedOn(): Promise<string | undefined> {
    const file = page?.file ?? '';
    const git = async (...words: string[]) => (await execa('git', words, { cwd: root })).stdout;
    try {
      const log = await git('log', `-${LONGEST_HISTORY}`, '--format=%H %cs', '--', file);
      // The file as it lies there may be newer than any commit.
      let changed = today;
      for (const line of log.split('\n').filter(Boolean)) {
        const [commit = '', day = ''] = line.split(' ');
        if (hashIn(await git('show', `${commit}:./${file}`), file) === baseline) return changed;
        changed = day;
      }
    } catch {
      // Without git, or outside of a repository, nobody knows.
    }
    return undefined;
  }

  function hashIn(text: string, file: string): string | undefined {
    const outline = outlinePage(text, readPage(text, { file, hash: '' }));
    return sideOf(outline, now.pair.section, values)?.hash;
  }
}
