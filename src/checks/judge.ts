import type { Content } from '../content-model/records.ts';
import { checkAdrs } from './adr.ts';
import { checkBuild } from './build.ts';
import { checkContent } from './content.ts';
import type { Check, Context, Observation, Unjudged } from './context.ts';
import { checkDiagrams } from './diagrams.ts';
import { checkFacts } from './facts.ts';
import { checkLinks } from './links.ts';
import { checkLostAddresses } from './lost-addresses.ts';
import { checkPhases, checkRaci } from './playbooks.ts';
import { checkPostmortems } from './postmortems.ts';
import { checkReferences } from './references.ts';
import { RULE_GROUPS, RULE_NAMES, type RuleName } from './rules.ts';
import { checkRunbooks } from './runbooks.ts';
import { checkTemplates } from './templates.ts';

/** Which function finds the rules of which group. */
const CHECKS: readonly [check: Check, groups: readonly string[]][] = [
  [checkContent, ['content']],
  [checkReferences, ['content']],
  [checkAdrs, ['adr']],
  [checkPostmortems, ['postmortem']],
  [checkRunbooks, ['runbook']],
  [checkRaci, ['raci']],
  [checkPhases, ['playbook']],
  [checkTemplates, ['template']],
  [checkFacts, ['fact']],
  [checkDiagrams, ['diagram']],
  [checkLinks, ['link']],
  [checkLostAddresses, ['link']],
  [checkBuild, ['build']],
];

/** What the rules saw, and what they could not judge. */
export interface Judgement {
  observations: Observation[];
  unjudged: Unjudged[];
}

/** Runs the selected rules over content. Pure: everything it needs is passed in. */
export function judge(
  content: Content,
  context: Context,
  selected: ReadonlySet<RuleName> = new Set(RULE_NAMES),
): Judgement {
  const groups = new Set([...selected].map((rule) => rule.split('/')[0]));
  const result: Judgement = { observations: [], unjudged: [] };
  for (const [check, found] of CHECKS) {
    if (!found.some((group) => groups.has(group))) continue;
    for (const item of check(content, context)) {
      if (!('rule' in item)) result.unjudged.push(item);
      else if (selected.has(item.rule)) result.observations.push(item);
    }
  }
  return result;
}

/**
 * The rules that words such as `link` and `adr/filename` name. Throws a `RangeError` that lists
 * what there is when a word names nothing.
 */
export function selectRules(words: readonly string[]): Set<RuleName> {
  return new Set(
    words.flatMap((word) => {
      const rules = RULE_NAMES.filter((rule) => rule === word || rule.startsWith(`${word}/`));
      if (rules.length > 0) return rules;
      throw new RangeError(
        `There is no rule or group "${word}". Groups: ${RULE_GROUPS.join(', ')}. A single rule is named as group/name, for example link/missing-page.`,
      );
    }),
  );
}
