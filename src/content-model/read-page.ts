import { readBody } from './body-records.ts';
import { parseSource } from './parse.ts';
import { locatePage, type PageLocation } from './paths.ts';
import { BODY_READERS } from './readers/index.ts';
import type { AnyPage, Heading, PageBase, Place, Problem } from './records.ts';
import { checkAgainst } from './schema-problems.ts';
import { FRONTMATTER } from './schemas/index.ts';
import { sectionTree, toSection } from './sections.ts';
import type { CollectionName } from './vocabulary.ts';
import { readYaml, type YamlSource } from './yaml-source.ts';

const START: Place = { line: 1, column: 1 };

const NO_YAML: YamlSource = { places: {}, texts: [], problems: [] };

/**
 * Reads a page from its text. Never throws: whatever is wrong with the text is among the page's
 * problems, and everything else is read as far as it goes.
 * @param file Path under the content root, with forward slashes; it says collection, locale and address.
 * @param hash Hash of the file's bytes.
 */
export function readPage(source: string, { file, hash }: { file: string; hash: string }): AnyPage {
  const location = locatePage(file);
  const parsed = parseSource(source, file.toLowerCase().endsWith('.mdx') ? 'mdx' : 'md');
  const yaml = readFrontmatter(parsed.frontmatter, location);
  const { headingOf, problems, ...records } = readBody(parsed.tree, parsed.text, {
    strict: location.collection !== null,
    rawComponents: parsed.problems.length > 0,
  });
  const sections = sectionTree(parsed.tree, headingOf);
  const base: PageBase = {
    file,
    locale: location.locale,
    path: location.path,
    hash,
    ...records,
    sections: sections.map(toSection),
    frontmatterTexts: yaml.texts,
    problems: [...parsed.problems, ...yaml.problems, ...problems],
  };
  const { collection } = location;
  if (collection === null) return plainPage(base, yaml.value);
  const { data, problems: misfits } = readFields(collection, yaml, parsed);
  const all = [...base.problems, ...parsed.moduleCode, ...misfits];
  const body = BODY_READERS[collection]({
    file,
    locale: location.locale,
    collection,
    sections,
    frontmatter: yaml.value,
    raci: records.raci,
  });
  return {
    ...base,
    problems: all.sort(byPlace),
    collection,
    ...(data === undefined ? {} : { data }),
    body,
    keyPlaces: yaml.places,
  } as AnyPage;
}

function readFrontmatter(
  frontmatter: { text: string; line: number } | undefined,
  { collection }: PageLocation,
): YamlSource {
  if (!frontmatter) return NO_YAML;
  // Elsewhere, a text between two rules at the top of a page need not be frontmatter.
  if (collection === null && !/^\s*(?:#.*\n\s*)*[\w"'-]+\s*:/.test(frontmatter.text))
    return NO_YAML;
  const yaml = readYaml(frontmatter.text, frontmatter.line, { lenient: collection === null });
  // Elsewhere, what a template language fills in need not be YAML before.
  const isTemplate = collection === null && /\{\{|\{%|<%/.test(frontmatter.text);
  return isTemplate && yaml.problems.length > 0 ? NO_YAML : yaml;
}

function readFields(
  collection: CollectionName,
  yaml: YamlSource,
  { frontmatter, problems }: ReturnType<typeof parseSource>,
): { data?: unknown; problems: Problem[] } {
  if (yaml.problems.length > 0) return { problems: [] };
  if (!frontmatter) {
    const alreadySaid = problems.some(({ message }) => message.includes('frontmatter'));
    return { problems: alreadySaid ? [] : [NO_FRONTMATTER] };
  }
  const start = { line: Math.max(frontmatter.line - 1, 1), column: 1 };
  const value = yaml.value ?? {};
  if (typeof value !== 'object' || Array.isArray(value)) {
    return { problems: [{ ...NOT_FIELDS, place: start }] };
  }
  return checkAgainst(FRONTMATTER[collection], value, yaml.places, start);
}

const NO_FRONTMATTER: Problem = {
  rule: 'content/schema',
  message: 'This page has no frontmatter',
  help: 'Start it with a line `---`, then `title: …`, `description: …` and `owner: …`, then another line `---`.',
  place: START,
};

const NOT_FIELDS: Problem = {
  rule: 'content/schema',
  message: 'The frontmatter is no list of fields',
  help: 'Write one `key: value` on each line between the two lines `---`.',
  place: START,
};

function plainPage(base: PageBase, frontmatter: unknown): AnyPage {
  const said =
    typeof frontmatter === 'object' && frontmatter !== null && 'title' in frontmatter
      ? frontmatter.title
      : undefined;
  const title =
    typeof said === 'string' && said !== '' ? said : (firstHeading(base.headings) ?? base.file);
  return { ...base, collection: null, title };
}

const firstHeading = (headings: readonly Heading[]) =>
  headings.find(({ depth }) => depth === 1)?.text;

const byPlace = (one: Problem, other: Problem) =>
  one.place.line - other.place.line || one.place.column - other.place.column;
