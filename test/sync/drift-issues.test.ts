import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Finding } from '../../src/checks/finding.ts';
import { keepIssues } from '../../src/sync/drift-issues.ts';
import { openIssues } from '../../src/sync/github-issues.ts';
import { type ReportedDrift, syncReport } from '../../src/sync/sync-report.ts';
import { startIssueServer } from './issue-server.ts';

const project = join(import.meta.dirname, '../..');
let github: Awaited<ReturnType<typeof startIssueServer>>;
beforeEach(async () => {
  github = await startIssueServer();
});
afterEach(() => github.stop());

const keep = (drifts: readonly ReportedDrift[], token = 'a-token') =>
  keepIssues(drifts, openIssues({ api: github.api, name: 'a/b', token }));

interface Seen extends Partial<Finding> {
  where?: string;
  which?: string;
}

/** The drifts of a run that found these. */
function driftsOf(...seen: Seen[]): ReportedDrift[] {
  const told = seen.map(({ where = 'guides/a.mdx#send', which, ...more }) => ({
    finding: {
      ...{ rule: 'drift/steps', severity: 'error' as const, file: 'guides/a.mdx' },
      ...{ line: 3, column: 1, message: 'Step 3 is gone', help: 'Read both' },
      ...more,
    },
    about: { where, ...(which !== undefined && { which }) },
    owner: 'Account Manager',
  }));
  const findings = told.map(({ finding }) => finding);
  const checked = { files: 1, links: 0 };
  const report = { ...{ version: 1 as const, status: 'findings' as const, skipped: [] } };
  return syncReport(
    { report: { ...report, checked, findings }, pairs: [], told },
    { wiki: 'local', on: '2026-11-21' },
  ).drifts;
}

const titles = () => github.open().map(({ title }) => title);

describe('one issue for each drift', () => {
  it('says what, where and who, and is closed with a comment when the drift is gone', async () => {
    await keep(driftsOf({}, { where: 'wiki:sonan/en/x', which: 'validity', rule: 'drift/fact' }));
    expect(titles()).toEqual([
      'drift/steps in guides/a.mdx#send',
      'drift/fact in wiki:sonan/en/x: validity',
    ]);
    const [steps] = github.open();
    expect(steps?.labels).toEqual(['drift']);
    for (const part of ['Step 3 is gone', 'guides/a.mdx, line 3', 'Account Manager', 'Read both']) {
      expect(steps?.body).toContain(part);
    }
    await keep(driftsOf({ where: 'wiki:sonan/en/x', which: 'validity', rule: 'drift/fact' }));
    expect(titles()).toEqual(['drift/fact in wiki:sonan/en/x: validity']);
    expect(steps).toMatchObject({ state: 'closed', comments: ['Sync no longer finds this.'] });
  });

  it('stays the same one when the line moves, the words change or the drift grows', async () => {
    await keep(driftsOf({}));
    await keep(driftsOf({ line: 9, message: 'Steps 3 and 4 are gone' }));
    await keep(driftsOf({ line: 9, rule: 'drift/both-moved', message: 'Both were changed' }));
    expect(github.issues).toHaveLength(1);
    expect(titles()).toEqual(['drift/both-moved in guides/a.mdx#send']);
    expect(github.issues[0]?.body).toContain('Both were changed');
  });

  it('has one of its own for each place of the same fact in one article', async () => {
    const fact = { where: 'wiki:sonan/en/x', which: 'validity', rule: 'drift/fact' };
    await keep(driftsOf({ ...fact, line: 2 }, { ...fact, line: 7 }));
    expect(github.open()).toHaveLength(2);
  });

  it('mentions nobody, refers to no other issue and holds no markup from a text', async () => {
    await keep(
      driftsOf({ message: 'Ask @somebody about #12 <img src=x>', help: "confirm '/a/@b'." }),
    );
    const body = github.issues[0]?.body ?? '';
    expect(body).toContain('Ask `@somebody` about `#12` \\<img src=x\\>');
    expect(body).toContain("confirm `'/a/@b'`.");
  });
});

describe('no issue twice', () => {
  it('when it is run twice: the second run only reads', async () => {
    const drifts = driftsOf({}, { where: 'guides/b.mdx' });
    await keep(drifts);
    const before = github.requests.length;
    await keep(drifts);
    expect(github.requests.slice(before)).toEqual([
      'POST /api/repos/a/b/labels',
      'GET /api/repos/a/b/issues',
    ]);
  });

  it('when there are more than fit on one page, pull requests among them', async () => {
    const drifts = driftsOf(
      ...Array.from({ length: 230 }, (_, n) => ({ where: `guides/${n}.mdx` })),
    );
    await keep(drifts);
    github.issues.push({
      ...{ number: 231, title: 'A pull request', body: github.issues[0]?.body ?? '' },
      ...{ state: 'open', labels: ['drift'], comments: [], pull_request: {} },
    });
    await keep(drifts);
    expect(github.issues).toHaveLength(231);
    await keep(drifts.slice(0, 5));
    expect(github.open().map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 231]);
  });

  it('when two runs overlap: both open it, and the double is closed', async () => {
    // The first list is handed over only after the other run has read its own.
    let waiting = 0;
    const bothHaveRead = Promise.withResolvers<void>();
    github.onList(async () => {
      waiting += 1;
      if (waiting === 2) bothHaveRead.resolve();
      if (waiting <= 2) await bothHaveRead.promise;
    });
    const drifts = driftsOf({}, { where: 'guides/b.mdx' });
    await Promise.all([keep(drifts), keep(drifts)]);
    expect(github.issues).toHaveLength(4);
    expect(titles().sort()).toEqual([
      'drift/steps in guides/a.mdx#send',
      'drift/steps in guides/b.mdx',
    ]);
    const closed = github.issues.filter(({ state }) => state === 'closed');
    expect(
      closed.every(({ comments }) => /^This is told in #\d already/.test(comments[0] ?? '')),
    ).toBe(true);
    await keep(drifts);
    expect(github.open()).toHaveLength(2);
    expect(github.issues).toHaveLength(4);
  });

  it('when GitHub breaks off in the middle: the next run goes on', async () => {
    const drifts = driftsOf({}, { where: 'guides/b.mdx' }, { where: 'guides/c.mdx' });
    github.refuseAfter(3);
    await expect(keep(drifts)).rejects.toThrow(/403.*rate limit/);
    expect(github.open()).toHaveLength(1);
    github.refuseAfter(Number.POSITIVE_INFINITY);
    await keep(drifts);
    expect(github.issues).toHaveLength(3);
  });
});

describe('what is left alone', () => {
  it('an issue with the label that somebody else has opened', async () => {
    const theirs = { number: 1, title: 'Texts differ', body: 'I think so.', comments: [] };
    github.issues.push({ ...theirs, state: 'open', labels: ['drift'] });
    await keep([]);
    expect(titles()).toEqual(['Texts differ']);
  });

  it('everything, when there is no report or no way in', async () => {
    await keep(driftsOf({}));
    const folder = mkdtempSync(join(tmpdir(), 'issues-'));
    const run = (file: string, token: string) =>
      execa(process.execPath, [join(project, 'scripts/drift-issues.ts'), file], {
        env: { GITHUB_API_URL: github.api, GITHUB_REPOSITORY: 'a/b', GITHUB_TOKEN: token },
        reject: false,
      });
    const broken = join(folder, 'report.json');
    writeFileSync(broken, '{"version":1,"drifts":[]}');
    const runs = await Promise.all([
      run(join(folder, 'none.json'), 'a-token'),
      run(broken, 'a-token'),
      run(broken, ''),
    ]);
    rmSync(folder, { recursive: true });
    expect(runs.map(({ exitCode }) => exitCode)).toEqual([2, 2, 2]);
    await expect(keep([], 'another')).rejects.toThrow(/401/);
    expect(github.open()).toHaveLength(1);
  });
});
