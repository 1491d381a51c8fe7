import type { Page, Section } from '../content-model/records.ts';
import type { SiteData } from '../content-model/schemas/data.ts';
import { findSection } from '../content-model/sections.ts';
import { ADR_TRANSITIONS, type AdrStatus, VERDICTS } from '../content-model/vocabulary.ts';
import { type Check, FILE_START, keyPlace, type Observation, pagesOf } from './context.ts';
import { agrees } from './facts.ts';

type Facts = SiteData['facts'];
type Adr = Extract<Page, { collection: 'adr' }>;
type ReadAdr = Adr & { data: NonNullable<Adr['data']> };

/** Rules over ADRs: numbers, file names, relations, alternatives, and what a change may do. */
export const checkAdrs: Check = function* (content, { base }) {
  const adrs = pagesOf(content, 'adr');
  for (const adr of adrs) {
    yield* checkFileName(adr);
    yield* checkAlternatives(adr);
  }
  const read = adrs.filter((adr): adr is ReadAdr => adr.data !== undefined);
  for (const [, ofLocale] of Map.groupBy(read, (adr) => adr.locale)) {
    yield* checkNumbers(ofLocale);
    yield* checkRelations(ofLocale, read);
  }
  if (!base) return;
  yield* checkNumbersElsewhere(read, base.adrsElsewhere, base.ref);
  for (const adr of read) {
    const before = base.before(adr);
    if (before?.collection === 'adr' && before.data)
      yield* checkChange(adr, before as ReadAdr, content.data.facts);
  }
};

/** `ADR-004`. */
const label = (number: number) => `ADR-${String(number).padStart(3, '0')}`;

function* checkFileName(adr: Adr): Iterable<Observation> {
  const name = adr.file.split('/').at(-1) ?? '';
  const number = /^(\d{3,})-[a-z0-9]+(?:-[a-z0-9]+)*\.mdx?$/.exec(name)?.[1];
  if (number === undefined) {
    yield {
      rule: 'adr/filename',
      file: adr.file,
      place: FILE_START,
      message: `"${name}" is no name for an ADR`,
      help: 'Rename the file to its number in three digits and a short title in lower-case letters, joined by hyphens: 014-short-title.mdx.',
    };
  } else if (adr.data && Number(number) !== adr.data.number) {
    yield {
      rule: 'adr/filename',
      file: adr.file,
      place: keyPlace(adr, 'number'),
      message: `The file name says ${label(Number(number))}, and "number" says ${adr.data.number}`,
      help: 'Correct whichever is wrong.',
    };
  }
}

function* checkAlternatives(adr: Adr): Iterable<Observation> {
  const verdicts = Object.values(VERDICTS)
    .map((verdict) => `**${verdict}**`)
    .join(', ');
  for (const alternative of adr.body.alternatives) {
    if (alternative.verdict !== undefined && alternative.reasons.length > 0) continue;
    yield {
      rule: 'adr/alternative-verdict',
      file: adr.file,
      place: alternative.place,
      message:
        alternative.verdict === undefined
          ? `The alternative "${alternative.title}" has no verdict`
          : `The verdict on "${alternative.title}" gives no reasons`,
      help: `Start a paragraph under this heading with one of ${verdicts}, followed by a list of the reasons.`,
    };
  }
}

function* checkNumbers(adrs: readonly ReadAdr[]): Iterable<Observation> {
  const first = new Map<number, ReadAdr>();
  for (const adr of adrs.toSorted((a, b) => (a.file < b.file ? -1 : 1))) {
    const other = first.get(adr.data.number);
    if (other) yield duplicate(adr, other.file);
    else first.set(adr.data.number, adr);
  }
  let last = 0;
  for (const [number, adr] of [...first].toSorted(([a], [b]) => a - b)) {
    if (number > last + 1) {
      const missing =
        number === last + 2
          ? label(last + 1)
          : `the numbers from ${label(last + 1)} to ${label(number - 1)}`;
      yield {
        rule: 'adr/number-gap',
        file: adr.file,
        place: keyPlace(adr, 'number'),
        message: `There is no ADR with ${missing} before ${label(number)}`,
        help: 'If nobody is about to add it, take the next free number. An ADR that was withdrawn stays, with the status rejected.',
      };
    }
    last = number;
  }
}

function* checkNumbersElsewhere(
  adrs: readonly ReadAdr[],
  elsewhere: readonly Page[],
  ref: string,
): Iterable<Observation> {
  for (const adr of adrs) {
    const other = elsewhere.find(
      (page) =>
        page.collection === 'adr' &&
        page.locale === adr.locale &&
        page.data?.number === adr.data.number,
    );
    if (other) yield duplicate(adr, `${other.file} on ${ref}`);
  }
}

const duplicate = (adr: ReadAdr, other: string): Observation => ({
  rule: 'adr/number-duplicate',
  file: adr.file,
  place: keyPlace(adr, 'number'),
  message: `${label(adr.data.number)} is taken by ${other}`,
  help: 'Give the newer of the two the next free number, in "number" and in its file name.',
});

/** What a relation is called on the other side. */
const OTHER_SIDE = { supersedes: 'supersededBy', supersededBy: 'supersedes' } as const;

function* checkRelations(
  adrs: readonly ReadAdr[],
  everywhere: readonly ReadAdr[],
): Iterable<Observation> {
  const byNumber = new Map([...everywhere, ...adrs].map((adr) => [adr.data.number, adr]));
  for (const adr of adrs) {
    const { number, status } = adr.data;
    for (const key of ['supersedes', 'supersededBy'] as const) {
      for (const [index, named] of adr.data[key].entries()) {
        const other = byNumber.get(named);
        if (other && named !== number && other.data[OTHER_SIDE[key]].includes(number)) continue;
        yield {
          rule: 'adr/supersede-asymmetric',
          file: adr.file,
          place: keyPlace(adr, `${key}.${index}`),
          ...asymmetry(adr, key, named, other),
        };
      }
    }
    if (status === 'superseded' && adr.data.supersededBy.length === 0) {
      yield {
        rule: 'adr/superseded-without-successor',
        file: adr.file,
        place: keyPlace(adr, 'status'),
        message: `${label(number)} is superseded, but does not say by which ADR`,
        help: 'Add "supersededBy: [number]" with the number of the ADR that replaces it. If nothing does, the status is deprecated.',
      };
    }
    const successor = adr.data.supersededBy
      .map((named) => byNumber.get(named))
      .find((other) => other?.data.status === 'accepted');
    if (status === 'accepted' && successor) {
      yield {
        rule: 'adr/supersede-asymmetric',
        file: adr.file,
        place: keyPlace(adr, 'status'),
        message: `${label(number)} is still accepted, although ${label(successor.data.number)}, which replaces it, is accepted too`,
        help: 'Set the status to superseded. If only a part is replaced, use "amends" on the newer ADR instead.',
      };
    }
    const named = [
      ...adr.data.amends.map(({ adr: to }, index) => [`amends.${index}.adr`, to] as const),
      ...adr.data.related.map((to, index) => [`related.${index}`, to] as const),
    ];
    for (const [key, to] of named) {
      if (byNumber.has(to) && to !== number) continue;
      yield {
        rule: 'adr/relation-missing',
        file: adr.file,
        place: keyPlace(adr, key),
        message: to === number ? `${label(number)} names itself` : `There is no ${label(to)}`,
        help: 'Correct the number, or take it out.',
      };
    }
  }
}

function asymmetry(
  adr: ReadAdr,
  key: 'supersedes' | 'supersededBy',
  named: number,
  other: ReadAdr | undefined,
): Pick<Observation, 'message' | 'help'> {
  const verb = { supersedes: 'supersedes', supersededBy: 'is superseded by' }[key];
  const says = `${label(adr.data.number)} says that it ${verb} ${label(named)}`;
  if (named === adr.data.number) return { message: `${says}, itself`, help: 'Take it out.' };
  if (!other) {
    return {
      message: `${says}, which does not exist`,
      help: 'Correct the number, or take it out.',
    };
  }
  return {
    message: `${says}, but ${label(named)} does not say so`,
    help: `Add ${adr.data.number} to "${OTHER_SIDE[key]}" in ${other.file}, or take ${named} out here.`,
  };
}

function* checkChange(adr: ReadAdr, before: ReadAdr, facts: Facts): Iterable<Observation> {
  const [was, is] = [before.data.status, adr.data.status];
  const allowed: readonly AdrStatus[] = ADR_TRANSITIONS[was];
  if (was !== is && !allowed.includes(is)) {
    yield {
      rule: 'adr/status-transition',
      file: adr.file,
      place: keyPlace(adr, 'status'),
      message: `The status went from ${was} to ${is}`,
      help: `From ${was} it may ${allowed.length > 0 ? `only become ${allowed.join(' or ')}` : 'not change any more'}. Write a new ADR for a new decision.`,
    };
  }
  if (was !== 'accepted' || is !== 'accepted') return;
  const [old, now] = [findSection(before, 'decision'), findSection(adr, 'decision')];
  if (old !== undefined && !sameWording(wording(old), wording(now), facts)) {
    yield {
      rule: 'adr/accepted-decision-changed',
      file: adr.file,
      place: now?.heading.place ?? FILE_START,
      message: 'The Decision was changed, although this ADR is accepted',
      help: 'Put the Decision back as it was, and write a new ADR that supersedes or amends this one. Other sections may be corrected.',
    };
  }
}

/** The words of a section and the headings in it; line breaks and spacing do not count. */
function wording(section: Section | undefined): string {
  if (!section) return '';
  const headings = section.sections.map((part) => part.heading.text);
  return [section.text, ...headings].join(' ').replace(/\s+/g, ' ').trim();
}

const FACT = /⟦Fact ([^⟧]*)⟧/;

/** Whether two wordings say the same: a value may have been marked as the fact that it gives. */
function sameWording(old: string, now: string, facts: Facts): boolean {
  if (old === now) return true;
  // Every other part is the id of a fact.
  const parts = now.split(FACT);
  const pattern = parts
    .map((part, index) =>
      index % 2 === 0 ? part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') : '(.{1,60}?)',
    )
    .join('');
  const values = new RegExp(`^${pattern}$`).exec(old)?.slice(1);
  return (
    values?.every((value, index) => {
      const id = parts[index * 2 + 1];
      const fact = facts.find((candidate) => candidate.id === id);
      return value === `⟦Fact ${id}⟧` || (fact !== undefined && agrees(value, fact));
    }) ?? false
  );
}
