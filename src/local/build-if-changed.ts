import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { hashFiles } from '../site/hash-files.ts';
import { type Built, isBuiltFrom, noteBuiltFrom, wasBuilt } from './built-from.ts';

/** Something that is built from sources. All paths are from the root of the repository. */
export interface Build extends Built {
  /** What it makes, in words: `the portal`. */
  name: string;
  /** The script that builds it. */
  script: string;
  /** Files and folders it is made from. */
  inputs: readonly string[];
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
  const inputs = hashInputs(root, build);
  if (isBuiltFrom(root, build, inputs)) return false;
  say(
    wasBuilt(root, build)
      ? `The sources have changed: building ${build.name}.`
      : `Building ${build.name}.`,
  );
  const started = Date.now();
  await runBuild(root, build, signal);
  noteBuiltFrom(root, build, inputs);
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
  const files = hashFiles(root, inputs);
  if (!dated) return files;
  const lastCommit = spawnSync('git', ['log', '-1', '--format=%H', '--', 'content'], { cwd: root });
  return createHash('sha256')
    .update(files)
    .update(lastCommit.stdout ?? '')
    .update(new Date().toISOString().slice(0, 10))
    .digest('hex');
}
