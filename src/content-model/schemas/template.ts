import { z } from 'zod';
import { pageSchema } from './page.ts';
import { placeholdersSchema } from './placeholders.ts';
import { id, prose } from './primitives.ts';

export const templateSchema = pageSchema.extend({
  kind: z.enum(['message', 'document']).describe('A message to send, or a document to fill in.'),
  channel: z.enum(['email', 'chat']).optional().describe('Where a message goes.'),
  sender: id.optional().describe('The role in data/roles.yaml that sends it.'),
  subject: prose.optional().describe('The subject line of an email.'),
  placeholders: placeholdersSchema,
});
