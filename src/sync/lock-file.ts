import { isMap, isScalar, LineCounter, parseDocument, stringify } from 'yaml';
import { z } from 'zod';
import { CannotRun } from '../checks/cannot-run.ts';
import { isoDate } from '../content-model/schemas/primitives.ts';

const hash = z.string().regex(/^[0-9a-f]{16}$/);
const sideSchema = z.strictObject({
  hash,
  source: hash,
  lines: z.array(z.string()),
});
const entrySchema = z.strictObject({
  confirmed: z.strictObject({ on: isoDate, by: z.string().min(1) }),
  portal: sideSchema,
  wiki: sideSchema,
  acknowledged: z
    .strictObject({
      reason: z.string().min(1),
      on: isoDate,
      by: z.string().min(1),
      until: isoDate,
      /** Hash of a side as it was; `missing` where it was not there. */
      portal: z.union([hash, z.literal('missing')]),
      wiki: z.union([hash, z.literal('missing')]),
    })
    .optional(),
});
const lockSchema = z.strictObject({
  version: z.literal(1),
  pairs: z.record(z.string(), entrySchema).nullable(),
});

/** One side when somebody last said that the two agree. */
export type BaselineSide = z.infer<typeof sideSchema>;
/** What is known of a pair: its baseline, and whether a difference is accepted for a time. */
export type LockEntry = z.infer<typeof entrySchema>;

/** The baseline of a wiki. */
export interface Lock {
  entries: ReadonlyMap<string, LockEntry>;
  /** Line of each pair in the file. */
  lines: ReadonlyMap<string, number>;
}

const HEAD = `# What people have confirmed: of each pair both sides, as they were when somebody last said that they agree.
# Written by npm run sync -- confirm PAIR and npm run sync -- ack PAIR. To give up a pair, delete its entry here.
`;

/** Reads the text of a lock file; an absent one is empty. Throws `CannotRun` for any other text. */
export function readLock(text: string | undefined, name: string): Lock {
  if (text === undefined) return { entries: new Map(), lines: new Map() };
  const counter = new LineCounter();
  const document = parseDocument(text.replace(/\r\n?/g, '\n'), { lineCounter: counter });
  const result = lockSchema.safeParse(document.errors.length > 0 ? undefined : document.toJS());
  if (!result.success) {
    const why = document.errors[0]?.message ?? z.prettifyError(result.error);
    throw new CannotRun(
      `${name} cannot be read: ${why}`,
      'Restore it from git; a merge conflict in it is solved by keeping the entries of both sides.',
    );
  }
  const pairs = document.get('pairs');
  const lines = new Map<string, number>();
  for (const item of isMap(pairs) ? pairs.items : []) {
    if (!isScalar(item.key) || !item.key.range) continue;
    lines.set(String(item.key.value), counter.linePos(item.key.range[0]).line);
  }
  return { entries: new Map(Object.entries(result.data.pairs ?? {})), lines };
}

/** The text of a lock file, pairs in order, so that two branches change different places of it. */
export function writeLock(entries: ReadonlyMap<string, LockEntry>): string {
  const pairs = Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
  return HEAD + stringify({ version: 1, pairs }, { lineWidth: 0 });
}
