import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KeptOutput, madeFrom } from '../../src/site/kept-output.ts';

let root: string;
const inDist = (path: string) => join(root, 'dist', path);

function put(path: string, text: string) {
  mkdirSync(dirname(inDist(path)), { recursive: true });
  writeFileSync(inDist(path), text);
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'output-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const output = () => new KeptOutput(join(root, 'dist'), join(root, 'cache'));

describe('the output folder', () => {
  it('is kept after a build that came to its end, hashed assets apart', async () => {
    put('a/index.html', 'A');
    put('_astro/old.js', '');
    await output().complete('inputs');
    await output().open();
    expect(readFileSync(inDist('a/index.html'), 'utf8')).toBe('A');
    expect(existsSync(inDist('_astro'))).toBe(false);
  });

  it('tells what it was made from, when it is there and came to its end', async () => {
    const tell = () => madeFrom(join(root, 'dist'), join(root, 'cache'));
    expect(await tell()).toBeUndefined();
    put('a/index.html', 'A');
    await output().complete('inputs');
    expect(await tell()).toBe('inputs');
    await output().open();
    expect(await tell()).toBeUndefined();
    await output().complete('inputs');
    rmSync(join(root, 'dist'), { recursive: true });
    expect(await tell()).toBeUndefined();
  });

  it('starts out empty after a build that was broken off', async () => {
    await output().complete('inputs');
    await output().open();
    put('a/index.html', 'half');
    await output().open();
    expect(existsSync(inDist('a'))).toBe(false);
  });

  it('loses every file that a build no longer makes, but for those that it always makes anew', async () => {
    put('a/index.html', 'A');
    put('gone/index.html', 'B');
    put('gone/index.md', 'B');
    put('images/gone.png', 'B');
    put('favicon.svg', '<svg/>');
    put('pagefind/pagefind.js', '');
    const now = output();
    now.made('a/index.html');
    now.made('favicon.svg');
    await now.prune();
    expect(existsSync(inDist('a/index.html'))).toBe(true);
    expect(existsSync(inDist('favicon.svg'))).toBe(true);
    expect(existsSync(inDist('gone/index.html'))).toBe(false);
    expect(existsSync(inDist('gone/index.md'))).toBe(false);
    expect(existsSync(inDist('images/gone.png'))).toBe(false);
    expect(existsSync(inDist('pagefind/pagefind.js'))).toBe(true);
  });

  it('leaves a file alone that is written the same again', async () => {
    const now = output();
    await now.write('a/index.md', 'A');
    const before = statSync(inDist('a/index.md')).mtimeMs;
    await now.write('a/index.md', 'A');
    expect(statSync(inDist('a/index.md')).mtimeMs).toBe(before);
    await now.write('a/index.md', 'B');
    expect(readFileSync(inDist('a/index.md'), 'utf8')).toBe('B');
  });
});
