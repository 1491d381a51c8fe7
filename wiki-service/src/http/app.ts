import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import { DatabaseError, type DatabaseFailure } from '../data/wiki-database.ts';
import type { WikiEnv, WikiParts } from './app-types.ts';
import { addAssets } from './assets.ts';
import { addReading } from './calls/reading.ts';
import { makeTenantDirectory } from './calls/tenant-directory.ts';
import { addWriting } from './calls/writing.ts';
import { addDemoSignIn } from './demo.ts';
import { authenticate } from './guards/authenticate.ts';
import { allowKnownOrigins, allowOwnOrigins } from './guards/cross-origin.ts';
import { limitRate } from './guards/rate-limit.ts';
import { logRequests } from './guards/request-log.ts';
import { PROBLEMS, Problem, type ProblemName } from './problem.ts';

const LARGEST_BODY_BYTES = 2 * 1024 * 1024;

/** The wiki service: the same on Node and on Workers. */
export function createWikiApp(parts: WikiParts): OpenAPIHono<WikiEnv> {
  const { settings, database, log } = parts;
  const app = new OpenAPIHono<WikiEnv>({
    defaultHook: (result) => {
      if (!result.success) throw invalid(result.target, result.error.issues);
    },
  });
  const tenantOf = makeTenantDirectory(database);

  app.onError((error, c) => {
    const problem = problemOf(error);
    if (problem.problem === 'internal') log.fault(c.var.requestId, error);
    c.set('reason', problem.reason);
    return answer(c, problem);
  });
  app.notFound((c) => answer(c, new Problem('not-found')));

  app.use(logRequests(log));
  app.use(async (c, next) => {
    await next();
    c.res.headers.set('x-content-type-options', 'nosniff');
    c.res.headers.set('referrer-policy', 'no-referrer');
  });
  app.use('/v1/*', async (c, next) => {
    c.header('cache-control', 'private, no-cache');
    c.header('vary', 'Authorization, Origin');
    c.set('tenantOf', tenantOf);
    await next();
  });
  app.use('/v1/*', allowKnownOrigins(settings));
  app.use('/v1/*', authenticate(parts.verifyToken));
  app.use('/v1/*', limitRate(parts.limits));
  app.use('/v1/*', allowOwnOrigins(settings));
  app.use('/v1/*', async (c, next) => {
    // Read before anything else is done with it, so that a slow sender holds nothing but itself.
    if (c.req.raw.body) {
      const limit = bodyLimit({
        maxSize: LARGEST_BODY_BYTES,
        onError: () => {
          // What is left of the body is not read, so nothing more can come over this connection.
          throw new Problem('too-large', { headers: { connection: 'close' } });
        },
      });
      return limit(c, next);
    }
    await next();
  });

  addReading(app, parts);
  addWriting(app, parts);
  addOperations(app, parts);
  addDemoSignIn(app, parts);
  addAssets(app, parts);
  refuseOtherMethods(app);
  return app;
}

/** Whether it is alive and ready, and what it understands. */
function addOperations(app: OpenAPIHono<WikiEnv>, { database, isLeaving }: WikiParts): void {
  app.use('/healthz', noStore);
  app.use('/readyz', noStore);
  app.get('/healthz', (c) => c.json({ status: 'alive' }));

  const isReady = askedOnceASecond(() => database.isReady());
  app.get('/readyz', async (c) => {
    if (isLeaving?.()) throw away('leaving');
    if (!(await isReady())) throw away('database');
    return c.json({ status: 'ready' });
  });

  app.openAPIRegistry.registerComponent('securitySchemes', 'token', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'A Supabase access token with the claims tenant_id and user_role.',
  });
  let description: object | undefined;
  app.get('/openapi.json', (c) => {
    description ??= app.getOpenAPI31Document({
      openapi: '3.1.0',
      info: {
        title: 'Wiki',
        version: '1',
        description: 'Help articles, written by people and shown where they are needed.',
      },
    });
    return c.json(description);
  });
  app.get('/problems/:name', (c) => {
    const name = c.req.param('name');
    if (!Object.hasOwn(PROBLEMS, name)) throw new Problem('not-found');
    return c.json({ type: `/problems/${name}`, ...PROBLEMS[name as ProblemName] });
  });
}

async function noStore(c: Context, next: () => Promise<void>): Promise<void> {
  c.header('cache-control', 'no-store');
  await next();
}

/** Anybody may ask whether we are ready; the database is asked no more than once a second. */
function askedOnceASecond(ask: () => Promise<boolean>): () => Promise<boolean> {
  let last: { at: number; answer: boolean } | undefined;
  return async () => {
    if (last && Date.now() - last.at < 1_000) return last.answer;
    const answer = await ask();
    last = { at: Date.now(), answer };
    return answer;
  };
}

/** An address that exists is told from one that does not: 405 with what can be done there. */
function refuseOtherMethods(app: OpenAPIHono<WikiEnv>): void {
  const methods = new Map<string, Set<string>>();
  for (const { path, method } of app.routes) {
    if (method === 'ALL') continue;
    const known = methods.get(path) ?? new Set();
    known.add(method);
    if (method === 'GET') known.add('HEAD');
    methods.set(path, known);
  }
  for (const [path, known] of methods) {
    app.all(path, () => {
      throw new Problem('method-not-allowed', { headers: { allow: [...known].join(', ') } });
    });
  }
}

function answer(c: Context<WikiEnv>, problem: Problem): Response {
  const response = problem.toResponse(c.var.requestId);
  return c.newResponse(response.body, response);
}

function away(reason: string): Problem {
  return new Problem('unavailable', { headers: { 'retry-after': '5' }, reason });
}

const OF_DATABASE: Readonly<Record<DatabaseFailure, ProblemName>> = {
  away: 'unavailable',
  'bad-value': 'bad-request',
  refused: 'unauthenticated',
  denied: 'forbidden',
};
const OF_STATUS: Readonly<Record<number, ProblemName>> = {
  400: 'bad-request',
  413: 'too-large',
  415: 'unsupported-media-type',
};

function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof DatabaseError) {
    if (error.failure === 'away') return away(`database ${error.code}`);
    return new Problem(OF_DATABASE[error.failure], { reason: `database ${error.code}` });
  }
  if (error instanceof HTTPException) {
    return new Problem(OF_STATUS[error.status] ?? 'bad-request', { reason: 'malformed' });
  }
  return new Problem('internal');
}

/** What is wrong with which part of a request. The values themselves are not repeated. */
function invalid(
  target: string,
  issues: readonly { path: PropertyKey[]; message: string }[],
): Problem {
  const errors = issues.slice(0, 20).map(({ path, message }) => ({
    path: [target, ...path].map(String).join('.'),
    message,
  }));
  return new Problem('bad-request', { members: { errors }, reason: 'invalid' });
}
