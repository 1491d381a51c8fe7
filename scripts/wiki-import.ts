// npm run wiki:import -- FILE: makes the wiki what a backup says.
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { importWiki } from '../wiki-service/src/backup/backup.ts';
import { BackupError } from '../wiki-service/src/backup/backup-file.ts';
import { findWiki } from '../wiki-service/src/backup/find-wiki.ts';

const data = join(import.meta.dirname, '../.data');

const [file] = new Command('npm run wiki:import --')
  .description('Makes the wiki what a backup says: all that is in it now is replaced.')
  .argument('<file>', 'a backup that npm run wiki:export wrote')
  .addHelpText(
    'after',
    '\nThe wiki is the local one, or what SUPABASE_URL and SUPABASE_SECRET_KEY name. What it holds' +
      ' now is first written to .data/, so that it is not lost.',
  )
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .parse().args as [string];

if (!existsSync(file)) {
  console.error(`There is no file ${file}.`);
  process.exit(2);
}

try {
  const wiki = await findWiki(join(data, 'wiki'));
  try {
    mkdirSync(data, { recursive: true });
    const before = join(
      data,
      `wiki-before-import-${new Date().toISOString().replace(/\D/g, '')}.jsonl`,
    );
    const rows = await importWiki(wiki, file, before);
    console.log(`${rows} rows of ${file} are now ${wiki.name}. What was there before: ${before}`);
  } finally {
    await wiki.release();
  }
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  console.error(error instanceof BackupError ? `${file} was not imported. ${message}` : message);
  process.exitCode = error instanceof BackupError ? 1 : 2;
}
