import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import { readData } from './data-files.ts';
import { listFiles } from './list-files.ts';
import { openPageCache } from './page-cache.ts';
import { PAGE_FILE } from './paths.ts';
import { readPage } from './read-page.ts';
import type { AnyPage, Content, Problem } from './records.ts';
import { decodeText, readBytes } from './text-files.ts';
import { COLLECTIONS, DATA_FOLDERS, LOCALES } from './vocabulary.ts';

export interface LoadOptions {
  /** A folder in which to keep what was read, so that the next time only changed pages are read. */
  cache?: string;
}

/** A page larger than this is no text for readers, and takes long to read. */
const MAX_PAGE_BYTES = 2_000_000;

/**
 * Reads everything under a content root: pages, data and the names of all other files. A file that
 * cannot be read becomes a problem or is listed as skipped; only a root that is not there throws.
 */
export async function loadContent(root: string, options: LoadOptions = {}): Promise<Content> {
  const folder = resolve(root);
  const { files, skipped } = listFiles(folder);
  const content: Content = {
    root: folder,
    pages: [],
    ...readData(folder, files),
    assets: [],
    skipped,
  };
  const cache = openPageCache(options.cache, folder);
  for (const file of files) {
    if (isData(file)) continue;
    if (!PAGE_FILE.test(file)) {
      content.assets.push(file);
    } else if (isDraft(file)) {
      skipped.push({ what: file, why: 'a page whose name starts with _ is not published' });
    } else {
      content.pages.push(readPageFile(folder, file, cache));
    }
  }
  cache.keep(content.pages);
  return content;
}

const isData = (file: string) =>
  (DATA_FOLDERS as readonly string[]).includes(file.split('/')[0] ?? '') && /\.ya?ml$/.test(file);

function isDraft(file: string): boolean {
  const parts = file.split('/');
  const [first] = (LOCALES.slice(1) as readonly string[]).includes(parts[0] ?? '')
    ? parts.slice(1)
    : parts;
  return (
    (COLLECTIONS as readonly string[]).includes(first ?? '') && (parts.at(-1) ?? '').startsWith('_')
  );
}

function readPageFile(
  folder: string,
  file: string,
  cache: ReturnType<typeof openPageCache>,
): AnyPage {
  const { bytes, problem } = readBytes(join(folder, file), MAX_PAGE_BYTES);
  if (problem) return unreadable(file, '', problem);
  const hash = gitHash(bytes);
  return cache.find(file, hash) ?? read(file, bytes, hash);
}

function read(file: string, bytes: Buffer, hash: string): AnyPage {
  const { text, problem } = decodeText(bytes);
  return problem ? unreadable(file, hash, problem) : readPage(text, { file, hash });
}

/** A page of which nothing is known but that it is there and what is wrong with it. */
const unreadable = (file: string, hash: string, problem: Problem): AnyPage => ({
  ...readPage('', { file, hash }),
  problems: [problem],
});

/** The hash that git gives a file: that of its bytes, line ends as they are committed. */
function gitHash(bytes: Buffer): string {
  const committed = bytes.includes(13)
    ? Buffer.from(bytes.toString('latin1').replaceAll('\r\n', '\n'), 'latin1')
    : bytes;
  return createHash('sha1').update(`blob ${committed.length}\0`).update(committed).digest('hex');
}
