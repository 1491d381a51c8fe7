/**
 * The words the content model is made of. Everything here is a table: pages, checks and
 * scaffolds read it, so a new status or section is added in one place.
 */

/** Folders under `content/` (or `content/<locale>/`) that hold pages of one kind. */
export const COLLECTIONS = [
  'adr',
  'runbooks',
  'policies',
  'checklists',
  'templates',
  'postmortems',
  'playbooks',
  'guides',
  'architecture',
] as const;
export type CollectionName = (typeof COLLECTIONS)[number];

/** Locales of the site. The first is the root locale: its pages have no prefix. */
export const LOCALES = ['en', 'nl'] as const;
export type Locale = (typeof LOCALES)[number];

/** Folders under `content/` that hold no pages. */
export const DATA_FOLDERS = ['data', 'sync'] as const;

export const ADR_STATUSES = [
  'proposed',
  'accepted',
  'rejected',
  'deprecated',
  'superseded',
] as const;
export type AdrStatus = (typeof ADR_STATUSES)[number];

/** Which status may follow which. A status may always stay what it is. */
export const ADR_TRANSITIONS: Record<AdrStatus, readonly AdrStatus[]> = {
  proposed: ['accepted', 'rejected'],
  accepted: ['deprecated', 'superseded'],
  rejected: ['proposed'],
  deprecated: ['superseded'],
  superseded: [],
};

/** The verdict on an alternative: the bold words its verdict paragraph starts with. */
export const VERDICTS = {
  rejected: 'Rejected',
  'not-selected': 'Not selected',
  deferred: 'Deferred',
} as const;
export type Verdict = keyof typeof VERDICTS;

export const ACTION_STATES = ['open', 'done', 'wont-do'] as const;
export type ActionState = (typeof ACTION_STATES)[number];

export const RACI_CODES = ['R', 'A', 'C', 'I'] as const;
export type RaciCode = (typeof RACI_CODES)[number];

/** A section that a page of a collection must have: its key in records, its heading per locale. */
export interface SectionRule {
  key: string;
  heading: Record<Locale, string>;
  /** Headings one level down that the section must have, in the same form. */
  children?: readonly SectionRule[];
  /** May be absent. When present it still may not be empty. */
  optional?: true;
}

/** The sections of each collection, in the order in which a new page gets them. */
export const SECTIONS: Record<CollectionName, readonly SectionRule[]> = {
  adr: [
    { key: 'context', heading: { en: 'Context', nl: 'Context' } },
    { key: 'decision', heading: { en: 'Decision', nl: 'Besluit' } },
    {
      key: 'alternatives',
      heading: { en: 'Alternatives Considered', nl: 'Overwogen alternatieven' },
    },
    {
      key: 'consequences',
      heading: { en: 'Consequences', nl: 'Gevolgen' },
      children: [
        { key: 'positive', heading: { en: 'Positive', nl: 'Positief' } },
        { key: 'negative', heading: { en: 'Negative', nl: 'Negatief' } },
      ],
    },
    { key: 'future', heading: { en: 'Future Considerations', nl: 'Later te overwegen' } },
    { key: 'related', heading: { en: 'Related', nl: 'Verwant' } },
  ],
  runbooks: [
    { key: 'when', heading: { en: 'When this applies', nl: 'Wanneer dit geldt' } },
    { key: 'steps', heading: { en: 'Steps', nl: 'Stappen' } },
    { key: 'escalation', heading: { en: 'Escalation', nl: 'Escalatie' } },
  ],
  policies: [],
  checklists: [{ key: 'steps', heading: { en: 'Steps', nl: 'Stappen' } }],
  templates: [
    { key: 'use', heading: { en: 'When to use', nl: 'Wanneer te gebruiken' } },
    { key: 'text', heading: { en: 'Text', nl: 'Tekst' } },
  ],
  postmortems: [
    { key: 'impact', heading: { en: 'Impact', nl: 'Impact' } },
    { key: 'timeline', heading: { en: 'Timeline', nl: 'Tijdlijn' } },
    { key: 'rootCause', heading: { en: 'Root cause', nl: 'Oorzaak' } },
    { key: 'fix', heading: { en: 'Fix applied', nl: 'Oplossing' } },
    { key: 'actions', heading: { en: 'Prevention actions', nl: 'Preventieve acties' } },
    { key: 'followUps', heading: { en: 'Follow-up items', nl: 'Vervolgpunten' } },
  ],
  playbooks: [
    { key: 'phases', heading: { en: 'Phases', nl: 'Fasen' }, optional: true },
    { key: 'raci', heading: { en: 'RACI', nl: 'RACI' } },
  ],
  guides: [],
  architecture: [],
};

/** Bold labels at the start of a paragraph inside a playbook's phase. */
export const PHASE_LABELS = {
  owners: { en: 'Owners:', nl: 'Eigenaren:' },
  duration: { en: 'Duration:', nl: 'Duur:' },
  artifacts: { en: 'Artifacts:', nl: 'Producten:' },
  exit: { en: 'Exit gate:', nl: 'Uitgang:' },
} as const satisfies Record<string, Record<Locale, string>>;

/**
 * Text that a scaffold leaves for its author to replace, and the usual stand-ins people type.
 * Looked for in text, never in code.
 */
export const PLACEHOLDER_PATTERNS: readonly RegExp[] = [
  /\bREPLACE:/,
  /\bTODO\b/,
  /\bTBD\b/,
  /\bFIXME\b/,
  /\bYYYY-MM-DD\b/,
  /\bHH:MM\b/,
  /\blorem ipsum\b/i,
];

/** Components that content may use, without import, and the literal attributes each takes. */
export const CONTENT_COMPONENTS = {
  Fact: { attributes: { id: 'required' }, inline: true },
  Blank: { attributes: { id: 'required' }, inline: true },
  Role: { attributes: { id: 'required' }, inline: true },
  Term: { attributes: { id: 'required' }, inline: true },
  Aside: { attributes: { type: 'required', title: 'optional' }, inline: false },
  OpenQuestion: {
    attributes: { id: 'required', owner: 'required', title: 'required' },
    inline: false,
  },
  Raci: { attributes: {}, inline: false },
  Severities: { attributes: { scheme: 'required' }, inline: false },
  ServiceLevels: { attributes: { scheme: 'required' }, inline: false },
  Escalation: { attributes: { path: 'required' }, inline: false },
  Contacts: { attributes: { organisation: 'required' }, inline: false },
  Operation: { attributes: { id: 'required' }, inline: false },
  AdrIndex: { attributes: {}, inline: false },
} as const satisfies Record<
  string,
  { attributes: Record<string, 'required' | 'optional'>; inline: boolean }
>;
export type ContentComponent = keyof typeof CONTENT_COMPONENTS;

/** The kinds of `<Aside>`, from calm to urgent. */
export const ASIDE_TYPES = ['note', 'tip', 'caution', 'danger'] as const;

/** HTML elements that content may use where Markdown has nothing, and the attributes each takes. */
export const CONTENT_HTML: Readonly<Record<string, readonly string[]>> = {
  a: ['href', 'id', 'name', 'title'],
  abbr: ['title'],
  br: [],
  details: ['open'],
  img: ['src', 'alt', 'title', 'width', 'height'],
  kbd: [],
  sub: [],
  summary: [],
  sup: [],
};
