import type { Problem } from './records.ts';

/** Frontmatter and body of a text. */
export interface SplitText {
  /** The YAML between the `---` lines and the line it starts on; absent when there is none. */
  frontmatter?: { text: string; line: number } | undefined;
  /** The text with the frontmatter blanked out, so that line numbers stay. */
  body: string;
  problems: Problem[];
}

/** Frontmatter in a language that is not YAML, some of which other tools run as code. */
const OTHER_LANGUAGE = /^(?:[ \t]*\n)*(---[ \t]*[A-Za-z][\w-]*|\+\+\+)[ \t]*\n/;
const OPENING = /^(?:[ \t]*\n)*---[ \t]*\n/;
const CLOSING = /^---[ \t]*$/m;

/** Finds the frontmatter of a text whose lines end in line feeds. Only YAML is read. */
export function splitFrontmatter(text: string): SplitText {
  const other = OTHER_LANGUAGE.exec(text);
  if (other?.[1]) return refuse(text, other[0], other[1]);
  const opening = OPENING.exec(text);
  if (!opening) return { body: text, problems: [] };
  const closing = CLOSING.exec(text.slice(opening[0].length));
  if (!closing) return { body: text, problems: [] };
  const end = opening[0].length + closing.index;
  return {
    frontmatter: { text: text.slice(opening[0].length, end), line: lines(opening[0]) + 1 },
    body: blankUntil(text, end + closing[0].length),
    problems: [],
  };
}

function refuse(text: string, opening: string, mark: string): SplitText {
  const closing = (mark === '+++' ? /^\+\+\+[ \t]*$/m : CLOSING).exec(text.slice(opening.length));
  const end = closing ? opening.length + closing.index + closing[0].length : opening.length;
  return {
    body: blankUntil(text, end),
    problems: [
      {
        rule: 'content/code',
        message: `The frontmatter starts with \`${mark}\`; only YAML is read, nothing else is run`,
        help: 'Start it with a line that is just `---`, and write `key: value` lines down to the next `---`.',
        place: { line: lines(opening), column: 1 },
      },
    ],
  };
}

const lines = (text: string) => text.split('\n').length - 1;

const blankUntil = (text: string, end: number) =>
  '\n'.repeat(lines(text.slice(0, end))) + text.slice(end);
