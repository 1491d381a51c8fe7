/** How many characters of a text are shown around the first word that was found. */
const BEFORE = 60;
const LENGTH = 170;

/** A piece of an excerpt, and whether it is what was looked for. */
export interface ExcerptPart {
  part: string;
  found: boolean;
}

/**
 * The piece of a text around the first of the words that a search found in it, cut at spaces, with
 * the words marked. A text that holds none of them is shown from its beginning.
 */
export function excerpt(text: string, words: readonly string[]): ExcerptPart[] {
  const pattern = new RegExp(
    `(?<![\\p{L}\\p{N}])(?:${words.map((word) => word.replace(/[$()*+./?[\\\]^{|}]/g, '\\$&')).join('|')})`,
    'giu',
  );
  const first = words.length > 0 ? text.search(pattern) : -1;
  const start = first > BEFORE ? text.indexOf(' ', first - BEFORE) + 1 : 0;
  const rest = text.slice(start);
  const end = rest.length > LENGTH ? rest.lastIndexOf(' ', LENGTH) : rest.length;
  const piece = `${start > 0 ? '… ' : ''}${rest.slice(0, end)}${end < rest.length ? ' …' : ''}`;
  const parts: ExcerptPart[] = [];
  let at = 0;
  for (const match of words.length > 0 ? piece.matchAll(pattern) : []) {
    parts.push(
      { part: piece.slice(at, match.index), found: false },
      { part: match[0], found: true },
    );
    at = match.index + match[0].length;
  }
  parts.push({ part: piece.slice(at), found: false });
  return parts.filter(({ part }) => part !== '');
}
