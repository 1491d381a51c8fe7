import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin } from 'vite';
import { parse } from 'yaml';
import { z } from 'zod';

/** Where the demo is put unless told otherwise. */
export const DEMO_FOLDER = join(import.meta.dirname, '../dist/demo');

const ROUTES_FILE = join(import.meta.dirname, '../../content/data/routes.yaml');
/** Routes that people see; the CRM's API has some that nobody looks at. */
const AREAS = ['admin', 'employee', 'client'] as const;

const routes = z.array(
  z.object({
    route: z.string(),
    name: z.object({ en: z.string(), nl: z.string() }),
    area: z.string(),
  }),
);

/** A page of the CRM that the demo has. */
export interface DemoRoute {
  /** For example `/admin/clients/{id}`. */
  route: string;
  name: { en: string; nl: string };
  area: (typeof AREAS)[number];
}

/** The pages of the CRM as the portal's data names them. Throws when that file is not as it should be. */
export function readDemoRoutes(): DemoRoute[] {
  const known = routes.parse(parse(readFileSync(ROUTES_FILE, 'utf8')));
  return known.filter((one): one is DemoRoute => AREAS.some((area) => area === one.area));
}

/** Builds the demo CRM into a folder, to be served at `/demo/`. Throws what Vite throws. */
export async function buildDemo(folder: string = DEMO_FOLDER): Promise<void> {
  await build({
    configFile: false,
    root: import.meta.dirname,
    base: '/demo/',
    logLevel: 'warn',
    plugins: [routesAsModule()],
    build: { outDir: folder, emptyOutDir: true, modulePreload: false },
  });
}

/** Lets the demo `import { routes } from 'virtual:crm-routes'`. */
function routesAsModule(): Plugin {
  const id = 'virtual:crm-routes';
  return {
    name: 'crm-routes',
    resolveId: (source) => (source === id ? `\0${id}` : undefined),
    load: (resolved) =>
      resolved === `\0${id}`
        ? `export const routes = ${JSON.stringify(readDemoRoutes())};`
        : undefined,
  };
}

if (import.meta.main) await buildDemo();
