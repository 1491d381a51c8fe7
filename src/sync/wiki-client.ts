import { z } from 'zod';
import { CannotRun } from '../checks/cannot-run.ts';

/** How to reach a wiki: its Supabase, and one token for each tenant, with the role `wiki_sync`. */
export interface WikiAccess {
  /** What it is, in words. */
  name: string;
  url: string;
  /** The publishable key. */
  apiKey: string;
  tokens: readonly string[];
  /** How long one answer may take, in milliseconds. */
  patience?: number;
}

const PAGE = 500;
const PATIENCE = 20_000;

/** The wiki is away, slow, or gave less than it has: nothing can be said about it. */
export class WikiUnreachable extends CannotRun {
  constructor(message: string, options?: ErrorOptions) {
    super(
      message,
      'Start the local wiki with npm start, or check SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY and WIKI_SYNC_TOKENS; then run sync again.',
      options,
    );
    this.name = 'WikiUnreachable';
  }
}

/** One tenant's door into the wiki. */
export interface WikiClient {
  /**
   * All rows of a table, page by page in the order of `key`. Throws `WikiUnreachable` unless as many
   * came as the database counts, before and after.
   * @param filter PostgREST filters that hold for every row, such as `locale=eq.en`.
   */
  readAll<Row extends z.ZodType>(
    table: string,
    row: Row,
    key: string,
    filter?: string,
  ): Promise<z.infer<Row>[]>;
  /** Calls a function of the database that answers with a number. */
  call(name: string, values: unknown): Promise<number>;
}

/** Makes the client of one token. Nothing is sent before the first question. */
export function openWiki(access: WikiAccess, token: string): WikiClient {
  const headers = { apikey: access.apiKey, authorization: `Bearer ${token}` };

  async function ask(
    path: string,
    init: RequestInit = {},
  ): Promise<{ body: unknown; range: string }> {
    let answer: Response;
    let text: string;
    try {
      answer = await fetch(`${access.url}/rest/v1/${path}`, {
        ...init,
        headers: { ...headers, ...init.headers },
        signal: AbortSignal.timeout(access.patience ?? PATIENCE),
      });
      text = await answer.text();
    } catch (cause) {
      throw new WikiUnreachable(`${access.name} does not answer`, { cause });
    }
    if (!answer.ok) {
      throw new WikiUnreachable(
        `${access.name} answers ${answer.status}: ${text.replace(/\s+/g, ' ').slice(0, 200)}`,
      );
    }
    try {
      return { body: JSON.parse(text), range: answer.headers.get('content-range') ?? '' };
    } catch (cause) {
      throw new WikiUnreachable(`${access.name} gave an answer that is cut off`, { cause });
    }
  }

  async function readPage(path: string, count = false) {
    const { body, range } = await ask(path, count ? { headers: { prefer: 'count=exact' } } : {});
    if (!Array.isArray(body))
      throw new WikiUnreachable(`${access.name} gave something else than rows`);
    const total = Number(/\/(\d+)$/.exec(range)?.[1] ?? Number.NaN);
    if (count && Number.isNaN(total)) {
      throw new WikiUnreachable(`${access.name} does not say how many rows there are`);
    }
    return { rows: body as unknown[], total };
  }

  return {
    async readAll(table, row, key, filter) {
      const base = `${table}?select=${Object.keys((row as unknown as z.ZodObject).shape).join(',')}&order=${key}.asc${filter ? `&${filter}` : ''}`;
      const rows: Record<string, unknown>[] = [];
      const first = await readPage(`${base}&limit=${PAGE}`, true);
      // However many rows a page has: an empty one is the end.
      for (let page = first.rows; page.length > 0; ) {
        rows.push(...(page as Record<string, unknown>[]));
        const last = encodeURIComponent(String(rows.at(-1)?.[key]));
        page = (await readPage(`${base}&limit=${PAGE}&${key}=gt.${last}`)).rows;
      }
      const { total } = await readPage(`${base}&limit=1`, true);
      if (rows.length !== first.total || rows.length !== total) {
        throw new WikiUnreachable(
          `${access.name} gave ${rows.length} rows of ${table}, and counts ${first.total} before and ${total} after`,
        );
      }
      const read = z.array(row).safeParse(rows);
      if (!read.success) {
        throw new WikiUnreachable(
          `${access.name} gave rows of ${table} that are not whole: ${z.prettifyError(read.error).slice(0, 300)}`,
        );
      }
      return read.data;
    },
    async call(name, values) {
      const { body } = await ask(`rpc/${name}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(values),
      });
      if (typeof body === 'number') return body;
      throw new WikiUnreachable(`${access.name} did not say what ${name} did`);
    },
  };
}
