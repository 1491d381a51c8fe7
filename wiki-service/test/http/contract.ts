import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LocalSupabase } from '../../src/local/supabase.ts';
import {
  type Answer,
  type Backend,
  CRM_ORIGIN,
  draft,
  FIRST_ORIGIN,
  IMAGE_HOST,
  type RunningWiki,
  type Sent,
  send,
  startBackend,
  tokenOf,
} from './wiki-stack.ts';

/** What the service promises, wherever it runs. `more`: tests for one place alone. */
export function describeContract(
  start: (supabase: LocalSupabase) => Promise<RunningWiki>,
  more: (running: () => { wiki: RunningWiki; backend: Backend }) => void = () => undefined,
): void {
  let backend: Backend;
  let wiki: RunningWiki;
  let admin: (method: string, path: string, sent?: Sent) => Promise<Answer>;
  let client: typeof admin;

  beforeAll(async () => {
    backend = await startBackend();
    wiki = await start(backend.supabase);
    const as = async (role: 'admin' | 'client'): Promise<typeof admin> => {
      const token = await tokenOf(backend.tenants.a, role);
      return (method, path, sent) => send(wiki.url, method, path, { token, ...sent });
    };
    admin = await as('admin');
    client = await as('client');
  }, 120_000);
  afterAll(async () => {
    await wiki?.stop();
    await backend?.stop();
  });

  const problem = (status: number, name: string) => ({
    status,
    json: expect.objectContaining({ type: `/problems/${name}`, status, title: expect.any(String) }),
  });
  const created = async (more: Record<string, unknown> = {}) => {
    const answer = await admin('POST', '/v1/articles', { body: draft(more) });
    expect(answer.status).toBe(201);
    return { ...answer.json, etag: answer.headers.get('etag') } as {
      id: string;
      slug: string;
      etag: string;
      revision: number;
    };
  };
  const publish = (id: string) =>
    admin('POST', `/v1/articles/${id}/publish`, { headers: { 'if-match': '*' } });

  describe('operations', () => {
    test('it is alive and ready, and needs no token to say so', async () => {
      expect(await send(wiki.url, 'GET', '/healthz')).toMatchObject({ status: 200 });
      expect(await send(wiki.url, 'GET', '/readyz')).toMatchObject({ status: 200 });
    });

    test('/openapi.json describes every call of the contract', async () => {
      const { json } = await send(wiki.url, 'GET', '/openapi.json');
      expect(json.openapi).toBe('3.1.0');
      expect(Object.keys(json.paths)).toEqual(
        expect.arrayContaining([
          ...['/v1/help', '/v1/search', '/v1/articles', '/v1/articles/{key}', '/v1/articles/{id}'],
          ...['/v1/articles/{id}/publish', '/v1/articles/{id}/unpublish'],
          ...['/v1/articles/{id}/feedback', '/v1/session'],
        ]),
      );
      expect(Object.keys(json.paths['/v1/articles/{id}'].put.responses)).toEqual(
        expect.arrayContaining([
          '200',
          '400',
          '401',
          '403',
          '404',
          '409',
          '412',
          '413',
          '428',
          '429',
          '503',
        ]),
      );
    });

    test('every answer has a request id: its own, or the one that the request brought', async () => {
      const brought = await send(wiki.url, 'GET', '/healthz', {
        headers: { 'x-request-id': 'from-the-crm-1' },
      });
      expect(brought.headers.get('x-request-id')).toBe('from-the-crm-1');
      const odd = await send(wiki.url, 'GET', '/healthz', { headers: { 'x-request-id': 'a b"' } });
      expect(odd.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    });

    test('a problem says what it is about, and its address explains it', async () => {
      const { headers, json } = await admin('GET', '/v1/articles/nothing-here');
      expect(headers.get('content-type')).toBe('application/problem+json');
      expect(json.requestId).toBe(headers.get('x-request-id'));
      expect(await send(wiki.url, 'GET', json.type)).toMatchObject({ status: 200 });
    });

    test('an address that is not there is 404, a wrong method 405 with the right ones', async () => {
      expect(await admin('GET', '/v1/nothing')).toMatchObject(problem(404, 'not-found'));
      expect(await send(wiki.url, 'GET', '/nothing')).toMatchObject(problem(404, 'not-found'));
      const refused = await admin('PATCH', '/v1/articles');
      expect(refused).toMatchObject(problem(405, 'method-not-allowed'));
      expect(refused.headers.get('allow')).toMatch(/GET.*POST|POST.*GET/);
    });
  });

  describe('reading', () => {
    test('help gives the articles for a route, each with why', async () => {
      const { status, json } = await client('GET', '/v1/help?route=/admin/settings&locale=en');
      expect(status).toBe(200);
      expect(json.articles[0]).toEqual({
        id: backend.tenants.a.articles.open,
        slug: 'guide-open',
        title: expect.any(String),
        excerpt: expect.any(String),
        locale: 'en',
        why: { route: '/admin/*', match: expect.any(String) },
      });
    });

    test('search gives results with hits marked, and everything else escaped', async () => {
      const { id } = await created({
        title: 'Zebra <img src=x onerror=alert(1)>',
        html: '<p>A zebra is &lt;script&gt;alert(1)&lt;/script&gt; &amp; "more".</p>',
      });
      await publish(id);
      const { json } = await client('GET', '/v1/search?q=zebra');
      expect(json.total).toBe(1);
      expect(json.results[0].highlight).toContain('<mark>zebra</mark>');
      expect(json.results[0].highlight).toContain('&amp; &quot;more');
      expect(json.results[0].highlight.replace(/<\/?mark>/g, '')).not.toMatch(/[<>"']/);
    });

    test('a search in vain is remembered, but not while more is being typed', async () => {
      await client('GET', '/v1/search?q=okapi-typing&typing=true');
      expect((await client('GET', '/v1/search?q=okapi-done')).json).toEqual({
        results: [],
        total: 0,
        corrected: false,
      });
      const { json } = await admin('GET', '/v1/searches');
      const queries = json.searches.map(({ query }: { query: string }) => query);
      expect(queries).toContain('okapi-done');
      expect(queries).not.toContain('okapi-typing');
      const dismissed = { query: 'okapi-done', locale: 'en' };
      expect(await admin('POST', '/v1/searches/dismiss', { body: dismissed })).toMatchObject({
        status: 204,
      });
    });

    test('a list goes on page by page, each article once', async () => {
      for (let n = 0; n < 5; n += 1) await created();
      const seen: string[] = [];
      let cursor = '';
      do {
        const { json } = await admin('GET', `/v1/articles?limit=3${cursor}`);
        expect(json.articles.length).toBeLessThanOrEqual(3);
        seen.push(...json.articles.map(({ id }: { id: string }) => id));
        cursor = json.next && `&cursor=${json.next}`;
      } while (cursor);
      expect(new Set(seen).size).toBe(seen.length);
      const { json } = await admin('GET', '/v1/articles?limit=200');
      expect(seen.toSorted()).toEqual(json.articles.map(({ id }: { id: string }) => id).toSorted());
      expect(await admin('GET', '/v1/articles?cursor=e30')).toMatchObject(
        problem(400, 'bad-request'),
      );
    });

    test('an article is found by id, by slug and by a slug it once had', async () => {
      const article = await created();
      const renamed = draft({ slug: `${article.slug}-new` });
      await admin('PUT', `/v1/articles/${article.id}`, {
        body: renamed,
        headers: { 'if-match': article.etag },
      });
      for (const key of [article.id, renamed.slug, article.slug]) {
        const { status, json } = await admin('GET', `/v1/articles/${key}`);
        expect([status, json.id, json.slug]).toEqual([200, article.id, renamed.slug]);
      }
    });

    test('what one has already is 304, and an edit is seen by the next read', async () => {
      const { id, etag } = await created();
      const known = (tag: string) =>
        admin('GET', `/v1/articles/${id}`, { headers: { 'if-none-match': tag } });
      expect(await known(etag)).toMatchObject({ status: 304, text: '' });
      expect(await known(`W/${etag}`)).toMatchObject({ status: 304 });
      expect(await known(`"other", ${etag}`)).toMatchObject({ status: 304 });
      expect(await known('*')).toMatchObject({ status: 304 });
      const body = draft({ html: '<p>Anew.</p>' });
      await admin('PUT', `/v1/articles/${id}`, { body, headers: { 'if-match': etag } });
      const after = await known(etag);
      expect(after.status).toBe(200);
      expect(after.json.html).toBe('<p>Anew.</p>');
      expect(after.headers.get('etag')).not.toBe(etag);
      expect(after.headers.get('cache-control')).toBe('private, no-cache');
    });

    test('a slug that leads to another article now is no 304, be its revision the same', async () => {
      const first = await created();
      await admin('DELETE', `/v1/articles/${first.id}`, { headers: { 'if-match': '*' } });
      const second = await created({ slug: first.slug });
      const { status, json } = await admin('GET', `/v1/articles/${first.slug}`, {
        headers: { 'if-none-match': first.etag },
      });
      expect([status, json.id]).toEqual([200, second.id]);
    });

    test('help, search and lists have an ETag, too', async () => {
      for (const path of ['/v1/help?route=/admin', '/v1/search?q=guide', '/v1/articles?limit=1']) {
        const { headers } = await client('GET', path);
        const etag = headers.get('etag') ?? '';
        const again = await client('GET', path, { headers: { 'if-none-match': etag } });
        expect([path, again.status]).toEqual([path, 304]);
      }
    });

    test('readers see what is published for them, and not that there is more', async () => {
      const { open, adminOnly, draft: unpublished } = backend.tenants.a.articles;
      expect(await client('GET', `/v1/articles/${open}`)).toMatchObject({ status: 200 });
      for (const id of [adminOnly, unpublished]) {
        expect(await client('GET', `/v1/articles/${id}`)).toMatchObject(problem(404, 'not-found'));
      }
      const { json } = await client('GET', '/v1/search?q=guide');
      expect(json.total).toBe(1);
    });

    test('the session says who the token is for', async () => {
      const { json } = await client('GET', '/v1/session');
      expect(json).toMatchObject({
        role: 'client',
        tenant: { id: backend.tenants.a.id, brand: { accent: expect.any(String) } },
      });
    });

    test('feedback and views are taken from readers', async () => {
      const { open, draft: unpublished } = backend.tenants.a.articles;
      const body = { helpful: false, comment: 'Too short.' };
      expect(await client('POST', `/v1/articles/${open}/feedback`, { body })).toMatchObject({
        status: 204,
        text: '',
      });
      expect(await client('POST', `/v1/articles/${open}/views`)).toMatchObject({ status: 204 });
      expect(await client('POST', `/v1/articles/${unpublished}/feedback`, { body })).toMatchObject(
        problem(404, 'not-found'),
      );
    });
  });

  describe('writing', () => {
    test('a new article is a draft, with its address and ETag', async () => {
      const { status, headers, json } = await admin('POST', '/v1/articles', { body: draft() });
      expect(status).toBe(201);
      expect(headers.get('location')).toBe(`/v1/articles/${json.id}`);
      expect(headers.get('etag')).toBeTruthy();
      expect(Object.keys(json).toSorted()).toEqual([
        ...['excerpt', 'html', 'id', 'locale', 'revision', 'roles', 'routes', 'slug', 'state'],
        ...['title', 'updatedAt'],
      ]);
      expect(json).toMatchObject({ state: 'draft', revision: 1, excerpt: 'Open the invoice.' });
    });

    test('a taken slug is 409', async () => {
      const { slug } = await created();
      expect(await admin('POST', '/v1/articles', { body: draft({ slug }) })).toMatchObject(
        problem(409, 'slug-taken'),
      );
      const other = await created();
      expect(
        await admin('PUT', `/v1/articles/${other.id}`, {
          body: draft({ slug }),
          headers: { 'if-match': other.etag },
        }),
      ).toMatchObject(problem(409, 'slug-taken'));
    });

    test('creating twice with one Idempotency-Key makes one article', async () => {
      const sent = { body: draft(), headers: { 'idempotency-key': crypto.randomUUID() } };
      const answers = await Promise.all(
        [1, 2, 3, 4].map(() => admin('POST', '/v1/articles', sent)),
      );
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 200, 201]);
      expect(new Set(answers.map(({ json }) => json.id)).size).toBe(1);
    });

    test('of people who create the same slug at once, one wins', async () => {
      const body = draft();
      const answers = await Promise.all(
        [1, 2, 3, 4, 5].map(() => admin('POST', '/v1/articles', { body })),
      );
      expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409, 409]);
    });

    test('a change must name its revision: 428 without, 412 with the current one when stale', async () => {
      const { id, etag } = await created();
      const path = `/v1/articles/${id}`;
      const body = draft({ title: 'First' });
      expect(await admin('PUT', path, { body })).toMatchObject(problem(428, 'revision-required'));
      expect(await admin('PUT', path, { body, headers: { 'if-match': '*' } })).toMatchObject(
        problem(428, 'revision-required'),
      );
      expect(await admin('PUT', path, { body, headers: { 'if-match': 'x' } })).toMatchObject(
        problem(400, 'bad-request'),
      );
      const saved = await admin('PUT', path, { body, headers: { 'if-match': etag } });
      expect(saved).toMatchObject({ status: 200, json: { title: 'First', revision: 2 } });
      for (const stale of [etag, '"1"', '"of another kind"', '"99999999999999999999"']) {
        const late = await admin('PUT', path, {
          body: draft({ title: 'Second' }),
          headers: { 'if-match': stale },
        });
        expect(late).toMatchObject(problem(412, 'stale-revision'));
        expect(late.json.article).toEqual(saved.json);
        expect(late.headers.get('etag')).toBe(saved.headers.get('etag'));
      }
      expect(
        await admin('PUT', path, { body, headers: { 'if-match': `W/"${saved.json.revision}"` } }),
      ).toMatchObject({ status: 200 });
    });

    test('publish, unpublish and delete want If-Match, and take any revision for *', async () => {
      const { id, etag } = await created();
      const path = `/v1/articles/${id}`;
      for (const [method, address] of [
        ['POST', `${path}/publish`],
        ['POST', `${path}/unpublish`],
        ['DELETE', path],
      ] as const) {
        expect(await admin(method, address)).toMatchObject(problem(428, 'revision-required'));
        expect(await admin(method, address, { headers: { 'if-match': '"77"' } })).toMatchObject(
          problem(412, 'stale-revision'),
        );
      }
      const published = await admin('POST', `${path}/publish`, { headers: { 'if-match': etag } });
      expect(published).toMatchObject({ status: 200, json: { state: 'published', revision: 2 } });
      expect(
        await admin('POST', `${path}/unpublish`, { headers: { 'if-match': '*' } }),
      ).toMatchObject({ status: 200, json: { state: 'draft', revision: 3 } });
      expect(await admin('DELETE', path, { headers: { 'if-match': '*' } })).toMatchObject({
        status: 204,
        text: '',
      });
      expect(await admin('GET', path)).toMatchObject(problem(404, 'not-found'));
    });

    test('HTML is stored as what an article may hold', async () => {
      const html = `<h1 onclick=x>A</h1><script>alert(1)</script><p>b<img src="https://${IMAGE_HOST}/a.png" onerror=x alt=c><img src="https://evil.example/b.png">`;
      const { json } = await admin('POST', '/v1/articles', { body: draft({ html }) });
      expect(json.html).toBe(
        `<h2 id="a">A</h2>\n<p>b<img src="https://${IMAGE_HOST}/a.png" alt="c"></p>`,
      );
      const again = await admin('POST', '/v1/articles', { body: draft({ html: json.html }) });
      expect(again.json.html).toBe(json.html);
    });

    test('readers may not write, whatever they send', async () => {
      const { open } = backend.tenants.a.articles;
      for (const [method, path] of [
        ['POST', '/v1/articles'],
        ['PUT', `/v1/articles/${open}`],
        ['DELETE', `/v1/articles/${open}`],
        ['POST', `/v1/articles/${open}/publish`],
        ['GET', '/v1/searches'],
        ['GET', `/v1/articles/${open}/problems`],
      ] as const) {
        expect(await client(method, path)).toMatchObject(problem(403, 'forbidden'));
      }
    });

    test('the editor is told of thousands of links, too', async () => {
      const targets = Array.from({ length: 3_000 }, () => crypto.randomUUID());
      const links = targets.map((target) => `<a href="wiki:${target}">x</a>`);
      const { id } = await created({ html: `<p>${links.join(' ')}</p>` });
      const { status, json } = await admin('GET', `/v1/articles/${id}/problems`);
      expect(status).toBe(200);
      expect(json.brokenLinks.map(({ target }: { target: string }) => target)).toEqual(targets);
    });

    test('the editor is told what there is to mend, and what there is to pick', async () => {
      const target = await created();
      const gone = crypto.randomUUID();
      const { id } = await created({
        html: `<p><a href="wiki:${target.id}">a</a> <a href="wiki:${gone}#x">b</a> <a href="portal:/not/there/">c</a></p>`,
      });
      await publish(id);
      const { json } = await admin('GET', `/v1/articles/${id}/problems`);
      expect(json.brokenLinks).toEqual([
        { kind: 'article', target: target.id, reason: 'draft' },
        { kind: 'article', target: gone, anchor: 'x', reason: 'missing' },
        { kind: 'portal', target: '/not/there/', reason: 'missing' },
      ]);
      const drifting = await admin(
        'GET',
        `/v1/articles/${backend.tenants.a.articles.open}/problems`,
      );
      expect(drifting.json.drift[0]).toMatchObject({
        portalPath: '/guides/',
        portalTitle: backend.tenants.a.marker,
        state: 'both-moved',
      });
      const pages = await admin('GET', '/v1/portal-pages?q=mark"e%25(ra,');
      expect(pages.status).toBe(200);
      expect((await admin('GET', '/v1/portal-pages?q=GUIDES')).json.pages).toHaveLength(1);
      const { facts } = (await admin('GET', '/v1/facts')).json;
      expect(
        facts.find(({ id: fact }: { id: string }) => fact === 'invitation-validity'),
      ).toMatchObject({
        value: 'PT24H',
        text: { en: '24 hours' },
      });
      const { routes } = (await admin('GET', '/v1/routes')).json;
      expect(routes).toContainEqual(expect.objectContaining({ route: '/admin/clients' }));
    });
  });

  describe('what cannot be understood', () => {
    test.each([
      ['a title of nothing', { title: ' \n ' }],
      ['a title that is too long', { title: 'x'.repeat(201) }],
      ['a slug with spaces', { slug: 'a b' }],
      ['a slug that reads as an id', { slug: '5a000000-0000-4000-8000-000000000001' }],
      ['a language that there is not', { locale: 'de' }],
      ['a role that there is not', { roles: ['root'] }],
      ['a route that is none', { routes: ['javascript:alert(1)'] }],
      ['characters of no text', { title: 'a\0b' }],
      ['half a character', { title: 'a\ud800' }],
      ['HTML that is nested without end', { html: '<div>'.repeat(5_000) }],
    ])('%s is 400 and says where', async (_, more) => {
      const answer = await admin('POST', '/v1/articles', { body: draft(more) });
      expect(answer).toMatchObject(problem(400, 'bad-request'));
      expect(answer.json.errors[0].path).toContain(Object.keys(more)[0]);
    });

    test('a change of a part is 400: it would lose the rest', async () => {
      const { id, etag } = await created();
      expect(
        await admin('PUT', `/v1/articles/${id}`, {
          body: { title: 'Only this' },
          headers: { 'if-match': etag },
        }),
      ).toMatchObject(problem(400, 'bad-request'));
    });

    test('what is no JSON is 400, what does not say that it is JSON is 415', async () => {
      for (const body of ['{"title":', '[]', 'null', '"x"', '']) {
        expect(await admin('POST', '/v1/articles', { body })).toMatchObject({ status: 400 });
      }
      expect(
        await admin('POST', '/v1/articles', {
          body: JSON.stringify(draft()),
          headers: { 'content-type': 'text/plain' },
        }),
      ).toMatchObject(problem(415, 'unsupported-media-type'));
    });

    test('addresses that are malformed are 400 or 404', async () => {
      for (const [path, status] of [
        ['/v1/help', 400],
        ['/v1/help?route=admin', 400],
        ['/v1/help?route=/a&limit=0', 400],
        ['/v1/help?route=/a&locale=xx', 400],
        ['/v1/search', 400],
        ['/v1/search?q=a&q=b', 400],
        ['/v1/search?q=%00', 400],
        ['/v1/articles?limit=1e9', 400],
        ['/v1/articles?cursor=%FF', 400],
        ['/v1/articles/%00', 400],
        ['/v1/articles/%FF', 404],
        [`/v1/articles/${"x' or 1=1 --".repeat(3)}`, 404],
        ['/v1/articles/not-an-id/problems', 400],
      ] as const) {
        expect([path, (await admin('GET', path)).status]).toEqual([path, status]);
      }
    });

    test('too large is 413, as a body and as an article', async () => {
      const huge = JSON.stringify(draft({ html: 'x'.repeat(3 * 1024 * 1024) }));
      expect(await admin('POST', '/v1/articles', { body: huge })).toMatchObject(
        problem(413, 'too-large'),
      );
      const long = draft({ html: `<p>${'x'.repeat(600_000)}</p>` });
      expect(await admin('POST', '/v1/articles', { body: long })).toMatchObject(
        problem(413, 'too-large'),
      );
    });
  });

  describe('pages of other sites', () => {
    const preflight = (origin: string) =>
      send(wiki.url, 'OPTIONS', '/v1/articles', {
        headers: {
          origin,
          'access-control-request-method': 'PUT',
          'access-control-request-headers': 'authorization,if-match',
        },
      });

    test('a CRM may call, and read what it needs', async () => {
      const asked = await preflight(CRM_ORIGIN);
      expect(asked.status).toBe(204);
      expect(asked.headers.get('access-control-allow-origin')).toBe(CRM_ORIGIN);
      expect(asked.headers.get('access-control-allow-headers')).toMatch(/if-match/);
      const { status, headers } = await client('GET', '/v1/session', {
        headers: { origin: CRM_ORIGIN },
      });
      expect(status).toBe(200);
      expect(headers.get('access-control-allow-origin')).toBe(CRM_ORIGIN);
      expect(headers.get('access-control-expose-headers')).toMatch(/etag/);
      // A cache must not give one CRM's answer to another, nor one person's.
      expect(headers.get('vary')).toMatch(/origin/i);
      expect(headers.get('vary')).toMatch(/authorization/i);
      expect((await client('GET', '/v1/session')).headers.get('vary')).toMatch(/origin/i);
      expect(headers.get('access-control-allow-credentials')).toBeNull();
    });

    test('a CRM can read why it was refused', async () => {
      const { status, headers } = await send(wiki.url, 'GET', '/v1/session', {
        headers: { origin: CRM_ORIGIN },
      });
      expect([status, headers.get('access-control-allow-origin')]).toEqual([401, CRM_ORIGIN]);
    });

    test.each(['https://evil.example', 'https://crm.example.com.evil.example', 'null'])(
      '%s may not',
      async (origin) => {
        const asked = await preflight(origin);
        expect([asked.status, asked.headers.get('access-control-allow-origin')]).toEqual([
          403,
          null,
        ]);
        const { status, headers } = await client('GET', '/v1/session', { headers: { origin } });
        expect([status, headers.get('access-control-allow-origin')]).toEqual([403, null]);
      },
    );

    test("another tenant's CRM may not", async () => {
      const token = await tokenOf(backend.tenants.b, 'admin');
      const answer = await send(wiki.url, 'GET', '/v1/session', {
        token,
        headers: { origin: FIRST_ORIGIN },
      });
      expect(answer).toMatchObject(problem(403, 'origin-not-allowed'));
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    });
  });

  describe('the pages', () => {
    const page = (path: string, headers: Record<string, string> = {}) =>
      send(wiki.url, 'GET', path, { headers });

    test('every address of the editor is its one page, under a strict policy', async () => {
      for (const path of ['/admin/wiki', '/admin/wiki/', '/admin/wiki/articles/some-id']) {
        const { status, text, headers } = await page(path);
        expect([path, status, text]).toEqual([path, 200, 'admin/index.html']);
        expect(headers.get('content-type')).toMatch(/^text\/html/);
        expect(headers.get('cache-control')).toBe('public, no-cache');
        const policy = headers.get('content-security-policy') ?? '';
        expect(policy).toContain("default-src 'none'");
        expect(policy).toContain("script-src 'self';");
        expect(policy).not.toContain('unsafe');
      }
    });

    test('files with a hash in their name are kept, and other sites load the widget', async () => {
      const script = await page('/admin/wiki/assets/page-1a2b.js');
      expect([script.status, script.headers.get('cache-control')]).toEqual([
        200,
        'public, max-age=31536000, immutable',
      ]);
      expect(script.headers.get('content-type')).toMatch(/javascript/);
      expect(script.headers.get('access-control-allow-origin')).toBeNull();
      const widget = await page('/widget/crm-help.js', { origin: 'https://anywhere.example' });
      expect(widget).toMatchObject({ status: 200, text: 'widget/crm-help.js' });
      expect(widget.headers.get('access-control-allow-origin')).toBe('*');
      expect((await page('/demo')).text).toBe('demo/index.html');
    });

    test('no address reaches a file that is none of theirs', async () => {
      for (const path of [
        ...['/admin/wiki/missing.js', '/widget', '/widget/', '/private.txt'],
        ...['/widget/..%2fprivate.txt', '/widget/%2e%2e/private.txt', '/widget/..%5cprivate.txt'],
        ...['/widget//private.txt', '/widget/.hidden', '/widget/%00', '/index.html'],
        '/admin/wiki/assets/../../../private.txt',
      ]) {
        const { status, text } = await page(path);
        expect([path, status]).toEqual([path, 404]);
        expect(text).not.toContain('private.txt');
      }
    });
  });

  describe('the log', () => {
    test('has a line for each request, without texts, searches or people', async () => {
      await client('GET', '/v1/search?q=secretquery');
      await created({ title: 'Secrettitle', html: '<p>secrettext</p>' });
      await expect
        .poll(() => wiki.log())
        .toMatch(/"method":"POST","route":"\/v1\/articles","status":201/);
      const log = wiki.log();
      expect(log).not.toMatch(/secretquery|secrettitle|secrettext/i);
      expect(log).not.toContain(backend.tenants.a.users.client);
      expect(log).not.toContain('eyJ');
    });
  });

  more(() => ({ wiki, backend }));
}
