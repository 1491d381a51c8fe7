import type { Place } from '../content-model/records.ts';

/**
 * One line of a text's normal form: what it is (`step`, `item`, `text`, `heading`, …) and what it
 * says, in the shape of a `TextRun`. Emphasis, white space, list markers and quotation marks' form
 * are gone; facts stand in it as `⟦fact invitation-validity⟧`, with the value where one is written.
 */
export interface OutlineLine {
  text: string;
  place: Place;
  /** Index, line, column, and again: where stretches of the text start. */
  spans: number[];
  /** Present on a heading that starts a section. */
  section?: { depth: number; anchor: string };
}

/** A marked fact, with the line of the outline that it stands in. */
export interface OutlineFact {
  id: string;
  value?: string;
  text?: string;
  place: Place;
  line: number;
}

/** A link, with the line of the outline that it stands in. */
export interface OutlineLink {
  href: string;
  place: Place;
  line: number;
}

/** A page or an article in the form in which the two can be compared with what they were. */
export interface Outline {
  lines: OutlineLine[];
  facts: OutlineFact[];
  links: OutlineLink[];
  /** Fragments that exist. */
  anchors: string[];
  /**
   * The source as it is written: one entry for what stands before the first section, and one for
   * each section up to the next heading. Tells a change that the normal form does not show.
   */
  sources: string[];
}

/** What a line is. Ordered list items and boxes to tick are steps. */
export type LineKind = 'box' | 'code' | 'heading' | 'item' | 'row' | 'step' | 'text';

/** Takes what a parser finds, piece by piece, and keeps the lines. */
export interface OutlineWriter {
  /** Adds text to the line that is open; opens one if none is. */
  text(text: string, place: Place): void;
  fact(fact: Omit<OutlineFact, 'line'>): void;
  /** Adds a link around what `inside` writes. */
  link(href: string, place: Place, inside: () => void): void;
  /** Ends the open line, and gives the next the kind, for as long as `inside` writes. */
  block(kind: LineKind, inside: () => void): void;
  /** A paragraph: a line of its own, of the kind that a list item has announced if it is its first. */
  paragraph(inside: () => void): void;
  /** A list item: what follows its first line stands one level deeper. */
  item(kind: 'item' | 'step', inside: () => void): void;
  /** Everything that `inside` writes stands one level deeper. */
  deeper(inside: () => void): void;
  heading(section: OutlineLine['section'], inside: () => void): void;
  outline(): Pick<Outline, 'lines' | 'facts' | 'links'>;
}

/** Starts an empty outline. */
export function writeOutline(): OutlineWriter {
  const lines: OutlineLine[] = [];
  const facts: OutlineFact[] = [];
  const links: OutlineLink[] = [];
  let depth = 0;
  let kind: LineKind = 'text';
  let section: OutlineLine['section'];
  /** The line being written, not yet among the lines. */
  let open: OutlineLine | undefined;
  let prefix = '';
  let isFirstOfItem = false;

  const openLine = (place: Place): OutlineLine => {
    if (open) return open;
    prefix = `${'· '.repeat(depth)}${kind}: `;
    open = { text: prefix, place, spans: [], ...(section && { section }) };
    section = undefined;
    if (isFirstOfItem) {
      depth += 1;
      isFirstOfItem = false;
    }
    return open;
  };
  const endLine = () => {
    if (!open) return;
    open.text = open.text.trimEnd();
    lines.push(open);
    open = undefined;
    if (kind !== 'code') kind = 'text';
  };
  const append = (text: string, place: Place) => {
    const line = openLine(place);
    line.spans.push(line.text.length, place.line, place.column);
    line.text += text;
  };
  const within = (next: LineKind, inside: () => void) => {
    endLine();
    kind = next;
    inside();
    endLine();
    kind = 'text';
  };

  return {
    text(text, place) {
      const plain = kind === 'code' ? text.trimEnd() : normaliseText(text);
      const isAtStart = !open || open.text.endsWith(' ');
      const added = isAtStart && kind !== 'code' ? plain.trimStart() : plain;
      if (added !== '') append(added, place);
    },
    fact(fact) {
      const said = [fact.value, fact.text].some((part) => part !== undefined)
        ? `=${clean(fact.value ?? '')}|${clean(fact.text ?? '')}`
        : '';
      append(`⟦fact ${fact.id}${said}⟧`, fact.place);
      facts.push({ ...fact, line: lines.length });
    },
    link(href, place, inside) {
      links.push({ href, place, line: lines.length });
      inside();
      if (open) append(` (${href})`, place);
    },
    block: within,
    paragraph(inside) {
      endLine();
      inside();
      endLine();
    },
    item(next, inside) {
      const before = depth;
      endLine();
      isFirstOfItem = true;
      within(next, inside);
      isFirstOfItem = false;
      depth = before;
    },
    deeper(inside) {
      endLine();
      depth += 1;
      inside();
      endLine();
      depth -= 1;
    },
    heading(next, inside) {
      endLine();
      section = next;
      within('heading', inside);
      section = undefined;
    },
    outline() {
      endLine();
      return { lines, facts, links };
    },
  };
}

const SAME_SIGNS: readonly [RegExp, string][] = [
  [/[\u00ad\u200b-\u200d\u2060\ufeff]/g, ''],
  [/[‘’‚‛]/g, "'"],
  [/[“”„‟]/g, '"'],
  [/[‐‑]/g, '-'],
  [/…/g, '...'],
  [/⟦/g, '[['],
  [/⟧/g, ']]'],
  [/[\s\u00a0\u202f]+/g, ' '],
];

/** Text without the differences that an editor or a keyboard makes. */
export function normaliseText(text: string): string {
  return SAME_SIGNS.reduce(
    (current, [pattern, sign]) => current.replace(pattern, sign),
    text.normalize('NFC'),
  );
}

const clean = (text: string) => normaliseText(text).replaceAll('|', '/').trim();

/** The lines of a section, from its heading to the next of its level; all lines without an anchor. */
export function sectionRange(
  outline: Outline,
  anchor: string | undefined,
): { from: number; to: number } | undefined {
  const { lines } = outline;
  if (anchor === undefined) return { from: 0, to: lines.length };
  const from = lines.findIndex(({ section }) => section?.anchor === anchor);
  const depth = lines[from]?.section?.depth;
  if (depth === undefined) return undefined;
  const next = lines.findIndex(
    ({ section }, index) => index > from && section !== undefined && section.depth <= depth,
  );
  return { from, to: next < 0 ? lines.length : next };
}

/** The source of a range of lines that `sectionRange` gave. */
export function sourceOf(outline: Outline, { from, to }: { from: number; to: number }): string {
  const starts = outline.lines.flatMap(({ section }, index) => (section ? [index] : []));
  const first = starts.filter((start) => start < from).length;
  const last = starts.filter((start) => start < to).length;
  return outline.sources.slice(from === 0 && starts[0] !== 0 ? 0 : first + 1, last + 1).join('');
}
