import { CannotRun } from '../checks/cannot-run.ts';
import { suggest } from '../content-model/suggestion.ts';
import type { LockEntry } from './lock-file.ts';
import { pairsNow, type Seen, type SyncOptions } from './run.ts';
import type { Side } from './side.ts';
import { hashOfSide } from './verdict.ts';

/** One pair as it is now, by whom and when something is said about it. */
export interface Statement {
  portal: Side | undefined;
  wiki: Side | undefined;
  /** `YYYY-MM-DD`. */
  today: string;
  by: string;
}

/** A pair by its key, and what the lock file has about it. Throws `CannotRun` when there is none. */
export function findPair(seen: Seen, options: Pick<SyncOptions, 'lockFile' | 'wiki'>, key: string) {
  const pairs = pairsNow(seen, options);
  const found = pairs.find(({ pair }) => pair.key === key);
  if (found) {
    const { pair, portal, wiki, entry, lockKey } = found;
    return { key: pair.key, lockKey, portal: portal.side, wiki: wiki.side, entry };
  }
  const meant = suggest(
    key,
    pairs.map(({ pair }) => pair.key),
  );
  throw new CannotRun(
    `There is no pair "${key}"`,
    meant === undefined
      ? 'A pair is declared under "wiki" in the frontmatter of its page'
      : `Did you mean '${meant}'?`,
  );
}

/** The entry of a pair whose two sides somebody says agree. */
export function confirm({ portal, wiki, today, by }: Statement): LockEntry {
  if (!portal || !wiki) {
    throw new CannotRun(
      'One side of this pair is not there, so the two cannot agree',
      'Correct the pair in the frontmatter of its page',
    );
  }
  return { confirmed: { on: today, by }, portal: baseline(portal), wiki: baseline(wiki) };
}

/** The entry of a pair whose difference is accepted until a day, its baseline as it was. */
export function acknowledge(
  { portal, wiki, today, by }: Statement,
  entry: LockEntry | undefined,
  { reason, until }: { reason: string; until: string },
): LockEntry {
  if (!entry) {
    throw new CannotRun(
      'Nobody has said yet that the two sides of this pair agree, so there is no difference to accept',
      'Say so first, with npm run sync -- confirm',
    );
  }
  const hashes = { portal: hashOfSide(portal), wiki: hashOfSide(wiki) };
  return { ...entry, acknowledged: { reason, on: today, by, until, ...hashes } };
}

const baseline = ({ hash, source, lines }: Side) => ({ hash, source, lines });
