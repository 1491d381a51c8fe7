import type { Report } from '../finding.ts';
import { ALL_RULES, ruleDocs } from '../rules.ts';

/** SARIF 2.1.0, for code scanning and editors. `repository` is the address that help pages are under. */
export function sarif(report: Report, { repository }: { repository: string }): string {
  const used = [...new Set(report.findings.map(({ rule }) => rule))];
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'sonan-digital-docs check',
            informationUri: repository,
            rules: used.map((rule) => describeRule(rule, repository)),
          },
        },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: report.status !== 'incomplete',
            toolExecutionNotifications: report.skipped.map(({ what, why }) => ({
              level: report.status === 'incomplete' ? 'error' : 'note',
              message: { text: `Not checked: ${what}: ${why}` },
            })),
          },
        ],
        results: report.findings.map(({ rule, severity, file, line, column, message, help }) => ({
          ruleId: rule,
          ruleIndex: used.indexOf(rule),
          level: severity,
          message: { text: `${message}. ${help}` },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: file.split('/').map(encodeURIComponent).join('/') },
                region: { startLine: line, startColumn: column },
              },
            },
          ],
        })),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function describeRule(rule: string, repository: string) {
  const known = Object.entries(ALL_RULES).find(([name]) => name === rule)?.[1];
  return {
    id: rule,
    helpUri: `${repository}/blob/main/${ruleDocs(rule)}`,
    ...(known && {
      shortDescription: { text: known.summary },
      defaultConfiguration: { level: known.severity },
    }),
  };
}
