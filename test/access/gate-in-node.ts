import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createGate } from '../../src/access/gate.ts';
import { AUD } from './tokens.ts';

export interface Asked {
  response: Response;
  body: string;
  /** The line that the decision left in the log. */
  log: Record<string, unknown>;
}

export interface Ask {
  token?: string;
  method?: string;
  headers?: Record<string, string>;
}

/** The gate over a folder, in this process, with a clock that a test can set. */
export function gateInNode(options: {
  dist: string;
  issuer: string;
  env?: Record<string, unknown>;
  now?: () => number;
  fetch?: typeof fetch;
  assets?: { fetch(request: Request): Promise<Response> };
  log?: (line: string) => void;
}) {
  const waiting: Promise<unknown>[] = [];
  const gate = createGate({
    env: options.env ?? { ACCESS_TEAM_DOMAIN: options.issuer, ACCESS_AUD: AUD },
    fetch: options.fetch ?? fetch,
    now: options.now ?? Date.now,
  });
  return {
    async ask(path: string, { token, method = 'GET', headers = {} }: Ask = {}): Promise<Asked> {
      let line = '{}';
      const response = await gate(
        new Request(`https://docs.example.com${path}`, {
          method,
          headers: { ...(token ? { 'cf-access-jwt-assertion': token } : {}), ...headers },
        }),
        {
          assets: options.assets ?? filesOf(options.dist),
          log: options.log ?? ((text) => (line = text)),
          later: (work) => void waiting.push(work),
        },
      );
      return { response, body: await response.text(), log: JSON.parse(line) };
    },
    /** Waits for what the gate does beside its answers. */
    settle: () => Promise.all(waiting.splice(0)),
  };
}

/** Files of a folder, plainly: what the host's own server does with them is tested in workerd. */
function filesOf(dist: string) {
  return {
    async fetch(request: Request): Promise<Response> {
      const { pathname } = new URL(request.url);
      const file = join(dist, pathname);
      const isFolder = statSync(file, { throwIfNoEntry: false })?.isDirectory();
      try {
        const text = readFileSync(isFolder ? join(file, 'index.html') : file, 'utf8');
        const type = isFolder ? 'text/html; charset=utf-8' : 'application/json';
        return new Response(text, { headers: { 'content-type': type } });
      } catch {
        return new Response('Not found', { status: 404, headers: { 'content-type': 'text/html' } });
      }
    },
  };
}
