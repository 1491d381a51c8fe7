import { createHash } from 'node:crypto';
import { findMentions, type MentionIndex } from '../checks/mentions.ts';
import type { Place } from '../content-model/records.ts';
import type { Locale } from '../content-model/vocabulary.ts';
import { type Outline, sectionRange, sourceOf } from './outline.ts';
import type { ShownData } from './shown-data.ts';

/** One side of a pair as it is now. */
export interface Side {
  /** The normal form, facts with their values. */
  lines: string[];
  /** Where each line stands. */
  places: Place[];
  /** Hash of the lines. */
  hash: string;
  /** Hash of the source as it is written. */
  source: string;
  /** Indexes of the outline's lines. */
  range: { from: number; to: number };
}

/**
 * A section as one side of a pair; nothing when the text does not have it.
 * @param values What stands for a mark that only names a fact, and for a component over shared data.
 */
export function sideOf(
  outline: Outline,
  anchor: string | undefined,
  values: ShownData,
): Side | undefined {
  const range = sectionRange(outline, anchor);
  if (!range) return undefined;
  const part = outline.lines.slice(range.from, range.to);
  const lines = part.map(({ text }) =>
    text
      .replace(/⟦fact ([^=⟧]*)⟧/g, (whole, id: string) => {
        const value = values.get(id);
        return value === undefined ? whole : `⟦fact ${id}=${value}|⟧`;
      })
      .replace(/\[([A-Z][A-Za-z]* [^\]\s]+)\]/g, (whole, named: string) => {
        const shown = values.get(named);
        return shown === undefined ? whole : `[${named}: ${shown}]`;
      }),
  );
  return {
    lines,
    places: part.map(({ place }) => place),
    hash: hashOf(lines.join('\n')),
    source: hashOf(sourceOf(outline, range).trim()),
    range,
  };
}

/** Short enough to be read out, long enough that two texts never share one. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** Lines without the values of facts, marked or recognised: the facts are compared by themselves. */
export function maskFacts(
  lines: readonly string[],
  mentions: MentionIndex,
  locale: Locale,
): string[] {
  return lines.map((line) => {
    const marked = line.replace(/⟦fact ([^=⟧]*)(?:=[^⟧]*)?⟧/g, '⟦fact $1⟧');
    const run = { text: marked, place: { line: 1, column: 1 }, spans: [0, 1, 1] };
    const found = [...findMentions(run, mentions, locale)].sort(
      (a, b) => b.place.column - a.place.column,
    );
    return found.reduce((text, { fact, written, place }) => {
      const start = place.column - 1;
      // Two phrases can recognise one value; the first to come has put its mark there.
      return text.startsWith(written, start)
        ? `${text.slice(0, start)}⟦fact ${fact.id}⟧${text.slice(start + written.length)}`
        : text;
    }, marked);
  });
}
