import type { Locale } from '../content-model/vocabulary.ts';
import type { ViewId } from '../site/generated-pages.ts';
import { SECTIONS_OF_SITE, type SectionId } from '../site/sections.ts';
import type { Site, SitePage } from '../site/site.ts';

/** One page of the pack. */
export interface PackPage {
  /** Its address on the portal, which is its address in the pack too: `#/runbooks/crm-down/`. */
  path: string;
  locale: Locale;
  title: string;
  label: string;
  /** What such a page is called, in a search result: `Runbook`. */
  kind: string;
  /** What it is about in a word: the severity of a runbook, or the tenant whose page it is. */
  about: string;
  /** Names and ids of the alerts that it answers. */
  alerts: string[];
}

/** Pages of one kind, in the order in which they are listed. */
export interface PackGroup {
  /** The address of the section's index on the portal; in the pack, its part of the contents. */
  path: string;
  title: string;
  pages: PackPage[];
}

/** The page that the pack is for. Where an edition has none, there is no pack. */
export const INCIDENT_PATH = '/incident/';

/** Sections that go along whole, the most urgent first. */
const SECTIONS: readonly SectionId[] = [
  'runbooks',
  'policies',
  'templates',
  'checklists',
  'playbooks',
];

/** Generated pages that go along: whom to call, when, and by which rules. */
const VIEWS: readonly ViewId[] = [
  'contacts',
  'escalation',
  'severities',
  'service-levels',
  'operations',
  'glossary',
];

/** What goes into the on-call pack of an edition, by kind; `undefined` where there is none. */
export function packContents(site: Site): PackGroup[] | undefined {
  const incident = site.pages.get(INCIDENT_PATH);
  if (!incident) return undefined;
  const pages = [...site.pages.values()];
  const written = SECTIONS.map((section) => ({
    path: `/${section}/`,
    title: SECTIONS_OF_SITE[section].title.en,
    pages: pages
      .filter((page) => page.section === section && page.source)
      .map((page) => packPage(page, SECTIONS_OF_SITE[section].kind[page.locale], site))
      .sort(inUrgency),
  }));
  const views = VIEWS.flatMap((view) => pages.filter((page) => page.view === view));
  const groups = [
    {
      path: INCIDENT_PATH,
      title: 'Right now',
      pages: [packPage(incident, 'Incident', site)],
    },
    ...written,
    {
      path: '/reference/',
      title: 'Whom to call, and the rules',
      pages: views
        .filter(({ locale }) => locale === 'en')
        .map((page) => packPage(page, SECTIONS_OF_SITE.reference.kind.en, site)),
    },
  ];
  return groups.filter((group) => group.pages.length > 0);
}

function packPage(page: SitePage, kind: string, { content: { data } }: Site): PackPage {
  const runbook = page.source?.collection === 'runbooks' ? page.source.data : undefined;
  const tenant = data.tenants.find(({ id }) => id === page.source?.data?.tenant)?.name;
  const { path, locale, title, label } = page;
  return {
    path,
    locale,
    title,
    label,
    kind,
    about: [runbook?.severity, tenant].filter(Boolean).join(' · '),
    alerts: (runbook?.alerts ?? []).flatMap((id) => [
      data.alerts.find((alert) => alert.id === id)?.name ?? id,
      id,
    ]),
  };
}

/** English before translations, the severest runbook first, then by name. */
function inUrgency(one: PackPage, other: PackPage): number {
  return (
    one.locale.localeCompare(other.locale) ||
    one.about.localeCompare(other.about) ||
    one.label.localeCompare(other.label)
  );
}
