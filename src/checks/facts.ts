import type { AnyPage, Content, FactUse } from '../content-model/records.ts';
import type { SiteData } from '../content-model/schemas/data.ts';
import { didYouMean } from '../content-model/suggestion.ts';
import type { Check, Observation } from './context.ts';
import { findMentions, type MentionIndex, mentionIndex } from './mentions.ts';
import { parseIsoDuration, parseQuantity, type Quantity, sameQuantity } from './quantity.ts';

export type Fact = SiteData['facts'][number];

/** Rules over facts: marked ones exist and agree, and unmarked mentions seem to. */
export const checkFacts: Check = function* (content) {
  const unread = unreadFacts(content);
  if (unread) {
    yield unread;
    return;
  }
  const facts = new Map(content.data.facts.map((fact) => [fact.id, fact]));
  const ids = [...facts.keys()];
  const mentions = mentionIndex(content.data.facts);
  for (const page of content.pages) {
    for (const use of page.facts) {
      const fact = facts.get(use.id);
      if (!fact) yield unknown(page, use, ids);
      else yield* contradictions(page, use, fact);
    }
    yield* strayMentions(page, mentions);
  }
};

/** One finding where the list itself is at fault: one for each use would bury it. */
function unreadFacts({ data, pages, problems }: Content): Observation | undefined {
  const fault = problems.find(({ file }) => /^data\/facts\.ya?ml$/.test(file));
  const uses = pages.reduce((sum, page) => sum + page.facts.length, 0);
  if (!fault || data.facts.length > 0 || uses === 0) return undefined;
  return {
    rule: 'fact/unknown',
    file: fault.file,
    place: fault.place,
    message: `The facts cannot be read, so none of their ${uses} uses is known`,
    help: 'Mend this file first. What the pages say is compared with it after that.',
  };
}

const unknown = (page: AnyPage, use: FactUse, ids: readonly string[]): Observation => ({
  rule: 'fact/unknown',
  file: page.file,
  place: use.place,
  message: `There is no fact "${use.id}"`,
  help: `${didYouMean(use.id, ids)}The facts are in data/facts.yaml.`,
});

function* contradictions(page: AnyPage, use: FactUse, fact: Fact): Iterable<Observation> {
  for (const [what, written] of [
    ['value', use.value],
    ['text', use.text],
  ] as const) {
    if (written === undefined || written.trim() === '' || agrees(written, fact)) continue;
    yield {
      rule: 'fact/contradiction',
      file: page.file,
      place: use.place,
      message: `The ${what} of this place says "${written.trim()}", but the fact "${fact.id}" is ${shown(fact)}`,
      help: 'Correct this place. If the fact itself has changed, change it in data/facts.yaml, and every place that disagrees is found.',
    };
  }
}

function* strayMentions(page: AnyPage, mentions: MentionIndex): Iterable<Observation> {
  const frontmatter = page.frontmatterTexts.map((run) => ({ ...run, spans: [] }));
  for (const run of [...page.texts, ...frontmatter]) {
    for (const { fact, written, place } of findMentions(run, mentions, page.locale)) {
      if (agrees(written, fact)) continue;
      yield {
        rule: 'fact/mention',
        file: page.file,
        place,
        message: `"${written}" seems to be the fact "${fact.id}", which is ${shown(fact)}`,
        help: `Write <Fact id="${fact.id}" />, or the right value where no component can stand. If this is about something else, word it so that it cannot be mistaken`,
      };
    }
  }
}

/** Whether a text or value gives the value of a fact, however it is written. */
export function agrees(written: string, fact: Fact): boolean {
  const plain = normalise(written);
  const spellings = [String(fact.value), fact.text?.en, fact.text?.nl].filter(
    (text) => text !== undefined,
  );
  if (spellings.some((spelling) => normalise(spelling) === plain)) return true;
  const quantity = parseIsoDuration(written.trim()) ?? parseQuantity(written);
  return (
    quantity !== undefined && quantitiesOf(fact).some((known) => sameQuantity(known, quantity))
  );
}

/**
 * The amounts that state a fact. Where its text counts in working time, so does its value: of a
 * fact `PT8H` that is shown as "8 working hours", plain "8 hours" is the same.
 */
function quantitiesOf(fact: Fact): Quantity[] {
  const texts = [fact.text?.en, fact.text?.nl].filter((text) => text !== undefined);
  const known = [valueQuantity(fact), ...texts.map(parseQuantity)];
  return known.filter((quantity) => quantity !== undefined);
}

function valueQuantity({ value, unit }: Fact): Quantity | undefined {
  if (unit === 'duration') return parseIsoDuration(String(value));
  const number = typeof value === 'number' ? value : Number(value);
  if (Number.isNaN(number)) return parseQuantity(String(value));
  const dimension = unit === 'percent' || unit === 'money' ? unit : 'count';
  return { dimension, min: number, max: number };
}

/** How a fact is called in a message: its text, or its value. */
export function shown(fact: Fact): string {
  const value = fact.unit === 'percent' ? `${fact.value}%` : String(fact.value);
  return fact.text ? `"${fact.text.en}" (${value})` : `"${value}"`;
}

const normalise = (text: string) =>
  text
    .normalize('NFC')
    .replace(/[\s\u00a0\u202f]+/g, ' ')
    .replace(/[–—]/g, '-')
    .trim()
    .toLowerCase();
