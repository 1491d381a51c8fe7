import type { Place, TextRun } from '../content-model/records.ts';
import type { SiteData } from '../content-model/schemas/data.ts';
import { placeInText } from '../content-model/text-runs.ts';
import type { Locale } from '../content-model/vocabulary.ts';
import { type Quantity, readQuantity } from './quantity.ts';

type Fact = SiteData['facts'][number];

/** A phrase that gives a fact's value without a mark, split at the value. */
interface Phrase {
  fact: Fact;
  before: string;
  after: string;
}

/** Every phrase of every fact, by locale, with one pattern that tells whether any may be near. */
export type MentionIndex = ReadonlyMap<Locale, { phrases: Phrase[]; any: RegExp }>;

/** An unmarked place that gives a value. */
export interface Mention {
  fact: Fact;
  /** The value as it is written there. */
  written: string;
  place: Place;
}

/** Prepares the `mentions` of facts for `findMentions`. */
export function mentionIndex(facts: readonly Fact[]): MentionIndex {
  const index = new Map<Locale, { phrases: Phrase[]; any: RegExp }>();
  const phrases = facts.flatMap((fact) =>
    Object.entries(fact.mentions).flatMap(([locale, written]) =>
      (written ?? [])
        .filter((phrase) => phrase.includes('{value}'))
        .map((phrase) => ({ locale: locale as Locale, ...split(fact, phrase) })),
    ),
  );
  for (const [locale, ofLocale] of Map.groupBy(phrases, (phrase) => phrase.locale)) {
    const anchors = ofLocale.map(({ before, after }) => anchorOf(before, after));
    index.set(locale, {
      phrases: ofLocale,
      any: new RegExp([...new Set(anchors)].map(loosely).join('|'), 'iu'),
    });
  }
  return index;
}

/** The places in a run of text where a phrase of a fact stands with a value in it. */
export function* findMentions(
  run: TextRun,
  index: MentionIndex,
  locale: Locale,
): Iterable<Mention> {
  const known = index.get(locale);
  if (!known?.any.test(run.text)) return;
  for (const { fact, before, after } of known.phrases) {
    for (const { start, end } of valuesBetween(run.text, before, after, fact)) {
      yield { fact, written: run.text.slice(start, end), place: placeInText(run, start) };
    }
  }
}

function split(fact: Fact, phrase: string): Phrase {
  const [before = '', after = ''] = phrase.split('{value}');
  return { fact, before: before.trimStart(), after: after.trimEnd() };
}

/** The longer part of a phrase, which is looked for first. */
const anchorOf = (before: string, after: string) =>
  before.trim().length >= after.trim().length ? before.trim() : after.trim();

/** Any white space and any hyphen will do where the phrase has one. */
function loosely(text: string): string {
  return text
    .replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
    .replace(/\s+/g, '[\\s\\u00a0\\u202f]+')
    .replace(/-/g, '[-\\u2010\\u2011]');
}

function* valuesBetween(
  text: string,
  before: string,
  after: string,
  fact: Fact,
): Iterable<{ start: number; end: number }> {
  const rest = new RegExp(`${loosely(after)}${/\p{L}$/u.test(after) ? '(?!\\p{L})' : ''}`, 'iuy');
  if (before.trim() !== '') {
    for (const match of text.matchAll(new RegExp(`(?<!\\p{L})${loosely(before)}`, 'giu'))) {
      const start = match.index + match[0].length;
      const end = valueEnd(text, start, fact);
      rest.lastIndex = end ?? 0;
      if (end !== undefined && (after === '' || rest.test(text))) yield { start, end };
    }
    return;
  }
  for (const match of text.matchAll(new RegExp(rest.source, 'giu'))) {
    const start = valueStart(text, match.index, fact);
    if (start !== undefined) yield { start, end: match.index };
  }
}

/** Where the value that starts at an index ends; nothing when what stands there is no such value. */
function valueEnd(text: string, start: number, fact: Fact): number | undefined {
  if (fact.unit === 'address' || fact.unit === 'text') {
    const words = String(fact.value).split(/\s+/).length;
    const pattern = new RegExp(`\\S+(?:\\s+\\S+){${words - 1}}`, 'y');
    pattern.lastIndex = start;
    const match = pattern.exec(text)?.[0].replace(/[\p{P}]+$/u, '');
    return match && looksLike(match, String(fact.value)) ? start + match.length : undefined;
  }
  const read = readQuantity(text, start);
  return read && fits(read.value, fact) ? read.end : undefined;
}

/**
 * Whether a word may be meant as a value of the same kind: both numbers, both addresses, both
 * channels. Of values without such a mark nothing can be said.
 */
function looksLike(word: string, value: string): boolean {
  const marks = [/^\d/, /@/, /^#/, /\w\.\w/];
  const mark = marks.find((pattern) => pattern.test(value));
  return mark?.test(word) ?? false;
}

const WORDS_BEFORE = 6;

/** Where the value that ends at an index starts, taking in as much as belongs to it. */
function valueStart(text: string, end: number, fact: Fact): number | undefined {
  const head = text.slice(Math.max(0, end - 60), end);
  const starts = [...head.matchAll(/(?<=^|[\s(])[^\s(]/gu)].slice(-WORDS_BEFORE);
  return starts
    .map((match) => end - head.length + match.index)
    .find((start) => {
      const stop = valueEnd(text.slice(0, end), start, fact);
      return stop !== undefined && text.slice(stop, end).trim() === '';
    });
}

const DIMENSIONS: Partial<Record<Fact['unit'], readonly Quantity['dimension'][]>> = {
  duration: ['time', 'working-time', 'months'],
  percent: ['percent'],
  money: ['money'],
  count: ['count'],
};

const fits = (quantity: Quantity, fact: Fact) =>
  DIMENSIONS[fact.unit]?.includes(quantity.dimension) ?? false;
