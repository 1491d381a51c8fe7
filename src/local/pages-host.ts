import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';

/** A running copy of the host. */
export interface PagesHost {
  /** `http://127.0.0.1:4321`, without a slash at the end. */
  url: string;
  /** Settles with the exit code when the host ends, wanted or not. */
  ended: Promise<number>;
  /** Ends it and all it started. Settles when the port is free again. */
  stop(): Promise<void>;
}

const READY = /Ready on (http:\/\/[^\s/]+)/;
const STOP_PATIENCE_MS = 5_000;

/**
 * Serves a folder on loopback the way Cloudflare Pages does (redirects, headers, 404 page, slashes), with
 * the host's own `wrangler pages dev`. With `bindings`, every request goes through `functions/`, whose
 * environment they are; without, the folder is served plainly. Throws with the host's output when it does
 * not come up.
 */
export async function startPagesHost(
  root: string,
  options: { folder: string; port: number; bindings?: Readonly<Record<string, string>> },
): Promise<PagesHost> {
  const output: string[] = [];
  const child = spawn(
    process.execPath,
    [
      join(root, 'node_modules/wrangler/bin/wrangler.js'),
      ...['pages', 'dev', resolve(root, options.folder)],
      ...['--ip', '127.0.0.1', '--port', String(options.port)],
      ...Object.entries(options.bindings ?? {}).flatMap(([name, value]) => [
        '--binding',
        `${name}=${value}`,
      ]),
      ...['--persist-to', join(root, '.data/wrangler'), '--log-level', 'info'],
      '--show-interactive-dev-session=false',
    ],
    {
      // Functions are those of the folder that it runs in.
      cwd: options.bindings ? root : resolve(root, options.folder),
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own: Ctrl-C in the terminal reaches only us, and we end it in order.
      detached: true,
      env: {
        ...process.env,
        WRANGLER_SEND_METRICS: 'false',
        CLOUDFLARE_CF_FETCH_ENABLED: 'false',
        NO_COLOR: '1',
      },
    },
  );
  const ended = new Promise<number>((resolve) => {
    child.on('error', () => resolve(1));
    child.on('close', (code) => resolve(code ?? 0));
  });
  const ready = new Promise<string>((resolve) => {
    const streams = [child.stdout, child.stderr];
    const listen = (chunk: Buffer) => {
      output.push(String(chunk));
      const url = READY.exec(output.join(''))?.[1];
      if (!url) return;
      // From here on it logs requests, which nobody has asked for.
      for (const stream of streams) stream.off('data', listen).resume();
      resolve(url);
    };
    for (const stream of streams) stream.on('data', listen);
  });
  const url = await Promise.race([ready, ended.then(() => undefined)]);
  if (!url) throw new Error(`The local host did not start:\n${output.join('')}`);
  return { url, ended, stop: () => stopGroup(child.pid, ended) };
}

/** Asks a process group to end, and makes it end when it does not. */
async function stopGroup(pid: number | undefined, ended: Promise<number>): Promise<void> {
  if (pid === undefined) return;
  signalGroup(pid, 'SIGINT');
  const late = setTimeout(() => signalGroup(pid, 'SIGKILL'), STOP_PATIENCE_MS);
  await ended;
  clearTimeout(late);
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch {
    // Already gone, which is what was wanted.
  }
}

/** Whether nothing listens on this loopback port. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
