import { slugOf } from '../authoring/scaffold.ts';
import { PLACEHOLDER_PATTERNS, SECTIONS, type SectionRule } from '../content-model/vocabulary.ts';
import type { IncidentRecord } from './record.ts';
import { clientName, nameOf, type Rulebook } from './rulebook.ts';
import { type IncidentState, stateOf } from './state.ts';
import { timelineOf } from './timeline.ts';
import { addWindow } from './working-time.ts';

/** A post-mortem as a file under the content root. */
export interface WrittenPostmortem {
  /** `postmortems/2026-07-02-nobody-can-log-in.mdx` */
  file: string;
  text: string;
}

/** Either the page, or why it cannot be written yet. */
export type PostmortemOutcome =
  | (WrittenPostmortem & { refused?: undefined })
  | { refused: string; file?: undefined; text?: undefined };

const LONGEST_SLUG = 60;
const DUE_FACT = 'postmortem-due';

/** What stands where nobody has said it yet: a sentence, which `check` accepts and a reader sees. */
const unknown = (what: string) => `Not known yet: ${what}.`;

/**
 * The post-mortem of an incident that is over, as MDX that `check` accepts: with its times, duration,
 * people, impact and timeline filled in, and with what is still unknown said in so many words.
 * @param title The heading of the page, when it is to be another than the incident's.
 */
export function writePostmortem(
  record: IncidentRecord,
  rulebook: Rulebook,
  title?: string,
): PostmortemOutcome {
  const recorded = stateOf(record);
  const state = { ...recorded, title: title ?? recorded.title };
  if (!state.acknowledgedAt || !state.mitigatedAt || !state.resolvedAt) {
    return {
      refused: `The incident is ${state.status}. A post-mortem needs to know when it was resolved: declare it resolved first.`,
    };
  }
  const resolved = state.resolvedAt;
  const body: Record<string, string> = {
    impact: impactText(state, rulebook),
    timeline: timelineTable(record, rulebook),
    rootCause: paragraphs(state.rootCause, 'why it happened'),
    fix: paragraphs(state.fix, 'what ended it'),
    actions: actionsTable(resolved, rulebook),
    followUps: FOLLOW_UPS.map((item) => `- [ ] ${item}`).join('\n'),
  };
  const sections = SECTIONS.postmortems.map(
    ({ key, heading }: SectionRule) => `## ${heading.en}\n\n${body[key]}`,
  );
  return {
    file: `postmortems/${state.detectedAt.slice(0, 10)}-${slugFor(state.title)}.mdx`,
    text: `---\n${frontmatter(state, rulebook)}\n---\n\n${sections.join('\n\n')}\n`,
  };
}

/** The items of the source's form that stand in every post-mortem. */
const FOLLOW_UPS = [
  'Update the runbook if this incident showed a gap in it',
  'Add monitoring or an alert for this way of failing',
  'Check whether related code has similar problems',
] as const;

const minute = (at: string) => `${at.slice(0, 16)}Z`;

function frontmatter(state: IncidentState, rulebook: Rulebook): string {
  const { impact } = state;
  const detected = minute(state.detectedAt);
  const resolved = minute(state.resolvedAt ?? '');
  const lead = state.lead?.name || Object.values(state.people)[0];
  const others = [...new Set([...state.actors, ...Object.values(state.people)])].filter(
    (name) => name !== lead,
  );
  const value = (text: string | undefined, what: string) => quote(text || unknown(what));
  return [
    `title: ${quote(state.title)}`,
    `description: ${quote(`What happened in the ${state.severity} of ${detected.slice(0, 10)}, why, and what keeps it from happening again.`)}`,
    'owner: tech-lead',
    `services: [${state.component}]`,
    'tags: [incident]',
    `scheme: ${state.scheme}`,
    `severity: ${state.severity}`,
    ...(state.startedAt ? [`started: ${minute(state.startedAt)}`] : []),
    `detected: ${detected}`,
    `acknowledged: ${minute(state.acknowledgedAt ?? '')}`,
    `mitigated: ${minute(state.mitigatedAt ?? '')}`,
    `resolved: ${resolved}`,
    `duration: ${isoDuration((Date.parse(resolved) - Date.parse(detected)) / 60_000)}`,
    `lead: ${value(lead, `the name of the lead (${nameOf(rulebook, state.lead?.role ?? '')})`)}`,
    `participants: [${others.map(quote).join(', ')}]`,
    'impact:',
    `  users: ${value(impact.users, 'how many users were affected')}`,
    `  features: ${value(impact.features, 'which features were affected')}`,
    `  clients: ${value(impact.clients, 'what clients noticed')}`,
    `  dataLoss: ${value(impact.dataLoss, 'whether data was lost or corrupted')}`,
  ].join('\n');
}

function impactText(state: IncidentState, rulebook: Rulebook): string {
  const { impact, severities } = state;
  const known = [impact.users, impact.features, impact.clients]
    .filter((text) => text !== undefined && text !== '')
    .map((text) => prose(text as string));
  const changes = severities
    .slice(1)
    .map(({ severity, why }) => prose(`Reclassified as ${severity}: ${why}`));
  const said = known.length > 0 ? known : [unknown('what did not work, for whom, for how long')];
  const concerned = prose(
    `Client: ${clientName(rulebook, state.client)}. Component: ${nameOf(rulebook, state.component)}. Reported by: ${nameOf(rulebook, state.reporter)}.`,
  );
  return [...said, concerned, ...changes].join('\n\n');
}

function timelineTable(record: IncidentRecord, rulebook: Rulebook): string {
  const day = stateOf(record).detectedAt.slice(0, 10);
  const rows = timelineOf(record, rulebook).map(({ at, event, by }) => {
    const [date = '', time = ''] = at.slice(0, 16).split('T');
    const when = date === day ? time : `${date} ${time}`;
    return `| ${when} | ${inline(by === '' ? event : `${event} (${by})`)} |`;
  });
  return ['| Time (UTC) | Event |', '| --- | --- |', ...rows].join('\n');
}

/** One action that is always there: to find the others, by the day on which the page is due. */
function actionsTable(resolved: string, rulebook: Rulebook): string {
  const within = rulebook.facts.find(({ id }) => id === DUE_FACT)?.value ?? 'P2D';
  const due = new Date(addWindow(Date.parse(resolved), String(within), { business: false }));
  return [
    '| Action | Owner | Due | State | Note |',
    '| --- | --- | --- | --- | --- |',
    `| Write down here what keeps this from happening again | <Role id="tech-lead" /> | ${due.toISOString().slice(0, 10)} | open | Not known yet when this page was written |`,
  ].join('\n');
}

function slugFor(title: string): string {
  let slug = 'incident';
  try {
    slug = slugOf(title).slice(0, LONGEST_SLUG).replace(/-+$/, '');
  } catch {
    // A title without a letter or digit has no slug of its own.
  }
  return slug;
}

/** Minutes as the shortest duration in hours and minutes: 80 is `PT1H20M`. */
function isoDuration(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return `PT${hours > 0 ? `${hours}H` : ''}${rest > 0 || hours === 0 ? `${rest}M` : ''}`;
}

/** Text without what YAML and terminals cannot carry, and without the words `check` takes for gaps. */
function clean(text: string): string {
  const plain = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu, ' ').replace(/ {2,}/g, ' ');
  return PLACEHOLDER_PATTERNS.reduce(
    (cleaned, pattern) =>
      cleaned.replace(new RegExp(pattern.source, `${pattern.flags}g`), (found) =>
        found.toLowerCase().replaceAll(' ', '-'),
      ),
    plain,
  ).trim();
}

const quote = (text: string) => JSON.stringify(clean(text));

function paragraphs(text: string | undefined, what: string): string {
  const parts = (text ?? '')
    .split(/\n\s*\n/)
    .map(prose)
    .filter((part) => part !== '');
  return parts.length > 0 ? parts.join('\n\n') : unknown(what);
}

/** A paragraph of its own: nothing in it may begin a list, a heading or a line of module code. */
function prose(text: string): string {
  return inline(text).replace(
    /^(?:import|export)\b/,
    (word) => `&#${word.charCodeAt(0)};${word.slice(1)}`,
  );
}

const ADDRESS = /(?:https?:\/\/|www\.)[^\s`|<>{}]+/gi;

/**
 * Text as it stands in a line of MDX, whatever was typed: nothing in it is markup, code or a link.
 * Addresses become code, so that they can be copied and no rule about links takes them for ours.
 */
function inline(text: string): string {
  const cleaned = clean(text).replace(/[⟦⟧]/g, ' ');
  let escaped = '';
  let at = 0;
  for (const match of cleaned.matchAll(ADDRESS)) {
    escaped += `${escapeText(cleaned.slice(at, match.index))}\`${match[0]}\``;
    at = match.index + match[0].length;
  }
  return escaped + escapeText(cleaned.slice(at));
}

const escapeText = (text: string) =>
  text
    .replace(/[\\`*_{}[\]<>|~#$&!+=]/g, '\\$&')
    .replace(/^-/, '\\-')
    .replace(/^(\d+)([.)])/, '$1\\$2');
