import { globSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroConfig, AstroIntegration } from 'astro';
import { STAFF } from '../access/staff.ts';
import type { Page } from '../content-model/records.ts';
import { PACK_FILE } from '../on-call-pack/announce.ts';
import { writePack } from '../on-call-pack/build-pack.ts';
import { prepareImports } from './astro-imports.ts';
import { EDITION, PORTAL } from './config.ts';
import { editionInputs, hashCode } from './edition-inputs.ts';
import { KeptOutput } from './kept-output.ts';
import { findLinksOut, leadsOut } from './links-out.ts';
import { llmsText } from './llms-text.ts';
import { markdownCopy } from './markdown-copy.ts';
import { contextOf, portal, sourceOf } from './portal.ts';
import { redirectHtml, redirectRules } from './redirects.ts';
import { SearchIndex } from './search-index.ts';
import { findUnusedAssets } from './unused-assets.ts';

const copyPath = ({ path }: Page) => join(path.slice(1), 'index.md');

/** What a build adds to the pages: Markdown copies, `llms.txt`, redirects, the search index and the on-call pack. */
export function portalOutput(): AstroIntegration {
  let output: KeptOutput;
  let search: SearchIndex;
  let config: AstroConfig;
  let code: string;
  return {
    name: 'portal:output',
    hooks: {
      'astro:config:done': (done) => {
        config = done.config;
        code = hashCode(fileURLToPath(config.root));
        prepareImports(fileURLToPath(config.root));
        output = new KeptOutput(fileURLToPath(config.outDir), fileURLToPath(config.cacheDir));
        search = new SearchIndex(fileURLToPath(config.outDir));
      },
      'astro:build:start': async () => {
        await output.open();
        search.begin();
      },
      'astro:build:done': async ({ dir, pages, logger }) => {
        const folder = fileURLToPath(dir);
        const { site, changed, today } = await portal();
        const written = [...site.pages.values()].flatMap(({ source, title, description }) =>
          source ? [{ source, title, description }] : [],
        );
        for (const { pathname } of pages) output.made(join(pathname, 'index.html'));
        for (const { source } of written) output.made(copyPath(source));
        for (const file of globSync('**/*', { cwd: fileURLToPath(config.publicDir) }))
          output.made(file);
        if (EDITION === STAFF) output.made(PACK_FILE);
        await output.write('llms.txt', llmsText(site));
        await output.write('_redirects', redirectRules(site.redirects));
        for (const [from, to] of site.redirects) {
          if (from.startsWith('/r/')) continue;
          await output.write(join(from.slice(1), 'index.html'), redirectHtml(to));
        }
        await output.prune();
        const writeCopies = async () => {
          for (const { source, title, description } of written) {
            const context = contextOf(site, source);
            const copy = markdownCopy(sourceOf(source), { title, description }, context);
            await output.write(copyPath(source), copy);
          }
        };
        // Pagefind works in a process of its own. The pack waits for its end: both take memory.
        const [count] = await Promise.all([search.write(), writeCopies()]);
        const pack = await writePack(
          { root: fileURLToPath(config.root), folder, site, portal: PORTAL.url, now: new Date() },
          (path, text) => output.write(path, text),
        );
        if (EDITION !== STAFF) {
          for (const file of findUnusedAssets(folder)) await rm(join(folder, file));
          const out = findLinksOut(folder, site);
          if (out.length > 0) throw leadsOut(out, EDITION);
        }
        await output.complete(editionInputs(code, site.content, changed, today));
        logger.info(`${count} pages can be searched`);
        if (pack !== undefined) logger.info(`The on-call pack has ${Math.ceil(pack / 1_000)} kB`);
      },
    },
  };
}
