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
    return explain(cause instanceof Error ? cause.message : String(cause));
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

function explain(text: string): SyntaxProblem {
  const lines = text.split('\n');
  const line = Number(/line:? (\d+)/i.exec(lines[0] ?? '')?.[1] ?? 1);
  const expecting = lines.find((part) => part.startsWith('Expecting'));
  const got = /got '([^']*)'/.exec(expecting ?? '')?.[1];
  const near = lines[1]?.replace(/^\.\.\./, '').trim();
  if (expecting && near)
    return { line, message: `line ${line}, near "${near}"${got ? `: unexpected ${got}` : ''}` };
  return { line, message: (lines[0] ?? '').replace(/\.$/, '') };
}
