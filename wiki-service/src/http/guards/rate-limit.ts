import type { MiddlewareHandler } from 'hono';
import type { WikiEnv } from '../app-types.ts';
import { Problem } from '../problem.ts';

/** Says whether one more request with this key is within the limit, and counts it. */
export interface RateLimiter {
  take(key: string): Promise<{ ok: boolean; retryAfterSeconds: number }>;
}

/** One limit for each person, and one for all people of a tenant together. */
export interface RateLimits {
  person: RateLimiter;
  tenant: RateLimiter;
}

/** Holds callers to their limits. */
export function limitRate({ person, tenant }: RateLimits): MiddlewareHandler<WikiEnv> {
  return async (c, next) => {
    const { userId, tenantId } = c.var.caller;
    for (const [limiter, key, whose] of [
      [person, `${tenantId}/${userId}`, 'person'],
      [tenant, tenantId, 'tenant'],
    ] as const) {
      const { ok, retryAfterSeconds } = await limiter.take(key);
      if (!ok) {
        throw new Problem('too-many-requests', {
          headers: { 'retry-after': String(retryAfterSeconds) },
          reason: `limit of the ${whose}`,
        });
      }
    }
    await next();
  };
}

const MOST_BUCKETS = 20_000;

/**
 * A token bucket for each key, in this process: `burst` requests at once, and `perSecond` more each
 * second. `now` gives milliseconds.
 */
export function makeTokenBuckets(
  { burst, perSecond }: { burst: number; perSecond: number },
  now: () => number = Date.now,
): RateLimiter {
  const buckets = new Map<string, { left: number; at: number }>();
  return {
    async take(key) {
      const at = now();
      const before = buckets.get(key) ?? { left: burst, at };
      const left = Math.min(burst, before.left + ((at - before.at) / 1000) * perSecond);
      const ok = left >= 1;
      // Written anew, so that the keys stand in the order in which they were last used.
      buckets.delete(key);
      buckets.set(key, { left: ok ? left - 1 : left, at });
      if (buckets.size > MOST_BUCKETS) buckets.delete(buckets.keys().next().value as string);
      return { ok, retryAfterSeconds: ok ? 0 : Math.max(1, Math.ceil((1 - left) / perSecond)) };
    },
  };
}

/** The platform's own limiter (`ratelimits` in wrangler.toml), which tells no waiting time. */
export function onPlatform(
  binding: { limit(options: { key: string }): Promise<{ success: boolean }> },
  periodSeconds: number,
): RateLimiter {
  return {
    async take(key) {
      const { success } = await binding.limit({ key });
      return { ok: success, retryAfterSeconds: success ? 0 : periodSeconds };
    },
  };
}
