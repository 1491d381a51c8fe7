// npm run schemas: writes the JSON Schemas that editors check pages and data with.
import { globSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Command } from 'commander';
import { listForEditor, writeJsonSchemas } from '../src/authoring/json-schemas.ts';

new Command('npm run schemas')
  .description(
    "Writes schemas/, and in .astro/collections/ what Astro's editor extension needs to use them.",
  )
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .parse();

const root = join(import.meta.dirname, '..');
const content = join(root, 'content');
const pages = globSync('**/*.mdx', { cwd: content }).map((file) => file.replaceAll('\\', '/'));
const schemas = writeJsonSchemas();

for (const folder of ['schemas', '.astro/collections']) {
  const target = join(root, folder);
  rmSync(target, { recursive: true, force: true });
  for (const [file, text] of schemas) {
    mkdirSync(dirname(join(target, file)), { recursive: true });
    writeFileSync(join(target, file), text);
  }
}
writeFileSync(join(root, '.astro/collections/collections.json'), listForEditor(content, pages));
console.log(`${schemas.size} schemas written, for ${pages.length} pages.`);
