import type { ArticleLink } from '../html/article-html.ts';

export type Role = 'admin' | 'employee' | 'client';
export type Locale = 'en' | 'nl';

/** An article, as the SQL functions and the HTTP contract write it. */
export interface Article {
  id: string;
  slug: string;
  title: string;
  html: string;
  excerpt: string;
  locale: Locale;
  roles: Role[];
  routes: string[];
  state: 'draft' | 'published';
  revision: number;
  updatedAt: string;
}

export interface Tenant {
  id: string;
  slug: string;
  name: string;
  brand: { accent: string; accentText: string; surface: string; text: string };
  defaultLocale: Locale;
  imageHosts: string[];
  crmOrigins: string[];
  example: boolean;
}

/** An article in a list. Admins also get what there is to do about it. */
export type ListedArticle = Omit<Article, 'html'> & {
  html?: string;
  views?: number;
  helpful?: number;
  unhelpful?: number;
  brokenLinks?: number;
  drift?: string[];
};

/** How an article stands against what it links to and what it shares with the portal. */
export interface ArticleProblems {
  brokenLinks: {
    kind: 'article' | 'portal';
    target: string;
    anchor?: string;
    reason: 'missing' | 'draft';
  }[];
  drift: {
    articleSection: string;
    portalPath: string;
    portalSection: string;
    portalTitle: string | null;
    state: string;
    detail: string;
    checkedAt: string;
    /** Days, `YYYY-MM-DD`; null where nobody knows them. */
    portalChangedOn: string | null;
    articleChangedOn: string | null;
  }[];
}

export type ListSort = 'created' | 'updated' | 'title';
export type ListProblem = 'broken-links' | 'drift' | 'no-views';
export interface ListCursor {
  key: string;
  id: string;
}

interface Forbidden {
  status: 'forbidden';
}
interface NotFound {
  status: 'not_found';
}
interface Current<Status extends string> {
  status: Status;
  article: Article;
}

/**
 * The SQL functions of the wiki: what each takes, apart from the tenant, and what it answers.
 * supabase/README.md describes them.
 */
export interface WikiFunctions {
  wiki_session: { takes: object; gives: { role: Role; tenant: Tenant } | null };
  get_article: {
    takes: { p_key: string; p_locale?: Locale; p_known?: number };
    gives:
      | Current<'ok'>
      | { status: 'unchanged'; id: string; revision: number }
      | NotFound
      | Forbidden;
  };
  list_articles: {
    takes: {
      p_limit?: number;
      p_cursor?: ListCursor;
      p_sort?: ListSort;
      p_state?: Article['state'];
      p_locale?: Locale;
      p_role?: Role;
      p_route?: string;
      p_query?: string;
      p_problem?: ListProblem;
      p_html?: boolean;
    };
    gives: { status: 'ok'; articles: ListedArticle[]; next: ListCursor | null } | Forbidden;
  };
  help_for_route: {
    takes: { p_route: string; p_locale?: Locale; p_role?: Role; p_limit?: number };
    gives:
      | {
          status: 'ok';
          articles: (Pick<Article, 'id' | 'slug' | 'title' | 'excerpt' | 'locale'> & {
            why: { route: string; match: 'exact' | 'pattern' | 'section' };
          })[];
        }
      | Forbidden;
  };
  search_articles: {
    takes: {
      p_query: string;
      p_locale?: Locale;
      p_role?: Role;
      p_limit?: number;
      p_offset?: number;
    };
    gives:
      | {
          status: 'ok';
          results: (Pick<Article, 'id' | 'slug' | 'title' | 'locale'> & { highlight: string })[];
          total: number;
          corrected: boolean;
        }
      | Forbidden;
  };
  article_problems: {
    takes: { p_id: string };
    gives: ({ status: 'ok' } & ArticleProblems) | NotFound | Forbidden;
  };
  list_searches: {
    takes: { p_limit?: number };
    gives:
      | {
          status: 'ok';
          searches: { query: string; locale: Locale; times: number; last: string }[];
        }
      | Forbidden;
  };
  save_article: {
    takes: {
      p_id: string | null;
      p_revision: number | null;
      p_slug: string;
      p_title: string;
      p_html: string;
      p_excerpt: string;
      p_text: string;
      p_locale: Locale;
      p_roles: Role[];
      p_routes: string[];
      p_links: ArticleLink[];
      p_create_key?: string;
    };
    gives:
      | Current<'created' | 'existing' | 'saved' | 'stale'>
      | { status: 'slug_taken' | 'revision_required' }
      | NotFound
      | Forbidden;
  };
  set_article_state: {
    takes: { p_id: string; p_state: Article['state']; p_revision: number | null };
    gives: Current<'saved' | 'stale'> | NotFound | Forbidden;
  };
  delete_article: {
    takes: { p_id: string; p_revision: number | null };
    gives: { status: 'deleted' } | Current<'stale'> | NotFound | Forbidden;
  };
  record_feedback: {
    takes: { p_id: string; p_helpful: boolean; p_comment?: string };
    gives: { status: 'saved' } | NotFound | Forbidden;
  };
  record_view: { takes: { p_id: string }; gives: { status: 'saved' } | NotFound | Forbidden };
  record_search: {
    takes: { p_query: string; p_locale: Locale };
    gives: { status: 'saved' | 'ignored' } | Forbidden;
  };
  dismiss_search: {
    takes: { p_query: string; p_locale: Locale };
    gives: { status: 'saved' } | NotFound | Forbidden;
  };
}
