import type { Problem } from './records.ts';

/** An `import` or `export` at the start of a line: what MDX may take for code. */
const STATEMENT = /^(import|export)(?:[ \t{]|$)/;

const FENCE = /^ {0,3}(`{3,}|~{3,})/;

/** Lines after which a new block starts although they are not empty. */
const ENDS_BLOCK = /^(?:#{1,6}\s|[<{].*[>}]\s*$|(?:[-*_]\s*){3,}$)/;

/**
 * Takes `import` and `export` statements out of an MDX body, leaving empty lines, so that the
 * parser never sees them: nothing in a page is code, and some statements make the parser end the
 * whole process.
 * @returns The body without them, and a problem for each.
 */
export function takeOutModuleCode(body: string): { body: string; problems: Problem[] } {
  const problems: Problem[] = [];
  if (!/^(?:import|export)/m.test(body)) return { body, problems };
  const lines = body.split('\n');
  let fence: string | undefined;
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const mark = FENCE.exec(line)?.[1];
    const closesFence = fence !== undefined && mark?.startsWith(fence) && /^[\s`~]*$/.test(line);
    if (fence !== undefined || mark !== undefined) {
      fence = fence === undefined ? mark : closesFence ? undefined : fence;
      continue;
    }
    const word = STATEMENT.exec(line)?.[1];
    if (word === undefined) continue;
    const before = lines[index - 1] ?? '';
    if (before.trim() !== '' && !ENDS_BLOCK.test(before) && !FENCE.test(before)) {
      // Inside a paragraph it is a word like others: a space that does not break says so.
      lines[index] = line.replace(/^(import|export)[ \t]/, '$1\u00A0');
      continue;
    }
    problems.push({
      rule: 'content/code',
      message: `Pages hold no code, and \`${word}\` is code`,
      help: 'Remove the line. The components that pages may use are there without import. If it is a sentence, start it with another word.',
      place: { line: index + 1, column: 1 },
    });
    const end = statementEnd(lines, index);
    lines.fill('', index, end);
    index = end - 1;
  }
  return { body: lines.join('\n'), problems };
}

/** The line after a statement: the next empty one at which no bracket is open any more. */
function statementEnd(lines: readonly string[], start: number): number {
  let depth = 0;
  let firstGap: number | undefined;
  for (let index = start; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    if (line.trim() === '') {
      if (depth <= 0) return index;
      firstGap ??= index;
    }
    for (const sign of line) {
      if ('([{'.includes(sign)) depth += 1;
      else if (')]}'.includes(sign)) depth -= 1;
    }
  }
  return firstGap ?? lines.length;
}
