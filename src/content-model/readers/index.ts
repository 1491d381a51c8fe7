import type { Bodies } from '../records.ts';
import type { CollectionName } from '../vocabulary.ts';
import { readAdr } from './adr.ts';
import type { BodySource } from './body-source.ts';
import { readChecklist } from './checklist.ts';
import { readPlaybook } from './playbook.ts';
import { readPostmortem } from './postmortem.ts';
import { readRunbook } from './runbook.ts';
import { readTemplate } from './template.ts';

const nothing = () => ({});

/** What reads the body of each collection. A body of another shape gives empty lists, never an error. */
export const BODY_READERS: { [Name in CollectionName]: (source: BodySource) => Bodies[Name] } = {
  adr: readAdr,
  runbooks: readRunbook,
  policies: nothing,
  checklists: readChecklist,
  templates: readTemplate,
  postmortems: readPostmortem,
  playbooks: readPlaybook,
  guides: nothing,
  architecture: nothing,
};
