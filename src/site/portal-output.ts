import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { KeptOutput } from './kept-output.ts';
import { llmsText } from './llms-text.ts';
import { markdownCopy } from './markdown-copy.ts';
import { contextOf, portal, sourceOf } from './portal.ts';
import { redirectHtml, redirectRules } from './redirects.ts';
import { buildSearchIndex } from './search-index.ts';

/** What a build adds to the pages: Markdown copies, `llms.txt`, redirects and the search index. */
export function portalOutput(): AstroIntegration {
  let output: KeptOutput;
  return {
    name: 'portal:output',
    hooks: {
      'astro:config:done': ({ config }) => {
        output = new KeptOutput(fileURLToPath(config.outDir), fileURLToPath(config.cacheDir));
      },
      'astro:build:start': () => output.open(),
      'astro:build:done': async ({ dir, pages, logger }) => {
        for (const { pathname } of pages) output.made(join(pathname, 'index.html'));
        const { site } = await portal();
        for (const { source, title, description } of site.pages.values()) {
          if (!source) continue;
          const copy = markdownCopy(
            sourceOf(source),
            { title, description },
            contextOf(site, source),
          );
          await output.write(join(source.path.slice(1), 'index.md'), copy);
        }
        await output.write('llms.txt', llmsText(site));
        await output.write('_redirects', redirectRules(site.redirects));
        for (const [from, to] of site.redirects) {
          if (from.startsWith('/r/')) continue;
          await output.write(join(from.slice(1), 'index.html'), redirectHtml(to));
        }
        await output.prune();
        const count = await buildSearchIndex(fileURLToPath(dir));
        await output.complete();
        logger.info(`${count} pages can be searched`);
      },
    },
  };
}
