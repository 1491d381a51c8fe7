import { z } from 'zod';
import { DATA_FILES } from '../content-model/schemas/data.ts';
import { FRONTMATTER } from '../content-model/schemas/index.ts';

/**
 * The JSON Schemas that editors use, by file name under `schemas/`: one for the frontmatter of each
 * collection, one for each file of `content/data/`. They say what may be written, so defaults are
 * optional.
 */
export function writeJsonSchemas(): Map<string, string> {
  return new Map([
    ...Object.entries(FRONTMATTER).map(([name, schema]) => print(name, `Frontmatter of ${name}`, schema)),
    ...Object.entries(DATA_FILES).map(([name, schema]) =>
      print(`data/${name}`, `content/data/${name}.yaml`, schema),
    ),
  ]);
}

function print(name: string, title: string, schema: z.ZodType): [file: string, text: string] {
  const json = z.toJSONSchema(schema, { io: 'input' });
  return [`${name}.schema.json`, `${JSON.stringify({ title, ...json }, null, 2)}\n`];
}
