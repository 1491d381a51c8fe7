import { createHash } from 'node:crypto';

/** Changes whenever the same source would be drawn differently: Mermaid's version, then ours. */
export const RENDERER = 'mermaid-11.17.2/4';

/** The folder of rendered diagrams, from the repository root. */
export const DIAGRAM_FOLDER = 'diagrams';

/** The name under which the drawing of a Mermaid source is kept: 16 hexadecimal digits. */
export function diagramKey(source: string): string {
  const normalised = source.replace(/\r\n?/g, '\n').trim();
  return createHash('sha256').update(`${RENDERER}\n${normalised}`).digest('hex').slice(0, 16);
}
