import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { LOCAL_ISSUER } from '../../src/local/keys.ts';
import {
  type Answer,
  type Backend,
  draft,
  type RunningWiki,
  type Sent,
  send,
  startBackend,
  startOnNode,
  tokenOf,
} from './wiki-stack.ts';

let backend: Backend;
let wiki: RunningWiki;
let token: string;
let admin: (method: string, path: string, sent?: Sent) => Promise<Answer>;

beforeAll(async () => {
  backend = await startBackend();
  wiki = await startOnNode(backend.supabase);
  token = await tokenOf(backend.tenants.a, 'admin');
  admin = (method, path, sent) => send(wiki.url, method, path, { token, ...sent });
}, 120_000);
afterAll(async () => {
  await wiki?.stop();
  await backend?.stop();
});

/** One thing that an editor does: look at the article, or save on top of what they last saw. */
type Step = { editor: number; does: 'read' | 'save' };

test('any history of concurrent edits: a write is in the chain of revisions, or was told 412', async () => {
  const step: fc.Arbitrary<Step> = fc.record({
    editor: fc.nat(3),
    does: fc.constantFrom('read', 'save', 'save'),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 16 }), async (steps) => {
      const made = await admin('POST', '/v1/articles', { body: draft({ title: 'at the start' }) });
      const { id } = made.json;
      const slug = made.json.slug as string;
      /** What each acknowledged write said, by the revision it made. */
      const acknowledged = new Map<number, string>();
      let stale = 0;
      const editors = [0, 1, 2, 3].map(async (editor) => {
        let etag = made.headers.get('etag') ?? '';
        for (const [place, { editor: whose, does }] of steps.entries()) {
          if (whose !== editor) continue;
          if (does === 'read') {
            etag = (await admin('GET', `/v1/articles/${id}`)).headers.get('etag') ?? '';
            continue;
          }
          const title = `step ${place} of editor ${editor}`;
          const answer = await admin('PUT', `/v1/articles/${id}`, {
            body: draft({ title, slug }),
            headers: { 'if-match': etag },
          });
          etag = answer.headers.get('etag') ?? '';
          if (answer.status === 200) {
            expect(acknowledged.has(answer.json.revision)).toBe(false);
            expect(answer.json.title).toBe(title);
            acknowledged.set(answer.json.revision, title);
          } else {
            stale += 1;
            expect(answer.status).toBe(412);
            expect(answer.json.article.revision).toBeGreaterThan(1);
          }
        }
      });
      await Promise.all(editors);
      const saves = steps.filter(({ does }) => does === 'save').length;
      expect(acknowledged.size + stale).toBe(saves);
      const { json } = await admin('GET', `/v1/articles/${id}`);
      // Each acknowledged write made one revision, none is missing, and the last one stands.
      expect(json.revision).toBe(1 + acknowledged.size);
      expect(json.title).toBe(acknowledged.get(json.revision) ?? 'at the start');
    }),
    { numRuns: 25 },
  );
}, 120_000);

test('of two who save at the same moment, one is told, with the text of the other', async () => {
  const made = await admin('POST', '/v1/articles', { body: draft() });
  const answers = await Promise.all(
    ['one', 'two'].map((title) =>
      admin('PUT', `/v1/articles/${made.json.id}`, {
        body: draft({ title, slug: made.json.slug }),
        headers: { 'if-match': made.headers.get('etag') ?? '' },
      }),
    ),
  );
  const [won, lost] = answers.toSorted((a, b) => a.status - b.status);
  expect([won?.status, lost?.status]).toEqual([200, 412]);
  expect(lost?.json.article).toEqual(won?.json);
});

/** What was under way when the service was killed may still get through to the database. */
async function databaseIsQuiet(): Promise<void> {
  await sleep(200);
  await expect
    .poll(
      async () => {
        const [row] = await backend.database.owner.query<{ busy: number }>(
          `select count(*)::int as busy from pg_stat_activity
           where datname = current_database() and state <> 'idle' and pid <> pg_backend_pid()`,
        );
        return row?.busy;
      },
      { timeout: 10_000 },
    )
    .toBe(0);
}

/** Starts the service as a process of its own. Throws when it does not say in time where it is. */
async function startProcess(): Promise<{ url: string; kill(): void; ended: Promise<unknown> }> {
  const service = spawn(process.execPath, [join(import.meta.dirname, '../../src/node.ts')], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      PORT: '0',
      SUPABASE_URL: backend.supabase.url,
      SUPABASE_PUBLISHABLE_KEY: backend.supabase.publishableKey,
      SUPABASE_JWT_ISSUER: LOCAL_ISSUER,
      WIKI_ENVIRONMENT: 'development',
      WIKI_LOCAL_JWT_SECRET: backend.supabase.jwtSecret,
    },
  });
  const kill = () => void service.kill('SIGKILL');
  const ended = once(service, 'close');
  const complaint = text(service.stderr);
  const lines = createInterface({ input: service.stdout });
  try {
    const [first] = await once(lines, 'line', { signal: AbortSignal.timeout(30_000) });
    return { url: JSON.parse(first).url, kill, ended };
  } catch (cause) {
    kill();
    throw new Error(`The service did not start: ${await complaint}`, { cause });
  }
}

test('kill -9 of the service during writes: every acknowledged write is there, whole', async () => {
  const made = await Promise.all(
    [0, 1, 2].map(() => admin('POST', '/v1/articles', { body: draft() })),
  );
  for (const afterWrites of [5, 17, 31]) {
    const service = await startProcess();
    onTestFinished(service.kill);
    const before = new Map(
      await Promise.all(
        made.map(async ({ json: { id } }) => {
          const { json } = await admin('GET', `/v1/articles/${id}`);
          return [id, json] as const;
        }),
      ),
    );
    let writes = 0;
    const written = await Promise.all(
      made.map(async ({ json: { id, slug } }) => {
        // As it stands before anybody writes to it, since the service may be gone at any moment.
        let last = before.get(id);
        try {
          for (;;) {
            const title = `write ${last.revision + 1} of ${slug}`;
            const answer = await send(service.url, 'PUT', `/v1/articles/${id}`, {
              token,
              body: draft({
                title,
                slug,
                html: `<p>${title} <a href="https://example.com/${last.revision + 1}">x</a></p>`,
              }),
              headers: { 'if-match': `"${last.revision}"` },
            });
            expect(answer.status).toBe(200);
            last = answer.json;
            writes += 1;
            if (writes === afterWrites) service.kill();
          }
        } catch (error) {
          // The connection broke: that write was not acknowledged, and may have been made or not.
          if (!(error instanceof TypeError)) throw error;
          return last as { id: string; revision: number; title: string };
        }
      }),
    );
    await service.ended;
    await databaseIsQuiet();
    expect(writes).toBeGreaterThanOrEqual(afterWrites);
    for (const last of written) {
      const { json } = await admin('GET', `/v1/articles/${last.id}`);
      expect([last.revision, last.revision + 1]).toContain(json.revision);
      if (json.revision === last.revision) expect(json).toEqual(last);
      else expect(json.title).toContain(`write ${json.revision} of `);
      expect(json.html).toContain(`<p>${json.title} <a`);
      const [row] = await backend.database.owner.query<{ target: string; links: number }>(
        `select min(target) as target, count(*)::int as links
         from public.wiki_article_links where article_id = $1`,
        [last.id],
      );
      expect(row).toEqual({ target: `https://example.com/${json.revision}`, links: 1 });
    }
  }
}, 120_000);
