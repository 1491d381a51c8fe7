// npm run schemas: writes schemas/, the JSON Schemas that editors check pages and data with.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Command } from 'commander';
import { writeJsonSchemas } from '../src/authoring/json-schemas.ts';

new Command('npm run schemas')
  .description('Writes schemas/, the JSON Schemas that editors check pages and data with.')
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .parse();

const folder = join(import.meta.dirname, '../schemas');
const schemas = writeJsonSchemas();
rmSync(folder, { recursive: true, force: true });
for (const [file, text] of schemas) {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}
console.log(`${schemas.size} schemas written to schemas/.`);
