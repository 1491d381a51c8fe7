import { rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSeedTenants } from '../../wiki-service/src/database/seed.ts';
import { found, useBothSystems } from './wiki.ts';

const both = useBothSystems();

/** The wiki behind somebody who changes its answers; gives what `use` gives. */
async function behind<Result>(
  change: (path: string, text: string) => { text: string; delay?: number },
  use: (url: string) => Promise<Result>,
): Promise<Result> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { host: _, connection: __, ...headers } = request.headers as Record<string, string>;
    const answer = await fetch(`${both.supabase().url}${request.url}`, {
      method: request.method ?? 'GET',
      headers,
      ...(request.method === 'POST' && { body: Buffer.concat(chunks) }),
    });
    const { text, delay = 0 } = change(request.url ?? '', await answer.text());
    await new Promise((resolve) => setTimeout(resolve, delay));
    response.writeHead(answer.status, {
      'content-range': answer.headers.get('content-range') ?? '',
    });
    response.end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const countPages = async () => {
  const [row] = await both
    .supabase()
    .database.query<{ count: string }>('select count(*) from public.wiki_portal_pages');
  return Number(row?.count);
};

describe('a wiki that does not answer in full', () => {
  const articles = (path: string) => path.includes('/wiki_articles?');

  it.each([
    ['is away', undefined],
    [
      'leaves rows out',
      (path: string, text: string) => ({
        text: articles(path) ? JSON.stringify(JSON.parse(text).slice(1)) : text,
      }),
    ],
    [
      'breaks off',
      (path: string, text: string) => ({ text: articles(path) ? text.slice(0, -40) : text }),
    ],
    [
      'gives rows without their text',
      (path: string, text: string) => ({
        text: text
          .replaceAll('"html"', '"other"')
          .slice(0, articles(path) ? undefined : text.length),
      }),
    ],
    ['takes too long', (_: string, text: string) => ({ text, delay: 2000 })],
  ] as const)('%s: incomplete, nothing called clean, nothing written', async (_, change) => {
    const before = await countPages();
    const run = (url: string) =>
      both.run({ wiki: { ...both.access(), url, patience: 1500 }, write: true });
    const { report, pairs } = await (change ? behind(change, run) : run('http://127.0.0.1:9'));
    expect(report).toMatchObject({ status: 'incomplete', findings: [] });
    expect(report.skipped[0]?.why).toMatch(/wiki/);
    expect(pairs).toEqual([]);
    expect(await countPages()).toBe(before);
  });

  it('has no token for a tenant that pages name', async () => {
    const { tokens, ...access } = both.access();
    const { report } = await both.run({ wiki: { ...access, tokens: tokens.slice(0, 1) } });
    expect(report.status).toBe('incomplete');
  });
});

describe('what sync tells the wiki', () => {
  it('each article stands as it does, and pages are told to whom they are for', async () => {
    await both.changeArticle('sonan', 'signing-a-contract', {
      html: (html) => html.replace('no post', 'no stamps'),
    });
    const { report } = await both.run({ write: true });
    expect(report.status).toBe('ok');
    const { database } = both.supabase();
    const states = await database.query<{ state: string; portal_path: string; detail: string }>(
      `select state, portal_path, detail, portal_changed_on,
         article_changed_on = (select (updated_at at time zone 'UTC')::date
           from public.wiki_articles where id = article_id) as on_the_day_it_was_saved
       from public.wiki_drift where state <> 'in-sync'`,
    );
    expect(states).toMatchObject([
      {
        state: 'wiki-moved',
        portal_path: '/guides/client/contracts/',
        portal_changed_on: null,
        on_the_day_it_was_saved: true,
      },
    ]);
    expect(states[0]?.detail).toContain('since 2026-11-20');
    const [sonan, mrDj, example] = await Promise.all(
      readSeedTenants().map(({ id }) =>
        database.query<{ path: string }>(
          'select path from public.wiki_portal_pages where tenant_id = $1',
          [id],
        ),
      ),
    );
    expect(sonan?.length).toBeGreaterThan(70);
    expect(mrDj?.map(({ path }) => path)).toContain('/nl/playbooks/mr-dj-support/');
    expect(mrDj?.map(({ path }) => path)).not.toContain('/policies/incident-response/');
    expect(example?.every(({ path }) => path.startsWith('/guides/client/'))).toBe(true);
  });

  it('never an article: its role may not write one', async () => {
    const { url, apiKey, tokens } = both.access();
    const answer = await fetch(`${url}/rest/v1/wiki_articles?slug=eq.signing-a-contract`, {
      method: 'PATCH',
      headers: {
        apikey: apiKey,
        authorization: `Bearer ${tokens[0]}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ title: 'Changed' }),
    });
    expect(answer.status).toBe(403);
  });
});

describe('many articles', () => {
  it('nothing is left out over more rows than one page of PostgREST', async () => {
    const tenant = readSeedTenants().find(({ slug }) => slug === 'example');
    const { database } = both.supabase();
    await database.query(
      `insert into public.wiki_articles (tenant_id, slug, title, html, excerpt, body_text, locale, roles, routes, state)
       select $1, 'many-' || n, 'Many ' || n,
         case when n = 1180 then '<p><a href="portal:/not/there/">x</a></p>' else '<p>Text.</p>' end,
         '', 'Text.', 'en', array['admin'], array[]::text[], 'published'
       from generate_series(1, 1200) n`,
      [tenant?.id],
    );
    const { report } = await both.run();
    expect(report.checked.articles).toBeGreaterThan(1200);
    expect(found(report)).toEqual(['link/portal-missing wiki:example/en/many-1180:1']);
  });
});

describe('the cache', () => {
  it('changes no verdict when it is there, and none when it is deleted', async () => {
    await both.changeArticle('sonan', 'signing-a-contract', {
      html: (html) => html.replace('no post', 'no stamps'),
    });
    const warm = (await both.run()).report;
    expect((await both.run()).report).toEqual(warm);
    rmSync(join(both.root(), '../.cache'), { recursive: true });
    expect((await both.run()).report).toEqual(warm);
  });
});
