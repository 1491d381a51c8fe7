import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { DATA_FILES } from '../content-model/schemas/data.ts';
import { FRONTMATTER } from '../content-model/schemas/index.ts';
import { COLLECTIONS, LOCALES } from '../content-model/vocabulary.ts';

/**
 * The JSON Schemas that editors use, by file name under `schemas/`: one for the frontmatter of each
 * collection, one for each file of `content/data/`. They say what may be written, so defaults are
 * optional.
 */
export function writeJsonSchemas(): Map<string, string> {
  return new Map([
    ...Object.entries(FRONTMATTER).map(([name, schema]) =>
      print(name, `Frontmatter of ${name}`, schema),
    ),
    ...Object.entries(DATA_FILES).map(([name, schema]) =>
      print(`data/${name}`, `content/data/${name}.yaml`, schema),
    ),
  ]);
}

function print(name: string, title: string, schema: z.ZodType): [file: string, text: string] {
  const json = z.toJSONSchema(schema, { io: 'input' });
  return [`${name}.schema.json`, `${JSON.stringify({ title, ...json }, null, 2)}\n`];
}

/**
 * The list by which Astro's editor extension finds the schema of a page's frontmatter, for
 * `.astro/collections/collections.json`. Astro knows one collection for the whole site; this one names our folders.
 * @param contentRoot absolute path of the content root
 * @param files paths of pages under it, with forward slashes
 */
export function listForEditor(contentRoot: string, files: Iterable<string>): string {
  const entries: Record<string, string> = {};
  for (const file of files) {
    const folders = file.split('/').filter((part, index) => index > 0 || !isLocale(part));
    const collection = COLLECTIONS.find((name) => name === folders[0] && folders.length > 1);
    // The extension compares addresses in lower case.
    if (collection)
      entries[pathToFileURL(`${contentRoot}/${file}`).href.toLowerCase()] = collection;
  }
  const collections = COLLECTIONS.map((name) => ({ name, hasSchema: true }));
  return `${JSON.stringify({ collections, entries }, null, 2)}\n`;
}

function isLocale(folder: string): boolean {
  return LOCALES.some((locale) => locale === folder);
}
