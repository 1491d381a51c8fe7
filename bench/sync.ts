import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { confirm } from '../src/sync/confirm.ts';
import { writeLock } from '../src/sync/lock-file.ts';
import { lookAtBoth, pairsNow } from '../src/sync/run.ts';
import { readSeedTenants, seed } from '../wiki-service/src/database/seed.ts';
import type { SqlDatabase } from '../wiki-service/src/database/sql.ts';
import { mintLocalToken } from '../wiki-service/src/local/mint-token.ts';
import { type LocalSupabase, startSupabase } from '../wiki-service/src/local/supabase.ts';
import type { Say } from './build.ts';
import { atMostAt, type Figure } from './figure.ts';
import { type GeneratedPage, generatePages } from './generate.ts';
import { compareWithLinkinator, runLinkinator } from './linkinator.ts';
import { measure } from './measure.ts';
import { makePortal, type Project } from './projects.ts';

const SCALE = 3000;
const COLD_BUDGET = 2;
const WARM_BUDGET = 0.4;

const tenants = readSeedTenants();
/** Articles of one tenant and one kind follow each other at this distance. */
const NEXT_OF_KIND = 10 * tenants.length;
const LONGEST_PARAGRAPH = 400;

/**
 * Runs `sync` over generated pages, each paired with an article of its own that says the same,
 * without and with what it kept from the last run, and linkinator over the same pages, built.
 */
export async function benchSync(
  workshop: string,
  scale: number | undefined,
  say: Say,
): Promise<Figure[]> {
  const count = scale ?? SCALE;
  const pages = generatePages(count);
  const portal = makePortal(workshop, count);
  symlinkSync(join(import.meta.dirname, '../wiki-service'), join(portal.folder, 'wiki-service'));
  writeFileSync(join(portal.folder, 'access/audiences.yaml'), AUDIENCES);
  declarePairs(portal, pages);
  say(`writing ${count} articles`);
  const supabase = await startSupabase(
    { kind: 'pglite' },
    { prepare: (database) => writeArticles(database, pages) },
  );
  try {
    say('confirming the pairs');
    await confirmPairs(portal, supabase);
    const sync = () =>
      measure(['npm', 'run', '--silent', 'sync'], {
        cwd: portal.folder,
        env: { SUPABASE_URL: supabase.url },
      });
    say(`sync, ${count} pages and articles, cold`);
    const cold = await sync();
    if (!cold.output.includes(`${count} pairs and ${count} articles compared`)) {
      throw new Error(`sync did not compare everything:\n${cold.output}`);
    }
    say('sync, warm');
    const warm = await sync();
    say('building the pages for linkinator');
    await measure(['npm', 'run', '--silent', 'build'], { cwd: portal.folder });
    say('linkinator');
    const linkinator = await runLinkinator(portal.dist);
    const name = `sync, ${count.toLocaleString('en-GB')} pages and articles`;
    return compareWithLinkinator(name, { cold, warm }, linkinator, {
      cold: atMostAt(SCALE, count, COLD_BUDGET),
      warm: atMostAt(SCALE, count, WARM_BUDGET),
    });
  } finally {
    await supabase.stop();
  }
}

/** Two editions, with readers of every tenant's wiki in each, so that no link goes unjudged. */
const AUDIENCES = ['staff', 'client']
  .map(
    (id) => `- id: ${id}
  name: ${id}
  signIn: ${id === 'staff' ? 'google' : 'one-time-pin'}
  session: PT1H
  wikiReaders:
${tenants.map(({ slug }) => `    - { tenant: ${slug}, roles: [${id === 'staff' ? 'admin, employee' : 'client'}] }`).join('\n')}
`,
  )
  .join('');

const tenantOf = (index: number) => tenants[index % tenants.length] as (typeof tenants)[number];
const articleId = (index: number) => `00000000-0000-8000-8000-${String(index).padStart(12, '0')}`;

function declarePairs(portal: Project, pages: readonly GeneratedPage[]): void {
  for (const [index, { file, text }] of pages.entries()) {
    const pair = `wiki:\n  - { tenant: ${tenantOf(index).slug}, article: article-${index} }\n`;
    writeFileSync(
      join(portal.content, file),
      text.replace('---\n', () => `---\n${pair}`),
    );
  }
}

/** Puts one article for each page into a wiki that has no others. */
async function writeArticles(
  database: SqlDatabase,
  pages: readonly GeneratedPage[],
): Promise<void> {
  await seed(database);
  await database.transaction(async (inner) => {
    await inner.query('delete from public.wiki_articles');
    for (const [index, page] of pages.entries()) {
      await inner.query(
        `insert into public.wiki_articles (
           tenant_id, id, slug, title, html, excerpt, body_text, locale, roles, routes, state
         ) values ($1, $2, $3, $4, $5, '', '', 'en', $6, $7, 'published')`,
        [
          ...[tenantOf(index).id, articleId(index), `article-${index}`, `Article ${index}`],
          ...[articleOf(page, index), rolesOf(page), ['/admin']],
        ],
      );
    }
  });
}

const rolesOf = ({ file }: GeneratedPage) =>
  file.startsWith('guides/') ? ['admin', 'employee', 'client'] : ['admin', 'employee'];

/** What a page says in its prose, as an article that leads to the page and to the article before. */
function articleOf({ file, text }: GeneratedPage, index: number): string {
  const prose = text
    .split(/\n{2,}/)
    .filter((part) => /^[A-Z]/.test(part) && !/[<>&|`[\]]/.test(part))
    .map((part) => part.slice(0, LONGEST_PARAGRAPH));
  const before = articleId(index < NEXT_OF_KIND ? index : index - NEXT_OF_KIND);
  return [
    ...prose.slice(0, 3).map((part) => `<p>${part}</p>`),
    `<h2 id="steps">Steps</h2><ol>${prose.map((part) => `<li>${part}</li>`).join('')}</ol>`,
    `<p>More: <a href="portal:/${file.replace(/\.mdx$/, '/')}">the page</a>, <a href="wiki:${before}">an article</a>.</p>`,
  ].join('\n');
}

async function confirmPairs(portal: Project, supabase: LocalSupabase): Promise<void> {
  const options = {
    root: portal.content,
    project: portal.folder,
    site: { origin: 'https://example.com', basePath: '/' },
    lockFile: join(portal.content, 'sync/local.lock.yaml'),
    today: '2026-11-20',
    wiki: {
      name: 'The wiki',
      url: supabase.url,
      apiKey: supabase.publishableKey,
      tokens: await Promise.all(
        tenants.map(({ id }) => mintLocalToken({ role: 'wiki_sync', tenantId: id })),
      ),
    },
  };
  const pairs = pairsNow(await lookAtBoth(options), options);
  const entries = pairs.map(({ pair, portal: page, wiki }) => {
    const statement = { portal: page.side, wiki: wiki.side, today: options.today, by: 'Bench' };
    return [pair.key, confirm(statement)] as const;
  });
  mkdirSync(join(portal.content, 'sync'), { recursive: true });
  writeFileSync(options.lockFile, writeLock(new Map(entries)));
  // What this look kept would make the first run a warm one.
  rmSync(join(portal.folder, '.cache'), { recursive: true, force: true });
}
