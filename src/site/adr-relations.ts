import type { Page } from '../content-model/records.ts';
import type { AdrStatus } from '../content-model/vocabulary.ts';

export type AdrPage = Extract<Page, { collection: 'adr' }>;

/** An ADR as its index and its relatives show it. */
export interface AdrEntry {
  number: number;
  /** `ADR-007`. */
  code: string;
  title: string;
  path: string;
  status: AdrStatus;
  date: string;
}

export type RelationName = 'supersedes' | 'supersededBy' | 'amends' | 'amendedBy' | 'related';

export interface Relation {
  to: AdrEntry;
  /** For an amendment: which part changes, and how. */
  part?: string;
}

/** Everything an ADR is tied to, from whichever side the tie was written. */
export type AdrRelations = Record<RelationName, Relation[]>;

/** A tie that changes another decision; the newer one stands first. */
export interface AdrEdge {
  from: number;
  to: number;
  kind: 'supersedes' | 'amends';
}

/** `7` as `ADR-007`. */
export function adrCode(number: number): string {
  return `ADR-${String(number).padStart(3, '0')}`;
}

/** The ADRs whose frontmatter is sound, by number, in order. */
export function adrEntries(pages: readonly AdrPage[]): Map<number, AdrEntry> {
  const entries = pages.flatMap(({ data, path }) =>
    data
      ? [
          {
            number: data.number,
            code: adrCode(data.number),
            title: data.title.replace(/^ADR-\d+:?\s*/, ''),
            path,
            status: data.status,
            date: data.date,
          },
        ]
      : [],
  );
  return new Map(
    entries.sort((one, other) => one.number - other.number).map((entry) => [entry.number, entry]),
  );
}

/** Every supersession and amendment, once, whichever side states it. */
export function adrEdges(pages: readonly AdrPage[]): AdrEdge[] {
  const edges = new Map<string, AdrEdge>();
  const add = (edge: AdrEdge) => edges.set(`${edge.from}>${edge.to}:${edge.kind}`, edge);
  for (const { data } of pages) {
    if (!data) continue;
    for (const to of data.supersedes) add({ from: data.number, to, kind: 'supersedes' });
    for (const from of data.supersededBy) add({ from, to: data.number, kind: 'supersedes' });
    for (const { adr } of data.amends) add({ from: data.number, to: adr, kind: 'amends' });
  }
  return [...edges.values()];
}

/** What each ADR is tied to, both ways. A tie to a number that does not exist is left out. */
export function adrRelations(pages: readonly AdrPage[]): Map<number, AdrRelations> {
  const entries = adrEntries(pages);
  const relations = new Map<number, AdrRelations>(
    [...entries.keys()].map((number) => [
      number,
      { supersedes: [], supersededBy: [], amends: [], amendedBy: [], related: [] },
    ]),
  );
  const tie = (from: number, name: RelationName, to: number, part?: string) => {
    const entry = entries.get(to);
    const list = relations.get(from)?.[name];
    if (!entry || !list || list.some((relation) => relation.to.number === to)) return;
    list.push(part === undefined ? { to: entry } : { to: entry, part });
  };
  for (const edge of adrEdges(pages)) {
    if (edge.kind !== 'supersedes') continue;
    tie(edge.from, 'supersedes', edge.to);
    tie(edge.to, 'supersededBy', edge.from);
  }
  for (const { data } of pages) {
    for (const { adr, part } of data?.amends ?? []) {
      if (!data) continue;
      tie(data.number, 'amends', adr, part);
      tie(adr, 'amendedBy', data.number, part);
    }
    for (const other of data?.related ?? []) {
      if (!data) continue;
      tie(data.number, 'related', other);
      tie(other, 'related', data.number);
    }
  }
  return relations;
}
