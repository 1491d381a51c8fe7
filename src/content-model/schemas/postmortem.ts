import { z } from 'zod';
import { pageSchema } from './page.ts';
import { id, isoDuration, prose, severityId, utcMinute } from './primitives.ts';

export const postmortemSchema = pageSchema.extend({
  scheme: id.describe('The severity scheme: an id in data/severities.yaml.'),
  severity: severityId.describe('How severe it was: P1 to P4.'),
  started: utcMinute
    .optional()
    .describe('When it began, if that was found out. Leave it out when nobody knows.'),
  detected: utcMinute.describe('When it was first noticed.'),
  acknowledged: utcMinute.describe('When somebody took it on.'),
  mitigated: utcMinute.describe('When the harm stopped.'),
  resolved: utcMinute.describe('When it was over: fixed, deployed, verified.'),
  completed: utcMinute
    .optional()
    .describe('When this post-mortem was finished. Leave it out until then.'),
  duration: isoDuration.describe('From detected to resolved, for example PT1H20M.'),
  lead: prose.describe('Who led the incident.'),
  participants: z.array(prose).default([]),
  impact: z.strictObject({
    users: prose.describe('How many users were affected.'),
    features: prose.describe('Which features.'),
    clients: prose.describe('What clients noticed.'),
    dataLoss: prose.describe('"No", or "Yes" and what was lost or corrupted.'),
  }),
  example: z.boolean().default(false).describe('true keeps it out of every figure.'),
});
