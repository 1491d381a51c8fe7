import type { Place, Problem } from './records.ts';

/** The text of a file; empty, with what is wrong, when it is none. */
export interface FileText {
  text: string;
  problem?: Problem;
}

/** Decodes the bytes of a text file in UTF-8. */
export function readText(bytes: Uint8Array, maxBytes: number): FileText {
  if (bytes.length > maxBytes) {
    const megabytes = (size: number) => `${(size / 1_000_000).toFixed(1)} MB`;
    return refuse(
      `This file has ${megabytes(bytes.length)}; a page may have ${megabytes(maxBytes)}`,
      'Divide it into several pages, and put long data in files of their own.',
    );
  }
  if (bytes.includes(0)) {
    return refuse(
      'This file is not text',
      'Pages are text files in UTF-8. If it is an image or a document, give it its own ending and link to it.',
    );
  }
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const wrong = text.indexOf('\uFFFD');
  if (wrong === -1 || isUtf8(bytes)) return { text };
  return refuse(
    'This file is not in UTF-8: here stands a letter that cannot be read',
    'Save the file again with the encoding UTF-8.',
    placeAt(text, wrong),
  );
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function placeAt(text: string, index: number): Place {
  const lines = text.slice(0, index).split(/\r\n?|\n/);
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}

function refuse(message: string, help: string, place: Place = { line: 1, column: 1 }): FileText {
  return { text: '', problem: { rule: 'content/schema', message, help, place } };
}
