import { PAGE_FILE, readPage } from '../content-model/index.ts';
import type { Page } from '../content-model/records.ts';

/** A page of ours from bytes out of history; nothing when the file is no page, or not one of ours. */
export function readOldPage(file: string, bytes: Buffer): Page | undefined {
  if (!PAGE_FILE.test(file)) return undefined;
  // Never looked up by its hash, so the name of the file will do for one.
  const page = readPage(bytes.toString('utf8'), { file, hash: '' });
  return page.collection === null ? undefined : page;
}
