import { z } from 'zod';

/** `2026-06-30`. Kept as text: a calendar date has no time zone. */
export const isoDate = z.iso.date({ error: 'write a date as YYYY-MM-DD, for example 2026-06-30' });

/** `2026-07-02T03:14Z`: a moment in UTC, to the minute. */
export const utcMinute = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}Z$/, {
    error: 'write a time in UTC as YYYY-MM-DDTHH:MMZ, for example 2026-07-02T03:14Z',
  })
  .refine((text) => !Number.isNaN(Date.parse(text)), { error: 'this date or time does not exist' });

/** An ISO 8601 duration: `PT15M`, `P1D`, `PT1H30M`. */
export const isoDuration = z.iso.duration({
  error: 'write a duration as ISO 8601, for example PT15M, PT24H or P5D',
});

/** Lower-case words joined by hyphens: ids of roles, services, facts and so on. */
export const id = z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, {
  error: 'use lower-case letters, digits and single hyphens, for example tech-lead',
});

/** One sentence or more that a person reads. */
export const prose = z.string().trim().min(1, { error: 'this may not be empty' });

/** A site path: `/runbooks/bad-deployment/`. */
export const sitePath = z.string().regex(/^\/(?:[^\s/?#]+\/)*$/, {
  error: 'write a site path that starts and ends with a slash, for example /guides/old-name/',
});

/** `P1`, the most severe, to `P4`. */
export const severityId = z.string().regex(/^P[1-4]$/, { error: 'write P1, P2, P3 or P4' });
