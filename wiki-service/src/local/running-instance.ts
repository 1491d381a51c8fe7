import { readFileSync, rmSync, writeFileSync } from 'node:fs';

/** The process that has the local wiki's data open, and where it answers. */
export interface RunningInstance {
  pid: number;
  url: string;
}

/** The file beside the data in which its process says that it has it open. */
function noteOf(folder: string): string {
  return `${folder}.running.json`;
}

/** Who has the data in `folder` open, or undefined when nobody does any more. */
export function findRunningInstance(folder: string): RunningInstance | undefined {
  let instance: RunningInstance;
  try {
    instance = JSON.parse(readFileSync(noteOf(folder), 'utf8'));
    process.kill(instance.pid, 0);
  } catch (error) {
    // EPERM: it runs, as somebody else.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return undefined;
    return JSON.parse(readFileSync(noteOf(folder), 'utf8'));
  }
  return instance;
}

/** Says that this process has the data in `folder` open. Gives the function that takes it back. */
export function noteInstance(folder: string, url: string): () => void {
  writeFileSync(noteOf(folder), JSON.stringify({ pid: process.pid, url }));
  return () => rmSync(noteOf(folder), { force: true });
}
