import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findBrowser } from '../../src/browser/find.ts';

let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'browser-'));
});

afterEach(() => rmSync(home, { recursive: true, force: true }));

test('CHROMIUM_PATH decides', () => {
  const program = putProgram('my/chromium');
  expect(findBrowser({ CHROMIUM_PATH: program }, home)).toBe(program);
});

test('a CHROMIUM_PATH that leads nowhere is noticed, not passed over', () => {
  expect(findBrowser({ CHROMIUM_PATH: join(home, 'typo') }, home)).toBeUndefined();
});

test("Playwright's own browser is found, the newest first, where the system has none", () => {
  putProgram('cache/chromium-999/chrome-linux/chrome');
  const newest = putProgram('cache/chromium-1200/chrome-linux/chrome');
  const found = findBrowser({ PLAYWRIGHT_BROWSERS_PATH: join(home, 'cache') }, home, []);
  expect(found).toBe(newest);
});

function putProgram(path: string): string {
  const file = join(home, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, '');
  chmodSync(file, 0o755);
  return file;
}
