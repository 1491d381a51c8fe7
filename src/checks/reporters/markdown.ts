import { countFindings, type Report } from '../finding.ts';

/** For a comment on a pull request. */
export function markdown(report: Report): string {
  const parts = [heading(report)];
  for (const [file, findings] of Map.groupBy(report.findings, (finding) => finding.file)) {
    const rows = findings.map(
      ({ line, severity, rule, message, help }) =>
        `| ${line} | ${severity === 'error' ? '❌ error' : '⚠️ warning'} | ${cell(`${message}. ${help}`)} | \`${rule}\` |`,
    );
    parts.push(
      `### \`${file.replaceAll('`', "'")}\``,
      ['| Line | | What and how to mend it | Rule |', '| ---: | --- | --- | --- |', ...rows].join(
        '\n',
      ),
    );
  }
  if (report.skipped.length > 0) {
    const list = report.skipped.map(({ what, why }) => `- ${inline(what)}: ${inline(why)}`);
    parts.push(`<details><summary>Not checked</summary>\n\n${list.join('\n')}\n\n</details>`);
  }
  return `${parts.join('\n\n')}\n`;
}

function heading(report: Report): string {
  if (report.status === 'incomplete') return '## Content check: could not run';
  const { error, warning } = countFindings(report);
  const { files, links } = report.checked;
  const looked = `${files} files and ${links} links checked.`;
  return error + warning === 0
    ? `## Content check: all fine\n\n${looked}`
    : `## Content check: ${error} errors, ${warning} warnings\n\n${looked}`;
}

/**
 * Text from files must not become markup or a mention of somebody. What could be a mention stands as
 * code, so that a command that names a pair can be copied.
 */
const inline = (text: string) =>
  text
    .split(/\s+/)
    .map((word) => {
      const [, mention, after = ''] = /^([^`|]*@[^`|]*?)([.,;:)]*)$/.exec(word) ?? [];
      return mention ? `\`${mention}\`${after}` : escaped(word).replaceAll('@', '@\u200b');
    })
    .join(' ');

const escaped = (word: string) => word.replace(/[\\`*_[\]<>#|~]/g, '\\$&');

const cell = inline;
