import { NUMBER_WORDS } from './number-words.ts';

/**
 * Amounts as people write them, in digits or words, in English or Dutch, made comparable.
 *
 * - `time` is counted in seconds, so that "24 hours", "1 day" and `PT24H` are one amount.
 * - `working-time` is as long, but counted in working days: "2 working days" is not "48 hours".
 * - `months` are kept apart from days, because they differ in length.
 */
export type Dimension = 'time' | 'working-time' | 'months' | 'percent' | 'money' | 'count';

export interface Quantity {
  dimension: Dimension;
  /** The same number twice, unless it is a range such as "24 to 48 hours". */
  min: number;
  max: number;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What a word after a number makes of it. */
const UNITS: readonly [words: string, dimension: Dimension, size: number][] = [
  ['seconds second secs sec s seconden seconde', 'time', 1],
  ['minutes minute mins min minuten minuut', 'time', MINUTE],
  ['hours hour hrs hr h uren uur u', 'time', HOUR],
  ['days day d dagen dag', 'time', DAY],
  ['weeks week wks wk weken', 'time', 7 * DAY],
  ['werkuren werkuur', 'working-time', HOUR],
  ['werkdagen werkdag', 'working-time', DAY],
  ['months month maanden maand', 'months', 1],
  ['years year jaren jaar', 'months', 12],
  ['percent procent %', 'percent', 1],
  ['euros euro eur', 'money', 1],
];
const UNIT_OF = new Map(
  UNITS.flatMap(([words, dimension, size]) =>
    words.split(' ').map((word) => [word, { dimension, size }] as const),
  ),
);
const WORKING = new Set(['working', 'business']);

/** Set phrases that no number and unit make up. */
const PHRASES: readonly [pattern: RegExp, seconds: number][] = [
  [/half an hour|(?:een )?half ?uur/iuy, HOUR / 2],
  [/(?:a )?quarter of an hour|(?:een )?kwartier/iuy, HOUR / 4],
  [/an hour and a half|anderhalf uur/iuy, 1.5 * HOUR],
  [/a day and a half|anderhalve dag/iuy, 1.5 * DAY],
];

const DIGITS = /\d{1,3}(?:[.,\u00a0\u202f]\d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)?/y;
const WORD = /[\p{L}]+(?:-[\p{L}]+)*|%/uy;
const GAP = /[\s\u00a0\u202f]*-?[\s\u00a0\u202f]*/y;
const BETWEEN = /[\s\u00a0\u202f]*(?:[-–—]|\b(?:to|tot|à)\b)[\s\u00a0\u202f]*/uy;
const AND = /[\s\u00a0\u202f]*(?:,|\b(?:and|en)\b)?[\s\u00a0\u202f]*/uy;
const PERCENT_NEXT = /^[\s\u00a0\u202f]*(?:%|per ?cent|procent)/i;
const CURRENCY = /(?:€|eur|usd|\$)[\s\u00a0\u202f]*/iuy;

interface Read<Value> {
  value: Value;
  /** Index after the last character read. */
  end: number;
}

/**
 * Reads the amount that starts at an index of a text, as far as it goes: "24 hours", "one week",
 * "1 h 30 min", "99,9 %", "€ 20". A bare number is a `count`. Nothing when there is none.
 */
export function readQuantity(text: string, start: number): Read<Quantity> | undefined {
  for (const [pattern, seconds] of PHRASES) {
    const end = matchAt(pattern, text, start);
    if (end !== undefined) return { value: exactly('time', seconds), end };
  }
  const sign = matchAt(CURRENCY, text, start);
  if (sign !== undefined) {
    const amount = readRange(text, sign);
    return amount && { value: { dimension: 'money', ...amount.value }, end: amount.end };
  }
  const first = readMeasured(text, start);
  if (first?.value.dimension !== 'time') return first;
  // "1 hour 30 minutes", "1 day and 2 hours": smaller units may follow.
  let total = first;
  for (;;) {
    const next = readMeasured(text, matchAt(AND, text, total.end) ?? total.end);
    if (next?.value.dimension !== 'time' || next.value.max >= total.value.min) return total;
    total = {
      value: {
        dimension: 'time',
        min: total.value.min + next.value.min,
        max: total.value.max + next.value.max,
      },
      end: next.end,
    };
  }
}

/** The amount that a whole text states, and nothing beside it. */
export function parseQuantity(text: string): Quantity | undefined {
  const trimmed = text.trim();
  const read = readQuantity(trimmed, 0);
  return read?.end === trimmed.length ? read.value : undefined;
}

/** Whether two amounts are one: same dimension, same ends. */
export function sameQuantity(a: Quantity, b: Quantity): boolean {
  return a.dimension === b.dimension && near(a.min, b.min) && near(a.max, b.max);
}

// Decimals such as 99.9 do not survive arithmetic exactly.
const near = (a: number, b: number) => Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));

const exactly = (dimension: Dimension, amount: number): Quantity => ({
  dimension,
  min: amount,
  max: amount,
});

/** An ISO 8601 duration as an amount: of months when it has only years and months. */
export function parseIsoDuration(text: string): Quantity | undefined {
  const match =
    /^P(?=.)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=.)(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(
      text,
    );
  if (!match) return undefined;
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match
    .slice(1)
    .map((part) => Number(part ?? 0));
  const time = (weeks * 7 + days) * DAY + hours * HOUR + minutes * MINUTE + seconds;
  const long = years * 12 + months;
  if (long > 0) return time > 0 ? undefined : exactly('months', long);
  return exactly('time', time);
}

/** An ISO 8601 duration in seconds; `NaN` when it is none, or counts in months. */
export function durationSeconds(text: string): number {
  const quantity = parseIsoDuration(text);
  return quantity?.dimension === 'time' ? quantity.min : Number.NaN;
}

/** Seconds in English words: 4800 is "1 hour 20 minutes". */
export function inWords(seconds: number): string {
  const parts: string[] = [];
  let rest = Math.round(seconds);
  for (const [size, unit] of [
    [DAY, 'day'],
    [HOUR, 'hour'],
    [MINUTE, 'minute'],
    [1, 'second'],
  ] as const) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count} ${unit}${count === 1 ? '' : 's'}`);
  }
  return parts.join(' ') || '0 minutes';
}

/** A number or a range, and the unit after it when there is one. */
function readMeasured(text: string, start: number): Read<Quantity> | undefined {
  const amount = readRange(text, start) ?? readArticle(text, start);
  if (!amount) return undefined;
  const { min, max } = amount.value;
  let at = matchAt(GAP, text, amount.end) ?? amount.end;
  let word = wordAt(text, at);
  let working = false;
  if (word && WORKING.has(word.value)) {
    working = true;
    at = matchAt(GAP, text, word.end) ?? word.end;
    word = wordAt(text, at);
  }
  if (word?.value === 'per' && /^cent\b/i.test(text.slice(word.end).trimStart())) {
    word = { value: 'percent', end: text.toLowerCase().indexOf('cent', word.end) + 4 };
  }
  const unit = word && UNIT_OF.get(word.value);
  if (word && unit) {
    const dimension = working && unit.dimension === 'time' ? 'working-time' : unit.dimension;
    const value = { dimension, min: min * unit.size, max: max * unit.size };
    return { value, end: word.end };
  }
  return amount.article ? undefined : { value: { dimension: 'count', min, max }, end: amount.end };
}

interface Range extends Read<{ min: number; max: number }> {
  /** "a" or "an": an amount only together with a unit. */
  article?: true;
}

function readRange(text: string, start: number): Range | undefined {
  const first = readNumber(text, start);
  if (!first) return undefined;
  const to = matchAt(BETWEEN, text, first.end);
  const second = to === undefined ? undefined : readNumber(text, to);
  return second && second.value > first.value
    ? { value: { min: first.value, max: second.value }, end: second.end }
    : { value: { min: first.value, max: first.value }, end: first.end };
}

function readArticle(text: string, start: number): Range | undefined {
  const word = wordAt(text, start);
  return word && (word.value === 'a' || word.value === 'an')
    ? { value: { min: 1, max: 1 }, end: word.end, article: true }
    : undefined;
}

function readNumber(text: string, start: number): Read<number> | undefined {
  const end = matchAt(DIGITS, text, start);
  if (end !== undefined) {
    const digits = text.slice(start, end);
    // "99.999 %" has decimals; "99.999" alone is a large number.
    const value = PERCENT_NEXT.test(text.slice(end, end + 12))
      ? Number(digits.replace(',', '.'))
      : digitsToNumber(digits);
    return { value, end };
  }
  const word = wordAt(text, start);
  if (!word) return undefined;
  const whole = NUMBER_WORDS.get(word.value);
  if (whole !== undefined) return { value: whole, end: word.end };
  // "two-day": the number is the part before the hyphen.
  const hyphen = word.value.indexOf('-');
  const head = hyphen > 0 ? NUMBER_WORDS.get(word.value.slice(0, hyphen)) : undefined;
  return head === undefined ? undefined : { value: head, end: start + hyphen };
}

/** "1,000" and "1.000" are a thousand; "99.9" and "99,9" are not. */
function digitsToNumber(digits: string): number {
  const grouped = /^\d{1,3}(?:([.,\u00a0\u202f])\d{3})(?:\1\d{3})*(?:[.,]\d+)?$/.test(digits);
  if (!grouped || digits.startsWith('0')) return Number(digits.replace(',', '.'));
  const decimals = /[.,](\d{1,2}|\d{4,})$/.exec(digits);
  const whole = decimals ? digits.slice(0, decimals.index) : digits;
  return Number(`${whole.replace(/\D/g, '')}.${decimals?.[1] ?? '0'}`);
}

function wordAt(text: string, at: number): Read<string> | undefined {
  const end = matchAt(WORD, text, at);
  return end === undefined ? undefined : { value: text.slice(at, end).toLowerCase(), end };
}

function matchAt(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}
