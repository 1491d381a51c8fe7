import { z } from 'zod';
import { pageSchema } from './page.ts';
import { id, isoDate, severityId } from './primitives.ts';

export const runbookSchema = pageSchema.extend({
  services: z
    .array(id)
    .min(1)
    .describe('The services it answers for: ids from data/services.yaml.'),
  alerts: z
    .array(id)
    .default([])
    .describe('The alerts it answers: ids from data/alerts.yaml. /r/<alert> leads here.'),
  scheme: id.describe('The severity scheme its severity is from: an id in data/severities.yaml.'),
  severity: severityId.describe('The severity to start from: P1 to P4.'),
  verified: isoDate
    .optional()
    .describe(
      'When somebody last worked through it and it did what it says. Leave it out for "never".',
    ),
});
