import { join } from 'node:path';
import type { Content } from './records.ts';
import { checkAgainst } from './schema-problems.ts';
import { DATA_FILES, type DataFileName, type SiteData } from './schemas/data.ts';
import { decodeText, readBytes } from './text-files.ts';
import { readYaml } from './yaml-source.ts';

const MAX_DATA_BYTES = 10_000_000;

const NAMES = Object.keys(DATA_FILES) as DataFileName[];

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
  for (const name of NAMES) {
    const file = `data/${name}.yaml`;
    if (!files.includes(file)) continue;
    const read = readDataFile(join(root, file), name);
    problems.push(...read.problems.map((problem) => ({ ...problem, file })));
    if (read.value !== undefined) Object.assign(data, { [name]: read.value });
  }
  return { data, problems };
}

function readDataFile(path: string, name: DataFileName) {
  const file = readBytes(path, MAX_DATA_BYTES);
  if (file.problem) return { problems: [file.problem] };
  const { text, problem } = decodeText(file.bytes);
  if (problem) return { problems: [problem] };
  const source = readYaml(text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n'), 1);
  if (source.problems.length > 0) return { problems: source.problems };
  const start = { line: 1, column: 1 };
  const { data, problems } = checkAgainst(
    DATA_FILES[name],
    source.value ?? [],
    source.places,
    start,
  );
  return { value: data, problems };
}
