// npm run bench: measures the budgets of the design, both sides of a ratio in one run.
import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { benchBuild, type Say } from '../bench/build.ts';
import { benchCheck } from '../bench/check.ts';
import { type Figure, formatFigures, keepsBudget } from '../bench/figure.ts';
import { benchGate } from '../bench/gate.ts';
import { benchPage } from '../bench/page.ts';
import { makeWorkshop } from '../bench/projects.ts';
import { benchRebuild } from '../bench/rebuild.ts';
import { benchSearch } from '../bench/search.ts';
import { benchSync } from '../bench/sync.ts';
import { benchWidget } from '../bench/widget.ts';
import { benchWiki } from '../bench/wiki.ts';

type Bench = (workshop: string, scale: number | undefined, say: Say) => Promise<Figure[]>;

const BENCHES: Record<string, Bench> = {
  page: benchPage,
  build: benchBuild,
  rebuild: benchRebuild,
  search: benchSearch,
  check: benchCheck,
  sync: benchSync,
  wiki: benchWiki,
  gate: benchGate,
  widget: benchWidget,
};

const command = new Command('npm run bench --')
  .description(
    'Measures the budgets of the design. Without a name, all of them, which takes a while.',
  )
  .addArgument(new Argument('[names...]', 'what to measure').choices(Object.keys(BENCHES)))
  .addOption(
    new Option(
      '--scale <pages>',
      'measure at this many pages instead of those of the budgets',
    ).argParser(readScale),
  )
  .addOption(new Option('--format <format>').choices(['pretty', 'json']).default('pretty'))
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .parse();

const { scale, format } = command.opts<{ scale?: number; format: 'pretty' | 'json' }>();
const names = command.processedArgs[0] as string[];
const say: Say = (line) => process.stderr.write(`  ${line}\n`);
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  // Leaving through exit ends what runs and removes the projects.
  process.once(signal, () => process.exit(code));
}

const figures: Figure[] = [];
for (const name of names.length > 0 ? names : Object.keys(BENCHES)) {
  process.stderr.write(`${name}\n`);
  try {
    figures.push(...((await BENCHES[name]?.(makeWorkshop(), scale, say)) ?? []));
  } catch (error) {
    process.stderr.write(
      `${name} could not be measured: ${error instanceof Error ? error.message : error}\n`,
    );
    process.exit(2);
  }
}

const missed = figures.filter((figure) => keepsBudget(figure) === false);
if (format === 'json') {
  const rows = figures.map((figure) => ({ ...figure, kept: keepsBudget(figure) }));
  console.log(JSON.stringify({ version: 1, figures: rows, missed: missed.length }, null, 2));
} else {
  console.log(`\n${formatFigures(figures)}\n`);
  console.log(
    missed.length === 0 ? 'Every budget is kept.' : `${missed.length} budgets are missed.`,
  );
}
process.exit(missed.length === 0 ? 0 : 1);

function readScale(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 10) {
    throw new InvalidArgumentError('Give a whole number of pages, 10 or more.');
  }
  return number;
}
