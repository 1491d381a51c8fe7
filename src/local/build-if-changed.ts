import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Everything the built site is made from, by path under the repository root. */
const INPUTS = [
  'content',
  'access',
  'diagrams',
  'public',
  'scripts/build.ts',
  'src',
  'astro.config.mjs',
  'package-lock.json',
  'package.json',
] as const;

/** What the last build was made from, and the time of the file by which its result is recognised. */
interface BuildRecord {
  inputs: string;
  builtAt: number;
}

/**
 * Builds all editions into `dist/` unless `dist/` already holds what the sources, the history and the
 * day say. Gives whether it built. Throws when the build fails; the build's own output says why.
 */
export async function buildIfChanged(
  root: string,
  say: (line: string) => void,
  signal?: AbortSignal,
): Promise<boolean> {
  const record = join(root, '.data/build.json');
  const inputs = hashInputs(root);
  const last = readRecord(record);
  if (last?.inputs === inputs && last.builtAt === builtAt(root)) return false;
  say(last ? 'The sources have changed: building the portal.' : 'Building the portal.');
  const started = Date.now();
  await runBuild(root, signal);
  mkdirSync(dirname(record), { recursive: true });
  writeFileSync(record, JSON.stringify({ inputs, builtAt: builtAt(root) ?? 0 }));
  say(`Built in ${Math.round((Date.now() - started) / 1000)} s.`);
  return true;
}

function runBuild(root: string, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('npm', ['run', '--silent', 'build'], {
      cwd: root,
      // Progress is no output of the command that needs the build.
      stdio: ['ignore', process.stderr, 'inherit'],
      shell: process.platform === 'win32',
      signal,
    });
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error('The build failed; what it said stands above.')),
    );
  });
}

/** The hash of all inputs, the commit that last changed content (pages show its date), and the day. */
function hashInputs(root: string): string {
  const hash = createHash('sha256');
  for (const file of INPUTS.flatMap((input) => filesUnder(root, input))) {
    hash.update(`${file}\0`).update(readFileSync(join(root, file)));
  }
  const lastCommit = spawnSync('git', ['log', '-1', '--format=%H', '--', 'content'], { cwd: root });
  return hash
    .update(lastCommit.stdout ?? '')
    .update(new Date().toISOString().slice(0, 10))
    .digest('hex');
}

function filesUnder(root: string, path: string): string[] {
  const found = statSync(join(root, path), { throwIfNoEntry: false });
  if (found?.isFile()) return [path];
  if (!found?.isDirectory()) return [];
  return readdirSync(join(root, path))
    .sort()
    .flatMap((name) => filesUnder(root, `${path}/${name}`));
}

function readRecord(file: string): BuildRecord | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as BuildRecord;
  } catch {
    return undefined;
  }
}

/** The gate's data is what a build writes last. */
function builtAt(root: string): number | undefined {
  return statSync(join(root, 'dist/_editions/gate.json'), { throwIfNoEntry: false })?.mtimeMs;
}
