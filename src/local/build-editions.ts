import { spawn } from 'node:child_process';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { STAFF } from '../access/staff.ts';

/** How many editions are built at a time: each takes a core, and memory. */
const AT_A_TIME = 2;

/**
 * Builds the edition of each audience into `dist/_editions/<audience>/`, staff's first. Throws with
 * what the build said when one fails; those that have begun come to their end before.
 */
export async function buildEditions(
  root: string,
  audiences: readonly string[],
  say: (line: string) => void,
): Promise<void> {
  const limit = pLimit(AT_A_TIME);
  const failures: string[] = [];
  const inOrder = [...audiences].sort(
    (one, other) => Number(other === STAFF) - Number(one === STAFF),
  );
  await Promise.all(
    inOrder.map((audience) =>
      limit(async () => {
        if (failures.length > 0) return;
        const started = Date.now();
        const { code, output } = await buildEdition(root, audience);
        if (code !== 0) failures.push(`${output}\nThe edition "${audience}" could not be built.`);
        else say(`Edition "${audience}": ${Math.round((Date.now() - started) / 1000)} s`);
      }),
    ),
  );
  if (failures.length > 0) throw new Error(failures.join('\n\n'));
}

function buildEdition(root: string, audience: string): Promise<{ code: number; output: string }> {
  const astro = join(root, 'node_modules/astro/bin/astro.mjs');
  const child = spawn(process.execPath, [astro, 'build'], {
    cwd: root,
    env: { ...process.env, PORTAL_EDITION: audience, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const end = () => child.kill();
  process.once('exit', end);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      process.off('exit', end);
      resolve({ code: code ?? 1, output });
    });
  });
}
