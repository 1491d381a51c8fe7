import { closest, distance } from 'fastest-levenshtein';

/** "Did you mean `…`? " when a known word is close to what was written, otherwise nothing. */
export function didYouMean(word: string, known: readonly string[]): string {
  if (known.length === 0) return '';
  const best = closest(word, known);
  const near = distance(word, best) <= Math.max(1, Math.floor(word.length / 3));
  return near ? `Did you mean \`${best}\`? ` : '';
}
