import { type ChildProcess, spawn } from 'node:child_process';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isPortFree } from '../../src/local/pages-host.ts';

const root = join(import.meta.dirname, '../..');

describe('npm start', () => {
  test('serves portal, wiki and Supabase, to those who may see them, and frees the ports on Ctrl-C', {
    timeout: 400_000,
  }, async () => {
    const ports = { PORTAL_PORT: 0, WIKI_PORT: 0, SUPABASE_PORT: 0 };
    for (const name of Object.keys(ports) as (keyof typeof ports)[]) ports[name] = await freePort();
    const child = start(ports);
    const output = await readyOutput(child);
    const portal = `http://127.0.0.1:${ports.PORTAL_PORT}`;
    expect(output).toContain(`Portal     ${portal}/`);
    expect(output).toMatch(/engineer@example\.com +SONAN DIGITAL staff, Google Workspace/);
    expect(output).toMatch(/client@example\.com +Approved clients, One-time PIN/);

    const stranger = await fetch(`${portal}/runbooks/`, { redirect: 'manual' });
    expect(stranger.status).toBe(302);
    expect(stranger.headers.get('location')).toContain('/cdn-cgi/access/login');

    const cookie = await signInAsStaff(portal);
    const ask = (path: string) => fetch(portal + path, { redirect: 'manual', headers: { cookie } });
    const home = await ask('/');
    expect([home.status, home.headers.get('content-type')]).toEqual([
      200,
      expect.stringContaining('text/html'),
    ]);
    const withoutSlash = await ask('/runbooks');
    expect([withoutSlash.status, withoutSlash.headers.get('location')]).toEqual([
      308,
      '/runbooks/',
    ]);
    const nowhere = await ask('/no-such-page/');
    expect([nowhere.status, await nowhere.text()]).toEqual([404, expect.stringContaining('<html')]);

    const wiki = `http://127.0.0.1:${ports.WIKI_PORT}`;
    expect((await fetch(`${wiki}/readyz`)).status).toBe(200);
    expect((await fetch(`${wiki}/v1/articles`)).status).toBe(401);
    for (const path of ['/demo', '/admin/wiki', '/widget/crm-help.js']) {
      expect([path, (await fetch(wiki + path)).status]).toEqual([path, 200]);
    }

    child.kill('SIGINT');
    expect((await end(child)).code).toBe(0);
    for (const port of Object.values(ports)) expect(await isPortFree(port)).toBe(true);
  });

  test('says which port is taken and how to choose another', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;

    const { code, output } = await end(start({ PORTAL_PORT: port }));

    expect([code, output]).toEqual([
      2,
      expect.stringContaining(`PORTAL_PORT=${port + 1} npm start`),
    ]);
    server.close();
  });

  test('takes no port that is none', async () => {
    const { code, output } = await end(start({ PORTAL_PORT: 'many' }));
    expect([code, output]).toEqual([2, expect.stringContaining('"many"')]);
  });
});

function start(ports: Record<string, number | string>): ChildProcess {
  const asText = Object.entries(ports).map(([name, port]) => [name, String(port)]);
  return spawn(process.execPath, ['scripts/start.ts'], {
    cwd: root,
    env: { ...process.env, ...Object.fromEntries(asText) },
  });
}

/** The cookie of somebody who signed in at the stand-in for Google. */
async function signInAsStaff(portal: string): Promise<string> {
  const answer = await fetch(`${portal}/cdn-cgi/access/stand-in/google`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ email: 'engineer@example.com', redirect_url: '/' }),
  });
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** What it has printed when everything is ready. */
function readyOutput(child: ChildProcess): Promise<string> {
  let output = '';
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (chunk) => {
      output += chunk;
      if (output.includes('Ctrl-C stops everything.')) resolve(output);
    });
    child.stderr?.on('data', (chunk) => {
      output += chunk;
    });
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
