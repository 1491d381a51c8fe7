import type { Severity } from './finding.ts';

interface RuleInfo {
  severity: Severity;
  /** What the rule finds, in one line. */
  summary: string;
  /** Needs `--base`: it judges a change, not a state. */
  history?: true;
  /** Time brings it about, so it stands in pages that nobody has touched. */
  standing?: true;
}

/** Every rule of `npm run check`. Severities and most names are those of DESIGN §8. */
export const RULES = {
  'content/schema': {
    severity: 'error',
    summary: 'A file cannot be read, or its frontmatter does not fit what its kind of page needs.',
  },
  'content/code': {
    severity: 'error',
    summary: 'A page holds code: an import, an export, an expression or an unknown component.',
  },
  'content/reference': {
    severity: 'error',
    summary:
      'A page names a role, service, alert or other entry that the shared data does not have.',
  },
  'content/address-taken': {
    severity: 'error',
    summary: 'Two pages have the same address.',
  },
  'content/section-missing': {
    severity: 'error',
    summary: 'A page lacks a section that its kind of page must have.',
  },
  'content/section-empty': {
    severity: 'error',
    summary: 'Nothing stands under a heading.',
  },
  'content/placeholder-left': {
    severity: 'error',
    summary: 'Text that was meant to be replaced is still there.',
  },
  'content/review-overdue': {
    severity: 'warning',
    summary: 'A page is past the date by which it should have been reviewed again.',
    standing: true,
  },
  'content/newly-shown': {
    severity: 'warning',
    summary: 'A change shows a page to an audience outside staff that could not see it before.',
    history: true,
  },
  'adr/number-duplicate': {
    severity: 'error',
    summary: 'Two ADRs have the same number, here or on the branch this one will be merged into.',
  },
  'adr/number-gap': {
    severity: 'warning',
    summary: 'The numbers of the ADRs skip one.',
  },
  'adr/filename': {
    severity: 'error',
    summary: 'The file name of an ADR is not its number in three digits and a short title.',
  },
  'adr/status-transition': {
    severity: 'error',
    summary: 'An ADR went from one status to another that may not follow it.',
    history: true,
  },
  'adr/supersede-asymmetric': {
    severity: 'error',
    summary: 'One ADR says that it replaces another, and the other does not say so.',
  },
  'adr/superseded-without-successor': {
    severity: 'error',
    summary: 'A superseded ADR does not say what replaced it.',
  },
  'adr/accepted-decision-changed': {
    severity: 'error',
    summary: 'The Decision of an ADR was rewritten while the ADR was and stays accepted.',
    history: true,
  },
  'adr/relation-missing': {
    severity: 'error',
    summary: 'An ADR names a related or amended ADR that does not exist.',
  },
  'adr/alternative-verdict': {
    severity: 'error',
    summary: 'An alternative has no verdict, or the verdict no reasons.',
  },
  'postmortem/duration': {
    severity: 'error',
    summary: 'The duration of a post-mortem is not the time from detected to resolved.',
  },
  'postmortem/timeline-order': {
    severity: 'error',
    summary: 'The times of a post-mortem are not in order.',
  },
  'postmortem/late': {
    severity: 'warning',
    summary: 'A post-mortem of a P1 or P2 was not finished within 48 hours of resolution.',
    standing: true,
  },
  'postmortem/action-owner': {
    severity: 'error',
    summary: 'A prevention action has no owner.',
  },
  'postmortem/action-due': {
    severity: 'error',
    summary: 'An open prevention action has no due date, or the date is none.',
  },
  'postmortem/action-state': {
    severity: 'error',
    summary: 'A prevention action has an unknown state, or is dropped without a reason.',
  },
  'postmortem/action-overdue': {
    severity: 'warning',
    summary: 'A prevention action is still open after its due date.',
    standing: true,
  },
  'runbook/unverified': {
    severity: 'warning',
    summary: 'Nobody has worked through a runbook and found that it does what it says.',
    standing: true,
  },
  'raci/accountable': {
    severity: 'error',
    summary: 'A RACI row does not have exactly one A.',
  },
  'raci/code': {
    severity: 'error',
    summary: 'A RACI cell holds something other than R, A, C and I.',
  },
  'playbook/exit-gate': {
    severity: 'error',
    summary: 'A phase of a playbook does not say when it is done.',
  },
  'template/placeholder': {
    severity: 'error',
    summary: 'A blank is used but not declared, or declared but not used.',
  },
  'fact/unknown': {
    severity: 'error',
    summary: 'A page uses a fact that data/facts.yaml does not have.',
  },
  'fact/contradiction': {
    severity: 'error',
    summary: 'A marked fact says something else than data/facts.yaml.',
  },
  'fact/mention': {
    severity: 'warning',
    summary: 'A sentence seems to give a fact another value than data/facts.yaml.',
  },
  'diagram/syntax': {
    severity: 'error',
    summary: 'Mermaid cannot read a diagram.',
  },
  'diagram/stale': {
    severity: 'error',
    summary: 'A diagram has no drawing, or was changed after it was drawn.',
  },
  'link/missing-page': {
    severity: 'error',
    summary: 'A link leads to a page or file that does not exist.',
  },
  'link/missing-anchor': {
    severity: 'error',
    summary: 'A link leads to a heading that its page does not have.',
  },
  'link/missing-asset': {
    severity: 'error',
    summary: 'An image or download does not exist.',
  },
  'link/outside-audience': {
    severity: 'error',
    summary: 'A link leads readers of a page to one that they may not see.',
  },
  'link/unpinned-permalink': {
    severity: 'error',
    summary: 'A link to a source file on GitHub names a branch instead of a commit.',
  },
  'link/redirect-loop': {
    severity: 'error',
    summary: 'A former address is in use, or two pages claim it.',
  },
  'link/address-lost': {
    severity: 'warning',
    summary: 'A change takes away an address that led to a page.',
    history: true,
  },
  'build/file-limit': {
    severity: 'warning',
    summary: 'The site comes near the number of files that its host accepts.',
  },
} as const satisfies Record<`${string}/${string}`, RuleInfo>;

/** Rules that only `npm run sync` can judge, because they need the wiki. */
export const SYNC_RULES = {
  'link/wiki-missing': {
    severity: 'error',
    summary: 'A link leads to an article that the wiki does not have.',
  },
  'link/wiki-unpublished': {
    severity: 'error',
    summary: 'A link leads to an article that is not published.',
  },
  'link/portal-missing': {
    severity: 'error',
    summary: 'An article links to a page that the portal does not have.',
  },
  'drift/portal-moved': {
    severity: 'warning',
    summary: 'A section of the portal was changed since it was said to agree with an article.',
  },
  'drift/wiki-moved': {
    severity: 'warning',
    summary: 'An article was changed since it was said to agree with a page of the portal.',
  },
  'drift/both-moved': {
    severity: 'error',
    summary: 'Both sides of a pair were changed since they were said to agree.',
  },
  'drift/fact': {
    severity: 'error',
    summary: 'An article gives a fact another value than the portal.',
  },
  'drift/steps': {
    severity: 'error',
    summary: 'One side of a pair has a step more or fewer, or has them in another order.',
  },
  'drift/orphan-portal': {
    severity: 'error',
    summary: 'The portal no longer has its side of a pair.',
  },
  'drift/orphan-wiki': {
    severity: 'error',
    summary: 'The wiki no longer has its side of a pair.',
  },
  'drift/unconfirmed': {
    severity: 'warning',
    summary: 'Nobody has said yet that the two sides of a pair agree.',
  },
  'drift/ack-expired': {
    severity: 'error',
    summary: 'A difference that was accepted for a time is still there after it.',
  },
} as const satisfies Record<`${string}/${string}`, RuleInfo>;

/** Every rule there is, of `check` and of `sync`. */
export const ALL_RULES = { ...RULES, ...SYNC_RULES };

export type SyncRuleName = keyof typeof ALL_RULES;

export type RuleName = keyof typeof RULES;

export const RULE_NAMES = Object.keys(RULES) as RuleName[];

/** `link`, `adr` and so on, in the order of the table. */
export const RULE_GROUPS = [...new Set(RULE_NAMES.map((rule) => rule.split('/')[0] as string))];

/** The page that explains a rule, from the repository root. */
export function ruleDocs(rule: string): string {
  return `docs/checks/${rule.replace('/', '-')}.md`;
}
