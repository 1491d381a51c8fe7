import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FilledTenant, fillTwoTenants, TABLES } from './two-tenants.ts';
import { createWikiDatabase, type TestDatabase } from './wiki-database.ts';

const AUTH = { role: 'supabase_auth_admin' } as const;

let database: TestDatabase;
let a: FilledTenant;
let b: FilledTenant;

beforeAll(async () => {
  database = await createWikiDatabase();
  ({ a, b } = await fillTwoTenants(database.owner));
});
afterAll(() => database.drop());

interface HookEvent {
  user_id: string;
  claims: Record<string, unknown>;
}

/** What Supabase Auth gets back for somebody, called as the role that it calls as. */
function issue(user_id: string, claims: Record<string, unknown> = {}): Promise<HookEvent> {
  const event = { user_id, authentication_method: 'password', claims: { sub: user_id, ...claims } };
  return database.call<HookEvent>(AUTH, 'custom_access_token', { event });
}

test('a token says the tenant and the role of the membership, and keeps its other claims', async () => {
  const event = await issue(a.users.employee, { aud: 'authenticated', role: 'authenticated' });
  expect(event).toEqual({
    user_id: a.users.employee,
    authentication_method: 'password',
    claims: {
      sub: a.users.employee,
      aud: 'authenticated',
      role: 'authenticated',
      tenant_id: a.id,
      user_role: 'employee',
    },
  });
});

test('what a person wrote into their metadata counts for nothing', async () => {
  const { claims } = await issue(a.users.client, {
    tenant_id: b.id,
    user_role: 'admin',
    user_metadata: { tenant_id: b.id, user_role: 'admin' },
    app_metadata: { tenant_id: b.id, user_role: 'admin' },
  });
  expect(claims).toMatchObject({ tenant_id: a.id, user_role: 'client' });
});

test.each([
  ['somebody who was deactivated', () => a.users.deactivated],
  ['somebody without a membership', () => randomUUID()],
])('%s gets a token without tenant and role', async (_, user) => {
  const { claims } = await issue(user(), { tenant_id: a.id, user_role: 'admin' });
  expect(claims).not.toHaveProperty('tenant_id');
  expect(claims).not.toHaveProperty('user_role');
});

test('a person of two tenants signs in to the one that is marked, else to the first', async () => {
  const person = randomUUID();
  const join = (tenant: string, since: string, isDefault: boolean) =>
    database.owner.query(
      `insert into public.memberships (tenant_id, user_id, role, created_at, is_default)
       values ($1, $2, 'employee', $3::text::timestamptz, $4)`,
      [tenant, person, since, isDefault],
    );
  await join(b.id, '2026-01-01', false);
  await join(a.id, '2026-02-01', false);
  expect((await issue(person)).claims.tenant_id).toBe(b.id);

  await database.owner.query(
    'update public.memberships set is_default = true where user_id = $1 and tenant_id = $2',
    [person, a.id],
  );
  expect((await issue(person)).claims.tenant_id).toBe(a.id);

  await database.owner.query(
    'update public.memberships set active = false where user_id = $1 and tenant_id = $2',
    [person, a.id],
  );
  expect((await issue(person)).claims.tenant_id).toBe(b.id);
});

test('Supabase Auth reads memberships and nothing else, and writes nothing', async () => {
  for (const table of TABLES) {
    const read = database.as(AUTH, (on) => on.query(`select 1 from public.${table}`));
    if (table === 'memberships') expect((await read).length).toBeGreaterThan(0);
    else await expect(read, table).rejects.toThrow('permission denied');
    await expect(
      database.as(AUTH, (on) => on.query(`delete from public.${table}`)),
      table,
    ).rejects.toThrow('permission denied');
  }
});
