import { spawn } from 'node:child_process';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { STAFF } from '../access/staff.ts';
import { loadContent } from '../content-model/load.ts';
import { PORTAL, thisDay } from '../site/config.ts';
import { contentFor } from '../site/edition.ts';
import { editionInputs, hashCode } from '../site/edition-inputs.ts';
import { lastChanges } from '../site/git-dates.ts';
import { madeFrom } from '../site/kept-output.ts';
import { cacheOf } from '../site/output-cache.ts';

/** How many editions are built at a time: each takes a core, and memory. */
const AT_A_TIME = 2;

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
  const build = async (audience: string) => {
    if (failures.length > 0) return;
    const started = Date.now();
    const { code, output } = await buildEdition(root, audience);
    if (code !== 0) failures.push(`${output}\nThe edition "${audience}" could not be built.`);
    else say(`Edition "${audience}": ${Math.round((Date.now() - started) / 1000)} s`);
  };
  // Staff's is the largest. Whether the others are current is found out meanwhile.
  const staff = limit(() => build(STAFF));
  const others = audiences.filter((audience) => audience !== STAFF);
  const current = await findCurrent(root, others);
  for (const audience of current) say(`Edition "${audience}": nothing new`);
  const changed = others.filter((audience) => !current.has(audience));
  await Promise.all([staff, ...changed.map((audience) => limit(() => build(audience)))]);
  if (failures.length > 0) throw new Error(failures.join('\n\n'));
}

/** The audiences whose editions are there and made from what there is now. Never staff's. */
export async function findCurrent(
  root: string,
  audiences: readonly string[],
): Promise<Set<string>> {
  const made = new Map<string, string>();
  for (const audience of audiences) {
    const folder = join(root, 'dist/_editions', audience);
    const inputs = await madeFrom(folder, join(root, cacheOf(folder)));
    if (inputs !== undefined) made.set(audience, inputs);
  }
  // Reading the content is not worth it where everything is to be built.
  if (made.size === 0) return new Set();
  const contentRoot = join(root, PORTAL.contentFolder);
  const content = await loadContent(contentRoot, { cache: join(root, '.cache/content-model') });
  const changed = await lastChanges(contentRoot);
  const code = hashCode(root);
  return new Set(
    [...made.keys()].filter(
      (audience) =>
        made.get(audience) ===
        editionInputs(code, contentFor(content, audience), changed, thisDay()),
    ),
  );
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
