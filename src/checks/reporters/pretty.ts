import { styleText } from 'node:util';
import { countFindings, type Finding, type Report } from '../finding.ts';
import { ruleDocs } from '../rules.ts';

/** For people at a terminal: grouped by file, the summary last. */
export function pretty(report: Report, { colour }: { colour: boolean }): string {
  const paint = (style: Parameters<typeof styleText>[0], text: string) =>
    colour ? styleText(style, text, { validateStream: false }) : text;
  const lines: string[] = [];
  for (const [file, findings] of Map.groupBy(report.findings, (finding) => finding.file)) {
    lines.push(
      paint('underline', clean(file)),
      ...findings.flatMap((finding) => describe(finding, paint)),
      '',
    );
  }
  for (const { what, why } of report.skipped) {
    lines.push(paint('dim', `Not checked: ${clean(what)} (${clean(why)})`));
  }
  if (report.skipped.length > 0) lines.push('');
  return [...lines, summary(report, paint), ''].join('\n');
}

type Paint = (style: Parameters<typeof styleText>[0], text: string) => string;

function describe(finding: Finding, paint: Paint): string[] {
  const { line, column, severity, rule, message, help } = finding;
  const mark = severity === 'error' ? paint('red', 'error  ') : paint('yellow', 'warning');
  return [
    `  ${`${line}:${column}`.padEnd(8)} ${mark}  ${clean(message)}  ${paint('dim', rule)}`,
    `           ${paint('dim', `→ ${clean(help)}`)}`,
  ];
}

/** Text from files must not steer the terminal. */
function clean(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ');
}

function summary(report: Report, paint: Paint): string {
  if (report.status === 'incomplete') return paint('red', 'Could not check. This is no pass.');
  const { error, warning } = countFindings(report);
  const { files, links } = report.checked;
  const looked = `${number(files, 'file')} and ${number(links, 'link')} checked`;
  if (error + warning === 0) return `${paint('green', '✓')} ${looked}: all fine.`;
  const rules = [...new Set(report.findings.map(({ rule }) => rule))];
  const found = [number(error, 'error'), number(warning, 'warning')].join(', ');
  const mark = report.status === 'ok' ? paint('green', '✓') : paint('red', '✗');
  return `${mark} ${looked}: ${found}.\n  What the rules mean: ${rules.slice(0, 3).map(ruleDocs).join(', ')}${rules.length > 3 ? ' …' : ''}`;
}

const number = (count: number, thing: string) => `${count} ${thing}${count === 1 ? '' : 's'}`;
