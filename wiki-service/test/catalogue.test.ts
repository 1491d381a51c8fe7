import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SqlDatabase } from '../src/database/sql.ts';
import { CATALOGUE_RULES } from './catalogue-rules.ts';
import { createWikiDatabase, type TestDatabase } from './wiki-database.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createWikiDatabase();
});
afterAll(() => database.drop());

type RuleName = keyof typeof CATALOGUE_RULES;

/** What each rule must catch, as somebody would write it who does not know it. */
const MISTAKES: Record<RuleName, { sql: string; found: string[] }> = {
  'rls-enabled-and-forced': {
    sql: `create table public.notes (tenant_id uuid not null);
      alter table public.notes enable row level security;`,
    found: ['notes'],
  },
  'tenant-policy': {
    sql: 'drop policy tenant on public.wiki_feedback',
    found: ['wiki_feedback'],
  },
  'policy-per-verb': {
    sql: 'grant update on public.wiki_feedback to authenticated',
    found: ['wiki_feedback authenticated UPDATE'],
  },
  'policy-for-everybody': {
    sql: 'create policy anybody on public.wiki_feedback for select using (true)',
    found: ['wiki_feedback anybody'],
  },
  'claims-once-per-query': {
    sql: `create policy slow on public.wiki_feedback for select to authenticated
      using (tenant_id = (auth.jwt() ->> 'tenant_id')::uuid)`,
    found: ['wiki_feedback slow'],
  },
  'tenant-column': {
    sql: 'create table public.notes (tenant_id uuid, id uuid)',
    found: ['notes'],
  },
  'tenant-index': {
    sql: 'create table public.notes (tenant_id uuid not null, id uuid primary key)',
    found: ['notes'],
  },
  'key-per-tenant': {
    sql: 'create unique index by_slug on public.wiki_articles (slug)',
    found: ['by_slug'],
  },
  'foreign-key-with-tenant': {
    sql: `create table public.notes (tenant_id uuid not null, tenant uuid);
      alter table public.notes add constraint loose foreign key (tenant)
        references public.tenants (id);`,
    found: ['notes loose'],
  },
  'nothing-counted-up': {
    sql: 'create table public.notes (tenant_id uuid not null, id serial)',
    found: ['notes_id_seq'],
  },
  'anon-has-nothing': {
    sql: `create table public.notes (tenant_id uuid not null);
      revoke insert, update, delete, truncate, references, trigger on public.notes from anon;`,
    found: ['notes anon SELECT'],
  },
  'no-right-beside-rls': {
    sql: 'grant truncate on public.wiki_articles to authenticated',
    found: ['wiki_articles authenticated TRUNCATE'],
  },
  'security-invoker': {
    sql: `create function wiki.as_owner() returns int language sql security definer
      set search_path = '' as 'select 1'`,
    found: ['wiki.as_owner()'],
  },
  'fixed-search-path': {
    sql: `create function wiki.loose() returns int language sql as 'select 1'`,
    found: ['wiki.loose()'],
  },
  'tenant-parameter': {
    sql: `create function public.everything() returns int language sql
      set search_path = '' as 'select 1'`,
    found: ['everything()'],
  },
  'views-as-invoker': {
    sql: 'create view public.all_articles as select * from public.wiki_articles',
    found: ['all_articles'],
  },
};

describe.each(Object.entries(CATALOGUE_RULES))('%s', (name, rule) => {
  test('holds for the whole schema', async () => {
    expect(await find(database.owner, rule.sql), `${rule.why} ${rule.mend}`).toEqual([]);
  });

  test('is noticed when somebody breaks it', async () => {
    const mistake = MISTAKES[name as RuleName];
    const found = await inAbandonedTransaction(async (inner) => {
      await inner.script(mistake.sql);
      return find(inner, rule.sql);
    });
    expect(found).toEqual(mistake.found);
  });
});

async function find(on: SqlDatabase, sql: string): Promise<string[]> {
  const rows = await on.query<{ found: string }>(sql);
  return rows.map(({ found }) => found.replace('public.', '')).sort();
}

/** Gives what `work` gives, and takes back what it did. */
async function inAbandonedTransaction<T>(work: (on: SqlDatabase) => Promise<T>): Promise<T> {
  let result: { value: T } | undefined;
  const abandon = new Error('abandoned');
  await database.owner
    .transaction(async (inner) => {
      result = { value: await work(inner) };
      throw abandon;
    })
    .catch((error) => {
      if (error !== abandon) throw error;
    });
  return (result as { value: T }).value;
}
