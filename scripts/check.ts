// npm run check: every rule over the content, without a database or a build.
import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { exitCode } from '../src/checks/finding.ts';
import { selectRules } from '../src/checks/judge.ts';
import { FORMATS, type Format, render } from '../src/checks/reporters/index.ts';
import { RULE_GROUPS, type RuleName } from '../src/checks/rules.ts';
import { runChecks } from '../src/checks/run.ts';
import { PORTAL } from '../src/site/config.ts';

const project = join(import.meta.dirname, '..');

const options = new Command('npm run check --')
  .description('Checks the content: what is wrong, where, and how to mend it.')
  .option('--root <dir>', 'the folder to check', join(project, 'content'))
  .option('--only <groups>', `only these, with commas: ${RULE_GROUPS.join(', ')}, or rules`, rules)
  .option('--base <ref>', 'compare with a branch or commit, for the rules that judge a change')
  .addOption(
    new Option('--format <format>', 'how to show what was found')
      .choices(FORMATS)
      .default('pretty'),
  )
  .option(
    '--today <date>',
    'judge dates as on this day',
    date,
    new Date().toISOString().slice(0, 10),
  )
  .option('--strict', 'warnings count like errors')
  .addHelpText(
    'after',
    '\nExit code: 0 fine, 1 errors found, 2 wrong usage or could not run.\nThe rules: docs/checks/README.md',
  )
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .parse()
  .opts<{
    root: string;
    only?: ReadonlySet<RuleName>;
    base?: string;
    format: Format;
    today: string;
    strict?: true;
  }>();

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // Whoever reads only the head of the output has seen enough.
  if (error.code !== 'EPIPE') throw error;
});

const report = await runChecks({
  root: options.root,
  project,
  site: { origin: PORTAL.url, basePath: '/' },
  today: options.today,
  rules: options.only,
  base: options.base,
  strict: options.strict,
});
const colour = process.stdout.isTTY === true && !process.env.NO_COLOR;
process.stdout.write(render(options.format, report, { colour, repository: PORTAL.repository }));
process.exitCode = exitCode(report);

function rules(words: string): ReadonlySet<RuleName> {
  try {
    return selectRules(
      words
        .split(',')
        .map((word) => word.trim())
        .filter(Boolean),
    );
  } catch (cause) {
    throw new InvalidArgumentError(cause instanceof Error ? cause.message : String(cause));
  }
}

function date(text: string): string {
  const isDate =
    /^\d{4}-\d{2}-\d{2}$/.test(text) &&
    !Number.isNaN(Date.parse(text)) &&
    new Date(text).toISOString().startsWith(text);
  if (isDate) return text;
  throw new InvalidArgumentError('Write it as year-month-day, for example 2026-07-10.');
}
