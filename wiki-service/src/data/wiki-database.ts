import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import type { Caller } from '../tokens/verify-token.ts';
import type { WikiFunctions } from './answers.ts';
import { makeSharing } from './share-waiting.ts';

/** The database, asked as the caller: it verifies the token again and judges every row. */
export interface WikiDatabase {
  /** Calls an SQL function for the caller's tenant. Throws a `DatabaseError`. */
  call<Name extends keyof WikiFunctions>(
    caller: Caller,
    name: Name,
    values: WikiFunctions[Name]['takes'],
  ): Promise<WikiFunctions[Name]['gives']>;
  /** Reads rows of a table of the caller's tenant. Throws a `DatabaseError`. */
  read<Row>(
    caller: Caller,
    table: string,
    columns: string,
    narrow: (query: TableQuery) => TableQuery,
  ): Promise<Row[]>;
  /** Whether the database answers. Never throws. */
  isReady(): Promise<boolean>;
}

type TableQuery = ReturnType<ReturnType<SupabaseClient['from']>['select']>;

/**
 * What went wrong: `away`, nothing or nothing sensible answered in time; `bad-value`, a value that a
 * column does not take; `refused`, the token counts for us and not for the database; `denied`, no right.
 */
export type DatabaseFailure = 'away' | 'bad-value' | 'refused' | 'denied';

export class DatabaseError extends Error {
  readonly failure: DatabaseFailure;
  /** The SQL state, or what the HTTP layer in front of the database says. For the log. */
  readonly code: string;
  constructor(failure: DatabaseFailure, code: string) {
    super(`database: ${failure} (${code})`);
    this.failure = failure;
    this.code = code;
  }
}

const READY_TIMEOUT_MS = 2_000;
const READS: ReadonlySet<keyof WikiFunctions> = new Set([
  ...(['wiki_session', 'get_article', 'list_articles'] as const),
  ...(['help_for_route', 'search_articles', 'list_searches', 'article_problems'] as const),
]);

/**
 * Connects to a Supabase project. One client serves everybody, and each request carries its own
 * token; one without would be anonymous, who may read nothing.
 */
export function openWikiDatabase(options: {
  url: string;
  publishableKey: string;
  /** How long an answer may take, all of it. */
  timeoutMs: number;
  /** Makes a fetch that keeps to a time; the platform's own unless told otherwise. */
  makeFetch?: (timeoutMs: number) => typeof fetch;
  /**
   * Whether equal reads with equal tokens share an answer while they wait. Not on Workers, where a
   * request must not wait for what another one has under way.
   */
  sharesReads?: boolean;
}): WikiDatabase {
  const { url, publishableKey, timeoutMs, makeFetch = withTimeout } = options;
  const connect = (longestMs: number) =>
    createClient(url, publishableKey, {
      accessToken: async () => null,
      global: { fetch: makeFetch(longestMs) },
      // A repeated request would take as long again as the caller has been told to wait at most.
      db: { retry: false },
    });
  const client = connect(timeoutMs);
  const share = options.sharesReads ? makeSharing() : undefined;
  const readiness = connect(Math.min(timeoutMs, READY_TIMEOUT_MS));
  return {
    call(caller, name, values) {
      const ask = async () => {
        const { data, error, status } = await client
          .rpc(name, { p_tenant: caller.tenantId, ...values })
          .setHeader('Authorization', `Bearer ${caller.token}`);
        if (error) throw readError(error, status);
        return data;
      };
      if (!share || !READS.has(name)) return ask();
      return share(`${caller.token} ${name} ${JSON.stringify(values)}`, ask);
    },
    async read(caller, table, columns, narrow) {
      const query = client.from(table).select(columns).eq('tenant_id', caller.tenantId);
      const { data, error, status } = await narrow(query as TableQuery).setHeader(
        'Authorization',
        `Bearer ${caller.token}`,
      );
      if (error) throw readError(error, status);
      return data as never;
    },
    async isReady() {
      const { data, error } = await readiness.rpc('wiki_ready');
      return !error && data === true;
    },
  };
}

/** The time is for the whole answer: a body that never ends is cut off, too. */
function withTimeout(timeoutMs: number): typeof fetch {
  return (input, init) => fetch(input, { ...init, signal: AbortSignal.timeout(timeoutMs) });
}

/** SQL states by their class (https://www.postgresql.org/docs/15/errcodes-appendix.html). */
const FAILURES: readonly [RegExp, DatabaseFailure][] = [
  [/^(22|23)/, 'bad-value'],
  [/^42501$/, 'denied'],
  [/^PGRST3/, 'refused'],
];

function readError({ code }: { code?: string }, status: number): DatabaseError {
  const known = FAILURES.find(([pattern]) => pattern.test(code ?? ''))?.[1];
  const byStatus = status === 401 ? 'refused' : 'away';
  return new DatabaseError(known ?? byStatus, code || `HTTP ${status}`);
}
