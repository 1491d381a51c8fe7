import { statSync } from 'node:fs';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { loadContent } from '../content-model/index.ts';
import type { Content } from '../content-model/records.ts';
import { CannotRun } from './cannot-run.ts';
import type { Context, Observation, Unjudged } from './context.ts';
import { byPlace, countFindings, type Finding, type Report } from './finding.ts';
import { readBase } from './history.ts';
import { judge } from './judge.ts';
import { countLinks } from './links.ts';
import { RULE_NAMES, RULES, type RuleName } from './rules.ts';
import { lookAround } from './surroundings.ts';

/** Where pages that were read are kept for the next run, from the project's folder. */
const CACHE_FOLDER = '.cache/content';

export interface CheckOptions {
  /** The content root. */
  root: string;
  /** The folder of the project: what is not beside the root is taken from here. */
  project: string;
  site: Context['site'];
  /** `YYYY-MM-DD`. */
  today: string;
  /** All rules when absent. */
  rules?: ReadonlySet<RuleName> | undefined;
  /** A git ref to compare with. */
  base?: string | undefined;
  /** Warnings count like errors. */
  strict?: boolean | undefined;
}

/** Checks a content root. Gives a report of status `incomplete` when that was not possible. */
export async function runChecks(options: CheckOptions): Promise<Report> {
  try {
    return await check(options);
  } catch (cause) {
    // A mistake of ours must not look like a pass, nor like a finding in somebody's page.
    if (!(cause instanceof CannotRun) && process.env.DEBUG) throw cause;
    const { message, help } =
      cause instanceof CannotRun
        ? cause
        : { message: `The check itself failed: ${cause}`, help: 'Set DEBUG=1 to see where.' };
    return {
      version: 1,
      status: 'incomplete',
      checked: { files: 0, links: 0 },
      skipped: [{ what: 'everything', why: `${message}. ${help}` }],
      findings: [],
    };
  }
}

async function check(options: CheckOptions): Promise<Report> {
  const { root, rules = new Set(RULE_NAMES), today, site } = options;
  requireFolder(root);
  const content = await loadContent(root, { cache: join(options.project, CACHE_FOLDER) });
  requireSomething(content);
  const needsBase = [...rules].some(
    (rule) => 'history' in RULES[rule] || rule === 'adr/number-duplicate',
  );
  const context: Context = {
    ...(await lookAround(content, root, options.project)),
    today,
    site,
    base: options.base !== undefined && needsBase ? await readBase(root, options.base) : undefined,
  };
  const { observations, unjudged } = judge(content, context, rules);
  const shown = fileNames(root);
  const findings = observations
    .map((observation) => toFinding(observation, shown(observation.file)))
    .sort(byPlace);
  const count = countFindings({ findings });
  const counted = options.strict ? findings.length : count.error;
  return {
    version: 1,
    status: counted > 0 ? 'findings' : 'ok',
    checked: {
      files: content.pages.length,
      links: countLinks(content),
      facts: content.pages.reduce((sum, page) => sum + page.facts.length, 0),
      diagrams: content.pages.reduce((sum, page) => sum + page.diagrams.length, 0),
    },
    skipped: [...content.skipped, ...summarise(unjudged)],
    findings,
  };
}

function requireFolder(root: string): void {
  try {
    if (statSync(root).isDirectory()) return;
  } catch (cause) {
    throw new CannotRun(`There is no folder ${root}`, 'Give the folder after --root.', { cause });
  }
  throw new CannotRun(`${root} is a file`, 'Give the folder it is in after --root.');
}

function requireSomething(content: Content): void {
  if (content.pages.length > 0 || content.problems.length > 0) return;
  throw new CannotRun(
    `There is no Markdown under ${content.root}`,
    'Give another folder after --root.',
  );
}

function toFinding({ rule, place, message, help }: Observation, file: string): Finding {
  const { severity } = RULES[rule];
  return { rule, severity, file, line: place.line, column: place.column, message, help };
}

/** How files under the root are called: from the working directory when they lie in it. */
export function fileNames(root: string): (file: string) => string {
  const fromHere = relative(process.cwd(), resolve(root)).replaceAll('\\', '/');
  const isInside = !fromHere.startsWith('..') && !isAbsolute(fromHere);
  const folder = isInside ? fromHere : '';
  return (file) => [folder, file].filter(Boolean).join('/') || '.';
}

/** One line for each reason, with the number of things and one of them as an example. */
function summarise(unjudged: readonly Unjudged[]): Report['skipped'] {
  const groups = Map.groupBy(unjudged, ({ kind, why }) => `${kind} ${why}`);
  return [...groups.values()].map((items) => {
    const [{ kind, what, why }] = items as [Unjudged];
    const many = items.length > 1;
    return {
      what: many ? `${items.length} ${kind}s, for example ${what}` : `1 ${kind}, ${what}`,
      why,
    };
  });
}
