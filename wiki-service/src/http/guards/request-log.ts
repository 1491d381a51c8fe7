import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import type { WikiEnv } from '../app-types.ts';

/** Where the lines go. Nothing in them is text of an article, a search or a person's. */
export interface RequestLog {
  /** A request that was answered. */
  request(line: RequestLine): void;
  /** Something that is ours to look into. */
  fault(requestId: string, error: unknown): void;
}

export interface RequestLine {
  requestId: string;
  method: string;
  /** The pattern, such as /v1/articles/:id: an address may hold a search. */
  route: string;
  status: number;
  ms: number;
  tenant?: string;
  role?: string;
  /** Why it was refused or failed, in fixed words. */
  reason?: string;
}

/** Writes one JSON object a line. `now` gives the time of a line. */
export function makeJsonLog(
  write: (line: string) => void,
  now: () => Date = () => new Date(),
): RequestLog {
  const say = (level: string, line: object) =>
    write(JSON.stringify({ time: now().toISOString(), level, ...line }));
  return {
    request: (line) => say(line.status >= 500 ? 'error' : 'info', line),
    fault: (requestId, error) => {
      // A message may quote what somebody wrote; a name and a place do not.
      const { name, stack, code } = (error ?? {}) as Error & { code?: string };
      const at = stack?.split('\n').find((line) => line.trimStart().startsWith('at '));
      say('error', { requestId, fault: name ?? typeof error, code, at: at?.trim() });
    },
  };
}

const REQUEST_ID = /^[A-Za-z0-9._-]{8,64}$/;

/** Gives each request an id, its own or the one it brings, and writes a line when it is answered. */
export function logRequests(log: RequestLog): MiddlewareHandler<WikiEnv> {
  return async (c, next) => {
    const brought = c.req.header('x-request-id') ?? '';
    const requestId = REQUEST_ID.test(brought) ? brought : crypto.randomUUID();
    const started = performance.now();
    c.set('requestId', requestId);
    await next();
    c.res.headers.set('x-request-id', requestId);
    const { caller, reason } = c.var;
    log.request({
      requestId,
      method: c.req.method,
      route: routePath(c, -1),
      status: c.res.status,
      ms: Math.round(performance.now() - started),
      ...(caller && { tenant: caller.tenantId, role: caller.role }),
      ...(reason && { reason }),
    });
  };
}
