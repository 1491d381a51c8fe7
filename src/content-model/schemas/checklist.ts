import { pageSchema } from './page.ts';
import { placeholdersSchema } from './placeholders.ts';
import { prose, sitePath } from './primitives.ts';

export const checklistSchema = pageSchema.extend({
  subject: prose.describe('Whom or what one run of the list is for: "client", "team member".'),
  guide: sitePath.optional().describe('The guide that explains the steps.'),
  placeholders: placeholdersSchema,
});
