// npm run build: a whole site for each audience of access/audiences.yaml, and what the gate has to know.
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { readAudiences } from '../src/access/audiences.ts';
import { writeGateData } from '../src/access/write-gate-data.ts';
import { buildEditions } from '../src/local/build-editions.ts';

new Command('npm run build --')
  .description(
    'Builds the edition of every audience into dist/_editions/, and the data of the gate.',
  )
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .parse();

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');

try {
  const audiences = readAudiences(readFileSync(join(root, 'access/audiences.yaml'), 'utf8'));
  const ids = audiences.map(({ id }) => id);
  // What nobody is to get any more must not be deployed.
  keepOnly(dist, ['_editions']);
  keepOnly(join(dist, '_editions'), ids);
  await buildEditions(root, ids, console.log);
  await writeGateData(dist, audiences);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

function keepOnly(folder: string, names: readonly string[]): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    if (!names.includes(name)) rmSync(join(folder, name), { recursive: true });
  }
}
