import type { Finding, Report } from '../finding.ts';
import { ALL_RULES } from '../rules.ts';

/**
 * Annotations for GitHub Actions, shown beside the lines of the pull request. The form is that of
 * GitHub's workflow commands: values escape `%` and line ends, properties also `:` and `,`.
 *
 * GitHub shows the first ten errors and the first ten warnings of a step, so what the change brings
 * comes first, and what time brings to pages that nobody touched comes last.
 * https://github.com/actions/toolkit/blob/main/docs/problem-matchers.md#limitations
 */
export function github(report: Report): string {
  const annotations = report.findings
    .toSorted((a, b) => rank(a) - rank(b))
    .map(({ severity, file, line, column, rule, message, help }) =>
      command(severity, { file, line, col: column, title: rule }, `${message}\n${help}`),
    );
  const skipped = report.skipped.map(({ what, why }) =>
    command(
      report.status === 'incomplete' ? 'error' : 'notice',
      { title: 'Not checked' },
      `${what}: ${why}`,
    ),
  );
  return [...annotations, ...skipped].map((line) => `${line}\n`).join('');
}

/** Rules over changes, then most rules, then those that time brings about. */
function rank({ rule }: Finding): number {
  const info = Object.entries(ALL_RULES).find(([name]) => name === rule)?.[1] ?? {};
  if ('history' in info) return 0;
  return 'standing' in info ? 2 : 1;
}

function command(name: string, properties: Record<string, string | number>, text: string): string {
  const list = Object.entries(properties).map(
    ([key, value]) =>
      `${key}=${escapeData(String(value)).replaceAll(':', '%3A').replaceAll(',', '%2C')}`,
  );
  return `::${name} ${list.join(',')}::${escapeData(text)}`;
}

const escapeData = (text: string) =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
