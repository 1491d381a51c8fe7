import type { IssueKeeper } from './github-issues.ts';
import type { ReportedDrift } from './sync-report.ts';

/** An issue as GitHub has it. */
export interface Issue {
  number: number;
  title: string;
  body: string;
}

/** What has to be done so that each drift has one open issue. */
export interface IssuePlan {
  create: { title: string; body: string }[];
  rewrite: Issue[];
  /** To close, with the comment that says why. */
  close: { number: number; comment: string }[];
}

const LABEL = 'drift';
const GONE = 'Sync no longer finds this.';
const MARK = /<!-- drift:([0-9a-f]{16}) -->\s*$/;

/**
 * Brings the issues in line with the drifts; gives how many it touched. Run twice it does nothing the
 * second time; of two runs at once, which may both open an issue, the later to look closes the double.
 */
export async function keepIssues(drifts: readonly ReportedDrift[], issues: IssueKeeper) {
  await issues.label(LABEL, 'Portal and wiki do not agree');
  const plan = planIssues(drifts, await issues.listOpen(LABEL));
  for (const issue of plan.create) await issues.create(issue, LABEL);
  for (const issue of plan.rewrite) await issues.rewrite(issue);
  for (const { number, comment } of plan.close) await issues.close(number, comment);
  const doubles = plan.create.length > 0 ? sortOut(await issues.listOpen(LABEL)).doubles : [];
  for (const { number, comment } of doubles) await issues.close(number, comment);
  return {
    created: plan.create.length,
    rewritten: plan.rewrite.length,
    closed: plan.close.length + doubles.length,
  };
}

/** Compares the drifts with the open issues. Issues that are not sync's own are left alone. */
export function planIssues(drifts: readonly ReportedDrift[], open: readonly Issue[]): IssuePlan {
  const { kept, doubles } = sortOut(open);
  const wanted = new Map(drifts.map((drift) => [drift.key, writeIssue(drift)]));
  const plan: IssuePlan = { create: [], rewrite: [], close: doubles };
  for (const [key, issue] of wanted) {
    const known = kept.get(key);
    if (!known) plan.create.push(issue);
    else if (known.title !== issue.title || !isSameText(known.body, issue.body)) {
      plan.rewrite.push({ ...issue, number: known.number });
    }
  }
  for (const [key, { number }] of kept) {
    if (!wanted.has(key)) plan.close.push({ number, comment: GONE });
  }
  return plan;
}

/** The oldest issue of each drift; the others, which two runs at the same time have opened, are to be closed. */
function sortOut(open: readonly Issue[]) {
  const kept = new Map<string, Issue>();
  const doubles: IssuePlan['close'] = [];
  for (const issue of [...open].sort((a, b) => a.number - b.number)) {
    const key = MARK.exec(issue.body)?.[1];
    if (key === undefined) continue;
    const first = kept.get(key);
    if (!first) kept.set(key, issue);
    else {
      doubles.push({ number: issue.number, comment: `This is told in #${first.number} already.` });
    }
  }
  return { kept, doubles };
}

/** GitHub gives line ends back as a browser sends them. */
const isSameText = (one: string, other: string) =>
  one.replace(/\r\n/g, '\n').trim() === other.replace(/\r\n/g, '\n').trim();

const LONGEST_TITLE = 200;

function writeIssue({ key, title, owner, finding }: ReportedDrift) {
  const { rule, severity, file, line, message, help } = finding;
  const body = [
    `**What:** ${asText(message)}.`,
    `**Where:** ${asText(`${file}, line ${line}`)}`,
    `**Owner:** ${asText(owner)}`,
    `**To mend it:** ${asText(help)}`,
    `The rule is ${asText(rule)} (${severity}). This text is kept up to date by sync, which closes the issue when the drift is gone: write into a comment what you want to keep.`,
    `<!-- drift:${key} -->`,
  ];
  return { title: title.slice(0, LONGEST_TITLE), body: body.join('\n\n') };
}

/**
 * Text from articles must not become markup, nor a mention of somebody or of another issue. What
 * could be one stands as code, where it can still be copied.
 */
function asText(text: string): string {
  return text
    .split(/(\s+)/)
    .map((word) => {
      if (/^\s+$/.test(word)) return ' ';
      const [, inner = '', after = ''] = /^(.*?)([.,;:)]*)$/.exec(word) ?? [];
      return /[@#]/.test(inner) && !inner.includes('`') ? `\`${inner}\`${after}` : escaped(word);
    })
    .join('');
}

const escaped = (word: string) =>
  word.replace(/[\\`*_[\]<>|~]/g, '\\$&').replace(/[@#]/g, '$&\u200b');
