import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from './callers.ts';
import { type FilledTenant, fillTwoTenants } from './two-tenants.ts';
import { createWikiDatabase, type TestDatabase } from './wiki-database.ts';

let database: TestDatabase;
let tenant: FilledTenant;
let admin: Caller;

beforeAll(async () => {
  database = await createWikiDatabase();
  ({ a: tenant } = await fillTwoTenants(database.owner));
  admin = {
    role: 'authenticated',
    claims: { sub: tenant.users.admin, tenant_id: tenant.id, user_role: 'admin' },
  };
});
afterAll(() => database.drop());

interface Answer {
  status: string;
  article: { id: string; title: string; state: string; revision: number };
}

const call = (name: string, values: Record<string, unknown>) =>
  database.call<Answer>(admin, name, { p_tenant: tenant.id, ...values });

function save(
  id: string | null,
  revision: number | null,
  slug: string,
  title: string,
  key?: string,
) {
  return call('save_article', {
    ...{ p_id: id, p_revision: revision, p_slug: slug, p_title: title, p_html: `<p>${title}</p>` },
    ...{ p_excerpt: '', p_text: title, p_locale: 'en', p_roles: ['client'], p_routes: [] },
    p_create_key: key ?? null,
  });
}

/** A step of one editor: write on one of the articles, having looked at it first or not. */
const step = fc.record({
  article: fc.nat({ max: 1 }),
  what: fc.constantFrom('text', 'text', 'slug', 'publish', 'unpublish', 'publish any'),
  look: fc.boolean(),
});
/** What three people do at the same time, each in their own order. */
const history = fc.array(fc.array(step, { minLength: 1, maxLength: 8 }), {
  minLength: 3,
  maxLength: 3,
});

let runs = 0;

test('in any history of edits at the same time, each acknowledged one is there or was answered as stale', async () => {
  await fc.assert(
    fc.asyncProperty(history, async (editors) => {
      runs += 1;
      const articles = await Promise.all(
        [0, 1].map(
          async (index) => (await save(null, null, `run-${runs}-${index}`, 'new')).article,
        ),
      );
      const acknowledged: Answer['article'][][] = [[], []];

      await Promise.all(
        editors.map(async (steps, editor) => {
          const known = articles.map(({ revision }) => revision);
          for (const [place, { article: index, what, look }] of steps.entries()) {
            const { id } = articles[index] as Answer['article'];
            if (look) {
              known[index] = (await call('get_article', { p_key: id })).article.revision;
            }
            const title = `${editor}/${place}`;
            const revision = known[index] as number;
            const slug =
              what === 'slug' ? `run-${runs}-${index}-${editor}` : `run-${runs}-${index}`;
            const answer = what.includes('publish')
              ? await call('set_article_state', {
                  p_id: id,
                  p_state: what === 'unpublish' ? 'draft' : 'published',
                  p_revision: what === 'publish any' ? null : revision,
                })
              : await save(id, revision, slug, title);
            expect(['saved', 'stale']).toContain(answer.status);
            if (answer.status === 'stale') {
              expect(answer.article.revision, 'stale, yet nobody wrote').not.toBe(revision);
            } else {
              if (!what.includes('publish')) {
                expect(answer.article).toMatchObject({ title, revision: revision + 1 });
              }
              acknowledged[index]?.push(answer.article);
            }
            // Looking at what one was given back is how an editor goes on.
            known[index] = answer.article.revision;
          }
        }),
      );

      for (const [index, { id }] of articles.entries()) {
        const writes = acknowledged[index] as Answer['article'][];
        const byRevision = new Map<number, string>();
        for (const { revision, title, state } of writes) {
          const text = `${title} ${state}`;
          // Publishing what is published is acknowledged with the revision that it is at.
          expect(byRevision.get(revision) ?? text).toBe(text);
          byRevision.set(revision, text);
        }
        const { article: last } = await call('get_article', { p_key: id });
        const audit = await database.owner.query<{ revision: number }>(
          `select revision::int from public.wiki_audit where article_id = $1 order by revision`,
          [id],
        );
        const count = last.revision;
        expect(audit.map(({ revision }) => revision)).toEqual(
          Array.from({ length: count }, (_, place) => place + 1),
        );
        if (count > 1) expect(byRevision.get(count)).toBe(`${last.title} ${last.state}`);
        expect(new Set([1, ...byRevision.keys()])).toEqual(
          new Set(audit.map(({ revision }) => revision)),
        );
      }
    }),
    { numRuns: 25 },
  );
}, 120_000);

describe('of creations at the same time', () => {
  test('with the same key one makes the article, and all get it', async () => {
    for (let round = 0; round < 5; round += 1) {
      const answers = await Promise.all(
        Array.from({ length: 8 }, () => save(null, null, `twice-${round}`, 'T', `key-${round}`)),
      );
      const statuses = answers.map(({ status }) => status).sort();
      expect(statuses).toEqual(['created', ...Array(7).fill('existing')]);
      expect(new Set(answers.map(({ article }) => article.id)).size).toBe(1);
    }
  });

  test('with the same slug one wins, and the others are told', async () => {
    for (let round = 0; round < 5; round += 1) {
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, index) => save(null, null, `race-${round}`, `T${index}`)),
      );
      const statuses = answers.map(({ status }) => status).sort();
      expect(statuses).toEqual(['created', ...Array(7).fill('slug_taken')]);
    }
  });

  test('and renames to one slug, one wins', async () => {
    const created = await Promise.all(
      Array.from({ length: 6 }, (_, index) => save(null, null, `from-${index}`, 'T')),
    );
    const answers = await Promise.all(
      created.map(({ article }) => save(article.id, article.revision, 'to', 'T')),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual(['saved', ...Array(5).fill('slug_taken')]);
  });
});

test('deleting and saving at the same time: one happens, the other is told', async () => {
  for (let round = 0; round < 10; round += 1) {
    const { article } = await save(null, null, `gone-${round}`, 'T');
    const [saved, deleted] = await Promise.all([
      save(article.id, 1, `gone-${round}`, 'Newer'),
      call('delete_article', { p_id: article.id, p_revision: 1 }),
    ]);
    expect([
      ['saved', 'stale'],
      ['not_found', 'deleted'],
    ]).toContainEqual([saved.status, deleted.status]);
  }
});
