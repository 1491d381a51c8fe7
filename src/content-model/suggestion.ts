import { closest, distance } from 'fastest-levenshtein';

/**
 * The candidate that a mistyped word was probably meant to be, or nothing when none is near.
 * @param reach How many letters may differ; a third of them unless said otherwise.
 */
export function suggest(
  written: string,
  candidates: readonly string[],
  reach = Math.max(2, Math.floor(written.length / 3)),
): string | undefined {
  const near = candidates.filter(
    (candidate) => Math.abs(candidate.length - written.length) <= reach && candidate !== '',
  );
  if (near.length === 0) return undefined;
  const lower = written.toLowerCase();
  const same = near.find((candidate) => candidate.toLowerCase() === lower);
  if (same !== undefined) return same;
  const best = closest(written, near);
  const isNear = distance(written, best) <= reach && best.length > reach;
  return isNear && haveLikeWords(written, best) ? best : undefined;
}

/** Of names in several words each word must be alike: `crm-rm` is not meant where `crm-up` stands. */
function haveLikeWords(written: string, candidate: string): boolean {
  const [words, others] = [wordsOf(written), wordsOf(candidate)];
  if (words.length < 2 || words.length !== others.length) return true;
  return words.every((word, index) => {
    const other = others[index] as string;
    const half = Math.max(word.length, other.length) / 2;
    return distance(word, other) < Math.max(half, 2) || lettersOf(word) === lettersOf(other);
  });
}

/** The letters of a word in order: what it shares with one that has two of them swapped. */
const lettersOf = (word: string) => [...word].sort().join('');

const wordsOf = (text: string) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u);

/** `Did you mean "x"? ` when there is something near, otherwise nothing. */
export function didYouMean(written: string, candidates: readonly string[]): string {
  const suggestion = suggest(written, candidates);
  return suggestion === undefined ? '' : `Did you mean "${suggestion}"? `;
}
