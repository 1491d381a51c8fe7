import type { OpenAPIHono } from '@hono/zod-openapi';
import type { WikiEnv, WikiParts } from '../app-types.ts';
import * as calls from '../contract/calls.ts';
import { entityTag, isKnown, readIfNoneMatch } from '../entity-tag.ts';
import { Problem } from '../problem.ts';
import { answerTagged } from './answer-tagged.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { markHits } from './highlight.ts';

/** Help, search and articles, for everybody who has a token. */
export function addReading(app: OpenAPIHono<WikiEnv>, { database, log }: WikiParts): void {
  app.openapi(calls.readSession, async (c) => {
    const session = await database.call(c.var.caller, 'wiki_session', {});
    if (!session) throw new Problem('forbidden', { reason: 'no active member' });
    return answerTagged(c, session);
  });

  app.openapi(calls.readHelp, async (c) => {
    const { route, locale, role, limit } = c.req.valid('query');
    const found = await database.call(c.var.caller, 'help_for_route', {
      p_route: route,
      p_locale: locale,
      p_role: role,
      p_limit: limit,
    });
    if (found.status === 'forbidden') throw new Problem('forbidden');
    return answerTagged(c, { articles: found.articles });
  });

  app.openapi(calls.searchArticles, async (c) => {
    const { caller } = c.var;
    const { q, locale, role, limit, offset, typing } = c.req.valid('query');
    const found = await database.call(caller, 'search_articles', {
      p_query: q,
      p_locale: locale,
      p_role: role,
      p_limit: limit,
      p_offset: offset,
    });
    if (found.status === 'forbidden') throw new Problem('forbidden');
    const isInVain = found.total === 0 && !typing && !role;
    if (isInVain) {
      try {
        const spoken = locale ?? (await c.var.tenantOf(caller)).defaultLocale;
        await database.call(caller, 'record_search', { p_query: q, p_locale: spoken });
      } catch (error) {
        // The reader has their answer; that it is not counted is for us to know.
        log.fault(c.var.requestId, error);
      }
    }
    const results = found.results.map((one) => ({ ...one, highlight: markHits(one.highlight) }));
    return answerTagged(c, { results, total: found.total, corrected: found.corrected });
  });

  app.openapi(calls.listArticles, async (c) => {
    const { limit, cursor, sort, state, locale, role, route, q, problem, html } =
      c.req.valid('query');
    const found = await database.call(c.var.caller, 'list_articles', {
      p_limit: limit,
      p_cursor: cursor === undefined ? undefined : decodeCursor(cursor),
      p_sort: sort,
      p_state: state,
      p_locale: locale,
      p_role: role,
      p_route: route,
      p_query: q,
      p_problem: problem,
      p_html: html,
    });
    if (found.status === 'forbidden') throw new Problem('forbidden');
    const next = found.next && encodeCursor(found.next);
    return answerTagged(c, { articles: found.articles, next });
  });

  app.openapi(calls.readArticle, async (c) => {
    const { key } = c.req.valid('param');
    const { locale } = c.req.valid('query');
    const known = readIfNoneMatch(c.req.header('if-none-match'));
    const ask = (revision?: number) =>
      database.call(c.var.caller, 'get_article', {
        p_key: key,
        p_locale: locale,
        p_known: revision,
      });
    const [first] = known;
    let found = await ask(first && first !== 'any' ? first.revision : undefined);
    // The slug leads to another article now, which happens to be at the same revision.
    if (found.status === 'unchanged' && !isKnown(known, found)) found = await ask();
    if (found.status === 'forbidden') throw new Problem('forbidden');
    if (found.status === 'not_found') throw new Problem('not-found');
    const current = found.status === 'ok' ? found.article : found;
    c.header('etag', entityTag(current));
    if (found.status === 'unchanged' || isKnown(known, current)) return c.body(null, 304);
    return c.json(found.article, 200);
  });

  app.openapi(calls.giveFeedback, async (c) => {
    const { helpful, comment } = c.req.valid('json');
    const { status } = await database.call(c.var.caller, 'record_feedback', {
      p_id: c.req.valid('param').id,
      p_helpful: helpful,
      p_comment: comment,
    });
    if (status === 'forbidden') throw new Problem('forbidden');
    if (status === 'not_found') throw new Problem('not-found');
    return c.body(null, 204);
  });

  app.openapi(calls.countView, async (c) => {
    const { status } = await database.call(c.var.caller, 'record_view', {
      p_id: c.req.valid('param').id,
    });
    if (status === 'forbidden') throw new Problem('forbidden');
    if (status === 'not_found') throw new Problem('not-found');
    return c.body(null, 204);
  });
}
