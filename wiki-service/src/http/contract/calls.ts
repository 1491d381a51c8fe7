import { createRoute, type z } from '@hono/zod-openapi';
import { PROBLEMS, type ProblemName } from '../problem.ts';
import * as schemas from './schemas.ts';

const json = <Schema extends z.ZodType>(schema: Schema) => ({ 'application/json': { schema } });
const answer = <Schema extends z.ZodType>(schema: Schema, description: string) => ({
  content: json(schema),
  description,
});
const nothing = (description: string) => ({ description });

/** Problems of every call that needs a token. */
const ANYWHERE = [
  ...['bad-request', 'unauthenticated', 'forbidden', 'too-many-requests', 'unavailable'],
] as ProblemName[];

/** The problems of a call, one answer for each status. */
function problems(...names: ProblemName[]) {
  return Object.fromEntries(
    [...ANYWHERE, ...names].map((name) => {
      const { status, title } = PROBLEMS[name];
      const content = { 'application/problem+json': { schema: schemas.problem } };
      return [status, { content, description: title }];
    }),
  );
}

const security = [{ token: [] }];

export const readSession = createRoute({
  method: 'get',
  path: '/v1/session',
  tags: ['Reading'],
  summary: 'Who the token is for: role, tenant and its brand',
  security,
  responses: { 200: answer(schemas.session, 'The session'), ...problems() },
});

export const readHelp = createRoute({
  method: 'get',
  path: '/v1/help',
  tags: ['Reading'],
  summary: 'The articles that help on a page of the CRM, most specific route first',
  security,
  request: { query: schemas.helpQuery },
  responses: { 200: answer(schemas.help, 'The articles'), ...problems() },
});

export const searchArticles = createRoute({
  method: 'get',
  path: '/v1/search',
  tags: ['Reading'],
  summary: 'Published articles with all the words of a query',
  security,
  request: { query: schemas.searchQuery },
  responses: { 200: answer(schemas.searchResults, 'What was found'), ...problems() },
});

export const listArticles = createRoute({
  method: 'get',
  path: '/v1/articles',
  tags: ['Reading'],
  summary: 'The articles that the caller may read, page by page',
  security,
  request: { query: schemas.listQuery },
  responses: { 200: answer(schemas.articlePage, 'A page of articles'), ...problems() },
});

export const readArticle = createRoute({
  method: 'get',
  path: '/v1/articles/{key}',
  tags: ['Reading'],
  summary: 'One article, by id or by any slug that ever led to it',
  security,
  request: {
    params: schemas.articleKey,
    query: schemas.localeQuery,
    headers: schemas.knownHeader,
  },
  responses: {
    200: answer(schemas.article, 'The article, with its ETag'),
    304: nothing('It is still what the caller has'),
    ...problems('not-found'),
  },
});

export const createArticle = createRoute({
  method: 'post',
  path: '/v1/articles',
  tags: ['Writing'],
  summary: 'Starts an article, as a draft',
  security,
  request: {
    headers: schemas.creationHeader,
    body: { required: true, content: json(schemas.newArticle) },
  },
  responses: {
    200: answer(schemas.article, 'It had been created with this Idempotency-Key before'),
    201: answer(schemas.article, 'The new article, with its ETag and Location'),
    ...problems('slug-taken', 'too-large', 'unsupported-media-type'),
  },
});

export const changeArticle = createRoute({
  method: 'put',
  path: '/v1/articles/{id}',
  tags: ['Writing'],
  summary: 'Changes an article that is still at the revision in If-Match',
  security,
  request: {
    params: schemas.articleById,
    headers: schemas.revisionHeader,
    body: { required: true, content: json(schemas.articleDraft) },
  },
  responses: {
    200: answer(schemas.article, 'The article as it was saved, with its ETag'),
    ...problems(
      ...(['not-found', 'slug-taken', 'stale-revision', 'too-large'] as const),
      ...(['unsupported-media-type', 'revision-required'] as const),
    ),
  },
});

const stateCall = <Path extends string>(path: Path, summary: string) =>
  createRoute({
    method: 'post',
    path,
    tags: ['Writing'],
    summary,
    security,
    request: { params: schemas.articleById, headers: schemas.revisionHeader },
    responses: {
      200: answer(schemas.article, 'The article, with its ETag'),
      ...problems('not-found', 'stale-revision', 'revision-required'),
    },
  });

export const publishArticle = stateCall(
  '/v1/articles/{id}/publish',
  'Shows an article to its readers',
);
export const unpublishArticle = stateCall(
  '/v1/articles/{id}/unpublish',
  'Makes an article a draft again',
);

export const deleteArticle = createRoute({
  method: 'delete',
  path: '/v1/articles/{id}',
  tags: ['Writing'],
  summary: 'Deletes an article for good',
  security,
  request: { params: schemas.articleById, headers: schemas.revisionHeader },
  responses: {
    204: nothing('It is gone'),
    ...problems('not-found', 'stale-revision', 'revision-required'),
  },
});

export const giveFeedback = createRoute({
  method: 'post',
  path: '/v1/articles/{id}/feedback',
  tags: ['Reading'],
  summary: 'Says whether an article helped. Kept without the person',
  security,
  request: {
    params: schemas.articleById,
    body: { required: true, content: json(schemas.feedback) },
  },
  responses: {
    204: nothing('Kept'),
    ...problems('not-found', 'too-large', 'unsupported-media-type'),
  },
});

export const countView = createRoute({
  method: 'post',
  path: '/v1/articles/{id}/views',
  tags: ['Reading'],
  summary: 'Says that an article was opened. Kept without the person',
  security,
  request: { params: schemas.articleById },
  responses: { 204: nothing('Counted'), ...problems('not-found') },
});

export const readProblems = createRoute({
  method: 'get',
  path: '/v1/articles/{id}/problems',
  tags: ['Writing'],
  summary: 'Broken links of an article, and where it and the portal have moved apart',
  security,
  request: { params: schemas.articleById },
  responses: {
    200: answer(schemas.articleProblems, 'What there is to mend'),
    ...problems('not-found'),
  },
});

export const listSearches = createRoute({
  method: 'get',
  path: '/v1/searches',
  tags: ['Writing'],
  summary: 'Searches of the last 90 days that found nothing, most often first',
  security,
  request: { query: schemas.searchesQuery },
  responses: { 200: answer(schemas.searches, 'The searches'), ...problems() },
});

export const dismissSearch = createRoute({
  method: 'post',
  path: '/v1/searches/dismiss',
  tags: ['Writing'],
  summary: 'Strikes a search off that list',
  security,
  request: { body: { required: true, content: json(schemas.searchInVain) } },
  responses: {
    204: nothing('Struck off'),
    ...problems('not-found', 'too-large', 'unsupported-media-type'),
  },
});

export const listFacts = createRoute({
  method: 'get',
  path: '/v1/facts',
  tags: ['Writing'],
  summary: 'The facts that a text can use by their id',
  security,
  responses: { 200: answer(schemas.facts, 'The facts'), ...problems() },
});

export const listRoutes = createRoute({
  method: 'get',
  path: '/v1/routes',
  tags: ['Writing'],
  summary: "The CRM's pages that an article can help with",
  security,
  responses: { 200: answer(schemas.routes, 'The routes'), ...problems() },
});

export const listPortalPages = createRoute({
  method: 'get',
  path: '/v1/portal-pages',
  tags: ['Writing'],
  summary: 'Pages of the portal to link to, once sync has published them',
  security,
  request: { query: schemas.portalPagesQuery },
  responses: { 200: answer(schemas.portalPages, 'The pages'), ...problems() },
});
