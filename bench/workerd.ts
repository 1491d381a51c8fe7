import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';

/** Two workers over the same files: one with the gate before them, one without. */
export interface BareWorkerd {
  /** `http://127.0.0.1:40123`, without a slash at the end. */
  withGate: string;
  without: string;
  stop(): Promise<void>;
}

const PATIENCE_MS = 10_000;

/** Stands in for the asset server: the index file of a folder, with a type and an ETag. */
const ASSETS = `export default {
  async fetch(request, env) {
    const { pathname } = new URL(request.url);
    const file = await env.FILES.fetch('http://files' + pathname.replace(/\\/$/, '/index.html'));
    const headers = { 'content-type': 'text/html; charset=utf-8', etag: '"an etag"' };
    return new Response(file.body, { status: file.status, headers });
  },
};`;

/**
 * Runs the functions of the repository in workerd alone. The local host of wrangler puts two proxies, a
 * debugger and its own log before them, which take longer than what is to be measured.
 *
 * @param edition the folder below \`_editions\` that the worker without a gate shows
 */
export async function startBareWorkerd(options: {
  root: string;
  workshop: string;
  dist: string;
  edition: string;
  bindings: Readonly<Record<string, string>>;
}): Promise<BareWorkerd> {
  const { root, dist, edition, bindings } = options;
  const folder = join(options.workshop, 'workerd');
  mkdirSync(folder, { recursive: true });
  const [gatePort, plainPort] = await freePorts();
  execFileSync(
    process.execPath,
    [
      join(root, 'node_modules/wrangler/bin/wrangler.js'),
      ...['pages', 'functions', 'build', join(root, 'functions')],
      ...['--outdir', folder, '--compatibility-date', '2026-11-01'],
    ],
    { cwd: folder, stdio: 'pipe', env: { ...process.env, WRANGLER_SEND_METRICS: 'false' } },
  );
  const plain = `export default {
  fetch(request, env) {
    return env.ASSETS.fetch('http://assets/_editions/${edition}' + new URL(request.url).pathname);
  },
};`;
  writeFileSync(join(folder, 'plain.js'), plain);
  writeFileSync(join(folder, 'assets.js'), ASSETS);
  const texts = Object.entries(bindings).map(
    ([name, value]) => `(name = ${JSON.stringify(name)}, text = ${JSON.stringify(value)})`,
  );
  const worker = (name: string, file: string, more: readonly string[]) =>
    `(name = "${name}", worker = (modules = [(name = "${file}", esModule = embed "${file}")], compatibilityDate = "2026-11-01", bindings = [${more.join(', ')}]))`;
  const socket = (name: string, port: number) =>
    `(name = "${name}", address = "127.0.0.1:${port}", http = (), service = "${name}")`;
  const assets = '(name = "ASSETS", service = "assets")';
  writeFileSync(
    join(folder, 'config.capnp'),
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    ${worker('gate', 'index.js', [assets, ...texts])},
    ${worker('plain', 'plain.js', [assets])},
    ${worker('assets', 'assets.js', ['(name = "FILES", service = "files")'])},
    (name = "files", disk = (path = ${JSON.stringify(dist)})),
    (name = "internet", network = (allow = ["private"]))
  ],
  sockets = [${socket('gate', gatePort)}, ${socket('plain', plainPort)}]
);
`,
  );
  const child = spawn(join(root, 'node_modules/workerd/bin/workerd'), ['serve', 'config.capnp'], {
    cwd: folder,
    stdio: 'ignore',
  });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  const host = {
    withGate: `http://127.0.0.1:${gatePort}`,
    without: `http://127.0.0.1:${plainPort}`,
    async stop() {
      child.kill();
      await ended;
      process.off('exit', kill);
    },
  };
  const late = Date.now() + PATIENCE_MS;
  while (!(await isUp(host.without)) || !(await isUp(host.withGate))) {
    if (Date.now() > late || child.exitCode !== null) {
      await host.stop();
      throw new Error('workerd did not start.');
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return host;
}

async function freePorts(): Promise<[number, number]> {
  const servers = [createServer(), createServer()];
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve) => {
          server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
        }),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports as [number, number];
}

async function isUp(url: string): Promise<boolean> {
  try {
    await (await fetch(url)).body?.cancel();
    return true;
  } catch {
    return false;
  }
}
