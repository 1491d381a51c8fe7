import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import postgres, { type Sql } from 'postgres';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { migrateUp } from '../src/database/migrations.ts';
import { onPostgres } from '../src/database/sql.ts';
import { layGround } from '../src/local/platform.ts';
import { type PostgresServer, startPostgres } from './postgres-server.ts';
import { type FilledTenant, fillTwoTenants } from './two-tenants.ts';

let server: PostgresServer;
let tenant: FilledTenant;

// A server of its own, that writes to the disk as one in production does.
beforeAll(async () => {
  server = await startPostgres();
  const sql = connect();
  const owner = onPostgres(sql);
  await layGround(owner);
  await migrateUp(owner);
  ({ a: tenant } = await fillTwoTenants(owner));
  await sql.end();
});
afterAll(() => server?.stop());

function connect(): Sql {
  return postgres(`${server.url}/postgres`, { max: 6, onnotice: () => undefined });
}

/** Has four writers write until the database is killed. Gives the last acknowledged write of each. */
async function writeUntilKilled(name: string, afterWrites: number): Promise<Map<string, number>> {
  const writers = spawn(
    process.execPath,
    [
      join(import.meta.dirname, 'crash-writers.ts'),
      ...[`${server.url}/postgres`, tenant.id, tenant.users.admin, name],
    ],
    // They end by themselves when their connections are cut, at the latest by this.
    { stdio: ['ignore', 'pipe', 'pipe'], timeout: 30_000, killSignal: 'SIGKILL' },
  );
  onTestFinished(() => void writers.kill('SIGKILL'));
  const acknowledged = new Map<string, number>();
  let complaint = '';
  writers.stderr.on('data', (chunk) => {
    complaint += chunk;
  });
  const ended = once(writers, 'close');
  let writes = 0;
  for await (const line of createInterface({ input: writers.stdout })) {
    const { id, n } = JSON.parse(line);
    acknowledged.set(id, n);
    writes += 1;
    if (writes === afterWrites) server.kill();
  }
  const [, signal] = await ended;
  expect(writes, complaint).toBeGreaterThanOrEqual(afterWrites);
  expect(signal, 'the writers went on without a database').toBeNull();
  return acknowledged;
}

test('kill -9 during writes: every acknowledged write is there, and none in part', async () => {
  for (const [round, afterWrites] of [60, 97, 150].entries()) {
    const acknowledged = await writeUntilKilled(`writer-${round}`, afterWrites);
    await server.restart();

    const after = connect();
    expect(acknowledged.size).toBe(4);
    for (const [id, n] of acknowledged) {
      const [row] = await after`
        select article.title, article.slug, article.html, article.routes,
          article.revision::int, article.search @@ article.title::tsquery as found,
          (select count(*)::int from public.wiki_audit audit
            where audit.article_id = article.id) as audited,
          (select array_agg(distinct link.target) from public.wiki_article_links link
            where link.article_id = article.id) as targets,
          (select count(*)::int from public.wiki_article_links link
            where link.article_id = article.id) as links,
          (select count(*)::int from public.wiki_slugs kept
            where kept.article_id = article.id) as slugs
        from public.wiki_articles article where article.id = ${id}`;
      // The last one may have been written without the answer getting through.
      expect([n, n + 1]).toContain(row?.revision);
      const last = row?.revision;
      expect(row).toMatchObject({
        ...{ title: `${last}`, html: `<p>${last}</p>`, found: true, audited: last, slugs: last },
        ...{ links: 5, targets: [`https://example.com/${last}`] },
      });
      expect(row?.slug).toMatch(new RegExp(`-${last}$`));
      expect(row?.routes[0]).toMatch(new RegExp(`/${last}$`));
    }
    await after.end();
  }
}, 120_000);
