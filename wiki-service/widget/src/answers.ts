import type { Brand } from './brand.ts';

/** What the widget reads of the service's answers. */
export interface HelpAnswer {
  articles: ListedArticle[];
}

export interface SearchAnswer {
  results: ListedArticle[];
  total: number;
  /** No article had the words as they were typed; these have words like them. */
  corrected?: boolean;
}

/** An article in a list: help has `excerpt` and `why`, search has `highlight`. */
export interface ListedArticle {
  id: string;
  slug: string;
  title: string;
  locale?: string;
  excerpt?: string;
  why?: { match: string };
  /** Escaped text, with hits in `<mark>`. */
  highlight?: string;
}

export interface ArticleAnswer {
  id: string;
  slug: string;
  title: string;
  html: string;
  locale: string;
}

export interface SessionAnswer {
  tenant?: { brand?: Partial<Brand>; defaultLocale?: string };
}
