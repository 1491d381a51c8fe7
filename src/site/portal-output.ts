import { globSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroConfig, AstroIntegration } from 'astro';
import { STAFF } from '../access/staff.ts';
import { writePack } from '../on-call-pack/build-pack.ts';
import { EDITION, PORTAL } from './config.ts';
import { KeptOutput } from './kept-output.ts';
import { findLinksOut, leadsOut } from './links-out.ts';
import { llmsText } from './llms-text.ts';
import { markdownCopy } from './markdown-copy.ts';
import { contextOf, portal, sourceOf } from './portal.ts';
import { redirectHtml, redirectRules } from './redirects.ts';
import { SearchIndex } from './search-index.ts';
import { findUnusedAssets } from './unused-assets.ts';

/** What a build adds to the pages: Markdown copies, `llms.txt`, redirects, the search index and the on-call pack. */
export function portalOutput(): AstroIntegration {
  let output: KeptOutput;
  let search: SearchIndex;
  let config: AstroConfig;
  return {
    name: 'portal:output',
    hooks: {
      'astro:config:done': (done) => {
        config = done.config;
        output = new KeptOutput(fileURLToPath(config.outDir), fileURLToPath(config.cacheDir));
        search = new SearchIndex(fileURLToPath(config.outDir));
      },
      'astro:build:start': async () => {
        await output.open();
        search.begin();
      },
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
        for (const file of globSync('**/*', { cwd: fileURLToPath(config.publicDir) }))
          output.made(file);
        const pack = await writePack(
          {
            root: fileURLToPath(config.root),
            folder: fileURLToPath(dir),
            site,
            portal: PORTAL.url,
            now: new Date(),
          },
          (path, text) => output.write(path, text),
        );
        await output.prune();
        if (EDITION !== STAFF) {
          for (const file of findUnusedAssets(fileURLToPath(dir)))
            await rm(join(fileURLToPath(dir), file));
          const out = findLinksOut(fileURLToPath(dir), site);
          if (out.length > 0) throw leadsOut(out, EDITION);
        }
        const count = await search.write();
        await output.complete();
        logger.info(`${count} pages can be searched`);
        if (pack !== undefined) logger.info(`The on-call pack has ${Math.ceil(pack / 1_000)} kB`);
      },
    },
  };
}
