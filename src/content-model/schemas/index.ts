import type { z } from 'zod';
import type { CollectionName } from '../vocabulary.ts';
import { adrSchema } from './adr.ts';
import { checklistSchema } from './checklist.ts';
import { pageSchema } from './page.ts';
import { playbookSchema } from './playbook.ts';
import { postmortemSchema } from './postmortem.ts';
import { runbookSchema } from './runbook.ts';
import { templateSchema } from './template.ts';

/** The frontmatter schema of each collection. */
export const FRONTMATTER = {
  adr: adrSchema,
  runbooks: runbookSchema,
  policies: pageSchema,
  checklists: checklistSchema,
  templates: templateSchema,
  postmortems: postmortemSchema,
  playbooks: playbookSchema,
  guides: pageSchema,
  architecture: pageSchema,
} as const satisfies Record<CollectionName, z.ZodType>;

export type Frontmatter<Name extends CollectionName> = z.infer<(typeof FRONTMATTER)[Name]>;
