/** What a request asks for, as far as its address tells. */
export type RequestedPath =
  /** An address that some server could read in a way of its own. */
  | { kind: 'refused' }
  /** A well-formed address under which no edition has anything. */
  | { kind: 'nowhere' }
  /** A plain path, decoded: what it says is what it means. */
  | { kind: 'plain'; path: string };

const LONGEST_PATH = 2_048;

/** Spellings that servers take for one another, before and after decoding. */
const AMBIGUOUS = /\\|\/\/|;|%2f|%5c|%3b|%00/i;
/** `%` is left only where something was encoded twice. */
const AMBIGUOUS_DECODED = /[\\;%]|\/\/|\/\.{1,2}(?:\/|$)/;
/** The letters that the files of an edition are named with. */
const PLAIN = /^(?:\/[\w~@+,=-][\w.~@+,=-]*)*\/?$/;
/** Names with an underscore are the host's (`_headers`, `_editions`), but for the folder of built files. */
const OF_THE_HOST = /^\/(?:_(?!astro\/)|cdn-cgi(?:\/|$))/i;

/**
 * Reads the path of a request from its URL as it came in, before anything has normalised it.
 *
 * The asset server never sees how an address was spelled: it gets the plain path, or is not asked.
 */
export function readPath(url: string): RequestedPath {
  const raw = /^[a-z]+:\/\/[^/?#\\]*([^?#]*)/i.exec(url)?.[1] || '/';
  if (raw.length > LONGEST_PATH || AMBIGUOUS.test(raw)) return { kind: 'refused' };
  let path: string;
  try {
    path = decodeURIComponent(raw);
  } catch {
    return { kind: 'refused' };
  }
  if (AMBIGUOUS_DECODED.test(path) || hasControlCharacter(path)) return { kind: 'refused' };
  return PLAIN.test(path) && !OF_THE_HOST.test(path)
    ? { kind: 'plain', path }
    : { kind: 'nowhere' };
}

function hasControlCharacter(text: string): boolean {
  return Array.from(text).some((sign) => sign < ' ' || sign === '\x7f');
}
