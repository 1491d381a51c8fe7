import { readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { gzipSync } from 'node:zlib';

/** One answer, as it went over the wire. */
export interface Transfer {
  path: string;
  type: string;
  status: number;
  /** Bytes of the compressed body; headers are not counted. */
  bytes: number;
}

export interface StaticServer {
  /** `http://127.0.0.1:40123`, without a slash at the end. */
  url: string;
  /** Everything sent since the last call, in order. */
  takeTransfers(): Transfer[];
  stop(): Promise<void>;
}

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.xml': 'application/xml',
  '.webmanifest': 'application/manifest+json',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};

/** Types that a host sends as they are, because compressing them gains nothing. */
const COMPRESSED_TYPES = /^(image\/(?!svg)|font\/)/;

/** Serves a folder on loopback, compressed as a host would, and counts what it sends. */
export async function serveFolder(folder: string): Promise<StaticServer> {
  let transfers: Transfer[] = [];
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    const found = readPage(folder, path);
    const body = found?.body ?? readPage(folder, '/404.html')?.body ?? Buffer.from('Not found');
    const type = TYPES[found?.extension ?? '.html'] ?? 'application/octet-stream';
    const status = found ? 200 : 404;
    const isSmaller = !COMPRESSED_TYPES.test(type);
    const sent = isSmaller ? gzipSync(body) : body;
    transfers.push({ path, type, status, bytes: sent.length });
    response.writeHead(status, {
      'content-type': type,
      'cache-control': 'private, no-cache',
      'content-length': sent.length,
      ...(isSmaller ? { 'content-encoding': 'gzip' } : {}),
    });
    response.end(sent);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    takeTransfers() {
      const taken = transfers;
      transfers = [];
      return taken;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function readPage(folder: string, path: string): { body: Buffer; extension: string } | undefined {
  const file = join(folder, normalize(path));
  if (!file.startsWith(folder)) return undefined;
  const target = statSync(file, { throwIfNoEntry: false })?.isDirectory()
    ? join(file, 'index.html')
    : file;
  try {
    return { body: readFileSync(target), extension: extname(target) };
  } catch {
    return undefined;
  }
}
