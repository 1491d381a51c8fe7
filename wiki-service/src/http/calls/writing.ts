import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Article } from '../../data/answers.ts';
import type { WikiDatabase } from '../../data/wiki-database.ts';
import { type ArticleHtml, cleanArticleHtml, HtmlTooComplex } from '../../html/article-html.ts';
import type { Caller } from '../../tokens/verify-token.ts';
import type { WikiEnv, WikiParts } from '../app-types.ts';
import * as calls from '../contract/calls.ts';
import { LONGEST_HTML } from '../contract/schemas.ts';
import { entityTag, readIfMatch } from '../entity-tag.ts';
import { Problem } from '../problem.ts';

const ARTICLE = calls.changeArticle.getRoutingPath();

/** Judged before a body is looked at: whose call it is, and whether it must name a revision. */
const FOR_ADMINS = [
  { method: 'POST', path: calls.createArticle.getRoutingPath(), needsRevision: false },
  { method: 'PUT', path: ARTICLE, needsRevision: true },
  { method: 'DELETE', path: ARTICLE, needsRevision: true },
  { method: 'POST', path: calls.publishArticle.getRoutingPath(), needsRevision: true },
  { method: 'POST', path: calls.unpublishArticle.getRoutingPath(), needsRevision: true },
  { method: 'GET', path: calls.readProblems.getRoutingPath(), needsRevision: false },
  { method: 'GET', path: calls.listSearches.getRoutingPath(), needsRevision: false },
  { method: 'POST', path: calls.dismissSearch.getRoutingPath(), needsRevision: false },
  { method: 'GET', path: calls.listFacts.getRoutingPath(), needsRevision: false },
  { method: 'GET', path: calls.listRoutes.getRoutingPath(), needsRevision: false },
  { method: 'GET', path: calls.listPortalPages.getRoutingPath(), needsRevision: false },
];

/** Everything that changes articles, and what the editor shows beside them. */
export function addWriting(app: OpenAPIHono<WikiEnv>, { database, catalogue }: WikiParts): void {
  for (const { method, path, needsRevision } of FOR_ADMINS) {
    app.on(method, path, async (c, next) => {
      if (c.var.caller.role !== 'admin') throw new Problem('forbidden');
      if (needsRevision && !c.req.header('if-match')) throw new Problem('revision-required');
      await next();
    });
  }

  app.openapi(calls.createArticle, async (c) => {
    const draft = c.req.valid('json');
    const answer = await database.call(c.var.caller, 'save_article', {
      p_id: null,
      p_revision: null,
      ...(await columnsOf(c, draft)),
      p_create_key: c.req.valid('header')['idempotency-key'],
    });
    const article = currentArticle(answer);
    c.header('location', `/v1/articles/${article.id}`);
    c.header('etag', entityTag(article));
    return answer.status === 'created' ? c.json(article, 201) : c.json(article, 200);
  });

  app.openapi(calls.changeArticle, async (c) => {
    const { id } = c.req.valid('param');
    const revision = readIfMatch(c.req.header('if-match'), { id, acceptsAny: false });
    const answer = await database.call(c.var.caller, 'save_article', {
      p_id: id,
      p_revision: revision,
      ...(await columnsOf(c, c.req.valid('json'))),
    });
    const article = currentArticle(answer);
    c.header('etag', entityTag(article));
    return c.json(article, 200);
  });

  for (const [call, state] of [
    [calls.publishArticle, 'published'],
    [calls.unpublishArticle, 'draft'],
  ] as const) {
    app.openapi(call, async (c) => {
      const { id } = c.req.valid('param');
      const revision = readIfMatch(c.req.header('if-match'), { id, acceptsAny: true });
      const article = currentArticle(
        await database.call(c.var.caller, 'set_article_state', {
          p_id: id,
          p_state: state,
          p_revision: revision,
        }),
      );
      c.header('etag', entityTag(article));
      return c.json(article, 200);
    });
  }

  app.openapi(calls.deleteArticle, async (c) => {
    const { id } = c.req.valid('param');
    const revision = readIfMatch(c.req.header('if-match'), { id, acceptsAny: true });
    const answer = await database.call(c.var.caller, 'delete_article', {
      p_id: id,
      p_revision: revision,
    });
    if (answer.status !== 'deleted') currentArticle(answer);
    return c.body(null, 204);
  });

  app.openapi(calls.readProblems, async (c) => {
    const found = await database.call(c.var.caller, 'article_problems', {
      p_id: c.req.valid('param').id,
    });
    if (found.status === 'forbidden') throw new Problem('forbidden');
    if (found.status === 'not_found') throw new Problem('not-found');
    return c.json({ brokenLinks: found.brokenLinks, drift: found.drift }, 200);
  });

  app.openapi(calls.listSearches, async (c) => {
    const { limit } = c.req.valid('query');
    const found = await database.call(c.var.caller, 'list_searches', { p_limit: limit });
    if (found.status === 'forbidden') throw new Problem('forbidden');
    return c.json({ searches: found.searches }, 200);
  });

  app.openapi(calls.dismissSearch, async (c) => {
    const { query, locale } = c.req.valid('json');
    const { status } = await database.call(c.var.caller, 'dismiss_search', {
      p_query: query,
      p_locale: locale,
    });
    if (status === 'forbidden') throw new Problem('forbidden');
    if (status === 'not_found') throw new Problem('not-found');
    return c.body(null, 204);
  });

  app.openapi(calls.listFacts, async (c) => {
    await requireActive(database, c.var.caller);
    return c.json({ facts: catalogue.facts }, 200);
  });

  app.openapi(calls.listRoutes, async (c) => {
    await requireActive(database, c.var.caller);
    return c.json({ routes: catalogue.routes }, 200);
  });

  app.openapi(calls.listPortalPages, async (c) => {
    const { caller } = c.var;
    await requireActive(database, caller);
    const { q, locale, limit } = c.req.valid('query');
    // What PostgREST's filters give a meaning to is no part of a title that anybody looks for.
    const words = q?.replace(/[^\p{L}\p{N}/ -]+/gu, ' ').trim();
    const pages = await database.read<{
      path: string;
      locale: string;
      title: string;
      headings: { id: string; text: string }[];
    }>(caller, 'wiki_portal_pages', 'path,locale,title,headings', (query) => {
      const narrowed = locale ? query.eq('locale', locale) : query;
      const found = words ? narrowed.or(`title.ilike.%${words}%,path.ilike.%${words}%`) : narrowed;
      return found.order('title').limit(limit ?? 50);
    });
    return c.json({ pages }, 200);
  });
}

/** For calls that no SQL function judges: row-level security must not be all that stands there. */
async function requireActive(database: WikiDatabase, caller: Caller): Promise<void> {
  const session = await database.call(caller, 'wiki_session', {});
  if (!session) throw new Problem('forbidden', { reason: 'no active member' });
}

interface Draft {
  title: string;
  slug: string;
  html: string;
  locale: Article['locale'];
  roles: Article['roles'];
  routes: string[];
}

/** A draft as the columns of an article, its HTML reduced to what an article may hold. */
async function columnsOf(c: Context<WikiEnv>, draft: Draft) {
  const { imageHosts } = await c.var.tenantOf(c.var.caller);
  const { html, text, excerpt, links } = cleaned(draft.html, imageHosts);
  return {
    p_slug: draft.slug,
    p_title: draft.title,
    p_html: html,
    p_excerpt: excerpt,
    p_text: text,
    p_locale: draft.locale,
    p_roles: draft.roles,
    p_routes: draft.routes,
    p_links: links,
  };
}

function cleaned(html: string, imageHosts: readonly string[]): ArticleHtml {
  const tooLarge = new Problem('too-large', {
    detail: `The text of an article may be ${LONGEST_HTML} characters of HTML.`,
  });
  if (html.length > LONGEST_HTML) throw tooLarge;
  try {
    const article = cleanArticleHtml(html, { imageHosts });
    if (article.html.length > LONGEST_HTML) throw tooLarge;
    return article;
  } catch (error) {
    if (!(error instanceof HtmlTooComplex)) throw error;
    throw new Problem('bad-request', {
      members: { errors: [{ path: 'json.html', message: error.message }] },
    });
  }
}

type Answer =
  | { status: 'created' | 'existing' | 'saved' | 'stale'; article: Article }
  | { status: 'slug_taken' | 'revision_required' | 'not_found' | 'forbidden' };

/** The article of an answer that went well. Throws the problem for one that did not. */
function currentArticle(answer: Answer): Article {
  switch (answer.status) {
    case 'created':
    case 'existing':
    case 'saved':
      return answer.article;
    case 'stale':
      throw new Problem('stale-revision', {
        members: { article: answer.article },
        headers: { etag: entityTag(answer.article) },
      });
    case 'slug_taken':
      throw new Problem('slug-taken');
    case 'revision_required':
      throw new Problem('revision-required');
    case 'not_found':
      throw new Problem('not-found');
    case 'forbidden':
      throw new Problem('forbidden');
  }
}
