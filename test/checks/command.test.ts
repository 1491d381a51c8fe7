import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/checks/finding.ts';
import { github } from '../../src/checks/reporters/github.ts';
import { markdown } from '../../src/checks/reporters/markdown.ts';
import { makeFolder, project, writeMarked } from './marked.ts';
import { adr, guide, runbook } from './sample-content.ts';

/** The command as people run it, from the folder of the project. */
function check(...args: string[]) {
  return execa(process.execPath, [join(project, 'scripts/check.ts'), ...args], {
    cwd: project,
    reject: false,
    env: { GITHUB_ACTIONS: '', FORCE_COLOR: '', NO_COLOR: '' },
  });
}

function rootWith(files: Record<string, string>): string {
  const root = makeFolder();
  writeMarked(root, files);
  return root;
}

const fine = () => rootWith({ 'adr/001-a.mdx': adr(1) });
const warned = () => rootWith({ 'runbooks/a.mdx': runbook({ verified: undefined }) });
const broken = () => rootWith({ 'guides/a.mdx': guide('## Start\n\nA [link](/no:thing,100%/).') });

describe('exit codes', () => {
  it.each([
    ['nothing is wrong', fine, [], 0],
    ['there are only warnings', warned, [], 0],
    ['warnings count', warned, ['--strict'], 1],
    ['there is an error', broken, [], 1],
    ['the error is not asked for', broken, ['--only', 'adr,raci'], 0],
    ['one rule is asked for', broken, ['--only', 'link/missing-page'], 1],
    ['the ref is not there', fine, ['--base', 'nothing'], 2],
    ['a group does not exist', fine, ['--only', 'link,nothing'], 2],
    ['the format does not exist', fine, ['--format', 'xml'], 2],
    ['the day does not exist', fine, ['--today', '2026-02-30'], 2],
    ['an option does not exist', fine, ['--fix'], 2],
    ['a word is left over', fine, ['content'], 2],
  ])('%s', async (_, root, args, code) => {
    const { exitCode, stderr } = await check('--root', root(), ...args);
    expect(exitCode).toBe(code);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it('a root that is not there is no pass', async () => {
    const { exitCode, stdout } = await check('--root', '/nowhere/at/all', '--format', 'json');
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ version: 1, status: 'incomplete', findings: [] });
  });

  it('--help says how to use it', async () => {
    const { exitCode, stdout } = await check('--help');
    expect(exitCode).toBe(0);
    for (const option of ['--root', '--only', '--base', '--format', '--today', '--strict']) {
      expect(stdout).toContain(option);
    }
  });
});

describe('formats', () => {
  it('json is the report of the contract', async () => {
    const { stdout } = await check('--root', broken(), '--format', 'json');
    expect(JSON.parse(stdout)).toEqual({
      version: 1,
      status: 'findings',
      checked: { files: 1, links: 1, facts: 0, diagrams: 0 },
      skipped: [],
      findings: [
        {
          rule: 'link/missing-page',
          severity: 'error',
          file: 'guides/a.mdx',
          line: 9,
          column: 3,
          message: 'The site has no page at "/no:thing,100%/"',
          help: expect.stringContaining('Correct the address'),
        },
      ],
    });
  });

  it('pretty groups by file, without colours where nobody sees them', async () => {
    const { stdout } = await check('--root', broken());
    expect(stdout).toMatch(/^guides\/a\.mdx\n {2}9:3 +error +The site has no page/);
    expect(stdout).toContain('1 file and 1 link checked: 1 error, 0 warnings.');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: this is what colours are made of
    expect(stdout).not.toMatch(/\u001b/);
  });

  it('github gives annotations, with what it needs escaped', async () => {
    const { stdout } = await check('--root', broken(), '--format', 'github');
    expect(stdout).toMatch(
      /^::error file=guides\/a\.mdx,line=9,col=3,title=link\/missing-page::The site has no page at "\/no:thing,100%25\/"%0A/,
    );
  });

  it('github begins with what the change brings and ends with what time brings: it shows only ten', () => {
    const finding = (rule: string): Finding => ({
      rule,
      severity: 'warning',
      file: 'a.mdx',
      line: 1,
      column: 1,
      message: 'M',
      help: 'H',
    });
    const text = github({
      version: 1,
      status: 'ok',
      checked: { files: 1, links: 0 },
      skipped: [],
      findings: [
        finding('runbook/unverified'),
        finding('fact/mention'),
        finding('content/newly-shown'),
        finding('content/review-overdue'),
      ],
    });
    expect([...text.matchAll(/title=([a-z/-]+)/g)].map(([, rule]) => rule)).toEqual([
      'content/newly-shown',
      'fact/mention',
      'runbook/unverified',
      'content/review-overdue',
    ]);
  });

  it('sarif is version 2.1.0 with rules, places and levels', async () => {
    const { stdout } = await check('--root', warned(), '--format', 'sarif');
    const log = JSON.parse(stdout);
    expect(log.version).toBe('2.1.0');
    const [run] = log.runs;
    expect(run.tool.driver.rules[0]).toMatchObject({ id: 'runbook/unverified' });
    expect(run.results[0]).toMatchObject({
      ruleId: 'runbook/unverified',
      ruleIndex: 0,
      level: 'warning',
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'runbooks/a.mdx' },
            region: { startLine: 1, startColumn: 1 },
          },
        },
      ],
    });
  });

  it('markdown is ready for a comment, with markup from pages made harmless', async () => {
    const root = rootWith({ 'guides/a.mdx': guide('## Start\n\nA [link](/@everyone|<b>/).') });
    const { stdout } = await check('--root', root, '--format', 'markdown');
    expect(stdout).toContain('## Content check: 1 errors, 0 warnings');
    expect(stdout).toContain('| 9 | ❌ error |');
    expect(stdout).not.toContain('@everyone');
    expect(stdout).not.toContain('<b>');
  });

  it('markdown keeps a command as it has to be typed, and mentions nobody', () => {
    const help = "Say so: npm run sync -- confirm '/a/#b@mr-dj/en/c'. Ask @everyone.";
    const finding: Finding = {
      ...{ rule: 'drift/wiki-moved', severity: 'warning', file: 'a.mdx', line: 1, column: 1 },
      ...{ message: 'M', help },
    };
    const text = markdown({
      ...{ version: 1, status: 'ok', checked: { files: 1, links: 0 }, skipped: [] },
      findings: [finding],
    });
    expect(text).toContain("confirm `'/a/#b@mr-dj/en/c'`.");
    expect(text).toContain('`@everyone`.');
  });

  it('a run that could not be done is no pass in any of them', async () => {
    for (const format of ['pretty', 'json', 'github', 'sarif', 'markdown']) {
      const { stdout, exitCode } = await check('--root', '/nowhere', '--format', format);
      expect(exitCode).toBe(2);
      expect(stdout).toMatch(/incomplete|could not|::error|executionSuccessful": false/i);
    }
  });
});

describe('the content of this repository', () => {
  it('has no error', async () => {
    const { stdout } = await check('--format', 'json', '--today', '2026-07-10');
    const { findings, checked } = JSON.parse(stdout);
    expect(checked.files).toBeGreaterThan(50);
    const errors = findings.filter(({ severity }: { severity: string }) => severity === 'error');
    expect(errors).toEqual([]);
    expect(findings.every(({ file }: { file: string }) => file.startsWith('content/'))).toBe(true);
  });
});
