import { readdirSync, readFileSync } from 'node:fs';

/** Ends the browser that uses a profile as a crash would: by the id of its process. */
export function killBrowserOf(profile: string): void {
  for (const id of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    let command = '';
    try {
      command = readFileSync(`/proc/${id}/cmdline`, 'utf8');
    } catch {
      continue;
    }
    const isMain = command.includes(`--user-data-dir=${profile}`) && !command.includes('--type=');
    if (isMain) process.kill(Number(id), 'SIGKILL');
  }
}
