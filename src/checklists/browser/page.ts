import { mountChecklists } from './mount.ts';

mountChecklists(document, () => import('./tools.ts'));
