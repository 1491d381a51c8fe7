import type { Audience } from '../access/audiences.ts';
import type { AnyPage, Content, Page, Place } from '../content-model/records.ts';
import type { RuleName } from './rules.ts';

/** What the rules need to know beside the content itself. */
export interface Context {
  /** `YYYY-MM-DD`. */
  today: string;
  audiences: readonly Audience[];
  /** Where the built site lives: its origin, and the path it is served under, with both slashes. */
  site: { origin: string; basePath: string };
  /** Files that the site serves as they are, as site paths: `/images/crm.png`. */
  publicFiles: ReadonlySet<string>;
  /** What lies at a path under the content root that the model did not list. */
  kindOnDisk(path: string): 'file' | 'folder' | undefined;
  /** What is known of each Mermaid source: whether it is drawn, and what is wrong with it. */
  diagrams: ReadonlyMap<string, DiagramState>;
  /** How many files the last build wrote; absent when there is none. */
  builtFiles?: number | undefined;
  /** The state to compare with, when one was asked for. */
  base?: BaseRevision | undefined;
}

export interface DiagramState {
  drawn: boolean;
  /** Mermaid's words about what it cannot read, and the line of the source, from 1. */
  syntaxError?: { message: string; line: number } | undefined;
}

/** The content as it was where this branch left the base, and what the base has gained since. */
export interface BaseRevision {
  /** The ref as it was asked for. */
  ref: string;
  /** The page as it was, under its present or its earlier name; absent when it is new. */
  before(page: Page): Page | undefined;
  /** Pages that have been edited, renamed or removed since: as they were, and the file each is now. */
  changed: readonly { was: Page; to?: string | undefined }[];
  /** ADRs that the base has gained since and that are not here. */
  adrsElsewhere: readonly Page[];
}

/** What a rule saw, before severity and file name are put to it. */
export interface Observation {
  rule: RuleName;
  /** Path under the content root, or from the repository root when it starts with `/`. */
  file: string;
  place: Place;
  message: string;
  help: string;
}

/** Something that could not be judged, and why; many with one reason are told together. */
export interface Unjudged {
  /** What kind of thing it is, in the singular: `link`. */
  kind: string;
  /** One of them, as an example. */
  what: string;
  why: string;
}

/** A group of rules: pure, over all of the content. */
export type Check = (content: Content, context: Context) => Iterable<Observation | Unjudged>;

/** Where something stands when all that is known is its file. */
export const FILE_START: Place = { line: 1, column: 1 };

/** The pages of our collections. */
export function collectionPages(content: Content): Page[] {
  return content.pages.filter((page): page is Page => page.collection !== null);
}

/** The pages of one collection. */
export function pagesOf<Name extends Page['collection']>(
  content: Content,
  collection: Name,
): Extract<Page, { collection: Name }>[] {
  return content.pages.filter(
    (page): page is Extract<Page, { collection: Name }> => page.collection === collection,
  );
}

/** Where a frontmatter key stands, or the nearest key around it, or the start of the file. */
export function keyPlace(page: Page, key: string): Place {
  for (let path = key; path !== ''; path = path.slice(0, Math.max(path.lastIndexOf('.'), 0))) {
    const place = page.keyPlaces[path];
    if (place) return place;
  }
  return FILE_START;
}

/** How a page is called in a message: its title when it has one. */
export function nameOf(page: AnyPage): string {
  const title = page.collection === null ? page.title : page.data?.title;
  return title ? `"${title}"` : page.file;
}
