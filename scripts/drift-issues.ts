// Keeps one GitHub issue for each drift that a run of sync has found: opens what is new, rewrites what
// says something else now, and closes what is gone. For the scheduled workflow, which sets the variables.
import { existsSync, readFileSync } from 'node:fs';
import { CannotRun } from '../src/checks/cannot-run.ts';
import { keepIssues } from '../src/sync/drift-issues.ts';
import { openIssues } from '../src/sync/github-issues.ts';
import { parseSyncReport } from '../src/sync/sync-report.ts';

const { GITHUB_API_URL = 'https://api.github.com', GITHUB_REPOSITORY, GITHUB_TOKEN } = process.env;
const [file = ''] = process.argv.slice(2);

try {
  if (!GITHUB_REPOSITORY || !GITHUB_TOKEN) {
    throw new CannotRun(
      'It is not known whose issues to keep',
      'Set GITHUB_REPOSITORY (owner/name) and GITHUB_TOKEN, which may write issues',
    );
  }
  const report = existsSync(file) ? parseSyncReport(readFileSync(file, 'utf8')) : undefined;
  if (!report) {
    throw new CannotRun(
      `There is no report of sync in "${file}", so no issue is touched`,
      'Give the file that npm run sync has kept, such as .data/sync/production.json',
    );
  }
  const { created, rewritten, closed } = await keepIssues(
    report.drifts,
    openIssues({ api: GITHUB_API_URL, name: GITHUB_REPOSITORY, token: GITHUB_TOKEN }),
  );
  console.log(
    `${report.drifts.length} drifts: ${created} issues opened, ${rewritten} rewritten, ${closed} closed.`,
  );
} catch (cause) {
  if (!(cause instanceof CannotRun)) throw cause;
  console.error(`${cause.message}. ${cause.help}`);
  process.exitCode = 2;
}
