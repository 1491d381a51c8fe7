import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

/** What every build makes anew, and names as it likes. */
const MADE_ANEW = /^(?:_astro|pagefind)[\\/]|^(?:404\.html|sitemap-[\w-]+\.xml)$/;

/** Under the cache: the last build into the folder came to its end, and what it was made from. */
const NOTE = 'build-complete';

/** What the output in a folder was made from; `undefined` when none is there that came to its end. */
export async function madeFrom(folder: string, cache: string): Promise<string | undefined> {
  if (!existsSync(folder)) return undefined;
  return readFile(join(cache, NOTE), 'utf8').catch(() => undefined);
}

/**
 * The output folder from one build to the next. Astro leaves a page alone that has not changed, so
 * the folder is kept; what no build of now makes is taken out. Only a build that came to its end
 * may be built upon: any other, and the folder starts out empty.
 */
export class KeptOutput {
  readonly #folder: string;
  readonly #note: string;
  readonly #made = new Set<string>();

  /**
   * @param folder Where the site is built.
   * @param cache A folder that belongs to this output alone.
   */
  constructor(folder: string, cache: string) {
    this.#folder = folder;
    this.#note = join(cache, NOTE);
  }

  /** Before a build: takes out everything, or what a build always makes anew. */
  async open(): Promise<void> {
    const kept = existsSync(this.#note) && existsSync(this.#folder);
    await rm(this.#note, { force: true });
    await rm(kept ? join(this.#folder, '_astro') : this.#folder, { recursive: true, force: true });
  }

  /** Notes a file that this build made, by path under the folder. */
  made(path: string): void {
    this.#made.add(join(path));
  }

  /** Writes a file, unless it is there and the same, and notes it. */
  async write(path: string, text: string): Promise<void> {
    const file = join(this.#folder, path);
    this.made(path);
    if ((await readFile(file, 'utf8').catch(() => undefined)) === text) return;
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }

  /** After a build: takes out every file that it did not make. */
  async prune(): Promise<void> {
    const files = await readdir(this.#folder, { recursive: true, withFileTypes: true });
    for (const file of files) {
      const path = relative(this.#folder, join(file.parentPath, file.name));
      if (!file.isFile() || MADE_ANEW.test(path)) continue;
      if (!this.#made.has(path)) await rm(join(this.#folder, path));
    }
  }

  /** At the very end: the folder may be built upon. Notes what it was made from. */
  async complete(inputs: string): Promise<void> {
    await mkdir(dirname(this.#note), { recursive: true });
    await writeFile(this.#note, inputs);
  }
}
