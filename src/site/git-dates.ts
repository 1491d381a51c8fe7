import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * The day on which each file under a folder last changed: path as git gives it to `YYYY-MM-DD`.
 * Without git, or outside a repository, there are none. In a shallow clone the oldest commit there
 * is appears to have written every file, so what it says is left out: no date is better than a
 * wrong one.
 */
export async function lastChanges(folder: string): Promise<Map<string, string>> {
  const dates = new Map<string, string>();
  try {
    const shallow = await run('git', ['rev-parse', '--is-shallow-repository'], { cwd: folder });
    const { stdout } = await run(
      'git',
      [
        '-c',
        'core.quotePath=false',
        'log',
        '--format=%x00%cs %p',
        '--name-only',
        '--relative',
        '--',
        '.',
      ],
      { cwd: folder, maxBuffer: 1 << 28 },
    );
    for (const commit of stdout.split('\0').slice(1)) {
      const [head = '', ...files] = commit.split('\n');
      const [date = '', parent = ''] = head.split(' ');
      if (parent === '' && shallow.stdout.trim() === 'true') continue;
      for (const file of files) if (file !== '' && !dates.has(file)) dates.set(file, date);
    }
  } catch {
    return new Map();
  }
  return dates;
}
