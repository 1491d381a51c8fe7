import { spawn } from 'node:child_process';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { STAFF } from '../access/staff.ts';
import { type Built, isBuiltFrom, noteBuiltFrom } from './built-from.ts';
import { readEditionInputs } from './edition-inputs.ts';

/** How many editions are built at a time: each takes a core, and memory. */
const AT_A_TIME = 2;

/** The edition of an audience other than staff, as a result that can be recognised. */
const editionOf = (audience: string): Built => ({
  result: `dist/_editions/${audience}/404.html`,
  record: `.data/editions/${audience}.json`,
});

/**
 * Builds the edition of each audience into `dist/_editions/<audience>/`, staff's first. The edition of
 * others is left as it is when nothing changed that it shows. Throws with what the build said when one
 * fails; those that have begun come to their end before.
 */
export async function buildEditions(
  root: string,
  audiences: readonly string[],
  say: (line: string) => void,
): Promise<void> {
  const limit = pLimit(AT_A_TIME);
  const failures: string[] = [];
  const build = async (audience: string): Promise<boolean> => {
    if (failures.length > 0) return false;
    const started = Date.now();
    const { code, output } = await buildEdition(root, audience);
    if (code !== 0) failures.push(`${output}\nThe edition "${audience}" could not be built.`);
    else say(`Edition "${audience}": ${Math.round((Date.now() - started) / 1000)} s`);
    return code === 0;
  };
  const buildIfChanged = async (audience: string, inputs: string) => {
    if (isBuiltFrom(root, editionOf(audience), inputs)) say(`Edition "${audience}": nothing new`);
    else if (await build(audience)) noteBuiltFrom(root, editionOf(audience), inputs);
  };
  // Staff's is the largest. What the others are made from is read meanwhile.
  const staff = limit(() => build(STAFF));
  const inputsOf = await readEditionInputs(root);
  await Promise.all([
    staff,
    ...audiences
      .filter((audience) => audience !== STAFF)
      .map((audience) => limit(() => buildIfChanged(audience, inputsOf(audience)))),
  ]);
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
