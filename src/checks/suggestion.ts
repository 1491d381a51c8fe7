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
  return distance(written, best) <= reach && best.length > reach ? best : undefined;
}

/** `Did you mean "x"? ` when there is something near, otherwise nothing. */
export function didYouMean(written: string, candidates: readonly string[]): string {
  const suggestion = suggest(written, candidates);
  return suggestion === undefined ? '' : `Did you mean "${suggestion}"? `;
}
