/** A stretch of a step's words: plain, as code, or a blank to fill in. */
export type Words = string | { code: string } | { blank: string };

/** A step as it stands on the page. */
export interface ListStep {
  /** Made of its section and its words: whoever changes them makes another step of it. */
  id: string;
  /** The heading that it stands under, below "Steps"; empty when there is none. */
  group: string;
  words: readonly Words[];
}

/** A blank of the form: the key of its mark, and what belongs there. */
export interface ListBlank {
  key: string;
  label: string;
}

/** A checklist as it stands on the page. */
export interface List {
  title: string;
  /** Those at the head of the form; those inside a step are among its words. */
  blanks: readonly ListBlank[];
  steps: readonly ListStep[];
}

/** Longer than any step that somebody can follow. */
const MAX_ID = 600;

/**
 * The id of a step: its section and its words with the names of its blanks. Layout does not count.
 * `taken` are the ids of the steps above it, so that two that read the same are told apart.
 */
export function stepId(
  group: string,
  words: readonly Words[],
  taken: ReadonlySet<string> = new Set(),
): string {
  const text = words.map((part) => inWords(part, (key) => `[${key}]`)).join('');
  const id = tidy(group === '' ? text : `${group} › ${text}`).slice(0, MAX_ID);
  for (let count = 1; ; count += 1) {
    const counted = count === 1 ? id : `${id} (${count})`;
    if (!taken.has(counted)) return counted;
  }
}

/** One stretch of words as text; `fill` says what stands in a blank. */
export function inWords(part: Words, fill: (key: string) => string): string {
  if (typeof part === 'string') return part;
  return 'code' in part ? part.code : fill(part.blank);
}

/** A text on one line. */
export function tidy(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
