import { STAFF } from '../access/audiences.ts';
import type { AnyPage, Page, Place, Section } from '../content-model/records.ts';
import { sectionOf } from '../content-model/sections.ts';
import { suggest } from '../content-model/suggestion.ts';
import { placeInText } from '../content-model/text-runs.ts';
import { PLACEHOLDER_PATTERNS, SECTIONS, type SectionRule } from '../content-model/vocabulary.ts';
import {
  type Check,
  collectionPages,
  FILE_START,
  keyPlace,
  type Observation,
  type Unjudged,
} from './context.ts';

/** Rules over every page of ours: that it can be read, is whole, is finished and is fresh. */
export const checkContent: Check = function* (content, { today, base }) {
  yield* content.problems;
  for (const page of content.pages) yield* checkProblems(page);
  yield* checkAddresses(collectionPages(content));
  for (const page of collectionPages(content)) {
    yield* checkSections(page);
    yield* checkPlaceholders(page);
    yield* checkReview(page, today);
    if (base) yield* checkNewlyShown(page, base.before(page));
  }
};

/** Someone else's MDX may need their tools; it is read as Markdown then, and nothing is wrong with it. */
function* checkProblems(page: AnyPage): Iterable<Observation | Unjudged> {
  for (const problem of page.problems) {
    if (page.collection === null && problem.rule === 'content/code') {
      yield {
        kind: 'page',
        what: `${page.file}:${problem.place.line}`,
        why: 'it is no MDX of ours and was read as Markdown',
      };
    } else yield { ...problem, file: page.file };
  }
}

function* checkAddresses(pages: readonly Page[]): Iterable<Observation> {
  const first = new Map<string, Page>();
  for (const page of pages) {
    const other = first.get(page.path);
    if (!other) first.set(page.path, page);
    else {
      yield {
        rule: 'content/address-taken',
        file: page.file,
        place: FILE_START,
        message: `The address ${page.path} is that of ${other.file} already`,
        help: 'Rename one of the two files.',
      };
    }
  }
}

const sameHeading = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase();

function* checkSections(page: Page): Iterable<Observation> {
  const isUnread = page.sections.length === 0 && page.problems.length > 0;
  // A page whose body could not be parsed has no sections yet; its problem says so already.
  if (!isUnread) yield* checkRequired(page, SECTIONS[page.collection], page.sections, undefined);
  for (const section of page.sections) yield* checkEmpty(page, section);
}

function* checkRequired(
  page: Page,
  rules: readonly SectionRule[],
  sections: readonly Section[],
  parent: Section | undefined,
): Iterable<Observation> {
  for (const rule of rules) {
    const heading = rule.heading[page.locale];
    const section = sectionOf(sections, rule, page.locale);
    if (section) {
      yield* checkRequired(page, rule.children ?? [], section.sections, section);
    } else if (!rule.optional) yield sectionMissing(page, heading, parent);
  }
}

function sectionMissing(page: Page, heading: string, parent: Section | undefined): Observation {
  const marks = parent ? '###' : '##';
  const misplaced = page.headings.find(({ text }) => sameHeading(text, heading));
  const known = SECTIONS[page.collection].map((rule) => rule.heading[page.locale].toLowerCase());
  const others = page.headings.filter(({ text }) => !known.includes(text.trim().toLowerCase()));
  const meant = suggest(
    heading,
    others.map(({ text }) => text),
  );
  const misspelt = others.find(({ text }) => text === meant);
  const file = page.file;
  const message = `The section "${heading}" is missing${parent ? ` under "${parent.heading.text}"` : ''}`;
  if (misplaced) {
    return {
      rule: 'content/section-missing',
      file,
      place: misplaced.place,
      message: parent
        ? `"${heading}" must stand under "${parent.heading.text}"`
        : `"${heading}" must be a section of its own`,
      help: `Write it as "${marks} ${heading}".`,
    };
  }
  return {
    rule: 'content/section-missing',
    file,
    place: misspelt?.place ?? parent?.heading.place ?? FILE_START,
    message,
    help: misspelt
      ? `Is "${misspelt.text}" meant? Write it as "${marks} ${heading}".`
      : `Add "${marks} ${heading}" and write what belongs there, or why there is nothing to say.`,
  };
}

function* checkEmpty(page: Page, section: Section): Iterable<Observation> {
  for (const part of section.sections) yield* checkEmpty(page, part);
  if (section.sections.length > 0 || section.text.trim() !== '') return;
  const { place, text } = section.heading;
  const position = page.headings.findIndex((heading) => isAt(heading.place, place));
  const next = page.headings[position + 1]?.place.line ?? Number.POSITIVE_INFINITY;
  // A picture, a diagram or a generated table is content too, though it is no text.
  const shows = [...page.components, ...page.diagrams, ...page.links].some(
    (item) => item.place.line > place.line && item.place.line < next,
  );
  if (shows) return;
  yield {
    rule: 'content/section-empty',
    file: page.file,
    place,
    message: `Nothing stands under "${text}"`,
    help: 'Write what belongs here, or say in a sentence that there is nothing to say. A heading that is not needed can go.',
  };
}

const isAt = (a: Place, b: Place) => a.line === b.line && a.column === b.column;

function* checkPlaceholders(page: Page): Iterable<Observation> {
  for (const run of page.texts) {
    for (const { found, index } of placeholdersIn(run.text)) {
      yield placeholderLeft(page, found, placeInText(run, index));
    }
  }
  for (const { text, place } of page.frontmatterTexts) {
    for (const { found } of placeholdersIn(text)) yield placeholderLeft(page, found, place);
  }
}

function placeholdersIn(text: string): { found: string; index: number }[] {
  return PLACEHOLDER_PATTERNS.map((pattern) => pattern.exec(text))
    .filter((match) => match !== null)
    .map((match) => ({ found: match[0], index: match.index }));
}

const placeholderLeft = (page: Page, found: string, place: Place): Observation => ({
  rule: 'content/placeholder-left',
  file: page.file,
  place,
  message: `"${found}" is still to be replaced`,
  help: 'Write what belongs here. If it is not known yet, say so in a sentence, or ask it as an <OpenQuestion>.',
});

const DAY = 86_400_000;

function* checkReview(page: Page, today: string): Iterable<Observation> {
  if (page.data?.reviewed === undefined) return;
  const { reviewed, reviewEvery, owner } = page.data;
  const due = new Date(Date.parse(reviewed) + reviewEvery * DAY).toISOString().slice(0, 10);
  if (due >= today) return;
  yield {
    rule: 'content/review-overdue',
    file: page.file,
    place: keyPlace(page, 'reviewed'),
    message: `This page was to be reviewed again by ${due}`,
    help: `${owner} reads the whole page, corrects it, and sets "reviewed" to the day of reading.`,
  };
}

function* checkNewlyShown(page: Page, before: Page | undefined): Iterable<Observation> {
  const had = before?.data?.audience ?? [];
  const gained = (page.data?.audience ?? []).filter(
    (audience) => audience !== STAFF && !had.includes(audience),
  );
  if (gained.length === 0) return;
  yield {
    rule: 'content/newly-shown',
    file: page.file,
    place: keyPlace(page, 'audience'),
    message: `This change shows the page to ${gained.join(', ')}`,
    help: 'Read the whole page as they will. If it is not for them, take the audience out.',
  };
}
