import type { Place, TextRun } from './records.ts';
import { childrenOf, type Node, placeOf } from './tree.ts';

/** Stands in a run for what is no text. */
const GAP = '\uFFFC';

/**
 * The readable text of a paragraph, heading or cell in one run, so that a phrase is found across
 * emphasis and line ends.
 * @param lines The lines of the file.
 */
export function textRun(block: Node, lines: readonly string[]): TextRun {
  const run: TextRun = { text: '', place: placeOf(block), spans: [] };
  for (const child of childrenOf(block)) add(child);
  return run;

  function add(node: Node): void {
    if (node.type === 'text') addText(node.value, placeOf(node));
    else if (node.type === 'break') addText('\n', placeOf(node));
    else if (childrenOf(node).length > 0) for (const child of childrenOf(node)) add(child);
    else if (node.type !== 'html') addText(GAP, placeOf(node));
  }

  function addText(text: string, place: Place): void {
    for (const [index, line] of text.split('\n').entries()) {
      if (index > 0) run.text += '\n';
      if (line === '') continue;
      const number = place.line + index;
      run.spans.push(
        run.text.length,
        number,
        index > 0 ? firstColumn(lines[number - 1]) : place.column,
      );
      run.text += line;
    }
  }
}

/** Where the text of a line starts that quotes and lists may have indented. */
function firstColumn(line = ''): number {
  return (/^[\s>]*/.exec(line)?.[0].length ?? 0) + 1;
}

/** Where a character of a run stands in the file. */
export function placeInText(run: TextRun, index: number): Place {
  let place = run.place;
  for (let at = 0; at < run.spans.length; at += 3) {
    const [start = 0, line = 1, column = 1] = run.spans.slice(at, at + 3);
    if (start > index) break;
    place = { line, column: column + index - start };
  }
  return place;
}
