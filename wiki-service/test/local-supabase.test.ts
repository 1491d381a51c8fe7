import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@supabase/supabase-js';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoUserId, readSeedTenants, type UserRole } from '../src/database/seed.ts';
import { mintLocalToken, type TokenBearer } from '../src/local/mint-token.ts';
import { findRunningInstance } from '../src/local/running-instance.ts';
import type { LocalSupabase } from '../src/local/supabase.ts';
import { startWikiDatabase } from '../src/local/wiki-database.ts';

const root = join(import.meta.dirname, '../..');
const [sonan, mrDj] = readSeedTenants().map(({ id }) => id) as [string, string];

let folder: string;
let supabase: LocalSupabase;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wiki-local-'));
  supabase = await startWikiDatabase(join(folder, 'wiki'));
}, 120_000);
afterAll(async () => {
  await supabase?.stop();
  rmSync(folder, { recursive: true, force: true });
});

function connect(bearer?: TokenBearer, seconds?: number) {
  return createClient(supabase.url, supabase.publishableKey, {
    auth: { persistSession: false },
    ...(bearer && { accessToken: () => mintLocalToken(bearer, seconds) }),
  });
}

const demo = (role: UserRole): TokenBearer => ({
  sub: demoUserId('sonan', role),
  tenantId: sonan,
  userRole: role,
});

describe('the Supabase of npm start', () => {
  test('answers members through PostgREST, held to their rows', async () => {
    const admin = await connect(demo('admin')).from('wiki_articles').select('tenant_id, state');
    expect(new Set(admin.data?.map(({ tenant_id }) => tenant_id))).toEqual(new Set([sonan]));
    const client = await connect(demo('client')).from('wiki_articles').select('roles, state');
    expect(client.data?.length).toBeGreaterThan(5);
    expect(
      client.data?.every(({ roles, state }) => roles.includes('client') && state === 'published'),
    ).toBe(true);
  });

  test('has no right for anonymous callers, on any table, after many requests as well', async () => {
    for (let round = 0; round < 2; round += 1) {
      const { error } = await connect().from('wiki_articles').select();
      expect(error?.code).toBe('42501');
    }
    const rights = await supabase.database.query(
      `select table_name from information_schema.role_table_grants
       where grantee = 'anon' and table_schema = 'public'`,
    );
    expect(rights).toEqual([]);
  });

  test('runs the functions: help, search, a save and its conflict', async () => {
    const rpc = async (role: UserRole, name: string, values: Record<string, unknown>) =>
      (await connect(demo(role)).rpc(name, { p_tenant: sonan, ...values })).data;
    expect(await rpc('client', 'help_for_route', { p_route: '/portal/invoices/1' })).toMatchObject({
      articles: [{ slug: 'paying-an-invoice' }, {}],
    });
    expect(await rpc('client', 'search_articles', { p_query: 'invocie' })).toMatchObject({
      corrected: true,
    });
    const article = {
      ...{ p_slug: 'new', p_title: 'New', p_html: '<p>x</p>', p_excerpt: 'x', p_text: 'x' },
      ...{ p_locale: 'en', p_roles: ['admin'], p_routes: [] },
      p_links: [{ kind: 'portal', target: '/guides/' }],
    };
    const created = await rpc('admin', 'save_article', {
      p_id: null,
      p_revision: null,
      ...article,
    });
    expect(created.status).toBe('created');
    const p_id = created.article.id;
    expect(await rpc('admin', 'save_article', { ...article, p_id, p_revision: 7 })).toMatchObject({
      status: 'stale',
    });
    expect(await rpc('admin', 'delete_article', { p_id })).toEqual({ status: 'deleted' });
  });

  test('lets sync read articles and publish the portal’s pages, in its tenant alone', async () => {
    const sync = connect({ role: 'wiki_sync', tenantId: sonan });
    const { count } = await sync.from('wiki_articles').select('id', { count: 'exact', head: true });
    expect(count).toBeGreaterThan(20);
    const page = { path: '/guides/client/', locale: 'en', title: 'Your client portal' };
    const written = await sync.rpc('replace_portal_pages', { p_tenant: sonan, p_pages: [page] });
    expect(written.data).toBe(1);
    const foreign = await sync.rpc('replace_portal_pages', { p_tenant: mrDj, p_pages: [page] });
    expect(foreign.error?.code).toBe('42501');
    expect((await sync.from('wiki_articles').delete().eq('tenant_id', sonan)).error?.code).toBe(
      '42501',
    );
    expect((await sync.from('wiki_audit').select()).error?.code).toBe('42501');
  });

  test('refuses a token that has expired', async () => {
    const { status } = await connect(demo('admin'), -10).from('wiki_articles').select('id');
    expect(status).toBe(401);
  });

  test('keeps its rows from one start to the next', async () => {
    const title = 'Written before the restart';
    const key = { tenant_id: sonan, slug: 'logging-a-cost' };
    await connect(demo('admin')).from('wiki_articles').update({ title }).match(key);
    await supabase.stop();
    expect(findRunningInstance(join(folder, 'wiki'))).toBeUndefined();

    supabase = await startWikiDatabase(join(folder, 'wiki'));
    const { data } = await connect(demo('admin')).from('wiki_articles').select('title').match(key);
    expect(data).toEqual([{ title }]);
  }, 60_000);

  test('is not opened twice', async () => {
    await expect(startWikiDatabase(join(folder, 'wiki'))).rejects.toThrow('in use by process');
  });

  test('does not mind that the last one was killed', async () => {
    const data = join(folder, 'other');
    writeFileSync(`${data}.running.json`, JSON.stringify({ pid: 2 ** 22 + 1, url: 'http://x' }));
    expect(findRunningInstance(data)).toBeUndefined();
  });
});

describe('npm run wiki:token', () => {
  const run = (...options: string[]) =>
    spawnSync(process.execPath, [join(root, 'scripts/wiki-token.ts'), ...options], {
      encoding: 'utf8',
    });

  test('prints a token that works', async () => {
    const { stdout, status } = run('--tenant', 'sonan', '--role', 'employee');
    expect(status).toBe(0);
    const token = stdout.trim();
    expect(decodeJwt(token)).toMatchObject({
      aud: 'authenticated',
      role: 'authenticated',
      tenant_id: sonan,
      user_role: 'employee',
      sub: demoUserId('sonan', 'employee'),
    });
    const client = createClient(supabase.url, supabase.publishableKey, {
      accessToken: async () => token,
    });
    const { data } = await client.rpc('wiki_session', { p_tenant: sonan });
    expect(data).toMatchObject({ role: 'employee', tenant: { slug: 'sonan' } });
  });

  test.each([
    [['--tenant', 'nobody', '--role', 'admin'], 'sonan, mr-dj, example'],
    [['--tenant', 'sonan', '--role', 'owner'], 'admin, employee, client'],
    [['--tenant', 'sonan'], '--role'],
  ])('%j: says what to write instead, and ends with 2', (options, hint) => {
    const { stdout, stderr, status } = run(...options);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(hint);
  });
});
