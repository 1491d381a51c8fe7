import { createGate } from '../src/access/gate.ts';
import { type AnswerStore, rememberingFetch } from '../src/access/remembering-fetch.ts';

/** What Cloudflare Pages hands to a function, as far as the gate needs it. */
interface PagesContext {
  request: Request;
  env: Record<string, unknown> & { ASSETS: { fetch(request: Request): Promise<Response> } };
  waitUntil(work: Promise<unknown>): void;
}

let gate: ReturnType<typeof createGate> | undefined;

/**
 * Every request comes through here, whatever its method, path and host, because it lies at the root of
 * `functions/` and nothing is excluded from it. The gate answers all of them; none is passed on.
 */
export function onRequest({ request, env, waitUntil }: PagesContext): Promise<Response> {
  gate ??= createGate({
    env,
    fetch: rememberingFetch(
      (...ask) => fetch(...ask),
      () => (globalThis as unknown as { caches: { default: AnswerStore } }).caches.default,
    ),
    now: Date.now,
  });
  return gate(request, {
    assets: env.ASSETS,
    log: (line) => console.log(line),
    later: waitUntil,
  });
}
