import { type ChildProcess, spawn } from 'node:child_process';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isPortFree } from '../../src/local/pages-host.ts';

const root = join(import.meta.dirname, '../..');

describe('npm start', () => {
  test('serves the portal as the host does, and frees the port on Ctrl-C', {
    timeout: 180_000,
  }, async () => {
    const port = await freePort();
    const child = start(String(port));
    const url = await readyUrl(child);

    const home = await fetch(`${url}/`);
    expect([home.status, home.headers.get('content-type')]).toEqual([
      200,
      expect.stringContaining('text/html'),
    ]);
    const withoutSlash = await fetch(`${url}/runbooks`, { redirect: 'manual' });
    expect([withoutSlash.status, withoutSlash.headers.get('location')]).toEqual([
      308,
      '/runbooks/',
    ]);
    const nowhere = await fetch(`${url}/no-such-page/`);
    expect([nowhere.status, await nowhere.text()]).toEqual([404, expect.stringContaining('<html')]);

    child.kill('SIGINT');
    expect((await end(child)).code).toBe(0);
    expect(await isPortFree(port)).toBe(true);
  });

  test('says which port is taken and how to choose another', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;

    const { code, output } = await end(start(String(port)));

    expect([code, output]).toEqual([
      2,
      expect.stringContaining(`PORTAL_PORT=${port + 1} npm start`),
    ]);
    server.close();
  });

  test('takes no port that is none', async () => {
    const { code, output } = await end(start('many'));
    expect([code, output]).toEqual([2, expect.stringContaining('"many"')]);
  });
});

function start(port: string): ChildProcess {
  return spawn(process.execPath, ['scripts/start.ts'], {
    cwd: root,
    env: { ...process.env, PORTAL_PORT: port },
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The address that it prints when it is ready. */
function readyUrl(child: ChildProcess): Promise<string> {
  let output = '';
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (chunk) => {
      output += chunk;
      const url = /Portal +(http:\S+)\//.exec(output)?.[1];
      if (url) resolve(url);
    });
    child.stderr?.resume();
    child.on('close', (code) =>
      reject(new Error(`It ended with ${code} before it was ready:\n${output}`)),
    );
  });
}

function end(child: ChildProcess): Promise<{ code: number | null; output: string }> {
  let output = '';
  child.stderr?.on('data', (chunk) => {
    output += chunk;
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, output })));
}
