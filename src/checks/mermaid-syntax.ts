/** What Mermaid says about a source that it cannot read. */
export interface SyntaxProblem {
  message: string;
  /** Line of the source, from 1. */
  line: number;
}

/**
 * Reads a Mermaid source without a browser; nothing is drawn. Gives what is wrong, or nothing.
 * Loads Mermaid on the first call, which takes half a second.
 */
export async function findSyntaxProblem(source: string): Promise<SyntaxProblem | undefined> {
  const mermaid = await loadMermaid();
  try {
    await mermaid.parse(source);
    return undefined;
  } catch (cause) {
    return explain(source, cause);
  }
}

let loaded: Promise<typeof import('mermaid').default> | undefined;

function loadMermaid() {
  loaded ??= (async () => {
    // Mermaid cleans labels with DOMPurify, which needs a document. Nothing is shown here, so
    // labels may stay as they are.
    const { default: purify } = await import('dompurify');
    Object.assign(purify, {
      addHook() {},
      removeHook() {},
      sanitize: (text: unknown) => String(text),
    });
    return (await import('mermaid')).default;
  })();
  return loaded;
}

/** What Mermaid's parsers throw. */
interface ParseError {
  message?: string;
  hash?: { loc?: { first_line?: number } };
}

function explain(source: string, cause: unknown): SyntaxProblem {
  const { message = String(cause), hash } = cause as ParseError;
  const lines = message.split('\n');
  const [first = ''] = lines;
  const said = hash?.loc?.first_line ?? Number(/line:? (\d+)/i.exec(first)?.[1] ?? 1);
  const line = lineOfSource(source, said);
  const expecting = lines.find((part) => part.startsWith('Expecting'));
  const got = /got '([^']*)'/.exec(expecting ?? '')?.[1];
  const near = lines[1]?.replace(/^\.\.\./, '').trim();
  return expecting && near
    ? { line, message: `near "${near}"${got ? `, unexpected ${got}` : ''}` }
    : { line, message: first.replace(/\.$/, '') };
}

/** Mermaid counts lines after it has taken out comments and what is empty above the first line. */
function lineOfSource(source: string, counted: number): number {
  const lines = source.split('\n');
  const start = lines.findIndex((line) => line.trim() !== '' && !isComment(line));
  const kept = lines.flatMap((line, index) =>
    index < start || isComment(line) ? [] : [index + 1],
  );
  return kept[counted - 1] ?? kept.at(-1) ?? 1;
}

const isComment = (line: string) => /^\s*%%(?!\{)/.test(line);
