import { mkdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { App, type Connection } from '@supabase/lite';
import { migrateUp } from '../database/migrations.ts';
import { onPglite, onPostgres, type SqlDatabase } from '../database/sql.ts';
import { LOCAL_JWT_SECRET, LOCAL_PUBLISHABLE_KEY, LOCAL_SECRET_KEY } from './keys.ts';
import { layGround } from './platform.ts';

/** Where the local Supabase keeps its rows. */
export type Storage =
  /** PGlite, inside this process; without a folder, only in memory. */
  | { kind: 'pglite'; folder?: string }
  /**
   * A PostgreSQL server, as a superuser. When it goes away in the middle of a transaction, the driver
   * (postgres 3.4.9) writes to its closed socket and ends this process: a test of that runs the
   * local Supabase in a process of its own.
   */
  | { kind: 'postgres'; url: string };

/** A Supabase of one's own on loopback. */
export interface LocalSupabase {
  /** What `createClient` of supabase-js takes. */
  url: string;
  publishableKey: string;
  /** Passes row-level security by: for backups and tests, never for the wiki service. */
  secretKey: string;
  jwtSecret: string;
  /** The database itself, as its owner. */
  database: SqlDatabase;
  stop(): Promise<void>;
}

/**
 * Starts PostgREST- and Auth-compatible HTTP over the database, with all migrations applied.
 * `port`: 0 (the default) takes a free one. `prepare` runs after the migrations, before the first
 * request. Throws when the port is taken or a migration fails; then nothing is left running.
 */
export async function startSupabase(
  storage: Storage,
  options: { port?: number; prepare?: (database: SqlDatabase) => Promise<void> } = {},
): Promise<LocalSupabase> {
  process.env.LITE_TELEMETRY = '0';
  const { connection, database } = await connect(storage);
  let server: Server | undefined;
  try {
    const app = new App({
      connection,
      auth: {
        enabled: true,
        jwt_secret: LOCAL_JWT_SECRET,
        publishable_key: LOCAL_PUBLISHABLE_KEY,
        secret_key: LOCAL_SECRET_KEY,
        enable_signup: false,
      },
      options: { server: { admin: false, disableStudio: true } },
    });
    await app.init();
    await layGround(database);
    await app.ensureSystemSchema();
    await migrateUp(database);
    await options.prepare?.(database);
    await keepPrivileges(database, () =>
      connection.withContext({ auth: { role: 'anon' } }, async () => undefined),
    );
    server = await listen(
      (request, peerAddress) => Promise.resolve(app.fetch(request, { peerAddress })),
      options.port ?? 0,
    );
  } catch (error) {
    await connection.close();
    throw error;
  }
  const listening = server;
  return {
    url: `http://127.0.0.1:${(listening.address() as AddressInfo).port}`,
    publishableKey: LOCAL_PUBLISHABLE_KEY,
    secretKey: LOCAL_SECRET_KEY,
    jwtSecret: LOCAL_JWT_SECRET,
    database,
    async stop() {
      await new Promise<void>((resolve) => {
        listening.close(() => resolve());
        listening.closeAllConnections();
      });
      await connection.close();
    },
  };
}

/** Supabase Lite hands over JSON that is already text; it would be quoted a second time. */
function asJson(type: number) {
  return {
    to: type,
    from: [type],
    serialize: (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value)),
    parse: (text: string) => JSON.parse(text),
  };
}

async function connect(
  storage: Storage,
): Promise<{ connection: Connection; database: SqlDatabase }> {
  if (storage.kind === 'postgres') {
    const { createPostgresConnection } = await import('@supabase/lite/postgres');
    const connection = createPostgresConnection({
      url: storage.url,
      postgresOptions: {
        max: 10,
        onnotice: () => undefined,
        types: { json: asJson(114), jsonb: asJson(3802) },
      },
    });
    return { connection, database: onPostgres(connection.driver) };
  }
  const [{ createPgliteConnection }, { fuzzystrmatch }, { pg_trgm }] = await Promise.all([
    import('@supabase/lite/pglite'),
    import('@electric-sql/pglite/contrib/fuzzystrmatch'),
    import('@electric-sql/pglite/contrib/pg_trgm'),
  ]);
  if (storage.folder) mkdirSync(storage.folder, { recursive: true });
  const connection = await createPgliteConnection({
    ...(storage.folder && { url: storage.folder }),
    pgliteOptions: { extensions: { fuzzystrmatch, pg_trgm } },
  });
  return { connection, database: onPglite(connection.driver) };
}

/**
 * Runs the first request of a Supabase Lite connection, which grants everything on all tables to the
 * API roles, and puts the privileges of the migrations back after it.
 */
async function keepPrivileges(database: SqlDatabase, first: () => Promise<unknown>): Promise<void> {
  const rolesAndTables = `
    from pg_class c
    cross join lateral aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) acl
    join pg_roles r on r.oid = acl.grantee
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
      and r.rolname in ('anon', 'authenticated', 'service_role')`;
  const [granted] = await database.query<{ statements: string | null }>(
    `select string_agg(format('grant %s on public.%I to %I;',
       acl.privilege_type, c.relname, r.rolname), ' ') as statements ${rolesAndTables}`,
  );
  await first();
  await database.transaction(async (inner) => {
    await inner.script(
      'revoke all on all tables in schema public from anon, authenticated, service_role',
    );
    if (granted?.statements) await inner.script(granted.statements);
  });
}

function listen(
  answer: (request: Request, peerAddress: string | null) => Promise<Response>,
  port: number,
): Promise<Server> {
  const server = createServer(
    getRequestListener((request, { incoming }) =>
      answer(
        request,
        (incoming as { socket: { remoteAddress?: string } }).socket.remoteAddress ?? null,
      ),
    ),
  );
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}
