import type { Context, TypedResponse } from 'hono';

const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;

/**
 * Answers with JSON and an ETag of its text, or 304 when that is what the caller has. The tag is weak
 * in the RFC's sense, made to notice changes and not to withstand anybody: who asks sees only their own.
 */
export function answerTagged<Value extends object>(
  c: Context,
  value: Value,
): Response & TypedResponse<Value, 200, 'json'> {
  const text = JSON.stringify(value);
  const tag = `"${text.length.toString(36)}-${hash(text, OFFSET)}${hash(text, ~OFFSET)}"`;
  c.header('etag', `W/${tag}`);
  const known = c.req.header('if-none-match') ?? '';
  const isKnown = known.trim() === '*' || known.includes(tag);
  const answer = isKnown
    ? c.body(null, 304)
    : c.body(text, 200, { 'content-type': 'application/json' });
  return answer as Response as Response & TypedResponse<Value, 200, 'json'>;
}

/** FNV-1a over the UTF-16 code units, from a given start. */
function hash(text: string, start: number): string {
  let value = start;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), PRIME);
  }
  return (value >>> 0).toString(36);
}
