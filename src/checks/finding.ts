/** The findings of `check` and `sync`: one form for every rule, every reporter and the wiki. */

export type Severity = 'error' | 'warning';

/** One thing that is wrong at one place. */
export interface Finding {
  /** `group/name`; its page is `docs/checks/<group>-<name>.md`. */
  rule: string;
  severity: Severity;
  /** With forward slashes, from the working directory; from the root when that lies elsewhere. */
  file: string;
  /** 1-based. */
  line: number;
  /** 1-based, in UTF-16 units. */
  column: number;
  /** What is wrong, as a sentence without its full stop. */
  message: string;
  /** How to mend it. */
  help: string;
}

/** `ok`: no error. `incomplete`: something that was asked for could not be looked at. */
export type Status = 'ok' | 'findings' | 'incomplete';

/** What a run looked at and found; printed as JSON exactly as it stands. */
export interface Report {
  version: 1;
  status: Status;
  checked: { files: number; links: number } & Record<string, number>;
  /** What was not judged, and why. */
  skipped: { what: string; why: string }[];
  findings: Finding[];
}

/** How many findings of each severity a report holds. */
export function countFindings({ findings }: Pick<Report, 'findings'>): Record<Severity, number> {
  const errors = findings.filter((finding) => finding.severity === 'error').length;
  return { error: errors, warning: findings.length - errors };
}

/** The exit code of DESIGN §8: 0 fine, 1 findings, 2 could not run. */
export function exitCode(report: Report): 0 | 1 | 2 {
  return ({ ok: 0, findings: 1, incomplete: 2 } as const)[report.status];
}

/** By file, then by place, then by rule: the same findings always come in the same order. */
export function byPlace(a: Finding, b: Finding): number {
  return (
    compare(a.file, b.file) ||
    a.line - b.line ||
    a.column - b.column ||
    compare(a.rule, b.rule) ||
    compare(a.message, b.message)
  );
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
