import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../..');
const SERVICE = join(import.meta.dirname, '../..');
const READY = /Ready on (http:\/\/[^\s/]+)/;

/**
 * Runs the service in workerd, as `wrangler dev` does from wrangler.toml, without the network.
 * Throws with its output when it does not come up.
 */
export async function startWorker(
  variables: Readonly<Record<string, string>>,
  assetsFolder: string,
): Promise<{ url: string; output: () => string; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'wiki-worker-'));
  const output: string[] = [];
  const child = spawn(
    process.execPath,
    [
      join(ROOT, 'node_modules/wrangler/bin/wrangler.js'),
      ...['dev', '--local', '--ip', '127.0.0.1', '--port', '0'],
      ...Object.entries(variables).flatMap(([name, value]) => ['--var', `${name}:${value}`]),
      ...[
        '--assets',
        assetsFolder,
        '--persist-to',
        folder,
        '--log-level',
        'log',
        '--show-interactive-dev-session=false',
      ],
    ],
    {
      cwd: SERVICE,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
      env: {
        ...process.env,
        WRANGLER_SEND_METRICS: 'false',
        CLOUDFLARE_CF_FETCH_ENABLED: 'false',
        NO_COLOR: '1',
      },
    },
  );
  const ended = new Promise<void>((resolve) => {
    child.on('error', () => resolve());
    child.on('close', () => resolve());
  });
  const ready = new Promise<string>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output.push(String(chunk));
        const url = READY.exec(output.join(''))?.[1];
        if (url) resolve(url);
      });
    }
  });
  const url = await Promise.race([ready, ended.then(() => undefined)]);
  if (!url) throw new Error(`The worker did not start:\n${output.join('')}`);
  return {
    url,
    output: () => output.join(''),
    async stop() {
      // The whole group: wrangler has workerd as a child of its own.
      process.kill(-(child.pid ?? 0), 'SIGTERM');
      const late = setTimeout(() => process.kill(-(child.pid ?? 0), 'SIGKILL'), 5_000);
      await ended;
      clearTimeout(late);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
