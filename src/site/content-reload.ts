import { relative, resolve } from 'node:path';
import type { Plugin } from 'vite';
import { CONTENT_ROOT } from './config.ts';
import { forgetContent } from './content-once.ts';

/**
 * In development, reads the content anew when a file of it changes and has the browser reload, so
 * that an author sees the page, or what is wrong with it, at once.
 */
export function contentReload(): Plugin {
  const root = resolve(CONTENT_ROOT);
  return {
    name: 'portal:content-reload',
    apply: 'serve',
    configureServer(server) {
      server.watcher.add(root);
      server.watcher.on('all', (_event, file) => {
        if (relative(root, file).startsWith('..')) return;
        forgetContent();
        for (const environment of Object.values(server.environments)) {
          for (const module of environment.moduleGraph.idToModuleMap.values()) {
            if (module.file?.endsWith('/src/site/portal.ts')) {
              environment.moduleGraph.invalidateModule(module);
            }
          }
        }
        server.environments.client.hot.send({ type: 'full-reload' });
      });
    },
  };
}
