import type { Context, MiddlewareHandler } from 'hono';
import type { WikiEnv } from '../app-types.ts';
import { Problem } from '../problem.ts';
import type { WikiSettings } from '../settings.ts';

const METHODS = 'GET, HEAD, POST, PUT, DELETE';
const REQUEST_HEADERS =
  'authorization, content-type, idempotency-key, if-match, if-none-match, x-request-id';
const ANSWER_HEADERS = 'etag, location, retry-after, x-request-id';

/**
 * The first of two looks at where a request comes from: pages of no CRM at all get no answer. A
 * preflight has no token, so which tenant it will be for cannot be known yet, and the origins of all
 * tenants will do.
 */
export function allowKnownOrigins(settings: WikiSettings): MiddlewareHandler<WikiEnv> {
  return async (c, next) => {
    const origin = strangeOrigin(c, settings);
    if (origin === undefined) return next();
    if (!settings.crmOrigins.includes(origin)) throw new Problem('origin-not-allowed');
    c.header('access-control-allow-origin', origin);
    c.header('access-control-expose-headers', ANSWER_HEADERS);
    const isPreflight =
      c.req.method === 'OPTIONS' && c.req.header('access-control-request-method') !== undefined;
    if (!isPreflight) return next();
    c.header('access-control-allow-methods', METHODS);
    c.header('access-control-allow-headers', REQUEST_HEADERS);
    c.header('access-control-max-age', '600');
    return c.body(null, 204);
  };
}

/** The second look, once the tenant is known: the page must be one of that tenant's CRM. */
export function allowOwnOrigins(settings: WikiSettings): MiddlewareHandler<WikiEnv> {
  return async (c, next) => {
    const origin = strangeOrigin(c, settings);
    if (origin !== undefined) {
      const { crmOrigins } = await c.var.tenantOf(c.var.caller);
      if (!crmOrigins.includes(origin)) {
        c.header('access-control-allow-origin', undefined);
        throw new Problem('origin-not-allowed');
      }
    }
    await next();
  };
}

/** The origin that a browser names, unless it is our own. Programs that are no browser name none. */
function strangeOrigin(c: Context, { publicOrigin }: WikiSettings): string | undefined {
  const origin = c.req.header('origin');
  const own = [publicOrigin, new URL(c.req.url).origin];
  return origin === undefined || own.includes(origin) ? undefined : origin;
}
