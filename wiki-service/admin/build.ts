import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { build, esmExternalRequirePlugin } from 'vite';

/** Where the editor's page is put unless told otherwise; the wiki service serves it from there. */
export const ADMIN_FOLDER = join(import.meta.dirname, '../dist/admin');
/** Where the component for the CRM is put unless told otherwise. */
export const COMPONENT_FOLDER = join(import.meta.dirname, '../dist/editor');

/** Browsers with the Web Locks and IndexedDB durability that drafts rest on, and `light-dark()`. */
const BROWSERS = ['chrome123', 'firefox128', 'safari18'];

/** What the host of the component brings. */
const REACT = [/^react($|\/)/, /^react-dom($|\/)/];

/** Builds the editor as a page of its own, to be served at `/admin/wiki`. Throws what Vite throws. */
export async function buildAdmin(folder: string = ADMIN_FOLDER): Promise<void> {
  await build({
    configFile: false,
    root: import.meta.dirname,
    base: '/admin/wiki/',
    logLevel: 'warn',
    plugins: [react()],
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: BROWSERS,
      modulePreload: false,
      // A data: address is nothing that the content security policy allows.
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 1_200,
    },
  });
}

/**
 * Builds the editor as a React component: `wiki-admin.js`, `wiki-admin.css`. React itself is the
 * host's. Throws what Vite throws.
 */
export async function buildComponent(folder: string = COMPONENT_FOLDER): Promise<void> {
  await build({
    configFile: false,
    root: import.meta.dirname,
    publicDir: false,
    logLevel: 'warn',
    // A package inside asks for React with `require`, which no module in a browser has.
    plugins: [react(), esmExternalRequirePlugin({ external: REACT })],
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: BROWSERS,
      chunkSizeWarningLimit: 1_200,
      lib: {
        entry: join(import.meta.dirname, 'src/component.ts'),
        formats: ['es'],
        fileName: 'wiki-admin',
        cssFileName: 'wiki-admin',
      },
      rolldownOptions: {
        // Next.js renders it in the browser only.
        output: { banner: "'use client';" },
      },
    },
  });
}

if (import.meta.main) {
  await buildAdmin();
  await buildComponent();
}
