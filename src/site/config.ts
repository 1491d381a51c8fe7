import { STAFF } from '../access/staff.ts';

/** The one place that names this portal to the outside: its address, its repository, its title. */
export const PORTAL = {
  title: { en: 'SONAN DIGITAL Docs', nl: 'SONAN DIGITAL Docs' },
  /** Where the portal is published. */
  url: 'https://docs.sonandigital.com',
  /** The repository on GitHub, and the branch that is published. */
  repository: 'https://github.com/sonan-digital/sonan-digital-docs',
  branch: 'main',
  /** The folder of the content inside the repository. */
  contentFolder: 'content',
  /** What the home page puts first: a severity scheme, an escalation path, the page to respond by. */
  home: { severities: 'sonan', escalation: 'sonan', response: '/policies/incident-response/' },
} as const;

/** The audience whose edition is built: staff, who see every page, unless the environment names another. */
export const EDITION = process.env.PORTAL_EDITION ?? STAFF;

/** The folder that content is read from, from the repository root. Measurements name another. */
export const CONTENT_ROOT = process.env.PORTAL_CONTENT ?? PORTAL.contentFolder;

/** The folder of images and downloads that are published as they are. */
export const PUBLIC_ROOT = process.env.PORTAL_PUBLIC ?? 'public';

/** The folder in which `npm run sync` keeps what its last run saw of each wiki, for the page that shows it. */
export const SYNC_REPORTS = process.env.PORTAL_SYNC ?? '.data/sync';

/** The day that pages show as today's, `YYYY-MM-DD`. */
export const thisDay = (): string =>
  process.env.PORTAL_TODAY ?? new Date().toISOString().slice(0, 10);
