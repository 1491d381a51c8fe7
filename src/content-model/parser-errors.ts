import type { Place, Problem } from './records.ts';

/** What a parser error means to the person who wrote the page: the first match decides. */
const EXPLANATIONS: readonly {
  pattern: RegExp;
  /** `match[1]` and further are what the pattern caught. */
  message: (match: RegExpMatchArray) => string;
  help: string | ((match: RegExpMatchArray) => string);
}[] = [
  {
    pattern: /^Expected a closing tag for `<([^>`]*)>`/,
    message: ([, name]) => `\`<${name}>\` is opened here and never closed`,
    help: ([, name]) =>
      `Add \`</${name}>\` where it ends, on a line of its own. If it has nothing inside, write \`<${name} />\`.`,
  },
  {
    pattern: /^Expected the closing tag `<\/([^>`]*)>` .*?\(`[^`]*` opened at (\d+):\d+\)/,
    message: ([, name, line]) =>
      `\`</${name}>\` stands inside a paragraph or a list, but \`<${name}>\` was opened outside of it, on line ${line}`,
    help: ([, name]) =>
      `Put \`<${name}>\` and \`</${name}>\` on lines of their own, with an empty line on both sides of each.`,
  },
  {
    pattern:
      /^Unexpected closing tag `<\/([^>`]*)>`, expected corresponding closing tag for `<([^>`]*)>` \((\d+)/,
    message: ([, found, open, line]) =>
      `\`</${found}>\` closes something else than \`<${open}>\`, which was opened on line ${line}`,
    help: ([, found, open]) => `Close \`<${open}>\` first, or correct the name in \`</${found}>\`.`,
  },
  {
    pattern: /^Unexpected closing tag `<\/([^>`]*)>`/,
    message: ([, name]) => `\`</${name}>\` closes something that was never opened`,
    help: ([, name]) => `Remove it, or add \`<${name}>\` where it should start.`,
  },
  {
    pattern: /^Unexpected character `!`/,
    message: () => 'Comments in HTML form (`<!-- … -->`) do not work in .mdx pages',
    help: 'Remove the comment. What readers need to know goes into the text.',
  },
  {
    pattern: /^Unexpected character/,
    message: () => '`<` starts a component here, but none can be read',
    help: 'To show the sign itself, put it in a code span: `<`. A link is written [text](address). The attributes of a component are written name="value".',
  },
  {
    pattern: /expression/,
    message: () => '`{` starts code here, and pages hold no code',
    help: 'To show braces, put them in a code span: `{client}`.',
  },
];

/**
 * Turns an error of the parser (`line:column: message (code)`) into a problem in plain words.
 * One that is not known keeps the parser's words.
 */
export function explainParserError(error: string): Problem {
  const [, line, column, said = error] =
    /^(\d+):(\d+): (.*?)(?: \([a-z-]+:[a-z-]+\))?$/s.exec(error) ?? [];
  const place: Place = { line: Number(line ?? 1), column: Number(column ?? 1) };
  for (const { pattern, message, help } of EXPLANATIONS) {
    const match = pattern.exec(said);
    if (!match) continue;
    return {
      rule: 'content/code',
      message: message(match),
      help: typeof help === 'string' ? help : help(match),
      place,
    };
  }
  return {
    rule: 'content/code',
    message: `This page cannot be read: ${said}`,
    help: 'Look at this line and the one before it: something is opened and not closed, or the other way round.',
    place,
  };
}
