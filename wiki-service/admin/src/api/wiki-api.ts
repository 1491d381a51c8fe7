import type {
  Article,
  ArticleProblems,
  ListedArticle,
  ListProblem,
  ListSort,
  Locale,
  Role,
  Tenant,
} from '../../../src/data/answers.ts';
import { ApiFailure, readFailure } from './failure.ts';
import { type Person, readPerson } from './person.ts';

export type {
  Article,
  ArticleProblems,
  ListedArticle,
  ListProblem,
  ListSort,
  Locale,
  Role,
  Tenant,
};

/** What one writes of an article. */
export type ArticleFields = Pick<
  Article,
  'title' | 'slug' | 'html' | 'locale' | 'roles' | 'routes'
>;

/** What a list is narrowed to. Empty values are left out. */
export interface ListFilter {
  q?: string;
  state?: Article['state'];
  locale?: Locale;
  role?: Role;
  route?: string;
  problem?: ListProblem;
  sort?: ListSort;
}

export interface PortalPage {
  path: string;
  locale: Locale;
  title: string;
  headings: { id: string; text: string }[];
}

/** A text in English and perhaps in Dutch. */
export type Translated = { en: string; nl?: string };

export interface Fact {
  id: string;
  value: string;
  unit: string;
  /** How the value is written. */
  text: Translated;
  about: Translated;
}

export interface CrmRoute {
  route: string;
  name: Translated;
  area: string;
}

export interface VainSearch {
  query: string;
  locale: Locale;
  times: number;
  last: string;
}

export interface HelpArticle {
  id: string;
  title: string;
  why: { route: string; match: string };
}

/** Gives a token that is valid now. `renew`: the one it gave last was refused. `null`: signed out. */
export type GetToken = (options: { renew: boolean }) => Promise<string | null>;

const TIMEOUT_MS = 20_000;

interface Call {
  method?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

/** The wiki's HTTP calls, as one person. Every method throws an `ApiFailure` when it fails. */
export class WikiApi {
  readonly #base: string;
  readonly #getToken: GetToken;
  #person: Person | undefined;

  /** `base`: where the wiki service is, without a slash at the end; empty for the same origin. */
  constructor(base: string, getToken: GetToken) {
    this.#base = base.replace(/\/+$/, '');
    this.#getToken = getToken;
  }

  /** Who is signed in. It stays the same person for as long as this object is used. */
  async person(): Promise<Person> {
    await this.#token(false);
    if (!this.#person) throw new ApiFailure('signed-out');
    return this.#person;
  }

  session(): Promise<{ role: Role; tenant: Tenant }> {
    return this.#json('/v1/session');
  }

  list(
    filter: ListFilter & { limit?: number; cursor?: string },
  ): Promise<{ articles: ListedArticle[]; next: string | null }> {
    return this.#json(`/v1/articles${writeQuery({ ...filter })}`);
  }

  article(idOrSlug: string, locale?: Locale): Promise<Article> {
    return this.#json(`/v1/articles/${encodeURIComponent(idOrSlug)}${writeQuery({ locale })}`);
  }

  problems(id: string): Promise<ArticleProblems> {
    return this.#json(`/v1/articles/${id}/problems`);
  }

  /** Creates a draft. The same `createKey` again gives the article that it made before. */
  create(fields: ArticleFields, createKey: string): Promise<Article> {
    return this.#json('/v1/articles', {
      method: 'POST',
      body: fields,
      headers: { 'Idempotency-Key': createKey },
    });
  }

  save(id: string, revision: number, fields: ArticleFields): Promise<Article> {
    return this.#json(`/v1/articles/${id}`, {
      method: 'PUT',
      body: fields,
      headers: ifMatch(revision),
    });
  }

  setState(id: string, revision: number, state: Article['state']): Promise<Article> {
    const verb = state === 'published' ? 'publish' : 'unpublish';
    return this.#json(`/v1/articles/${id}/${verb}`, {
      method: 'POST',
      headers: ifMatch(revision),
    });
  }

  async remove(id: string, revision: number): Promise<void> {
    await this.#send(`/v1/articles/${id}`, { method: 'DELETE', headers: ifMatch(revision) });
  }

  async help(route: string, role: Role, locale: Locale): Promise<HelpArticle[]> {
    const query = writeQuery({ route, role, locale });
    return (await this.#json<{ articles: HelpArticle[] }>(`/v1/help${query}`)).articles;
  }

  async vainSearches(): Promise<VainSearch[]> {
    return (await this.#json<{ searches: VainSearch[] }>('/v1/searches')).searches;
  }

  async dismissSearch(search: { query: string; locale: Locale }): Promise<void> {
    const { query, locale } = search;
    await this.#send('/v1/searches/dismiss', { method: 'POST', body: { query, locale } });
  }

  async portalPages(filter: { q?: string; limit?: number }): Promise<PortalPage[]> {
    const query = writeQuery({ ...filter });
    return (await this.#json<{ pages: PortalPage[] }>(`/v1/portal-pages${query}`)).pages;
  }

  async facts(): Promise<Fact[]> {
    return (await this.#json<{ facts: Fact[] }>('/v1/facts')).facts;
  }

  async routes(): Promise<CrmRoute[]> {
    return (await this.#json<{ routes: CrmRoute[] }>('/v1/routes')).routes;
  }

  async #json<Answer>(path: string, call: Call = {}): Promise<Answer> {
    const response = await this.#send(path, call);
    try {
      return (await response.json()) as Answer;
    } catch {
      // The connection broke off in the middle, or something other than the wiki answered.
      throw new ApiFailure('offline');
    }
  }

  async #send(path: string, call: Call): Promise<Response> {
    let response = await this.#fetch(path, call, await this.#token(false));
    if (response.status === 401) {
      response = await this.#fetch(path, call, await this.#token(true));
    }
    if (!response.ok) throw await readFailure(response);
    return response;
  }

  async #fetch(path: string, { method = 'GET', body, headers }: Call, token: string) {
    try {
      return await fetch(`${this.#base}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
        credentials: 'omit',
        // The editor must see what was saved a moment ago.
        cache: 'no-cache',
      });
    } catch {
      throw new ApiFailure('offline');
    }
  }

  async #token(renew: boolean): Promise<string> {
    const token = await this.#getToken({ renew }).catch(() => null);
    if (!token) throw new ApiFailure('signed-out');
    const person = readPerson(token);
    if (!person) throw new ApiFailure('signed-out');
    this.#person ??= person;
    if (person.id !== this.#person.id || person.tenantId !== this.#person.tenantId) {
      throw new ApiFailure('other-person');
    }
    return token;
  }
}

function ifMatch(revision: number): Record<string, string> {
  return { 'If-Match': `"${revision}"` };
}

function writeQuery(values: Record<string, string | number | undefined>): string {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined && value !== '');
  const query = new URLSearchParams(entries.map(([name, value]) => [name, String(value)]));
  return entries.length > 0 ? `?${query}` : '';
}
