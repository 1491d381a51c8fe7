import type { Locale } from '../content-model/vocabulary.ts';
import type { SectionId } from './sections.ts';

/** A page that no file stands for: made from the data and from the other pages. */
export interface GeneratedPage {
  view: ViewId;
  section: SectionId | null;
  /** Path without the prefix of a locale. */
  path: string;
  title: Record<Locale, string>;
  description: Record<Locale, string>;
  /** The languages that it is in, when not in all. */
  locales?: readonly Locale[];
}

export type ViewId =
  | 'home'
  | 'section'
  | 'incident'
  | 'action-board'
  | 'severities'
  | 'service-levels'
  | 'escalation'
  | 'contacts'
  | 'operations'
  | 'glossary'
  | 'facts'
  | 'sync'
  | 'open-questions';

/** The file of the shared data that a view shows, by path under the content root. */
export const DATA_SHOWN: Partial<Record<ViewId, string>> = {
  severities: 'data/severities.yaml',
  'service-levels': 'data/service-levels.yaml',
  escalation: 'data/escalation.yaml',
  contacts: 'data/roles.yaml',
  operations: 'data/operations.yaml',
  glossary: 'data/glossary.yaml',
  facts: 'data/facts.yaml',
};

/** Generated pages apart from the home page and the index of each section. */
export const GENERATED_PAGES: readonly GeneratedPage[] = [
  {
    view: 'incident',
    section: null,
    path: '/incident/',
    locales: ['en'],
    title: { en: 'Incident', nl: 'Incident' },
    description: {
      en: 'Declare an incident, see what is due and whom to call, and write it up. Works without a network once it is open.',
      nl: 'Roep een incident uit, zie wat er moet en wie je belt, en schrijf het op. Werkt zonder netwerk zodra het open is.',
    },
  },
  {
    view: 'action-board',
    section: 'postmortems',
    path: '/postmortems/actions/',
    title: { en: 'Action board', nl: 'Actiebord' },
    description: {
      en: 'Every prevention action of every post-mortem: what is overdue, open and done, by owner.',
      nl: 'Elke preventieve actie uit elke post-mortem: te laat, open en gedaan, per eigenaar.',
    },
  },
  {
    view: 'severities',
    section: 'reference',
    path: '/severities/',
    title: { en: 'Severities', nl: 'Ernst' },
    description: {
      en: 'What P1 to P4 mean, by organisation. The same letters mean different things in each.',
      nl: 'Wat P1 tot en met P4 betekenen, per organisatie. Dezelfde letters betekenen overal iets anders.',
    },
  },
  {
    view: 'service-levels',
    section: 'reference',
    path: '/service-levels/',
    title: { en: 'Service levels', nl: 'Serviceniveaus' },
    description: {
      en: 'Response, resolution, availability and support that each tier of service promises.',
      nl: 'Reactie, oplossing, beschikbaarheid en support die elk serviceniveau belooft.',
    },
  },
  {
    view: 'escalation',
    section: 'reference',
    path: '/escalation/',
    title: { en: 'Escalation', nl: 'Escalatie' },
    description: {
      en: 'Who is called when, and how, by organisation.',
      nl: 'Wie wanneer en hoe erbij wordt geroepen, per organisatie.',
    },
  },
  {
    view: 'contacts',
    section: 'reference',
    path: '/contacts/',
    title: { en: 'Roles and contacts', nl: 'Rollen en contacten' },
    description: {
      en: 'The roles of each organisation, with people and addresses where they are known.',
      nl: 'De rollen van elke organisatie, met mensen en adressen waar die bekend zijn.',
    },
  },
  {
    view: 'operations',
    section: 'reference',
    path: '/operations/',
    title: { en: 'Incident operations', nl: 'Incidenthandelingen' },
    description: {
      en: 'What may be done with an incident on record: who may, what goes in, the steps, and when to stop.',
      nl: 'Wat er met een vastgelegd incident mag: door wie, wat erin gaat, de stappen, en wanneer je stopt.',
    },
  },
  {
    view: 'glossary',
    section: 'reference',
    path: '/glossary/',
    title: { en: 'Glossary', nl: 'Begrippen' },
    description: {
      en: 'The words we use, and what we mean by them.',
      nl: 'De woorden die we gebruiken, en wat we ermee bedoelen.',
    },
  },
  {
    view: 'facts',
    section: 'reference',
    path: '/facts/',
    title: { en: 'Facts', nl: 'Feiten' },
    description: {
      en: 'Values that stand in more than one place, written once, each with its owner and source.',
      nl: 'Waarden die op meer plaatsen staan, één keer vastgelegd, elk met eigenaar en bron.',
    },
  },
  {
    view: 'sync',
    section: 'reference',
    path: '/sync/',
    title: { en: 'Portal and wiki', nl: 'Portaal en wiki' },
    description: {
      en: 'Where pages of the portal and articles of the wiki agree, where they have drifted apart, and who is to look at it.',
      nl: 'Waar pagina’s van het portaal en artikelen van de wiki overeenstemmen, waar ze uiteenlopen, en wie ernaar kijkt.',
    },
  },
  {
    view: 'open-questions',
    section: 'reference',
    path: '/open-questions/',
    title: { en: 'Open questions', nl: 'Open vragen' },
    description: {
      en: 'Where our sources disagree or leave something open, and who is to settle it.',
      nl: 'Waar onze bronnen elkaar tegenspreken of iets openlaten, en wie het beslist.',
    },
  },
];
