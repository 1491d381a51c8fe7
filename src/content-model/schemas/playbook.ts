import { pageSchema } from './page.ts';
import { id } from './primitives.ts';

export const playbookSchema = pageSchema.extend({
  organisation: id.describe('Whose playbook it is: an id from data/organisations.yaml.'),
});
