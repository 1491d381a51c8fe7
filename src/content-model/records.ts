import type { SiteData } from './schemas/data.ts';
import type { Frontmatter } from './schemas/index.ts';
import type { ActionState, CollectionName, Locale, RaciCode, Verdict } from './vocabulary.ts';

/** A place in a file: 1-based line and column, column counted in UTF-16 units. */
export interface Place {
  line: number;
  column: number;
}

/** A heading with the id that the built page gives it. */
export interface Heading {
  depth: number;
  text: string;
  /** The fragment that leads to it, without `#`. */
  id: string;
  place: Place;
}

/** A heading and what stands under it, down to the next heading of the same or a higher level. */
export interface Section {
  heading: Heading;
  /**
   * The body as plain text, without headings. Empty when nothing stands there. Components that have
   * no text of their own stand in it as `⟦Fact invitation-validity⟧`: see `fillText`.
   */
  text: string;
  sections: Section[];
}

/** A link or image as written; one by reference stands where its address is defined, once. */
export interface Link {
  kind: 'link' | 'image';
  /** As written, before any resolution. */
  url: string;
  text: string;
  place: Place;
}

/** A use of a fact: `<Fact id="…">` in MDX, `<data data-fact="…" value="…">` in HTML. */
export interface FactUse {
  id: string;
  /** The text between the tags, when there is any. */
  text?: string;
  /** The `value` attribute, when there is one. */
  value?: string;
  place: Place;
}

export interface OpenQuestion {
  id: string;
  owner: string;
  title: string;
  text: string;
  place: Place;
}

export interface Diagram {
  /** The Mermaid source between the fences. */
  source: string;
  /** What the drawing shows, from the fence's meta: ```` ```mermaid title="…" ````. `Diagram` when absent. */
  title: string;
  place: Place;
}

/** A use of one of our content components, with its literal attributes. */
export interface ComponentUse {
  name: string;
  attributes: Record<string, string>;
  place: Place;
}

/** Readable text of one block, markup gone. */
export interface TextRun {
  /** What is no text (code, images, components) stands in it as `\uFFFC`. */
  text: string;
  place: Place;
  /** Index, line, column, and again: where stretches of the text start. For `placeInText`. */
  spans: number[];
}

/** One step of a procedure: a runbook's, a checklist's. */
export interface Step {
  /** What to do: the first paragraph of the step. */
  text: string;
  /** What else stands under it, code included; absent when nothing does. */
  details?: string;
  /** The heading the step stands under, when the list is divided. */
  group?: string;
  /** Ids of the blanks in it. */
  blanks: string[];
  place: Place;
}

export interface Alternative {
  title: string;
  /** Absent when the section gives none. */
  verdict?: Verdict;
  reasons: string[];
  place: Place;
}

export interface TimelineRow {
  /** `2026-07-02T03:14Z`. Rows give `03:14` on the day of detection, or a whole date and time. */
  at: string;
  event: string;
  place: Place;
}

export interface ActionRow {
  action: string;
  /** As written; the id of the role where the cell is a `<Role>`. */
  owner: string;
  /** `YYYY-MM-DD`. Empty when the cell is. */
  due: string;
  state: ActionState | string;
  /** Why, for `wont-do`; otherwise free. */
  note: string;
  place: Place;
}

export interface Phase {
  number: number;
  title: string;
  owners: string;
  duration: string;
  steps: string[];
  artifacts: string[];
  exit: string;
  place: Place;
}

export interface RaciRow {
  activity: string;
  /** One entry for each role column, in the order of the columns. An empty cell has no codes. */
  codes: { role: string; codes: (RaciCode | string)[] }[];
  place: Place;
}

/** What the body readers find, by collection. */
export interface Bodies {
  adr: { alternatives: Alternative[]; positive: string[]; negative: string[] };
  runbooks: { steps: Step[] };
  policies: Record<never, never>;
  checklists: { steps: Step[] };
  templates: { text: string; blanks: { id: string; place: Place }[] };
  postmortems: {
    timeline: TimelineRow[];
    actions: ActionRow[];
    followUps: { text: string; done: boolean; place: Place }[];
  };
  playbooks: { phases: Phase[]; raci: RaciRow[] };
  guides: Record<never, never>;
  architecture: Record<never, never>;
}

/** What the model knows of any page, its frontmatter valid or not. */
export interface PageBase {
  /** Path under the content root, with forward slashes: `adr/001-scope.mdx`. */
  file: string;
  locale: Locale;
  /** Site path: `/adr/001-scope/`, `/nl/runbooks/…/`. */
  path: string;
  /** Git-stable hash of the file's bytes. */
  hash: string;
  headings: Heading[];
  sections: Section[];
  links: Link[];
  /** Fragments that exist on the built page: headings, explicit ids and names. */
  anchors: string[];
  facts: FactUse[];
  questions: OpenQuestion[];
  diagrams: Diagram[];
  components: ComponentUse[];
  /** The rows of every `<Raci>` table. */
  raci: RaciRow[];
  /** Readable text block by block, code left out: for mentions and placeholders. */
  texts: TextRun[];
  /** The texts in the frontmatter. */
  frontmatterTexts: { text: string; place: Place }[];
  /** Problems found while reading, before any rule looks at the records. */
  problems: Problem[];
}

/** A page of one of our collections. */
export type Page = {
  [Name in CollectionName]: PageBase & {
    collection: Name;
    /** Absent when the frontmatter does not fit its schema; `problems` says why. */
    data?: Frontmatter<Name>;
    body: Bodies[Name];
    /** Where each frontmatter key stands, dotted for nested ones: `impact.users`. */
    keyPlaces: Record<string, Place>;
  };
}[CollectionName];

/** A Markdown file that belongs to none of our collections: only links, anchors and facts count. */
export type PlainPage = PageBase & { collection: null; title: string };

export type AnyPage = Page | PlainPage;

/** Something wrong with a file as it stands. */
export interface Problem {
  rule: 'content/schema' | 'content/code';
  message: string;
  help: string;
  place: Place;
}

/** Everything under one content root. */
export interface Content {
  root: string;
  pages: AnyPage[];
  data: SiteData;
  /** Problems of files that are no pages: data files, unreadable files. */
  problems: (Problem & { file: string })[];
  /** Files that are neither pages nor data: images and downloads, by path under the root. */
  assets: string[];
  /** What could not be looked at, and why. Never silently dropped. */
  skipped: { what: string; why: string }[];
}
