import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type StaticServer, serveFolder } from '../../bench/static-server.ts';

const html = `<!doctype html><title>A page</title>${'<p>Words.</p>'.repeat(100)}`;
let folder: string;
let server: StaticServer;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'served-'));
  mkdirSync(join(folder, 'a'));
  writeFileSync(join(folder, 'a/index.html'), html);
  server = await serveFolder(folder);
});

afterEach(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('a page is sent compressed, and its compressed size is counted', async () => {
  const response = await fetch(`${server.url}/a/`);
  expect(await response.text()).toBe(html);
  expect(server.takeTransfers()).toEqual([
    { path: '/a/', type: 'text/html; charset=utf-8', status: 200, bytes: gzipSync(html).length },
  ]);
  expect(server.takeTransfers()).toEqual([]);
});

test('what is not there is a 404, and nothing outside the folder is there', async () => {
  expect((await fetch(`${server.url}/b/`)).status).toBe(404);
  expect((await fetch(`${server.url}/..%2f..%2fetc/passwd`)).status).toBe(404);
});
