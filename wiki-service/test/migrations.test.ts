import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrateDown, migrateUp, readMigrations } from '../src/database/migrations.ts';
import { onPostgres, type SqlDatabase } from '../src/database/sql.ts';
import { CATALOGUE_RULES } from './catalogue-rules.ts';
import { createDatabase, type TestDatabase } from './wiki-database.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createDatabase();
});
afterAll(() => database.drop());

test('going up, down and up again gives the same schema, and down leaves nothing', async () => {
  const before = await describeSchema(database.owner);
  const applied = await migrateUp(database.owner);
  expect(applied).toEqual(readMigrations().map(({ version }) => version));
  const first = await describeSchema(database.owner);
  expect(first.length).toBeGreaterThan(before.length + 100);

  await migrateDown(database.owner);
  expect(await describeSchema(database.owner)).toEqual(before);

  await migrateUp(database.owner);
  expect(await describeSchema(database.owner)).toEqual(first);
});

test('each step alone leaves, when it is taken back, what was there before it', async () => {
  const stepwise = await createDatabase();
  try {
    for (const step of readMigrations()) {
      const before = await describeSchema(stepwise.owner);
      await migrateUp(stepwise.owner, [step]);
      expect(await describeSchema(stepwise.owner), step.name).not.toEqual(before);
      await migrateDown(stepwise.owner, [step]);
      expect(await describeSchema(stepwise.owner), step.name).toEqual(before);
      await migrateUp(stepwise.owner, [step]);
    }
  } finally {
    await stepwise.drop();
  }
});

test('applying again changes nothing', async () => {
  expect(await migrateUp(database.owner)).toEqual([]);
});

test('a migration that fails leaves no trace of itself', async () => {
  const before = await describeSchema(database.owner);
  const broken = {
    version: '29990101000000',
    name: 'broken',
    up: 'create table public.half_done (id int); select no_such_function();',
    down: '',
  };
  await expect(migrateUp(database.owner, [broken])).rejects.toThrow('no_such_function');
  expect(await describeSchema(database.owner)).toEqual(before);
});

test('nothing in them needs a superuser, for a hosted project gives none', async () => {
  const hosted = await createDatabase();
  const role = `hosted_${randomUUID().slice(0, 8)}`;
  await hosted.owner.script(`
    create role ${role} login password 'hosted' createrole bypassrls;
    grant create on database ${new URL(hosted.url).pathname.slice(1)} to ${role};
    alter schema public owner to ${role};
    alter schema extensions owner to ${role};
    grant usage on schema auth to ${role};
    alter default privileges for role ${role} in schema public
      grant all on tables to anon, authenticated, service_role;
    alter default privileges for role ${role} in schema public
      grant all on functions to anon, authenticated, service_role;`);
  const address = new URL(hosted.url);
  address.username = role;
  address.password = 'hosted';
  const sql = postgres(address.href, { max: 1, onnotice: () => undefined });
  try {
    await migrateUp(onPostgres(sql));
    for (const rule of Object.values(CATALOGUE_RULES)) {
      expect(await hosted.owner.query(rule.sql), rule.why).toEqual([]);
    }
    await migrateDown(onPostgres(sql));
  } finally {
    await sql.end();
    await hosted.drop();
    await database.owner.script(`drop role ${role}`);
  }
});

test('every migration is named for the Supabase CLI and can be taken back', () => {
  for (const { version, name, down } of readMigrations()) {
    expect(version).toMatch(/^\d{14}$/);
    expect(down.trim(), name).not.toBe('');
  }
  expect(existsSync(join(import.meta.dirname, '../supabase/config.toml'))).toBe(true);
});

/** One line per thing in the schema: columns, constraints, indexes, policies, functions, rights. */
async function describeSchema(owner: SqlDatabase): Promise<string[]> {
  const rows = await owner.query<{ line: string }>(`
    with ours as (
      select oid, nspname from pg_namespace where nspname in ('public', 'wiki', 'extensions')
    )
    select 'schema ' || nspname || ' ' || coalesce(nspacl::text, '') as line
      from pg_namespace join ours using (oid, nspname)
    union all
    select format('table %s.%s rls=%s force=%s %s', nspname, relname, relrowsecurity,
      relforcerowsecurity, (select string_agg(acl::text, ' ' order by acl::text)
        from unnest(relacl) acl))
      from pg_class join ours on ours.oid = relnamespace where relkind in ('r', 'v', 'm', 'S')
    union all
    select format('column %s.%s %s %s not_null=%s default=%s', relname, attnum, attname,
      format_type(atttypid, atttypmod), attnotnull, pg_get_expr(adbin, adrelid))
      from pg_attribute join pg_class on pg_class.oid = attrelid and relkind = 'r'
      join ours on ours.oid = relnamespace
      left join pg_attrdef on adrelid = attrelid and adnum = attnum
      where attnum > 0 and not attisdropped
    union all
    select format('constraint %s %s %s', conrelid::regclass, conname, pg_get_constraintdef(c.oid))
      from pg_constraint c join ours on ours.oid = connamespace
    union all
    select indexdef from pg_indexes join ours on nspname = schemaname
    union all
    select format('policy %s', p) from pg_policies p join ours on nspname = p.schemaname
    union all
    select format('trigger %s', pg_get_triggerdef(t.oid)) from pg_trigger t
      join pg_class c on c.oid = tgrelid join ours on ours.oid = relnamespace
      where not tgisinternal
    union all
    select format('function %s %s %s', p.oid::regprocedure, md5(pg_get_functiondef(p.oid)),
      (select string_agg(acl::text, ' ' order by acl::text) from unnest(proacl) acl))
      from pg_proc p join ours on ours.oid = pronamespace where prokind = 'f'
    union all
    select format('comment %s %s %s', objoid::regclass, objsubid, description)
      from pg_description join pg_class c on c.oid = objoid join ours on ours.oid = relnamespace
      where classoid = 'pg_class'::regclass
    order by line`);
  return rows.map(({ line }) => line);
}
