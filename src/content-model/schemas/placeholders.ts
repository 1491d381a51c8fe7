import { z } from 'zod';
import { id, prose } from './primitives.ts';

/** A blank that whoever uses the template or checklist fills in: used as `<Blank id="…" />`. */
export const placeholderSchema = z.strictObject({
  id,
  label: prose.describe('What belongs here, in words: "Name of the client".'),
  options: z.array(prose).default([]).describe('Ready answers to choose from.'),
  fills: z
    .enum(['subject', 'worker'])
    .optional()
    .describe(
      'In a checklist: the blank says whom or what the run is for (subject), or who works through it (worker).',
    ),
  fallback: prose.optional().describe('What to write when nothing better is known.'),
});

export const placeholdersSchema = z
  .array(placeholderSchema)
  .default([])
  .describe('The blanks of this page. Each must be used, and each used one declared.');
