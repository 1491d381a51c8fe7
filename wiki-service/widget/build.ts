import { join } from 'node:path';
import { build } from 'vite';

/** What a page of the CRM loads: `<script type="module" src="…/crm-help.js">`. */
export const WIDGET_FILE = 'crm-help.js';
/** Where the widget is put unless told otherwise. */
export const WIDGET_FOLDER = join(import.meta.dirname, '../dist/widget');

/**
 * Builds the widget into a folder: `crm-help.js`, and `crm-help-purify.js`, which only browsers
 * without the Sanitizer API load. Takes about a second. Throws what Vite throws.
 */
export async function buildWidget(folder: string = WIDGET_FOLDER): Promise<void> {
  await build({
    configFile: false,
    root: import.meta.dirname,
    logLevel: 'warn',
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: ['chrome123', 'firefox128', 'safari18'],
      // The preload helper would set up what one dynamic import does by itself.
      modulePreload: false,
      // Not Vite's library mode: that one keeps the white space of ES modules.
      rolldownOptions: {
        input: join(import.meta.dirname, 'src/crm-help.ts'),
        preserveEntrySignatures: 'strict',
        output: { entryFileNames: WIDGET_FILE, chunkFileNames: 'crm-help-[name].js' },
      },
    },
  });
}

if (import.meta.main) await buildWidget();
