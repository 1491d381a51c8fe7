// npm run wiki:export -- FILE: writes a backup of the wiki.
import { join } from 'node:path';
import { Command } from 'commander';
import { exportWiki } from '../wiki-service/src/backup/backup.ts';
import { findWiki } from '../wiki-service/src/backup/find-wiki.ts';

const [file] = new Command('npm run wiki:export --')
  .description('Writes all rows of the wiki, of every tenant, to a file.')
  .argument('<file>', 'where to write the backup (JSON Lines)')
  .addHelpText(
    'after',
    '\nThe wiki is the local one, or what SUPABASE_URL and SUPABASE_SECRET_KEY name.',
  )
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .parse().args as [string];

try {
  const wiki = await findWiki(join(import.meta.dirname, '../.data/wiki'));
  try {
    const rows = await exportWiki(wiki, file);
    console.log(`${rows} rows of ${wiki.name} written to ${file}.`);
  } finally {
    await wiki.release();
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}
