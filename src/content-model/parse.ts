import type { Root } from 'mdast';
import { markdownToMdast, mdxToMdast } from 'satteri';
import { takeOutModuleCode } from './module-code.ts';
import { explainParserError } from './parser-errors.ts';
import type { Problem } from './records.ts';
import { splitFrontmatter } from './split-frontmatter.ts';
import { isDeeperThan } from './tree.ts';

/** `mdx` has components, `md` raw HTML. */
export type SourceFormat = 'mdx' | 'md';

/** The text of a page taken apart. Lines and columns are those of the file. */
export interface ParsedSource {
  /** Without a byte order mark, every line ended by a line feed. */
  text: string;
  /** What stands between the `---` lines; absent when there are none. */
  frontmatter?: { text: string; line: number } | undefined;
  /** The body. When it does not parse as MDX: what plain Markdown makes of it. */
  tree: Root;
  problems: Problem[];
  /** `import` and `export` statements: wrong on pages of ours, and left out of the tree on all. */
  moduleCode: Problem[];
}

/** Nobody nests lists and quotes deeper than this; a file that does is no text for readers. */
const MAX_DEPTH = 100;

const EMPTY_TREE: Root = { type: 'root', children: [] };

const FEATURES = { frontmatter: false } as const;

/**
 * Splits the text of a page into frontmatter and body and parses the body with the parser that
 * renders it. Never throws: what is wrong comes back as problems.
 */
export function parseSource(source: string, format: SourceFormat): ParsedSource {
  const text = source.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const { frontmatter, body, problems } = splitFrontmatter(text);
  const modules = format === 'mdx' ? takeOutModuleCode(body) : { body, problems: [] };
  const { tree, problem } = parseBody(modules.body, format);
  return {
    text,
    frontmatter,
    tree,
    problems: problem ? [...problems, problem] : problems,
    moduleCode: modules.problems,
  };
}

function parseBody(body: string, format: SourceFormat): { tree: Root; problem?: Problem } {
  const danger = DANGERS.find(({ formats, pattern }) => formats.includes(format) && pattern(body));
  if (danger) return { tree: EMPTY_TREE, problem: danger.problem };
  let problem: Problem | undefined;
  let tree: Root;
  try {
    tree = (format === 'mdx' ? mdxToMdast : markdownToMdast)(body, { features: FEATURES }) as Root;
  } catch (error) {
    problem = explainParserError(error instanceof Error ? error.message : String(error));
    tree = markdownToMdast(body, { features: FEATURES }) as Root;
  }
  if (isDeeperThan(tree, MAX_DEPTH)) return { tree: EMPTY_TREE, problem: TOO_DEEP };
  return problem ? { tree, problem } : { tree };
}

const TOO_DEEP: Problem = {
  rule: 'content/code',
  message: `Lists, quotes or components are nested more than ${MAX_DEPTH} levels deep`,
  help: 'Divide the text with headings instead.',
  place: { line: 1, column: 1 },
};

/**
 * Text on which the parser itself fails, so that it is never given any: containers thousands deep
 * take it minutes, and code with thousands of open brackets overflows its stack and ends the
 * process.
 */
const DANGERS: readonly {
  formats: readonly SourceFormat[];
  pattern: (body: string) => boolean;
  problem: Problem;
}[] = [
  {
    formats: ['md', 'mdx'],
    pattern: (body) => /^[ \t]*(?:(?:>|[-*+][ \t]|\d{1,9}[.)][ \t])[ \t]*){100}/m.test(body),
    problem: TOO_DEEP,
  },
  {
    formats: ['mdx'],
    pattern: (body) => body.split(/\n[ \t]*\n/).some(isMostlyBrackets),
    problem: {
      rule: 'content/code',
      message: 'This page has thousands of brackets or other signs of code in one place',
      help: 'Pages hold text, not code. Put long data in a file of its own and link to it.',
      place: { line: 1, column: 1 },
    },
  },
];

function isMostlyBrackets(block: string): boolean {
  if (block.length < 10_000) return false;
  const signs = block.match(/[(){}[\]!~?=><*+&^%]/g)?.length ?? 0;
  return signs > block.length * 0.4;
}
