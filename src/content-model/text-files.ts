import { readFileSync, statSync } from 'node:fs';
import type { Place, Problem } from './records.ts';

/** The bytes of a file, or why there are none to read. */
export function readBytes(
  path: string,
  maxBytes: number,
): { bytes: Buffer; problem?: undefined } | { bytes?: undefined; problem: Problem } {
  try {
    const { size } = statSync(path);
    if (size <= maxBytes) return { bytes: readFileSync(path) };
    const megabytes = (count: number) => `${(count / 1_000_000).toFixed(1)} MB`;
    return {
      problem: problem(
        `This file has ${megabytes(size)}; ${megabytes(maxBytes)} are read at most`,
        'Divide it into several files. What is no text for readers goes into a file of its own kind.',
      ),
    };
  } catch (error) {
    return {
      problem: problem(
        `This file cannot be read: ${error instanceof Error ? error.message : String(error)}`,
        'Check who may read it, and that it still exists.',
      ),
    };
  }
}

/** Decodes the bytes of a text file in UTF-8; the text is empty, with what is wrong, when it is none. */
export function decodeText(bytes: Uint8Array): { text: string; problem?: Problem } {
  if (bytes.includes(0)) {
    return refused(
      'This file is not text',
      'Pages are text files in UTF-8. If it is an image or a document, give it its own ending and link to it.',
    );
  }
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const wrong = text.indexOf('\uFFFD');
  if (wrong === -1 || isUtf8(bytes)) return { text };
  return refused(
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

function refused(message: string, help: string, place?: Place) {
  return { text: '', problem: problem(message, help, place) };
}

const problem = (message: string, help: string, place = { line: 1, column: 1 }): Problem => ({
  rule: 'content/schema',
  message,
  help,
  place,
});
