import { slug as githubSlug } from 'github-slugger';
import {
  type CollectionName,
  LOCALES,
  type Locale,
  PHASE_LABELS,
  SECTIONS,
  type SectionRule,
  VERDICTS,
} from '../content-model/vocabulary.ts';
import { type Hint, hint } from './hints.ts';

/** What a new page is made from. */
export interface NewPage {
  title: string;
  /** `YYYY-MM-DD`: an ADR's date, a post-mortem's day of detection. */
  date: string;
  /** The number of an ADR. Others have none. */
  number?: number;
  /** The role in data/roles.yaml that keeps the page right. */
  owner?: string;
  locale?: Locale;
}

export interface Scaffold {
  /** Path under the content root, with forward slashes. */
  file: string;
  /** The whole MDX file. Fits its schema; `REPLACE:` stands where the author must write. */
  text: string;
}

/** The kinds of page that can be made, by the word people use for one. */
export const KINDS = {
  adr: 'adr',
  runbook: 'runbooks',
  checklist: 'checklists',
  template: 'templates',
  postmortem: 'postmortems',
  playbook: 'playbooks',
  guide: 'guides',
  policy: 'policies',
  architecture: 'architecture',
} as const satisfies Record<string, CollectionName>;

const DEFAULT_OWNER = 'engineering';
const DAYS_TO_ACT = 14;

/**
 * A new page of a collection: where it goes and what stands in it. Throws when the title has
 * nothing a file name could be made of, and when an ADR gets no number.
 */
export function scaffold(collection: CollectionName, page: NewPage): Scaffold {
  const locale = page.locale ?? LOCALES[0];
  const say = (name: Hint) => hint(name, locale);
  const frontmatter: Fields = [
    ['title', quote(page.title)],
    ['description', quote(say('description'))],
    ['owner', page.owner ?? DEFAULT_OWNER],
    ...FRONTMATTER_FIELDS[collection](page, say),
  ];
  const sections = SECTIONS[collection].length > 0 ? SECTIONS[collection] : FREE_SECTION;
  const body = sections.map((rule) => writeSection(rule, collection, page, locale, 2));
  const folder = locale === LOCALES[0] ? collection : `${locale}/${collection}`;
  return {
    file: `${folder}/${fileName(collection, page)}.mdx`,
    text: `---\n${frontmatter.map(([key, value]) => `${key}:${value.startsWith('\n') ? '' : ' '}${value}`).join('\n')}\n---\n\n${body.join('\n\n')}\n`,
  };
}

/** The next free ADR number after those that these paths (`…/adr/007-title.mdx`) use up. */
export function nextAdrNumber(paths: Iterable<string>): number {
  let highest = 0;
  for (const path of paths) {
    const number = /(?:^|\/)adr\/(\d+)-[^/]*\.mdx?$/.exec(path)?.[1];
    if (number) highest = Math.max(highest, Number(number));
  }
  return highest + 1;
}

/** `Résumé upload: 502` becomes `resume-upload-502`. */
export function slugOf(title: string): string {
  const plain = title.normalize('NFKD').replace(/\p{M}/gu, '');
  const slug = githubSlug(plain)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  if (!slug) {
    throw new Error(`"${title}" has no letter or digit from which to make a file name.`);
  }
  return slug;
}

function fileName(collection: CollectionName, page: NewPage): string {
  const slug = slugOf(page.title);
  if (collection === 'postmortems') return `${page.date}-${slug}`;
  if (collection !== 'adr') return slug;
  return `${String(adrNumber(page)).padStart(3, '0')}-${slug}`;
}

function adrNumber(page: NewPage): number {
  if (page.number === undefined) throw new Error('An ADR needs its number.');
  return page.number;
}

type Say = (name: Hint) => string;
type Fields = [key: string, value: string][];

/** What each collection's frontmatter needs beyond that of every page, as YAML. */
const FRONTMATTER_FIELDS: Record<CollectionName, (page: NewPage, say: Say) => Fields> = {
  adr: (page, say) => [
    ['number', String(adrNumber(page))],
    ['status', 'proposed'],
    ['date', page.date],
    ['deciders', `[${quote(say('decider'))}]`],
  ],
  runbooks: () => [
    ['services', '[crm]'],
    ['scheme', 'sonan'],
    ['severity', 'P2'],
  ],
  policies: () => [],
  checklists: (_, say) => [['subject', quote(say('subject'))]],
  templates: (_, say) => [
    ['kind', 'message'],
    ['channel', 'email'],
    ['subject', quote(say('messageSubject'))],
    ['placeholders', `\n  - id: name\n    label: ${quote(say('blankLabel'))}`],
  ],
  postmortems: (page, say) => [
    ['scheme', 'sonan'],
    ['severity', 'P2'],
    ...['detected', 'acknowledged', 'mitigated', 'resolved'].map((moment): [string, string] => [
      moment,
      `${page.date}T00:00Z`,
    ]),
    ['duration', 'PT0S'],
    ['lead', quote(say('lead'))],
    [
      'impact',
      `\n${(['users', 'features', 'clients', 'dataLoss'] as const)
        .map((part) => `  ${part}: ${quote(say(part))}`)
        .join('\n')}`,
    ],
  ],
  playbooks: () => [['organisation', 'sonan']],
  guides: () => [],
  architecture: () => [],
};

/** What stands under each required heading, by its key; a heading with none of its own has parts. */
const BODIES: Record<string, (page: NewPage, say: Say, locale: Locale) => string> = {
  'adr.context': (_, say) => say('context'),
  'adr.decision': (_, say) => say('decision'),
  'adr.alternatives': (_, say) =>
    `### ${say('alternative')}\n\n${say('alternativeText')}\n\n**${VERDICTS.rejected}** because:\n\n- ${say('reason')}`,
  'adr.positive': (_, say) => `- ${say('positive')}`,
  'adr.negative': (_, say) => `- ${say('negative')}`,
  'adr.future': (_, say) => `- ${say('future')}`,
  'adr.related': (_, say) => `- ${say('related')}`,
  'runbooks.when': (_, say) => say('when'),
  'runbooks.steps': (_, say) =>
    `1. ${say('firstStep')}\n2. ${say('secondStep')}\n3. ${say('thirdStep')}`,
  'runbooks.escalation': (_, say) => say('escalation'),
  'checklists.steps': (_, say) => `- [ ] ${say('task')}`,
  'templates.use': (_, say) => say('use'),
  'templates.text': (_, say) => `<Blank id="name" />, ${say('message')}`,
  'postmortems.impact': (_, say) => say('impact'),
  'postmortems.timeline': (_, say) =>
    `| Time (UTC) | Event |\n| --- | --- |\n| 00:00 | ${say('event')} |`,
  'postmortems.rootCause': (_, say) => say('rootCause'),
  'postmortems.fix': (_, say) => say('fix'),
  'postmortems.actions': (page, say) =>
    `| Action | Owner | Due | State | Note |\n| --- | --- | --- | --- | --- |\n| ${say('action')} | ${say('actionOwner')} | ${daysAfter(page.date, DAYS_TO_ACT)} | open | |`,
  'postmortems.followUps': (_, say) => `- [ ] ${say('followUp')}`,
  'playbooks.phases': (_, say, locale) =>
    [
      `### ${PHASE_WORD[locale]} 0: ${say('phase')}`,
      `- ${say('phaseStep')}`,
      `**${PHASE_LABELS.owners[locale]}** ${say('phaseOwners')}`,
      `**${PHASE_LABELS.duration[locale]}** ${say('phaseDuration')}`,
      `**${PHASE_LABELS.artifacts[locale]}** ${say('phaseArtifacts')}`,
      `**${PHASE_LABELS.exit[locale]}** ${say('phaseExit')}`,
    ].join('\n\n'),
  'playbooks.raci': (_, say, locale) =>
    `<Raci>\n\n| ${ACTIVITY_WORD[locale]} | ${say('role')} | ${say('role')} |\n| --- | --- | --- |\n| ${say('activity')} | A/R | I |\n\n</Raci>`,
  free: (_, say) => say('text'),
};

const PHASE_WORD: Record<Locale, string> = { en: 'Phase', nl: 'Fase' };
const ACTIVITY_WORD: Record<Locale, string> = { en: 'Activity', nl: 'Activiteit' };

/** The section of a page whose collection asks for none. */
const FREE_SECTION: readonly SectionRule[] = [
  { key: 'free', heading: { en: hint('section', 'en'), nl: hint('section', 'nl') } },
];

function writeSection(
  rule: SectionRule,
  collection: CollectionName,
  page: NewPage,
  locale: Locale,
  depth: number,
): string {
  const heading = `${'#'.repeat(depth)} ${rule.heading[locale]}`;
  const body = BODIES[rule.key] ?? BODIES[`${collection}.${rule.key}`];
  const children = (rule.children ?? []).map((child) =>
    writeSection(child, collection, page, locale, depth + 1),
  );
  const own = body ? [body(page, (name) => hint(name, locale), locale)] : [];
  return [heading, ...own, ...children].join('\n\n');
}

/** Text as a YAML scalar: plain where that cannot be misread, otherwise quoted. */
function quote(text: string): string {
  const isPlain =
    /^[A-Za-z][\w ,.()'/-]*$/.test(text) && !/^(true|false|null|yes|no|on|off)$/i.test(text);
  return isPlain ? text : JSON.stringify(text);
}

function daysAfter(date: string, days: number): string {
  const moment = new Date(`${date}T00:00:00Z`);
  moment.setUTCDate(moment.getUTCDate() + days);
  return moment.toISOString().slice(0, 10);
}
