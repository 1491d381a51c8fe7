import { createHash } from 'node:crypto';

/** The rows of a wiki, by table, as `export_wiki` gives them. */
export type WikiTables = Record<string, unknown[]>;

const FORMAT = 'sonan-wiki';
/** Raised when a reader of today could no longer understand what is written tomorrow. */
const VERSION = 1;

/** What is wrong with a backup file, in words for the person who wants to restore it. */
export class BackupError extends Error {
  override name = 'BackupError';
}

/**
 * A backup as text: JSON Lines. First what it is, then one line per row, and last how many rows and
 * the SHA-256 of all before it, so that a file cut short or altered is known for that.
 */
export function writeBackup(tables: WikiTables, exportedAt: Date): string {
  const lines = [
    JSON.stringify({
      format: FORMAT,
      version: VERSION,
      exportedAt: exportedAt.toISOString(),
      tables: Object.keys(tables),
    }),
    ...Object.entries(tables).flatMap(([table, rows]) =>
      rows.map((row) => JSON.stringify({ table, row })),
    ),
  ];
  const body = lines.map((line) => `${line}\n`).join('');
  return `${body}${JSON.stringify({ rows: lines.length - 1, sha256: sha256(body) })}\n`;
}

/** The rows in a backup. Throws a BackupError when it is none, damaged, or made by a newer wiki. */
export function readBackup(text: string): WikiTables {
  const lines = text.split('\n');
  const head = parseLine(lines[0] ?? '', 'It is no backup of a wiki.');
  if (head.format !== FORMAT) throw new BackupError('It is no backup of a wiki.');
  if (typeof head.version !== 'number' || head.version > VERSION) {
    throw new BackupError(
      `It has version ${String(head.version)}, and this wiki reads up to ${VERSION}. Update the wiki first.`,
    );
  }
  if (!Array.isArray(head.tables)) throw new BackupError('It is damaged.');
  if (lines.at(-1) !== '' || lines.length < 3) throw new BackupError('It is cut short.');
  const foot = parseLine(lines.at(-2) ?? '', 'It is cut short.');
  if (typeof foot.sha256 !== 'string') throw new BackupError('It is cut short.');
  const entries = lines.slice(1, -2);
  const body = lines
    .slice(0, -2)
    .map((line) => `${line}\n`)
    .join('');
  if (foot.rows !== entries.length || foot.sha256 !== sha256(body)) {
    throw new BackupError('It is damaged: its content is not what its last line says.');
  }
  const tables: WikiTables = Object.fromEntries(
    (head.tables as string[]).map((table) => [table, []]),
  );
  for (const entry of entries) {
    const { table, row } = parseLine(entry, 'It is damaged.');
    tables[table as string]?.push(row);
  }
  return tables;
}

function parseLine(line: string, otherwise: string): Record<string, unknown> {
  try {
    const value = JSON.parse(line);
    if (value && typeof value === 'object') return value;
  } catch (cause) {
    throw new BackupError(otherwise, { cause });
  }
  throw new BackupError(otherwise);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
