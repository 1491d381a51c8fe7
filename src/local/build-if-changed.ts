import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Something that is built from sources. All paths are from the root of the repository. */
export interface Build {
  /** What it makes, in words: `the portal`. */
  name: string;
  /** The script that builds it. */
  script: string;
  /** Files and folders it is made from. */
  inputs: readonly string[];
  /** The file that it writes last, by which its result is recognised. */
  result: string;
  /** Where to note what the last build was made from. */
  record: string;
  /** Whether it shows dates of the history, and how long ago something was. */
  dated: boolean;
}

/** The editions of all audiences, in `dist/`. */
export const PORTAL_BUILD: Build = {
  name: 'the portal',
  script: 'scripts/build.ts',
  inputs: [
    'content',
    '.data/sync',
    'access',
    'diagrams',
    'public',
    'scripts/build.ts',
    'src',
    'astro.config.mjs',
    'package-lock.json',
    'package.json',
  ],
  result: 'dist/_editions/gate.json',
  record: '.data/build.json',
  dated: true,
};

/** The wiki's editor, widget and demo, in `wiki-service/dist/`. */
export const WIKI_BUILD: Build = {
  name: 'the wiki’s editor, widget and demo',
  script: 'scripts/build-wiki.ts',
  inputs: [
    'content/data/routes.yaml',
    'scripts/build-wiki.ts',
    'wiki-service/admin',
    'wiki-service/demo',
    'wiki-service/src',
    'wiki-service/widget',
    'package-lock.json',
  ],
  result: 'wiki-service/dist/demo/index.html',
  record: '.data/build-wiki.json',
  dated: false,
};

/** What the last build was made from, and the time of the file by which its result is recognised. */
interface BuildRecord {
  inputs: string;
  builtAt: number;
}

/**
 * Builds something unless its result is there and made from the same sources, history and day. Gives
 * whether it built. Throws when the build fails; the build's own output says why.
 */
export async function buildIfChanged(
  root: string,
  build: Build,
  say: (line: string) => void,
  signal?: AbortSignal,
): Promise<boolean> {
  const record = join(root, build.record);
  const inputs = hashInputs(root, build);
  const last = readRecord(record);
  if (last?.inputs === inputs && last.builtAt === builtAt(root, build)) return false;
  say(last ? `The sources have changed: building ${build.name}.` : `Building ${build.name}.`);
  const started = Date.now();
  await runBuild(root, build, signal);
  mkdirSync(dirname(record), { recursive: true });
  writeFileSync(record, JSON.stringify({ inputs, builtAt: builtAt(root, build) ?? 0 }));
  say(`Built in ${Math.round((Date.now() - started) / 1000)} s.`);
  return true;
}

function runBuild(root: string, { script, name }: Build, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, script)], {
      cwd: root,
      // Progress is no output of the command that needs the build.
      stdio: ['ignore', process.stderr, 'inherit'],
      signal,
    });
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0
        ? resolve()
        : reject(new Error(`Building ${name} failed; what it said stands above.`)),
    );
  });
}

/** The hash of all inputs and, where it shows, the commit that last changed content, and the day. */
function hashInputs(root: string, { inputs, dated }: Build): string {
  const hash = createHash('sha256');
  for (const file of inputs.flatMap((input) => filesUnder(root, input))) {
    hash.update(`${file}\0`).update(readFileSync(join(root, file)));
  }
  if (!dated) return hash.digest('hex');
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

function builtAt(root: string, { result }: Build): number | undefined {
  return statSync(join(root, result), { throwIfNoEntry: false })?.mtimeMs;
}
