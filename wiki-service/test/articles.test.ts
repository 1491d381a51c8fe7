import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Caller } from './callers.ts';
import { type FilledTenant, fillTwoTenants } from './two-tenants.ts';
import { createWikiDatabase, type TestDatabase } from './wiki-database.ts';

let database: TestDatabase;
let tenant: FilledTenant;
let admin: Caller;

beforeAll(async () => {
  database = await createWikiDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.owner.script('delete from public.tenants');
  ({ a: tenant } = await fillTwoTenants(database.owner));
  admin = as('admin');
});

interface Article {
  id: string;
  slug: string;
  title: string;
  revision: number;
  state: string;
  updatedAt: string;
}
interface Answer {
  status: string;
  article: Article;
}

function as(role: 'admin' | 'employee' | 'client'): Caller {
  const claims = { sub: tenant.users[role], tenant_id: tenant.id, user_role: role };
  return { role: 'authenticated', claims };
}

const call = <T = Answer>(caller: Caller, name: string, values: Record<string, unknown>) =>
  database.call<T>(caller, name, { p_tenant: tenant.id, ...values });

function save(values: Record<string, unknown> = {}, caller = admin): Promise<Answer> {
  return call(caller, 'save_article', {
    ...{ p_id: null, p_revision: null, p_slug: 'proposals', p_title: 'Proposals' },
    ...{ p_html: '<p>One</p>', p_excerpt: 'One', p_text: 'One', p_locale: 'en' },
    ...{ p_roles: ['admin', 'employee'], p_routes: ['/admin/proposals/*'] },
    ...values,
  });
}

function audit(id: string): Promise<{ action: string; revision: number; actor: string }[]> {
  return database.as(admin, (on) =>
    on.query(
      `select action, revision::int, actor::text from public.wiki_audit
       where article_id = $1 order by at`,
      [id],
    ),
  );
}

describe('creating', () => {
  test('makes a draft at revision 1, found by its id and its slug', async () => {
    const { status, article } = await save();
    expect(status).toBe('created');
    expect(article).toEqual({
      id: article.id,
      slug: 'proposals',
      title: 'Proposals',
      html: '<p>One</p>',
      excerpt: 'One',
      locale: 'en',
      roles: ['admin', 'employee'],
      routes: ['/admin/proposals/*'],
      state: 'draft',
      revision: 1,
      updatedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    });
    for (const p_key of [article.id, article.id.toUpperCase(), 'proposals']) {
      expect(await call(admin, 'get_article', { p_key })).toEqual({ status: 'ok', article });
    }
  });

  test('the same request twice makes one article, whatever became of it since', async () => {
    const first = await save({ p_create_key: 'key' });
    await save({ p_id: first.article.id, p_revision: 1, p_slug: 'elsewhere', p_title: 'Edited' });
    const second = await save({ p_create_key: 'key' });
    expect(second.status).toBe('existing');
    expect(second.article).toMatchObject({ id: first.article.id, title: 'Edited', revision: 2 });
  });

  test('a slug that leads to another article is taken, and nothing is left behind', async () => {
    await save();
    const [before] = await database.owner.query('select count(*) from public.wiki_articles');
    expect(await save({ p_title: 'Another' })).toEqual({ status: 'slug_taken' });
    const [after] = await database.owner.query('select count(*) from public.wiki_articles');
    expect(after).toEqual(before);
  });

  test('the other language may have the same slug', async () => {
    const english = await save();
    const dutch = await save({ p_locale: 'nl', p_title: 'Offertes' });
    expect(dutch.status).toBe('created');
    const get = (p_locale: string | null) =>
      call(admin, 'get_article', { p_key: 'proposals', p_locale });
    expect((await get('nl')).article.id).toBe(dutch.article.id);
    expect((await get('en')).article.id).toBe(english.article.id);
    expect((await get(null)).article.id).toBe(english.article.id);
  });

  test.each([
    ['a slug that reads as an id', { p_slug: randomUUID() }],
    ['a slug with a slash', { p_slug: 'a/b' }],
    ['an unknown role', { p_roles: ['owner'] }],
    ['an unknown language', { p_locale: 'de' }],
    ['a route that is no path', { p_routes: ['javascript:alert(1)'] }],
    ['an empty title', { p_title: '' }],
  ])('%s is refused', async (_, values) => {
    await expect(save(values)).rejects.toMatchObject({ code: '23514' });
  });

  test.each(['employee', 'client'] as const)('%s may not', async (role) => {
    expect(await save({}, as(role))).toEqual({ status: 'forbidden' });
  });
});

describe('changing', () => {
  let created: Article;
  beforeEach(async () => {
    created = (await save()).article;
  });

  test('at the current revision saves, and makes the next one', async () => {
    const { status, article } = await save({
      p_id: created.id,
      p_revision: 1,
      p_title: 'All about proposals',
    });
    expect(status).toBe('saved');
    expect(article).toMatchObject({ title: 'All about proposals', revision: 2, state: 'draft' });
  });

  test('at a revision of the past changes nothing and gives the current article', async () => {
    const current = await save({ p_id: created.id, p_revision: 1, p_title: 'Newer' });
    const stale = await save({ p_id: created.id, p_revision: 1, p_title: 'Older' });
    expect(stale).toEqual({ status: 'stale', article: current.article });
    expect(await call(admin, 'get_article', { p_key: created.id })).toMatchObject({
      article: current.article,
    });
  });

  test('without a revision is refused', async () => {
    expect(await save({ p_id: created.id })).toEqual({ status: 'revision_required' });
  });

  test('one that nobody has is not found', async () => {
    expect(await save({ p_id: randomUUID(), p_revision: 1 })).toEqual({ status: 'not_found' });
  });

  test('the slug leaves the old one leading to the article', async () => {
    await save({ p_id: created.id, p_revision: 1, p_slug: 'offers' });
    const byOld = await call(admin, 'get_article', { p_key: 'proposals' });
    expect(byOld.article).toMatchObject({ id: created.id, slug: 'offers' });
    expect(await save({ p_title: 'Another' })).toEqual({ status: 'slug_taken' });
    const back = await save({ p_id: created.id, p_revision: 2 });
    expect(back).toMatchObject({ status: 'saved', article: { slug: 'proposals' } });
  });

  test('to a slug that is taken keeps the article as it was', async () => {
    await save({ p_slug: 'other' });
    const taken = await save({
      p_id: created.id,
      p_revision: 1,
      p_slug: 'other',
      p_title: 'Lost?',
    });
    expect(taken).toEqual({ status: 'slug_taken', article: created });
  });

  test('the links are those of the last save, and a target that is gone is counted', async () => {
    const links = (targets: string[]) => targets.map((target) => ({ kind: 'article', target }));
    const problems = async () => {
      const { articles } = await call<{ articles: { id: string; brokenLinks: number }[] }>(
        admin,
        'list_articles',
        { p_problem: 'broken-links' },
      );
      return articles.find(({ id }) => id === created.id)?.brokenLinks;
    };
    const target = (await save({ p_slug: 'target' })).article;
    await save({ p_id: created.id, p_revision: 1, p_links: links([target.id, randomUUID()]) });
    expect(await problems()).toBe(1);
    await save({ p_id: created.id, p_revision: 2, p_links: links([target.id]) });
    expect(await problems()).toBeUndefined();
    await call(admin, 'set_article_state', { p_id: created.id, p_state: 'published' });
    expect(await problems(), 'a published article links to a draft').toBe(1);
    await call(admin, 'delete_article', { p_id: target.id });
    expect(await problems()).toBe(1);
  });

  test('one person’s title, roles and routes are saved with the text or not at all', async () => {
    await expect(
      save({
        p_id: created.id,
        p_revision: 1,
        p_title: 'Half',
        p_links: [{ kind: 'nonsense', target: 'x' }],
      }),
    ).rejects.toMatchObject({ code: '23514' });
    expect(await call(admin, 'get_article', { p_key: created.id })).toMatchObject({
      article: created,
    });
  });
});

describe('publishing and deleting', () => {
  let created: Article;
  beforeEach(async () => {
    created = (await save()).article;
  });

  test('readers of its roles see an article while it is published', async () => {
    const read = (role: 'employee' | 'client') =>
      call(as(role), 'get_article', { p_key: created.id }).then(({ status }) => status);
    expect(await read('employee')).toBe('not_found');
    await call(admin, 'set_article_state', { p_id: created.id, p_state: 'published' });
    expect(await read('employee')).toBe('ok');
    expect(await read('client')).toBe('not_found');
    await call(admin, 'set_article_state', { p_id: created.id, p_state: 'draft' });
    expect(await read('employee')).toBe('not_found');
  });

  test.each([
    ['set_article_state', { p_state: 'published' }],
    ['delete_article', {}],
  ])(
    '%s at a revision of the past does nothing, and at any revision does it',
    async (name, more) => {
      await save({ p_id: created.id, p_revision: 1, p_title: 'Newer' });
      const stale = await call(admin, name, { p_id: created.id, p_revision: 1, ...more });
      expect(stale).toMatchObject({ status: 'stale', article: { revision: 2, state: 'draft' } });
      const done = await call(admin, name, { p_id: created.id, p_revision: null, ...more });
      expect(['saved', 'deleted']).toContain(done.status);
    },
  );

  test('publishing what is published already leaves it at its revision', async () => {
    const publish = () =>
      call(admin, 'set_article_state', { p_id: created.id, p_state: 'published' });
    expect((await publish()).article.revision).toBe(2);
    expect((await publish()).article.revision).toBe(2);
  });

  test('a deleted article is gone with its slugs, links and feedback', async () => {
    await call(admin, 'set_article_state', { p_id: created.id, p_state: 'published' });
    await call(admin, 'record_feedback', { p_id: created.id, p_helpful: true });
    await call(admin, 'delete_article', { p_id: created.id });
    expect((await call(admin, 'get_article', { p_key: created.id })).status).toBe('not_found');
    expect((await save({ p_title: 'Reborn' })).status).toBe('created');
  });

  test('every write leaves a row in the audit log, with who and which revision', async () => {
    await save({ p_id: created.id, p_revision: 1, p_title: 'Newer' });
    await call(admin, 'set_article_state', { p_id: created.id, p_state: 'published' });
    await call(admin, 'set_article_state', { p_id: created.id, p_state: 'draft' });
    await save({ p_id: created.id, p_revision: 1, p_title: 'Stale' });
    await call(admin, 'delete_article', { p_id: created.id });
    const actor = tenant.users.admin;
    expect(await audit(created.id)).toEqual([
      { action: 'created', revision: 1, actor },
      { action: 'updated', revision: 2, actor },
      { action: 'published', revision: 3, actor },
      { action: 'unpublished', revision: 4, actor },
      { action: 'deleted', revision: 4, actor },
    ]);
  });

  test('a write past the functions is counted and audited as well', async () => {
    await database.as(admin, (on) =>
      on.query('update public.wiki_articles set title = $1, revision = 99 where id = $2', [
        'Directly',
        created.id,
      ]),
    );
    const { article } = await call(admin, 'get_article', { p_key: created.id });
    expect(article).toMatchObject({ title: 'Directly', revision: 2 });
    expect((await audit(created.id)).at(-1)).toMatchObject({ action: 'updated', revision: 2 });
  });
});

describe('lists', () => {
  test.each(['created', 'updated', 'title'])(
    'sorted by %s, pages hold each article once',
    async (p_sort) => {
      for (let index = 0; index < 7; index += 1) {
        await save({ p_slug: `same-${index}`, p_title: 'Same title' });
      }
      const seen: string[] = [];
      let p_cursor: unknown = null;
      do {
        const page = await call<{ articles: Article[]; next: unknown }>(admin, 'list_articles', {
          ...{ p_sort, p_cursor, p_limit: 3 },
        });
        expect(page.articles.length).toBeLessThanOrEqual(3);
        seen.push(...page.articles.map(({ id }) => id));
        p_cursor = page.next;
      } while (p_cursor);
      expect(seen).toHaveLength(10);
      expect(new Set(seen).size).toBe(10);
    },
  );

  test('an article that is edited while somebody pages is neither missed nor seen twice', async () => {
    const first = await call<{ articles: Article[]; next: unknown }>(admin, 'list_articles', {
      p_limit: 1,
    });
    await call(admin, 'set_article_state', { p_id: tenant.articles.open, p_state: 'draft' });
    const rest = await call<{ articles: Article[] }>(admin, 'list_articles', {
      p_cursor: first.next,
    });
    const ids = [...first.articles, ...rest.articles].map(({ id }) => id);
    expect(ids.sort()).toEqual(Object.values(tenant.articles).sort());
  });

  test.each([
    [{ p_state: 'draft' }, ['guide-draft']],
    [{ p_role: 'client', p_state: 'published' }, ['guide-open']],
    [{ p_route: '/admin/somewhere' }, ['guide-admin-only', 'guide-draft', 'guide-open']],
    [{ p_route: '/portal' }, []],
    [{ p_query: 'guide admin' }, ['guide-admin-only']],
    [{ p_query: 'GUIDE-DRA' }, ['guide-draft']],
    [{ p_problem: 'drift' }, ['guide-admin-only', 'guide-draft', 'guide-open']],
    [{ p_problem: 'no-views' }, []],
    [{ p_problem: 'broken-links' }, []],
    [{ p_locale: 'nl' }, []],
  ])('filtered by %j', async (filter, slugs) => {
    const { articles } = await call<{ articles: Article[] }>(admin, 'list_articles', filter);
    expect(articles.map(({ slug }) => slug).sort()).toEqual(slugs);
  });

  test('readers see what is published for them, without what admins do about it', async () => {
    const { articles } = await call<{ articles: Article[] }>(as('client'), 'list_articles', {});
    expect(articles.map(({ slug }) => slug)).toEqual(['guide-open']);
    expect(articles[0]).not.toHaveProperty('views');
    expect(await call(as('client'), 'list_articles', { p_problem: 'drift' })).toEqual({
      status: 'forbidden',
    });
  });
});

describe('what readers leave behind', () => {
  test('feedback and views count on what one may read, and only there', async () => {
    const { open, draft } = tenant.articles;
    for (const [name, more] of [
      ['record_feedback', { p_helpful: false, p_comment: ' Too short ' }],
      ['record_view', {}],
    ] as const) {
      expect(await call(as('client'), name, { p_id: open, ...more })).toEqual({ status: 'saved' });
      expect(await call(as('client'), name, { p_id: draft, ...more })).toEqual({
        status: 'not_found',
      });
    }
    const { articles } = await call<{ articles: unknown[] }>(admin, 'list_articles', {
      p_query: 'open',
    });
    expect(articles).toMatchObject([{ views: 2, helpful: 1, unhelpful: 1 }]);
  });

  test('no table of theirs has a column for the person', async () => {
    const columns = await database.owner.query(
      `select column_name from information_schema.columns
       where table_name in ('wiki_feedback', 'wiki_views', 'wiki_searches')
         and (column_name ~ 'user|actor|person|ip|agent' or data_type ~ 'timestamp')`,
    );
    expect(columns).toEqual([]);
  });

  test('searches in vain are listed most often first, and can be struck off', async () => {
    const record = (p_query: string) =>
      call(as('employee'), 'record_search', { p_query, p_locale: 'en' });
    for (const query of ['  Refund\n policy ', 'refund policy', 'invoices']) await record(query);
    const list = () =>
      call<{ searches: { query: string; times: number }[] }>(admin, 'list_searches', {});
    expect((await list()).searches.slice(0, 2)).toMatchObject([
      { query: 'refund policy', times: 2 },
      { query: expect.anything(), times: 1 },
    ]);
    await call(admin, 'dismiss_search', { p_query: 'refund policy', p_locale: 'en' });
    expect((await list()).searches.map(({ query }) => query)).not.toContain('refund policy');
  });

  test.each(['somebody@example.com', 'call 06 1234 5678', '   '])(
    '“%s” is not kept',
    async (p_query) => {
      expect(await call(as('client'), 'record_search', { p_query, p_locale: 'en' })).toEqual({
        status: 'ignored',
      });
    },
  );

  test('searches and views are forgotten after 90 days', async () => {
    await database.owner.script(`
      update public.wiki_searches set searched_on = current_date - 90;
      update public.wiki_views set viewed_on = current_date - 89;`);
    const { searches } = await call<{ searches: unknown[] }>(admin, 'list_searches', {});
    expect(searches, 'not shown even before they are gone').toEqual([]);
    const forgotten = await database.call<string>({ role: 'service_role' }, 'purge_wiki', {});
    expect(Number(forgotten), 'one search in each of two tenants').toBe(2);
  });
});
