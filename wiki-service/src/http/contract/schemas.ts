import { z } from '@hono/zod-openapi';

/** The longest HTML that an article may have, in characters. */
export const LONGEST_HTML = 500_000;

/** Text that PostgreSQL can keep. */
const text = (most: number) =>
  z
    .string()
    .max(most)
    .refine((value) => value.isWellFormed() && !value.includes('\0'), 'has characters of no text');

export const locale = z.enum(['en', 'nl']);
export const role = z.enum(['admin', 'employee', 'client']);
export const state = z.enum(['draft', 'published']);
export const articleId = z
  .uuid()
  .transform((id) => id.toLowerCase())
  .openapi({ description: 'Id of an article.' });

const slug = z
  .string()
  .max(120)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'is made of a-z, 0-9 and single hyphens')
  .refine(
    (value) => !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value),
    'must not look like an id',
  )
  .openapi({ example: 'creating-a-proposal' });
const title = text(200)
  .transform((value) => value.replace(/[\s\p{Cc}]+/gu, ' ').trim())
  .pipe(z.string().min(1))
  .openapi({ example: 'Create a proposal' });
const routePattern = z
  .string()
  .max(200)
  .regex(/^(\/|(\/([A-Za-z0-9._~-]+|\{[A-Za-z0-9_-]+\}|\*))+)$/, 'is no route, such as /admin/*')
  .openapi({ example: '/admin/proposals/*' });

/** What one writes of an article. */
export const articleDraft = z
  .object({
    title,
    slug,
    html: text(LONGEST_HTML * 2),
    locale,
    roles: z
      .array(role)
      .max(10)
      .transform((roles) => [...new Set(roles)]),
    routes: z
      .array(routePattern)
      .max(50)
      .transform((routes) => [...new Set(routes)]),
  })
  .openapi('ArticleDraft');

/** A new article may begin with a title alone; nobody sees it until it is published. */
export const newArticle = articleDraft
  .extend({
    html: articleDraft.shape.html.default(''),
    roles: articleDraft.shape.roles.default([]),
    routes: articleDraft.shape.routes.default([]),
  })
  .openapi('NewArticle');

export const article = z
  .object({
    id: z.uuid(),
    slug: z.string(),
    title: z.string(),
    html: z.string().openapi({ description: 'Reduced to what an article may hold.' }),
    excerpt: z.string(),
    locale,
    roles: z.array(role),
    routes: z.array(z.string()),
    state,
    revision: z.int().openapi({ description: 'One more with every change, of the state too.' }),
    updatedAt: z.iso.datetime(),
  })
  .openapi('Article');

export const listedArticle = article
  .omit({ html: true })
  .extend({
    html: z.string().optional().openapi({ description: 'Only where it was asked for.' }),
    views: z.int().optional().openapi({ description: 'In 90 days. This and the rest: admins.' }),
    helpful: z.int().optional(),
    unhelpful: z.int().optional(),
    brokenLinks: z.int().optional(),
    drift: z.array(z.string()).optional(),
  })
  .openapi('ListedArticle');

export const articlePage = z
  .object({ articles: z.array(listedArticle), next: z.string().nullable() })
  .openapi('ArticlePage');

export const help = z
  .object({
    articles: z.array(
      z.object({
        id: z.uuid(),
        slug: z.string(),
        title: z.string(),
        excerpt: z.string(),
        locale,
        why: z.object({
          route: z.string().openapi({ description: 'The route of the article that fits.' }),
          match: z.enum(['exact', 'pattern', 'section']),
        }),
      }),
    ),
  })
  .openapi('Help');

export const searchResults = z
  .object({
    results: z.array(
      z.object({
        id: z.uuid(),
        slug: z.string(),
        title: z.string(),
        locale,
        highlight: z.string().openapi({ description: 'HTML: escaped text, hits in <mark>.' }),
      }),
    ),
    total: z.int(),
    corrected: z.boolean().openapi({ description: 'Misspelt words were replaced.' }),
  })
  .openapi('SearchResults');

export const session = z
  .object({
    role,
    tenant: z.object({
      id: z.uuid(),
      slug: z.string(),
      name: z.string(),
      brand: z.object({
        accent: z.string(),
        accentText: z.string(),
        surface: z.string(),
        text: z.string(),
      }),
      defaultLocale: locale,
      imageHosts: z.array(z.string()),
      crmOrigins: z.array(z.string()),
      example: z.boolean(),
    }),
  })
  .openapi('Session');

export const searches = z
  .object({
    searches: z.array(z.object({ query: z.string(), locale, times: z.int(), last: z.iso.date() })),
  })
  .openapi('SearchesInVain');

export const articleProblems = z
  .object({
    brokenLinks: z.array(
      z.object({
        kind: z.enum(['article', 'portal']),
        target: z.string(),
        anchor: z.string().optional(),
        reason: z.enum(['missing', 'draft']),
      }),
    ),
    drift: z.array(
      z.object({
        articleSection: z.string(),
        portalPath: z.string(),
        portalSection: z.string(),
        portalTitle: z.string().nullable(),
        state: z.string(),
        detail: z.string(),
        checkedAt: z.iso.datetime(),
        portalChangedOn: z.iso.date().nullable().openapi({
          description: 'When the section of the portal changed; null where nobody knows.',
        }),
        articleChangedOn: z.iso.date().nullable().openapi({
          description: 'When the article was last saved, where it changed.',
        }),
      }),
    ),
  })
  .openapi('ArticleProblems');

const translated = z.object({ en: z.string(), nl: z.string().optional() });
export const facts = z
  .object({
    facts: z.array(
      z.object({
        id: z.string(),
        value: z.string(),
        unit: z.string(),
        text: translated.openapi({ description: 'How the value is written.' }),
        about: translated,
      }),
    ),
  })
  .openapi('Facts');
export const routes = z
  .object({
    routes: z.array(z.object({ route: z.string(), name: translated, area: z.string() })),
  })
  .openapi('Routes');

export const portalPages = z
  .object({
    pages: z.array(
      z.object({
        path: z.string(),
        locale: z.string(),
        title: z.string(),
        headings: z.array(z.object({ id: z.string(), text: z.string() })),
      }),
    ),
  })
  .openapi('PortalPages');

export const feedback = z
  .object({ helpful: z.boolean(), comment: text(2_000).optional() })
  .openapi('Feedback');

export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    requestId: z.string(),
    errors: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .optional()
      .openapi({ description: 'With 400: what is wrong with which part of the request.' }),
    article: article.optional().openapi({ description: 'With 412: the article as it is now.' }),
  })
  .openapi('Problem');

const flag = z
  .enum(['true', 'false', '1', '0'])
  .transform((value) => ['true', '1'].includes(value));
const whole = (least: number, most: number) => z.coerce.number().int().min(least).max(most);

export const helpQuery = z.object({
  route: text(500).regex(/^\//, 'starts with a slash').openapi({ example: '/admin/proposals/new' }),
  locale: locale.optional(),
  role: role.optional().openapi({ description: 'As whom to look: for admins.' }),
  limit: whole(1, 20).optional(),
});
export const searchQuery = z.object({
  q: text(500),
  locale: locale.optional(),
  role: role.optional().openapi({ description: 'As whom to look: for admins.' }),
  limit: whole(1, 100).optional(),
  offset: whole(0, 10_000).optional(),
  typing: flag.optional().openapi({
    description: 'More is being typed, so do not remember a search that finds nothing.',
  }),
});
export const listQuery = z.object({
  limit: whole(1, 200).optional(),
  cursor: z.string().max(1_000).optional().openapi({ description: '`next` of the page before.' }),
  sort: z.enum(['created', 'updated', 'title']).optional(),
  state: state.optional(),
  locale: locale.optional(),
  role: role.optional(),
  route: text(500).regex(/^\//, 'starts with a slash').optional(),
  q: text(200).optional(),
  problem: z.enum(['broken-links', 'drift', 'no-views']).optional(),
  html: flag.optional().openapi({ description: 'With the text of each article.' }),
});
export const localeQuery = z.object({ locale: locale.optional() });
export const portalPagesQuery = z.object({
  q: text(200).optional().openapi({ description: 'In the title or the path.' }),
  locale: z
    .string()
    .regex(/^[a-z]{2}$/)
    .optional(),
  limit: whole(1, 200).optional(),
});
export const searchesQuery = z.object({ limit: whole(1, 500).optional() });
export const searchInVain = z.object({ query: text(500).min(1), locale }).openapi('SearchInVain');

/** An id, or a slug that leads or led to an article. */
export const articleKey = z.object({ key: text(200).min(1) });
export const articleById = z.object({ id: articleId });

export const revisionHeader = z.object({
  'if-match': z
    .string()
    .optional()
    .openapi({ description: 'The ETag of the revision that the change is based on.' }),
});
export const knownHeader = z.object({ 'if-none-match': z.string().optional() });
export const creationHeader = z.object({
  'idempotency-key': z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/, 'is 1 to 200 visible ASCII characters')
    .optional()
    .openapi({ description: 'Names this act of creating: sent twice, it makes one article.' }),
});
