import { globSync, statSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as pagefind from 'pagefind';

/** Above so many pages, several share a file: the host counts files, and small ones take longer. */
const MAX_FRAGMENTS = 4_000;

/** Pages are read much faster all together than one by one: above this share it is not worth it. */
const MAX_SHARE_ONE_BY_ONE = 0.2;

/** The name of every page's file. What else is HTML is no page to find. */
const PAGE = 'index.html';

/** Pagefind's own interfaces, which are not used here. */
const READY_MADE = /^pagefind-(?:ui|modular-ui|component-ui|highlight)\./;

/** When each page of a folder was written, by path under it. */
type Pages = Map<string, number>;

interface Reading {
  index: pagefind.PagefindIndex;
  pages: Pages;
}

/**
 * The search index of a site, one for each language, from what its pages mark as their body. Reading
 * pages takes half the time, so the pages that an earlier build left are read while this one still
 * works on other things, and at its end only those that it wrote anew.
 */
export class SearchIndex {
  readonly #folder: string;
  #early: Promise<Reading> | undefined;

  /** @param folder Where the site is built. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Before a build: starts to read the pages that are in the folder. */
  begin(): void {
    const pages = listPages(this.#folder);
    if (pages.size === 0) return;
    this.#early = this.#read(pages);
    // A failure is told by whoever asks for the result.
    this.#early.catch(() => {});
  }

  /**
   * After a build: writes the index into the folder's `pagefind/`. Gives the number of pages that can
   * be found. Throws with Pagefind's own words when it cannot.
   */
  async write(): Promise<number> {
    const output = join(this.#folder, 'pagefind');
    const pages = listPages(this.#folder);
    const { index } = (await this.#bringUpToDate(pages)) ?? (await this.#read(pages));
    await rm(output, { recursive: true, force: true });
    must(await index.writeFiles({ outputPath: output }));
    await pagefind.close();
    for (const file of await readdir(output)) {
      if (READY_MADE.test(file)) await rm(join(output, file));
    }
    const entry = JSON.parse(await readFile(join(output, 'pagefind-entry.json'), 'utf8')) as {
      languages: Record<string, { page_count: number }>;
    };
    return Object.values(entry.languages).reduce((sum, { page_count }) => sum + page_count, 0);
  }

  async #read(pages: Pages): Promise<Reading> {
    const { index } = must(
      await pagefind.createIndex({ writePlayground: false, maxFragments: MAX_FRAGMENTS }),
    );
    if (!index) throw new Error('The search index could not be begun.');
    must(await index.addDirectory({ path: this.#folder, glob: `**/${PAGE}` }));
    return { index, pages };
  }

  /** What was read early with the pages that changed since; nothing when too much changed. */
  async #bringUpToDate(pages: Pages): Promise<Reading | undefined> {
    const early = await this.#early;
    if (!early) return undefined;
    const written = [...pages].filter(([path, time]) => early.pages.get(path) !== time);
    // Pagefind replaces a page that it has, but cannot forget one.
    const gone = [...early.pages.keys()].some((path) => !pages.has(path));
    if (gone || written.length > pages.size * MAX_SHARE_ONE_BY_ONE) {
      await early.index.deleteIndex();
      return undefined;
    }
    for (const [path] of written) {
      const content = await readFile(join(this.#folder, path), 'utf8');
      must(await early.index.addHTMLFile({ sourcePath: path, content }));
    }
    return { index: early.index, pages };
  }
}

function listPages(folder: string): Pages {
  const files = globSync(`**/${PAGE}`, { cwd: folder });
  return new Map(files.map((path) => [path, statSync(join(folder, path)).mtimeMs]));
}

function must<Answer extends { errors: readonly string[] }>(answer: Answer): Answer {
  if (answer.errors.length === 0) return answer;
  throw new Error(`The search index could not be built: ${answer.errors.join('; ')}`);
}
