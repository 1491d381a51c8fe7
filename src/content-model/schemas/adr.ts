import { z } from 'zod';
import { ADR_STATUSES } from '../vocabulary.ts';
import { pageSchema } from './page.ts';
import { isoDate, prose } from './primitives.ts';

const adrNumber = z.int().positive();

export const adrSchema = pageSchema.extend({
  number: adrNumber.describe(
    'The number of the ADR. The file name starts with it, in three digits.',
  ),
  status: z.enum(ADR_STATUSES).describe('Where the decision stands.'),
  date: isoDate.describe('The day it got this status.'),
  deciders: z.array(prose).min(1).describe('Who decided.'),
  supersedes: z
    .array(adrNumber)
    .default([])
    .describe('Numbers of the ADRs that this one replaces whole.'),
  supersededBy: z
    .array(adrNumber)
    .default([])
    .describe('Numbers of the ADRs that replace this one. There may be several.'),
  amends: z
    .array(
      z.strictObject({
        adr: adrNumber,
        part: prose.describe('Which part of it changes, and how.'),
      }),
    )
    .default([])
    .describe('ADRs that stay in force but change in part.'),
  related: z
    .array(adrNumber)
    .default([])
    .describe('Numbers of ADRs worth reading beside this one.'),
});
