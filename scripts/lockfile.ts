// npm run lockfile: adds to package-lock.json what npm leaves out, so that npm ci accepts it everywhere.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { findMissingOptional } from '../src/local/complete-lockfile.ts';

new Command('npm run lockfile')
  .description(
    'Adds to package-lock.json the optional packages for other systems that npm left out.',
  )
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .parse();

const file = join(import.meta.dirname, '../package-lock.json');
const lockfile = JSON.parse(readFileSync(file, 'utf8'));
const missing = findMissingOptional(lockfile.packages);
const all = { ...lockfile.packages, ...Object.fromEntries(missing) };
const inOrder = Object.keys(all).sort((a, b) => a.localeCompare(b, 'en'));
lockfile.packages = Object.fromEntries(inOrder.map((path) => [path, all[path]]));
if (missing.size > 0) writeFileSync(file, `${JSON.stringify(lockfile, null, 2)}\n`);
console.log(missing.size > 0 ? `${missing.size} packages added.` : 'Nothing is missing.');
