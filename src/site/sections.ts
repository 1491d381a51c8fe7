import type { CollectionName, Locale } from '../content-model/vocabulary.ts';

/** A part of the site with a sidebar of its own: one for each collection, and one for shared data. */
export type SectionId = CollectionName | 'reference';

export interface SectionText {
  /** Name of the section in navigation. */
  title: Record<Locale, string>;
  /** What one page of it is called, in a search result. */
  kind: Record<Locale, string>;
  /** What a reader finds there. */
  description: Record<Locale, string>;
}

/** Every section, in the order in which navigation lists them: what is urgent comes first. */
export const SECTIONS_OF_SITE: Record<SectionId, SectionText> = {
  runbooks: {
    title: { en: 'Runbooks', nl: 'Runbooks' },
    kind: { en: 'Runbook', nl: 'Runbook' },
    description: {
      en: 'What to do when an alert fires or a client calls. Each starts with three steps.',
      nl: 'Wat te doen als er een melding komt of een klant belt. Elk begint met drie stappen.',
    },
  },
  playbooks: {
    title: { en: 'Playbooks', nl: 'Playbooks' },
    kind: { en: 'Playbook', nl: 'Playbook' },
    description: {
      en: 'Work that several people do together: who does what, in which order, and when a phase is over.',
      nl: 'Werk dat meerdere mensen samen doen: wie doet wat, in welke volgorde, en wanneer is een fase klaar.',
    },
  },
  policies: {
    title: { en: 'Policies', nl: 'Beleid' },
    kind: { en: 'Policy', nl: 'Beleid' },
    description: {
      en: 'The rules we work by, and what they promise to clients.',
      nl: 'De regels waarmee we werken, en wat ze klanten beloven.',
    },
  },
  checklists: {
    title: { en: 'Checklists', nl: 'Checklists' },
    kind: { en: 'Checklist', nl: 'Checklist' },
    description: {
      en: 'Lists to tick off on screen or on paper.',
      nl: 'Lijsten om af te vinken, op scherm of op papier.',
    },
  },
  templates: {
    title: { en: 'Templates', nl: 'Sjablonen' },
    kind: { en: 'Template', nl: 'Sjabloon' },
    description: {
      en: 'Messages and documents with blanks, ready to copy.',
      nl: 'Berichten en documenten met invulvelden, klaar om te kopiëren.',
    },
  },
  postmortems: {
    title: { en: 'Post-mortems', nl: 'Post-mortems' },
    kind: { en: 'Post-mortem', nl: 'Post-mortem' },
    description: {
      en: 'What went wrong, why, and what we changed so that it does not come back.',
      nl: 'Wat er misging, waarom, en wat we veranderden zodat het niet terugkomt.',
    },
  },
  guides: {
    title: { en: 'Guides', nl: 'Handleidingen' },
    kind: { en: 'Guide', nl: 'Handleiding' },
    description: {
      en: 'How to do things step by step, for colleagues and for clients.',
      nl: 'Hoe je dingen stap voor stap doet, voor collega’s en voor klanten.',
    },
  },
  architecture: {
    title: { en: 'Architecture', nl: 'Architectuur' },
    kind: { en: 'Architecture', nl: 'Architectuur' },
    description: {
      en: 'How the system is built and why it holds.',
      nl: 'Hoe het systeem in elkaar zit en waarom het standhoudt.',
    },
  },
  adr: {
    title: { en: 'Decisions', nl: 'Besluiten' },
    kind: { en: 'Decision record', nl: 'Besluit' },
    description: {
      en: 'Every architecture decision with what else was considered, and what has changed since.',
      nl: 'Elk architectuurbesluit met de alternatieven, en wat er sindsdien veranderd is.',
    },
  },
  reference: {
    title: { en: 'Reference', nl: 'Naslag' },
    kind: { en: 'Reference', nl: 'Naslag' },
    description: {
      en: 'Severities, service levels, escalation, contacts and the words we use, from one source.',
      nl: 'Prioriteiten, serviceniveaus, escalatie, contacten en de woorden die we gebruiken, uit één bron.',
    },
  },
};

export const SECTION_IDS = Object.keys(SECTIONS_OF_SITE) as SectionId[];
