import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { type Catalogue, readCatalogue } from './data/catalogue.ts';
import { makeKeepAliveFetch } from './data/keep-alive-fetch.ts';
import { openWikiDatabase } from './data/wiki-database.ts';
import { createWikiApp } from './http/app.ts';
import type { AssetSource } from './http/assets.ts';
import type { DemoSignIn } from './http/demo.ts';
import { makeTokenBuckets, type RateLimits } from './http/guards/rate-limit.ts';
import { makeJsonLog, type RequestLog } from './http/guards/request-log.ts';
import { readSettings, type WikiSettings } from './http/settings.ts';
import { makeTokenVerifier } from './tokens/verify-token.ts';

/** A running wiki service. */
export interface WikiService {
  /** `http://127.0.0.1:8787`, without a slash at the end. */
  url: string;
  /** Answers what has been asked, at most 10 seconds long, and ends. */
  stop(): Promise<void>;
}

export interface WikiServiceOptions {
  settings: WikiSettings;
  /** 0 takes a free one. */
  port: number;
  /** Loopback unless told otherwise. */
  host?: string;
  demo?: DemoSignIn;
  limits?: RateLimits;
  log?: RequestLog;
  /** Folder of the built editor, widget and demo; that of the builds unless told otherwise. */
  dist?: string;
}

const DIST = join(import.meta.dirname, '../dist');
const CONTENT = join(import.meta.dirname, '../../content/data');
const PATIENCE_MS = 10_000;
const SLOWEST_REQUEST_MS = 30_000;
const LOG_DELAY_MS = 100;

/** 300 requests at once and 30 a second for a person; ten times that for a tenant. */
export const defaultLimits = (): RateLimits => ({
  person: makeTokenBuckets({ burst: 300, perSecond: 30 }),
  tenant: makeTokenBuckets({ burst: 3_000, perSecond: 300 }),
});

/** Starts the wiki service on Node. Throws when the port is taken. */
export async function startWikiService(options: WikiServiceOptions): Promise<WikiService> {
  const { settings, port, host = '127.0.0.1', demo } = options;
  let isLeaving = false;
  const app = createWikiApp({
    settings,
    verifyToken: makeTokenVerifier(settings.tokens),
    database: openWikiDatabase({
      url: settings.supabaseUrl,
      publishableKey: settings.publishableKey,
      timeoutMs: settings.databaseTimeoutMs,
      makeFetch: makeKeepAliveFetch,
      sharesReads: true,
    }),
    limits: options.limits ?? defaultLimits(),
    log: options.log ?? makeJsonLog(bufferedOutput()),
    catalogue: await readContent(),
    assets: assetsIn(options.dist ?? DIST),
    ...(demo && { demo }),
    isLeaving: () => isLeaving,
  });
  const server = createServer(
    { requestTimeout: SLOWEST_REQUEST_MS, headersTimeout: SLOWEST_REQUEST_MS },
    getRequestListener(app.fetch),
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve());
  });
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    stop() {
      isLeaving = true;
      return close(server);
    },
  };
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(() => server.closeAllConnections(), PATIENCE_MS);
    server.close(() => {
      clearTimeout(late);
      resolve();
    });
    server.closeIdleConnections();
  });
}

/** Lines for standard output, those of a moment at once: a write costs as much as a request. */
function bufferedOutput(): (line: string) => void {
  let lines: string[] = [];
  const flush = () => {
    if (lines.length > 0) process.stdout.write(`${lines.join('\n')}\n`);
    lines = [];
  };
  process.once('exit', flush);
  return (line) => {
    if (lines.length === 0) setTimeout(flush, LOG_DELAY_MS).unref();
    lines.push(line);
  };
}

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

async function readContent(): Promise<Catalogue> {
  const read = (name: string) => readFile(join(CONTENT, name), 'utf8');
  return readCatalogue({ facts: await read('facts.yaml'), routes: await read('routes.yaml') });
}

function assetsIn(folder: string): AssetSource {
  return async (path) => {
    try {
      const body = await readFile(join(folder, path));
      const type = TYPES[extname(path)] ?? 'application/octet-stream';
      return { body: new Uint8Array(body).buffer, type };
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT' || code === 'EISDIR' || code === 'ENOTDIR') return undefined;
      throw error;
    }
  };
}

if (import.meta.main) {
  const service = await startWikiService({
    settings: readSettings(process.env),
    port: Number(process.env.PORT ?? 8787),
    host: process.env.HOST ?? '127.0.0.1',
  });
  console.log(JSON.stringify({ time: new Date().toISOString(), level: 'info', url: service.url }));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void service.stop().then(() => process.exit(0)));
  }
}
