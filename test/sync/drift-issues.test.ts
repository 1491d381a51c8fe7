import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Finding, Report } from '../../src/checks/finding.ts';

const script = join(import.meta.dirname, '../../scripts/drift-issues.mjs');
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'issues-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const finding = (file: string, message = 'It was changed'): Finding => ({
  ...{ rule: 'drift/steps', severity: 'error', file, line: 3, column: 1, message },
  help: 'Ask @somebody.',
});

/** Runs the script before a GitHub that has these issues; gives what it asked of it. */
function keepIssues(report: Partial<Report>, issues: object[]): string[][] {
  const asked = join(folder, 'asked');
  rmSync(asked, { force: true });
  writeFileSync(join(folder, 'report.json'), JSON.stringify({ findings: [], ...report }));
  writeFileSync(join(folder, 'issues.json'), JSON.stringify(issues));
  // GitHub's program, as far as the script uses it.
  writeFileSync(
    join(folder, 'gh'),
    `#!/usr/bin/env node
const { appendFileSync, readFileSync } = require('node:fs');
const words = process.argv.slice(2);
appendFileSync(${JSON.stringify(asked)}, JSON.stringify(words) + '\\n');
if (words[1] === 'list') process.stdout.write(readFileSync(${JSON.stringify(join(folder, 'issues.json'))}));
`,
  );
  chmodSync(join(folder, 'gh'), 0o755);
  try {
    execFileSync(process.execPath, [script, join(folder, 'report.json')], {
      env: { ...process.env, PATH: `${folder}:${process.env.PATH}` },
      stdio: 'pipe',
    });
  } catch {
    // What it asked until then is looked at.
  }
  if (!existsSync(asked)) return [];
  return readFileSync(asked, 'utf8')
    .trim()
    .split('\n')
    .map((line): string[] => JSON.parse(line))
    .filter(([thing, verb]) => thing === 'issue' && verb !== 'list');
}

const bodyOf = (words: string[] | undefined) => words?.[words.indexOf('--body') + 1] ?? '';

it('opens one issue for a drift, leaves it while nothing changes, rewrites it, and closes it', () => {
  const [created] = keepIssues({ findings: [finding('a.mdx')] }, []);
  expect(created?.slice(0, 2)).toEqual(['issue', 'create']);
  expect(bodyOf(created)).not.toContain('@somebody');
  const issue = { number: 7, title: 'x', body: bodyOf(created) };
  expect(keepIssues({ findings: [finding('a.mdx')] }, [issue])).toEqual([]);
  const [edited] = keepIssues({ findings: [finding('a.mdx', 'It was changed again')] }, [issue]);
  expect(edited?.slice(0, 3)).toEqual(['issue', 'edit', '7']);
  const [closed] = keepIssues({ findings: [] }, [issue]);
  expect(closed?.slice(0, 3)).toEqual(['issue', 'close', '7']);
});

it('touches no issue after a run that could not look at everything', () => {
  const issue = { number: 7, title: 'x', body: '<!-- drift:0123456789abcdef -->' };
  expect(keepIssues({ status: 'incomplete' }, [issue])).toEqual([]);
});
