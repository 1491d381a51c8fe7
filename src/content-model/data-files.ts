import { join } from 'node:path';
import type { Content, Problem } from './records.ts';
import { checkAgainst } from './schema-problems.ts';
import { DATA_FILES, type DataFileName, type SiteData } from './schemas/data.ts';
import { didYouMean } from './suggestion.ts';
import { decodeText, readBytes } from './text-files.ts';
import { readYaml } from './yaml-source.ts';

const MAX_DATA_BYTES = 10_000_000;

const NAMES = Object.keys(DATA_FILES) as DataFileName[];

const START = { line: 1, column: 1 };

/**
 * Reads `data/*.yaml` under a content root. A list that is not there, or that does not fit its
 * schema, is empty.
 */
export function readData(
  root: string,
  files: readonly string[],
): Pick<Content, 'data' | 'problems'> {
  const data = Object.fromEntries(NAMES.map((name) => [name, []])) as unknown as SiteData;
  const problems: Content['problems'] = [];
  for (const file of files) {
    const name = /^data\/(.+\.ya?ml)$/.exec(file)?.[1];
    if (name === undefined) continue;
    const known = NAMES.find((candidate) => `${candidate}.yaml` === name);
    const read = known ? readDataFile(join(root, file), known) : { problems: misnamed(name) };
    problems.push(...read.problems.map((problem) => ({ ...problem, file })));
    if (known && read.value !== undefined) Object.assign(data, { [known]: read.value });
  }
  return { data, problems };
}

function readDataFile(path: string, name: DataFileName): { value?: unknown; problems: Problem[] } {
  const file = readBytes(path, MAX_DATA_BYTES);
  if (file.problem) return { problems: [file.problem] };
  const { text, problem } = decodeText(file.bytes);
  if (problem) return { problems: [problem] };
  const source = readYaml(text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n'), 1);
  if (source.problems.length > 0) return { problems: source.problems };
  const { data, problems } = checkAgainst(
    DATA_FILES[name],
    source.value ?? [],
    source.places,
    START,
  );
  return { value: data, problems: [...problems, ...repeatedIds(data ?? [], source.places)] };
}

function repeatedIds(
  entries: readonly object[],
  places: ReturnType<typeof readYaml>['places'],
): Problem[] {
  const seen = new Set<unknown>();
  return entries.flatMap((entry, index) => {
    if (!('id' in entry)) return [];
    if (!seen.has(entry.id)) {
      seen.add(entry.id);
      return [];
    }
    return {
      rule: 'content/schema' as const,
      message: `The id \`${String(entry.id)}\` stands here a second time`,
      help: 'Give one of the two another id, or take it out.',
      place: places[`${index}.id`] ?? START,
    };
  });
}

/** A file whose name is nearly that of one of ours would otherwise be left out in silence. */
function misnamed(name: string): Problem[] {
  const suggestion = didYouMean(
    name,
    NAMES.map((candidate) => `${candidate}.yaml`),
  );
  if (suggestion === '') return [];
  return [
    {
      rule: 'content/schema',
      message: `There is no data file \`${name}\``,
      help: `${suggestion}Rename the file.`,
      place: START,
    },
  ];
}
