// npm run sync: every link between portal and wiki, and what has drifted apart.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { execa } from 'execa';
import { CannotRun } from '../src/checks/cannot-run.ts';
import { exitCode } from '../src/checks/finding.ts';
import { FORMATS, type Format, render } from '../src/checks/reporters/index.ts';
import { PORTAL, SYNC_REPORTS } from '../src/site/config.ts';
import { acknowledge, confirm, findPair, type Statement } from '../src/sync/confirm.ts';
import { type LockEntry, readLock, writeLock } from '../src/sync/lock-file.ts';
import { incomplete, lookAtBoth, runSync, type SyncOptions } from '../src/sync/run.ts';
import { syncReport } from '../src/sync/sync-report.ts';
import { touchedArticles, touchedComment } from '../src/sync/touched.ts';
import { findSyncedWiki, WIKIS, type WikiName } from './wiki-access.ts';

const project = join(import.meta.dirname, '..');
const DAYS_ACCEPTED = 90;

interface Options {
  wiki: WikiName;
  root: string;
  format: Format;
  today: string;
  strict?: true;
  dryRun?: true;
  base?: string;
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // Whoever reads only the head of the output has seen enough.
  if (error.code !== 'EPIPE') throw error;
});

const program = new Command('npm run sync --')
  .description('Checks the links between portal and wiki, and where the two have drifted apart.')
  .addOption(new Option('--wiki <name>', 'which wiki').choices(Object.keys(WIKIS)).default('local'))
  .option('--root <dir>', 'the folder of the content', join(project, 'content'))
  .addOption(
    new Option('--format <format>', 'how to show what was found')
      .choices(FORMATS)
      .default('pretty'),
  )
  .option('--today <date>', 'judge dates as on this day', date, isoDay(0))
  .option('--strict', 'warnings count like errors')
  .option(
    '--base <ref>',
    'instead: a comment with the articles that this branch concerns, without asking the wiki',
  )
  .option('--dry-run', 'do not tell the wiki how things stand')
  .addHelpText(
    'after',
    '\nExit code: 0 fine, 1 errors found, 2 wrong usage or could not run.\nThe rules: docs/checks/README.md',
  )
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .action(report);

program
  .command('confirm')
  .argument('<pair>', 'the pair, as findings name it')
  .description('says that the two sides of a pair agree as they are now')
  .action((pair: string) => record(pair, confirm));

program
  .command('ack')
  .argument('<pair>', 'the pair, as findings name it')
  .requiredOption('--reason <text>', 'why the difference is fine for now', text)
  .option('--until <date>', `until when; ${DAYS_ACCEPTED} days when left out`, date)
  .description('accepts the difference in a pair until a day, or until one of its sides changes')
  .action((pair: string, { reason, until }: { reason: string; until?: string }) =>
    record(pair, (statement, entry) => {
      const last = until ?? isoDay(DAYS_ACCEPTED, statement.today);
      if (last >= statement.today) return acknowledge(statement, entry, { reason, until: last });
      throw new CannotRun(`${last} is in the past`, 'Give a later day after --until');
    }),
  );

try {
  await program.parseAsync();
} catch (cause) {
  if (!(cause instanceof CannotRun)) throw cause;
  console.error(`${cause.message}. ${cause.help}`);
  process.exitCode = 2;
}

async function report(): Promise<void> {
  const options = program.opts<Options>();
  if (options.base !== undefined) {
    process.stdout.write(touchedComment(await touchedArticles(options.root, options.base)));
    return;
  }
  const colour = process.stdout.isTTY === true && !process.env.NO_COLOR;
  const shown = await withWiki(options, (sync) =>
    runSync({ ...sync, write: !options.dryRun }),
  ).catch((cause: unknown) => {
    if (!(cause instanceof CannotRun)) throw cause;
    return incomplete(cause);
  });
  const { report: found } = shown;
  // The portal shows what is known of its own pages, not of content that lies elsewhere.
  if (found.status !== 'incomplete' && resolve(options.root) === join(project, 'content')) {
    const kept = syncReport(shown, { wiki: options.wiki, on: options.today });
    replaceFile(
      resolve(project, SYNC_REPORTS, `${options.wiki}.json`),
      `${JSON.stringify(kept, null, 2)}\n`,
    );
  }
  process.stdout.write(render(options.format, found, { colour, repository: PORTAL.repository }));
  if (options.format === 'pretty' && found.status !== 'incomplete') {
    const { pairs = 0, articles = 0, judgedNoDrift = 0, acknowledged = 0 } = found.checked;
    process.stdout.write(
      `${pairs} pairs and ${articles} articles compared: ${judgedNoDrift} differences judged to be no drift, ${acknowledged} accepted for a time.\n`,
    );
  }
  process.exitCode = exitCode(found);
}

/** Puts one pair's entry anew into the lock file. */
async function record(
  pair: string,
  change: (statement: Statement, entry: LockEntry | undefined) => LockEntry,
): Promise<void> {
  const options = program.opts<Options>();
  const by = (await execa('git', ['config', 'user.name'], { reject: false, cwd: project })).stdout;
  await withWiki(options, async (sync) => {
    const seen = await lookAtBoth(sync);
    const { key, lockKey, portal, wiki, entry: known } = findPair(seen, sync, pair);
    const statement = { portal, wiki, today: options.today, by: by?.trim() || 'somebody' };
    const entry = change(statement, known);
    const before = existsSync(sync.lockFile) ? readFileSync(sync.lockFile, 'utf8') : undefined;
    const entries = new Map(readLock(before, sync.lockFile).entries);
    entries.delete(lockKey);
    entries.set(key, entry);
    replaceFile(sync.lockFile, writeLock(entries));
    console.log(
      entry.acknowledged
        ? `Accepted until ${entry.acknowledged.until}, or until a side changes: ${key}`
        : `Confirmed: ${key}`,
    );
  });
}

/** Writes a file so that whoever reads it finds all of the old text or all of the new. */
function replaceFile(file: string, written: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, written);
  renameSync(draft, file);
}

async function withWiki<Result>(
  options: Options,
  use: (sync: SyncOptions) => Promise<Result>,
): Promise<Result> {
  const { access, release } = await findSyncedWiki(options.wiki, project);
  try {
    return await use({
      root: options.root,
      project,
      site: { origin: PORTAL.url, basePath: '/' },
      wiki: access,
      lockFile: join(options.root, 'sync', `${options.wiki}.lock.yaml`),
      today: options.today,
      strict: options.strict,
    });
  } finally {
    await release();
  }
}

function isoDay(days: number, from = new Date().toISOString().slice(0, 10)): string {
  return new Date(Date.parse(from) + days * 86_400_000).toISOString().slice(0, 10);
}

function text(written: string): string {
  if (written.trim() !== '') return written.trim();
  throw new InvalidArgumentError('Say why.');
}

function date(written: string): string {
  const isDate =
    /^\d{4}-\d{2}-\d{2}$/.test(written) &&
    !Number.isNaN(Date.parse(written)) &&
    new Date(written).toISOString().startsWith(written);
  if (isDate) return written;
  throw new InvalidArgumentError('Write it as year-month-day, for example 2026-07-10.');
}
