// npm run new -- <kind> "Title": writes a valid new page for its author to fill in.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Argument, Command, Option } from 'commander';
import { KINDS, nextAdrNumber, type Scaffold, scaffold } from '../src/authoring/scaffold.ts';
import { readData } from '../src/content-model/data-files.ts';
import { listFiles } from '../src/content-model/list-files.ts';
import { isoDate } from '../src/content-model/schemas/primitives.ts';
import { LOCALES, type Locale } from '../src/content-model/vocabulary.ts';
import { importRecord } from '../src/incident/exchange.ts';
import { writePostmortem } from '../src/incident/postmortem.ts';
import { rulebookFrom } from '../src/incident/rulebook.ts';

interface Options {
  locale: Locale;
  owner?: string;
  today: string;
  root: string;
  from?: string;
}

const repository = join(import.meta.dirname, '..');

const command = new Command('npm run new --')
  .description('Writes a valid new page for its author to fill in.')
  .addArgument(new Argument('<kind>').choices(Object.keys(KINDS)))
  .argument('[title]', 'the heading of the page, in quotes')
  .addOption(new Option('--locale <locale>', 'language of the page').choices(LOCALES).default('en'))
  .option('--owner <role>', 'the role in data/roles.yaml that keeps the page right')
  .addOption(
    new Option('--today <date>', 'the date to write').default(
      new Date().toISOString().slice(0, 10),
      'today',
    ),
  )
  .option(
    '--from <file>',
    'with postmortem: the record that the page /incident/ exported; its title counts unless one is given',
  )
  .option('--root <folder>', 'the content root', join(repository, 'content'))
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .parse();

const [kind, title] = command.processedArgs as [keyof typeof KINDS, string | undefined];
const { locale, owner, today, root, from } = command.opts<Options>();
if (!isoDate.safeParse(today).success) stop(2, `--today is "${today}"; write it as YYYY-MM-DD.`);

try {
  const adrs = kind === 'adr' ? listAdrs(root) : undefined;
  const page = from === undefined ? newPage(adrs?.paths) : pageFromRecord(from);
  const file = join(root, page.file);
  if (existsSync(file))
    stop(1, `${file} is there already. Choose another title, or edit that page.`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, page.text, { flag: 'wx' });
  console.log(file);
  if (adrs?.branches) {
    console.log(
      `The number is free on all ${adrs.branches} branches known here; \`git fetch\` first to know the newest.`,
    );
  }
  const gaps = from === undefined ? 'REPLACE:' : '"Not known yet"';
  console.log(
    `Next: write where it says ${gaps}, look at it with \`npm run dev\`, then run \`npm run check\`.`,
  );
} catch (error) {
  stop(1, error instanceof Error ? error.message : String(error));
}

function newPage(adrs: string[] | undefined): Scaffold {
  if (title === undefined) stop(2, 'Give the title of the page, in quotes.');
  return scaffold(KINDS[kind], {
    title,
    date: today,
    locale,
    owner,
    number: adrs && nextAdrNumber(adrs),
  });
}

/** The post-mortem of an incident that was kept on the page /incident/. */
function pageFromRecord(file: string): Scaffold {
  if (kind !== 'postmortem') stop(2, '--from goes with postmortem only.');
  const text = readFile(file);
  const rulebook = rulebookFrom(readData(root, listFiles(root).files).data);
  const { record, refused } = importRecord(text, rulebook);
  if (!record) stop(1, `${file}: ${refused}`);
  const page = writePostmortem(record, rulebook, title);
  if (page.refused !== undefined) stop(1, `${file}: ${page.refused}`);
  return page;
}

function readFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    stop(1, `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Paths of all ADRs: in the working folder, and on every branch, local and remote. */
function listAdrs(contentRoot: string): { paths: string[]; branches: number } {
  const here = ['adr', ...LOCALES.map((name) => `${name}/adr`)].flatMap((folder) =>
    existsSync(join(contentRoot, folder))
      ? readdirSync(join(contentRoot, folder)).map((name) => `${folder}/${name}`)
      : [],
  );
  const refs = git(contentRoot, [
    'for-each-ref',
    '--format=%(objectname)',
    'refs/heads',
    'refs/remotes',
  ]);
  const there = [...new Set(refs)].flatMap((commit) =>
    git(contentRoot, ['ls-tree', '-r', '--name-only', commit, '.']),
  );
  return { paths: [...here, ...there], branches: refs.length };
}

/** The lines a git command prints; none when this is no git repository. */
function git(folder: string, words: string[]): string[] {
  try {
    return execFileSync('git', words, {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 64 * 1024 * 1024,
    })
      .split('\n')
      .filter(Boolean);
  } catch {
    return [];
  }
}

function stop(code: number, text: string): never {
  console.error(text);
  process.exit(code);
}
