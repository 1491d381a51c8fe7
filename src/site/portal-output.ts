import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { llmsText } from './llms-text.ts';
import { markdownCopy } from './markdown-copy.ts';
import { contextOf, portal, sourceOf } from './portal.ts';
import { redirectHtml, redirectRules } from './redirects.ts';
import { buildSearchIndex } from './search-index.ts';

/** What a build adds to the pages: Markdown copies, `llms.txt`, redirects and the search index. */
export function portalOutput(): AstroIntegration {
  return {
    name: 'portal:output',
    hooks: {
      'astro:build:done': async ({ dir, logger }) => {
        const out = fileURLToPath(dir);
        const write = async (path: string, text: string) => {
          const file = join(out, path);
          await mkdir(dirname(file), { recursive: true });
          await writeFile(file, text);
        };
        const { site } = await portal();
        for (const { source, title, description } of site.pages.values()) {
          if (!source) continue;
          const head = { title, description };
          await write(
            join(source.path, 'index.md'),
            markdownCopy(sourceOf(source), head, contextOf(site, source)),
          );
        }
        await write('llms.txt', llmsText(site));
        await write('_redirects', redirectRules(site.redirects));
        for (const [from, to] of site.redirects) {
          if (!from.startsWith('/r/')) await write(join(from, 'index.html'), redirectHtml(to));
        }
        const { pages, languages } = await buildSearchIndex(out);
        logger.info(`${pages} pages can be searched, in ${languages} languages`);
      },
    },
  };
}
