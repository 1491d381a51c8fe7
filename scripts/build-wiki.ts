// What the wiki service serves beside its API: the editor, the help widget and the demo CRM.
import { buildAdmin, buildComponent } from '../wiki-service/admin/build.ts';
import { buildDemo } from '../wiki-service/demo/build.ts';
import { buildWidget } from '../wiki-service/widget/build.ts';

for (const build of [buildWidget, buildAdmin, buildComponent, buildDemo]) await build();
