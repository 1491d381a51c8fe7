import type { Locale } from '../content-model/vocabulary.ts';
import { type MarkedLine, markDifferences } from '../sync/mark-differences.ts';
import {
  DRIFT_STATES,
  type ReportedPair,
  type ReportedSide,
  type SyncReport,
} from '../sync/sync-report.ts';
import { roleName } from './data-tables.ts';
import { formatDuration } from './format.ts';
import type { Site } from './site.ts';

/** What somebody has to do about a pair. */
export type SyncGroup = 'drift' | 'accepted' | 'agrees';

/** A pair as the page shows it. */
export interface ShownPair extends ReportedPair {
  /** Fragment of this pair on the page. */
  id: string;
  group: SyncGroup;
  /** The page's title; its address when the page is gone. */
  pageTitle: string;
  /** Title of the section, when a section is meant. */
  sectionTitle: string | undefined;
  /** Where the page's text stands now, if it does. */
  href: string | undefined;
  /** Name of the role that keeps the page; nothing when the page is gone. */
  owner: string | undefined;
  /** Both texts with their differences; nothing when the two agree. */
  sides: { portal: ShownSide; wiki: ShownSide } | undefined;
}

/** A part of a sentence, and whether it is a command to copy. */
export interface HelpPart {
  text: string;
  isCommand: boolean;
}

/** What a finding says to do, with its commands told apart. */
export function helpParts(help: string): HelpPart[] {
  return help
    .split(/(npm run sync -- (?:confirm|ack) '[^']*'(?: --reason '…' --until DATE)?)/)
    .map((text, index) => ({ text, isCommand: index % 2 === 1 }))
    .filter(({ text }) => text !== '');
}

export interface ShownSide {
  locale: Locale;
  /** Nothing when the text is gone and nobody knows what it was. */
  lines: MarkedLine[] | undefined;
  isGone: boolean;
}

/** What the page shows of a run. */
export interface SyncPage {
  /** What is to be looked at, links and facts outside of pairs too; the others count pairs. */
  counts: Record<SyncGroup, number>;
  groups: Record<SyncGroup, ShownPair[]>;
}

const GROUP_OF: Partial<Record<ReportedPair['state'], SyncGroup>> = {
  acknowledged: 'accepted',
  'in-sync': 'agrees',
};

/** The pairs of a run by what is to be done about them, the most urgent first, by pages as they are now. */
export function syncPage(report: SyncReport, site: Site, locale: Locale): SyncPage {
  const order = (pair: ReportedPair) => DRIFT_STATES.indexOf(pair.state);
  const pairs = report.pairs
    .toSorted((a, b) => order(a) - order(b) || (a.key < b.key ? -1 : 1))
    .map((pair, index) => showPair(pair, `pair-${index + 1}`, site, locale));
  const groups: SyncPage['groups'] = { drift: [], accepted: [], agrees: [] };
  for (const pair of pairs) groups[pair.group].push(pair);
  const counts = {
    drift: groups.drift.length + report.others.length,
    accepted: groups.accepted.length,
    agrees: groups.agrees.length,
  };
  return { counts, groups };
}

function showPair(pair: ReportedPair, id: string, site: Site, locale: Locale): ShownPair {
  const page = site.pages.get(pair.path);
  const heading = page?.source?.headings.find((one) => one.id === pair.section);
  const owner = page?.source?.data?.owner;
  return {
    ...pair,
    id,
    group: GROUP_OF[pair.state] ?? 'drift',
    pageTitle: page?.title ?? pair.path,
    sectionTitle: pair.section && (heading?.text ?? `#${pair.section}`),
    href: page && `${page.path}${heading ? `#${heading.id}` : ''}`,
    owner: owner && roleName(owner, { data: site.content.data, locale }),
    sides: pair.texts && {
      portal: showSide(pair.texts.portal),
      wiki: showSide(pair.texts.wiki),
    },
  };
}

function showSide({ locale, before, now }: ReportedSide): ShownSide {
  return {
    locale,
    isGone: now === undefined,
    lines:
      before || now
        ? markDifferences(before, now ?? [], (value) => formatDuration(value, locale))
        : undefined,
  };
}
