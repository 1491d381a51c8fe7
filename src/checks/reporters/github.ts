import type { Report } from '../finding.ts';

/**
 * Annotations for GitHub Actions, shown beside the lines of the pull request. The form is that of
 * GitHub's workflow commands: values escape `%` and line ends, properties also `:` and `,`.
 */
export function github(report: Report): string {
  const annotations = report.findings.map(({ severity, file, line, column, rule, message, help }) =>
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

function command(name: string, properties: Record<string, string | number>, text: string): string {
  const list = Object.entries(properties).map(
    ([key, value]) =>
      `${key}=${escapeData(String(value)).replaceAll(':', '%3A').replaceAll(',', '%2C')}`,
  );
  return `::${name} ${list.join(',')}::${escapeData(text)}`;
}

const escapeData = (text: string) =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
