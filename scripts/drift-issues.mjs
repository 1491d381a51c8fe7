// Keeps one GitHub issue for each finding of sync: opens what is new, rewrites what says something
// else now, and closes what is gone. Plain JavaScript for Node 20; it needs GitHub's `gh`.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const LABEL = 'drift';
const MARK = /<!-- drift:([0-9a-f]{16}) -->/;

const report = JSON.parse(readFileSync(process.argv[2], 'utf8'));
if (report.status === 'incomplete') {
  console.error('Sync could not look at everything: no issue is touched.');
  process.exit(2);
}

gh('label', 'create', LABEL, '--force', '--description', 'Portal and wiki do not agree');
const open = new Map();
for (const issue of JSON.parse(
  gh(
    'issue',
    'list',
    '--label',
    LABEL,
    '--state',
    'open',
    '--limit',
    '1000',
    '--json',
    'number,title,body',
  ),
)) {
  const key = MARK.exec(issue.body)?.[1];
  if (key) open.set(key, issue);
}

for (const [key, findings] of group(report.findings)) {
  const [{ rule, file }] = findings;
  const title = `${rule} in ${file}`;
  const body = `${findings.map(describe).join('\n\n')}\n\n<!-- drift:${key} -->`;
  const issue = open.get(key);
  open.delete(key);
  if (!issue) gh('issue', 'create', '--label', LABEL, '--title', title, '--body', body);
  else if (issue.body.trim() !== body.trim())
    gh('issue', 'edit', String(issue.number), '--body', body);
}
for (const { number } of open.values()) {
  gh('issue', 'close', String(number), '--comment', 'Sync no longer finds this.');
}

/** Findings by rule and file: what somebody would mend in one go, whatever the lines. */
function group(findings) {
  const groups = new Map();
  for (const finding of findings) {
    const key = createHash('sha256')
      .update(`${finding.rule} ${finding.file}`)
      .digest('hex')
      .slice(0, 16);
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return groups;
}

function describe({ line, message, help }) {
  return `**Line ${line}:** ${inline(message)}\n\n${inline(help)}`;
}

/** Text from articles must not become markup, or a mention of somebody. */
function inline(text) {
  return text.replace(/[\\`*_[\]<>#|~]/g, '\\$&').replaceAll('@', '@\u200b');
}

function gh(...words) {
  return execFileSync('gh', words, { encoding: 'utf8' });
}
