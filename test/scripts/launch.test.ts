import { type ChildProcess, spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

/** A small project with launch.mjs in it, as it stands after `npm ci`. */
let project: string;

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'launch-'));
  for (const folder of ['scripts', 'node_modules/node/bin']) {
    mkdirSync(join(project, folder), { recursive: true });
  }
  copyFileSync(
    join(import.meta.dirname, '../../scripts/launch.mjs'),
    join(project, 'scripts/launch.mjs'),
  );
  symlinkSync(process.execPath, join(project, 'node_modules/node/bin/node'));
  write('package.json', JSON.stringify({ name: 'project', devDependencies: { a: '1.0.0' } }));
  write('package-lock.json', lockfile('1.0.0'));
  write('node_modules/.package-lock.json', lockfile('1.0.0'));
});

afterEach(() => rmSync(project, { recursive: true, force: true }));

describe('with everything installed', () => {
  test('the script runs with its arguments, and its exit code is passed on', async () => {
    write('scripts/hello.ts', 'console.log(process.argv.slice(2) as string[]); process.exit(3);');
    const { code, stdout, stderr } = await finish(launch('hello', 'a b', '--c'));
    expect([code, stdout.trim(), stderr]).toEqual([3, "[ 'a b', '--c' ]", '']);
  });

  test('a signal reaches the script, which ends in its own way', async () => {
    write(
      'scripts/wait.ts',
      "process.on('SIGTERM', () => { console.log('tidied up'); process.exit(0); }); console.log('ready'); setInterval(() => {}, 1000);",
    );
    const child = launch('wait');
    child.stdout?.once('data', () => child.kill('SIGTERM'));
    const { code, stdout } = await finish(child);
    expect([code, stdout]).toEqual([0, 'ready\ntidied up\n']);
  });

  test('npm that is told to end takes the script along', async () => {
    write(
      'package.json',
      JSON.stringify({ name: 'project', scripts: { wait: 'node scripts/launch.mjs wait' } }),
    );
    write(
      'scripts/wait.ts',
      "process.on('SIGTERM', () => { console.log('tidied up'); process.exit(0); }); console.log('ready'); setInterval(() => {}, 1000);",
    );
    const npm = spawn('npm', ['run', '--silent', 'wait'], { cwd: project });
    npm.stdout.once('data', () => npm.kill('SIGTERM'));
    // The output ends when nobody is left who could write to it.
    expect((await finish(npm)).stdout).toBe('ready\ntidied up\n');
  });

  test('a name that leads nowhere is wrong usage', async () => {
    const { code, stderr } = await finish(launch('nowhere'));
    expect([code, stderr]).toEqual([2, expect.stringContaining('scripts/nowhere.ts')]);
  });
});

describe('without a network', () => {
  test.each([
    ['nothing is installed', () => rmSync(join(project, 'node_modules'), { recursive: true })],
    ['an install was broken off', () => rmSync(join(project, 'node_modules/.package-lock.json'))],
    ['the lockfile names another version', () => write('package-lock.json', lockfile('2.0.0'))],
  ])('when %s, it says what it tried and what to do', async (_, arrange) => {
    arrange();
    write('scripts/hello.ts', "console.log('must not run')");
    const { code, stdout, stderr } = await finish(launch('hello'));
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/installing packages with npm ci/);
    expect(stderr).toMatch(/registry could not be reached/);
  });

  test('when Node 24 is missing, it says which package did not bring it', async () => {
    rmSync(join(project, 'node_modules/node'), { recursive: true });
    write('scripts/hello.ts', "console.log('must not run')");
    const { code, stderr } = await finish(launch('hello'));
    expect([code, stderr]).toEqual([2, expect.stringContaining('ignore-scripts')]);
  });
});

function lockfile(version: string): string {
  return JSON.stringify({
    name: 'project',
    lockfileVersion: 3,
    requires: true,
    packages: {
      '': { name: 'project', devDependencies: { a: version } },
      'node_modules/a': { version, integrity: `sha512-${'A'.repeat(86)}==`, dev: true },
    },
  });
}

function write(path: string, text: string) {
  writeFileSync(join(project, path), text);
}

function launch(...words: string[]): ChildProcess {
  return spawn(process.execPath, ['scripts/launch.mjs', ...words], {
    cwd: project,
    env: {
      ...process.env,
      // Nothing listens on port 9 of this machine.
      npm_config_registry: 'http://127.0.0.1:9/',
      npm_config_fetch_retries: '0',
      npm_config_cache: join(project, 'cache'),
    },
  });
}

function finish(child: ChildProcess): Promise<{ code: number; stdout: string; stderr: string }> {
  const output = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream]?.on('data', (chunk) => {
      output[stream] += chunk;
    });
  }
  return new Promise((resolve) =>
    child.on('close', (code) => resolve({ code: code ?? -1, ...output })),
  );
}
