import { base64url } from 'jose';
import { z } from 'zod';
import type { ListCursor } from '../../data/answers.ts';
import { Problem } from '../problem.ts';

const cursorShape = z.object({ key: z.string().max(500), id: z.uuid() });

/** A place in a list as a word for an address. */
export function encodeCursor(cursor: ListCursor): string {
  return base64url.encode(JSON.stringify(cursor));
}

/** The place that a word stands for. Throws the problem for one that we never gave. */
export function decodeCursor(word: string): ListCursor {
  try {
    return cursorShape.parse(JSON.parse(new TextDecoder().decode(base64url.decode(word))));
  } catch {
    throw new Problem('bad-request', {
      members: { errors: [{ path: 'query.cursor', message: 'is not the `next` of any page' }] },
    });
  }
}
