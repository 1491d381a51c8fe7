import type { Both } from './language.ts';

/** What stands on a page of the demo. All of it is example data. */
export type PageContent =
  | { kind: 'board'; figures: [label: Both, value: string][]; links: string[] }
  | { kind: 'list'; columns: Both[]; rows: Both[][]; create?: string; open?: string }
  | { kind: 'form'; fields: Field[]; submit: Both }
  | { kind: 'record'; facts: [label: Both, value: Both][]; links: string[] };

export interface Field {
  label: Both;
  type?: 'text' | 'email' | 'date' | 'number' | 'textarea';
  choices?: Both[];
}

const CLIENT = 'Example client A|Voorbeeldklant A';
const OTHER_CLIENT = 'Example client B|Voorbeeldklant B';
const PROJECT = 'Example project 1|Voorbeeldproject 1';
const OTHER_PROJECT = 'Example project 2|Voorbeeldproject 2';
const DRAFT = 'Draft|Concept';
const SENT = 'Sent|Verzonden';
const OPEN = 'Open|Open';

const NAME = 'Name|Naam';
const TITLE = 'Title|Titel';
const COMPANY = 'Client|Klant';
const STATUS = 'Status|Status';
const AMOUNT = 'Amount|Bedrag';
const DATE = 'Date|Datum';

const proposals: string[][] = [
  ['PR-001', CLIENT, '€ 4,800|€ 4.800', DRAFT],
  ['PR-002', OTHER_CLIENT, '€ 12,500|€ 12.500', SENT],
];
const contracts: string[][] = [
  ['CO-001', CLIENT, '2026-11-02', 'Waiting for a signature|Wacht op ondertekening'],
  ['CO-002', OTHER_CLIENT, '2026-10-14', 'Signed|Ondertekend'],
];
const invoices: string[][] = [
  ['IN-001', CLIENT, '€ 2,400|€ 2.400', OPEN],
  ['IN-002', OTHER_CLIENT, '€ 1,150|€ 1.150', 'Paid|Betaald'],
];
const documents: string[][] = [
  ['Briefing.pdf', PROJECT, 'Shared with the client|Gedeeld met de klant'],
  ['Planning.xlsx', OTHER_PROJECT, 'Internal|Intern'],
];
const tickets: string[][] = [
  ['T-001', 'The invoice does not open|De factuur gaat niet open', OPEN],
  ['T-002', 'A question about planning|Een vraag over de planning', 'Answered|Beantwoord'],
];
const tasks: string[][] = [
  ['Write the release notes|Release notes schrijven', PROJECT, '2026-11-24'],
  ['Check the backup|Back-up controleren', OTHER_PROJECT, '2026-11-27'],
];
const costs: string[][] = [
  ['2026-11-03', CLIENT, 'Hosting|Hosting', '€ 45.00|€ 45,00'],
  ['2026-11-09', OTHER_CLIENT, 'Domain name|Domeinnaam', '€ 12.00|€ 12,00'],
];

/** The pages by route. A route that is not here is shown with its name alone. */
export const PAGE_CONTENTS: Readonly<Record<string, PageContent>> = {
  '/admin': {
    kind: 'board',
    figures: [
      ['Clients|Klanten', '2'],
      ['Open proposals|Openstaande offertes', '2'],
      ['Open invoices|Openstaande facturen', '1'],
      ['Open tickets|Openstaande tickets', '1'],
    ],
    links: ['/admin/clients/new', '/admin/proposals/new', '/admin/settings/team'],
  },
  '/admin/clients': {
    kind: 'list',
    columns: [NAME, 'Contact|Contactpersoon', STATUS],
    rows: [
      [CLIENT, 'contact-a@example.com', 'Active|Actief'],
      [OTHER_CLIENT, 'contact-b@example.com', 'Invited|Uitgenodigd'],
    ],
    create: '/admin/clients/new',
    open: '/admin/clients/{id}',
  },
  '/admin/clients/new': {
    kind: 'form',
    fields: [
      { label: 'Company name|Bedrijfsnaam' },
      { label: 'Billing email|E-mailadres voor facturen', type: 'email' },
      { label: 'Plan|Abonnement', choices: ['Standard|Standaard', 'Professional|Professioneel'] },
      { label: 'Notes|Notities', type: 'textarea' },
    ],
    submit: 'Create client|Klant aanmaken',
  },
  '/admin/clients/{id}': {
    kind: 'record',
    facts: [
      ['Company name|Bedrijfsnaam', CLIENT],
      [
        'Portal invitation|Uitnodiging voor het portaal',
        'Sent, not accepted|Verzonden, niet geaccepteerd',
      ],
      ['Billing email|E-mailadres voor facturen', 'billing@example.com'],
    ],
    links: ['/admin/clients/{id}/contacts', '/admin/clients/{id}/costs'],
  },
  '/admin/clients/{id}/contacts': {
    kind: 'list',
    columns: [NAME, 'Email|E-mail', 'Role|Rol'],
    rows: [
      ['Contact 1', 'contact-a@example.com', 'Primary contact|Eerste contactpersoon'],
      ['Contact 2', 'contact-c@example.com', 'Billing|Facturatie'],
    ],
  },
  '/admin/clients/{id}/costs': {
    kind: 'list',
    columns: [DATE, COMPANY, 'Category|Categorie', AMOUNT],
    rows: costs.slice(0, 1),
  },
  '/admin/costs': {
    kind: 'list',
    columns: [DATE, COMPANY, 'Category|Categorie', AMOUNT],
    rows: costs,
  },
  '/admin/proposals': {
    kind: 'list',
    columns: ['Number|Nummer', COMPANY, AMOUNT, STATUS],
    rows: proposals,
    create: '/admin/proposals/new',
    open: '/admin/proposals/{id}',
  },
  '/admin/proposals/new': {
    kind: 'form',
    fields: [
      { label: COMPANY, choices: [CLIENT, OTHER_CLIENT] },
      { label: TITLE },
      { label: 'Description|Omschrijving', type: 'textarea' },
      { label: 'Valid until|Geldig tot', type: 'date' },
      { label: STATUS, choices: [DRAFT, SENT] },
    ],
    submit: 'Save proposal|Offerte opslaan',
  },
  '/admin/proposals/{id}': {
    kind: 'record',
    facts: [
      ['Number|Nummer', 'PR-001'],
      [COMPANY, CLIENT],
      [AMOUNT, '€ 4,800|€ 4.800'],
      [STATUS, DRAFT],
    ],
    links: ['/admin/contracts'],
  },
  '/admin/contracts': {
    kind: 'list',
    columns: ['Number|Nummer', COMPANY, DATE, STATUS],
    rows: contracts,
    open: '/admin/contracts/{id}',
  },
  '/admin/contracts/{id}': {
    kind: 'record',
    facts: [
      ['Number|Nummer', 'CO-001'],
      [COMPANY, CLIENT],
      [STATUS, 'Waiting for a signature|Wacht op ondertekening'],
    ],
    links: ['/admin/projects'],
  },
  '/admin/invoices': {
    kind: 'list',
    columns: ['Number|Nummer', COMPANY, AMOUNT, STATUS],
    rows: invoices,
    create: '/admin/invoices/new',
    open: '/admin/invoices/{id}',
  },
  '/admin/invoices/new': {
    kind: 'form',
    fields: [
      { label: COMPANY, choices: [CLIENT, OTHER_CLIENT] },
      { label: 'Due date|Vervaldatum', type: 'date' },
      { label: AMOUNT, type: 'number' },
    ],
    submit: 'Save invoice|Factuur opslaan',
  },
  '/admin/invoices/{id}': {
    kind: 'record',
    facts: [
      ['Number|Nummer', 'IN-001'],
      [AMOUNT, '€ 2,400|€ 2.400'],
      [STATUS, OPEN],
    ],
    links: [],
  },
  '/admin/projects': {
    kind: 'list',
    columns: [NAME, COMPANY, STATUS],
    rows: [
      [PROJECT, CLIENT, 'Running|Loopt'],
      [OTHER_PROJECT, OTHER_CLIENT, 'Starts soon|Begint binnenkort'],
    ],
    open: '/admin/projects/{id}',
  },
  '/admin/projects/{id}': {
    kind: 'record',
    facts: [
      [NAME, PROJECT],
      [COMPANY, CLIENT],
      [STATUS, 'Running|Loopt'],
    ],
    links: ['/admin/projects/{id}/members', '/admin/projects/{id}/deployments'],
  },
  '/admin/projects/{id}/members': {
    kind: 'list',
    columns: [NAME, 'Role|Rol'],
    rows: [['Employee 1|Medewerker 1', 'Developer|Ontwikkelaar']],
  },
  '/admin/projects/{id}/deployments': {
    kind: 'list',
    columns: [DATE, 'Environment|Omgeving', 'Result|Resultaat'],
    rows: [['2026-11-12', 'Production|Productie', 'Succeeded|Gelukt']],
  },
  '/admin/tasks': {
    kind: 'list',
    columns: ['Task|Taak', 'Project|Project', 'Due|Uiterlijk'],
    rows: tasks,
  },
  '/admin/documents': {
    kind: 'list',
    columns: ['File|Bestand', 'Project|Project', 'Visibility|Zichtbaarheid'],
    rows: documents,
  },
  '/admin/appointments': {
    kind: 'list',
    columns: [DATE, COMPANY, 'Subject|Onderwerp'],
    rows: [['2026-11-25 10:00', OTHER_CLIENT, 'Kickoff|Kick-off']],
  },
  '/admin/tickets': {
    kind: 'list',
    columns: ['Number|Nummer', 'Subject|Onderwerp', STATUS],
    rows: tickets,
  },
  '/admin/settings': {
    kind: 'board',
    figures: [],
    links: ['/admin/settings/team', '/account/security'],
  },
  '/admin/settings/team': {
    kind: 'list',
    columns: [NAME, 'Email|E-mail', 'Role|Rol'],
    rows: [
      ['Administrator 1|Beheerder 1', 'admin-1@example.com', 'admin'],
      ['Employee 1|Medewerker 1', 'employee-1@example.com', 'employee'],
    ],
  },
  '/employee': {
    kind: 'board',
    figures: [
      ['Projects|Projecten', '2'],
      ['Tasks|Taken', '2'],
      ['Hours this week|Uren deze week', '18'],
    ],
    links: ['/employee/tasks', '/employee/time-logs', '/account/security'],
  },
  '/employee/projects': {
    kind: 'list',
    columns: [NAME, 'Your role|Uw rol'],
    rows: [
      [PROJECT, 'Developer|Ontwikkelaar'],
      [OTHER_PROJECT, 'Reviewer|Reviewer'],
    ],
  },
  '/employee/tasks': {
    kind: 'list',
    columns: ['Task|Taak', 'Project|Project', 'Due|Uiterlijk'],
    rows: tasks,
  },
  '/employee/time-logs': {
    kind: 'form',
    fields: [
      { label: 'Project|Project', choices: [PROJECT, OTHER_PROJECT] },
      { label: DATE, type: 'date' },
      { label: 'Hours|Uren', type: 'number' },
      { label: 'Description|Omschrijving', type: 'textarea' },
    ],
    submit: 'Log time|Uren opslaan',
  },
  '/account/security': {
    kind: 'form',
    fields: [{ label: 'Six-digit code|Zescijferige code' }],
    submit: 'Turn on two-factor sign-in|Tweestapsverificatie aanzetten',
  },
  '/portal': {
    kind: 'board',
    figures: [
      ['Projects|Projecten', '1'],
      ['Open invoices|Openstaande facturen', '1'],
      ['Contracts to sign|Te ondertekenen contracten', '1'],
    ],
    links: ['/portal/invoices', '/portal/contracts', '/portal/tickets/new'],
  },
  '/portal/proposals': {
    kind: 'list',
    columns: ['Number|Nummer', AMOUNT, STATUS],
    rows: [['PR-001', '€ 4,800|€ 4.800', 'Waits for your answer|Wacht op uw antwoord']],
    open: '/portal/proposals/{id}',
  },
  '/portal/proposals/{id}': {
    kind: 'record',
    facts: [
      ['Number|Nummer', 'PR-001'],
      [AMOUNT, '€ 4,800|€ 4.800'],
      ['Valid until|Geldig tot', '2026-12-15'],
    ],
    links: ['/portal/contracts'],
  },
  '/portal/contracts': {
    kind: 'list',
    columns: ['Number|Nummer', DATE, STATUS],
    rows: [['CO-001', '2026-11-02', 'Waits for your signature|Wacht op uw handtekening']],
    open: '/portal/contracts/{id}',
  },
  '/portal/contracts/{id}': {
    kind: 'record',
    facts: [
      ['Number|Nummer', 'CO-001'],
      [STATUS, 'Waits for your signature|Wacht op uw handtekening'],
    ],
    links: [],
  },
  '/portal/invoices': {
    kind: 'list',
    columns: ['Number|Nummer', AMOUNT, STATUS],
    rows: [['IN-001', '€ 2,400|€ 2.400', OPEN]],
    open: '/portal/invoices/{id}',
  },
  '/portal/invoices/{id}': {
    kind: 'record',
    facts: [
      ['Number|Nummer', 'IN-001'],
      [AMOUNT, '€ 2,400|€ 2.400'],
      ['Due date|Vervaldatum', '2026-12-01'],
    ],
    links: [],
  },
  '/portal/projects': {
    kind: 'list',
    columns: [NAME, STATUS],
    rows: [[PROJECT, 'Running|Loopt']],
  },
  '/portal/documents': {
    kind: 'list',
    columns: ['File|Bestand', 'Project|Project'],
    rows: [['Briefing.pdf', PROJECT]],
  },
  '/portal/tickets': {
    kind: 'list',
    columns: ['Number|Nummer', 'Subject|Onderwerp', STATUS],
    rows: tickets,
    create: '/portal/tickets/new',
  },
  '/portal/tickets/new': {
    kind: 'form',
    fields: [
      { label: 'Subject|Onderwerp' },
      { label: 'What happens|Wat gebeurt er', type: 'textarea' },
    ],
    submit: 'Send ticket|Ticket versturen',
  },
};
