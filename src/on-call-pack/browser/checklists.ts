import { mountChecklists } from '../../checklists/browser/mount.ts';
import * as tools from '../../checklists/browser/tools.ts';

// What the portal fetches once there is a run, this file has already.
mountChecklists(document, async () => tools);
