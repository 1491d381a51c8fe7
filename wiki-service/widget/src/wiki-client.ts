/** Why something could not be shown, each with words of its own in messages.ts. */
export type Trouble = 'offline' | 'expired' | 'forbidden' | 'missing' | 'limited' | 'unavailable';

/**
 * Where tokens come from: one token, or a function that gets one. `expired` asks for a new one, because
 * the service refused the last. What it gives is kept in memory only.
 */
export type TokenSource =
  | string
  | ((
      reason: 'first' | 'expired',
    ) => string | null | undefined | Promise<string | null | undefined>);

/** An answer that did not come. */
export class WikiError extends Error {
  override name = 'WikiError';
  trouble: Trouble;
  /** How long to wait before the next try. */
  seconds: number;

  constructor(trouble: Trouble, seconds = 0) {
    super(trouble);
    this.trouble = trouble;
    this.seconds = seconds;
  }
}

const TIMEOUT_MS = 10_000;
const KEPT_ANSWERS = 50;
const LONGEST_WAIT_S = 120;

/** What an HTTP status means to a reader; with every other the service is `unavailable`. */
const TROUBLES: Record<number, Trouble> = {
  401: 'expired',
  403: 'forbidden',
  404: 'missing',
  429: 'limited',
};

/** Calls of the wiki service with the reader's token. */
export class WikiClient {
  /** Address of the service without a slash at its end. */
  base = '';
  #source: TokenSource | undefined;
  #token: Promise<string> | undefined;
  #reader: string | undefined;
  #onNewReader: () => void;
  /** Answers of this reader, to be shown while there is no connection. */
  #kept = new Map<string, unknown>();

  /** `onNewReader` is called when a token names somebody else than the one before, and for the first. */
  constructor(onNewReader: () => void) {
    this.#onNewReader = onNewReader;
  }

  get source(): TokenSource | undefined {
    return this.#source;
  }

  /** Asks for a token at once, because it says whether somebody else is reading now. */
  set source(source: TokenSource | undefined) {
    this.#source = source;
    this.#token = this.#ask('first');
    // Whoever calls next is told.
    this.#token.catch(() => undefined);
  }

  /**
   * The JSON at a path. While the service cannot be reached, the last answer of the same path, with
   * `kept: true`. Throws {@link WikiError}, or an AbortError when the signal says so.
   */
  async get<T>(path: string, signal: AbortSignal): Promise<{ value: T; kept: boolean }> {
    try {
      const value = await (await this.#call(path, { signal })).json();
      if (this.#kept.size > KEPT_ANSWERS) this.#kept.clear();
      this.#kept.set(path, value);
      return { value, kept: false };
    } catch (error) {
      signal.throwIfAborted();
      const trouble = error instanceof WikiError ? error : new WikiError('unavailable');
      const kept = this.#kept.get(path) as T | undefined;
      if (kept && /offline|unavailable/.test(trouble.trouble)) return { value: kept, kept: true };
      throw trouble;
    }
  }

  /** Sends JSON, even when the page is being left. Throws {@link WikiError}. */
  async post(path: string, body: unknown = {}): Promise<void> {
    await this.#call(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      keepalive: true,
    });
  }

  async #call(path: string, init: RequestInit, again = true): Promise<Response> {
    this.#token ??= this.#ask('first');
    const used = this.#token;
    const authorization = `Bearer ${await used}`;
    const signals = [AbortSignal.timeout(TIMEOUT_MS), init.signal ?? []].flat();
    const response = await fetch(this.base + path, {
      ...init,
      headers: { ...init.headers, authorization },
      credentials: 'omit',
      signal: AbortSignal.any(signals),
    }).catch(() => undefined);
    if (response?.ok) return response;
    const status = response?.status ?? 0;
    if (status === 401 && again) {
      // Whoever is refused first asks; the others wait for the same new token.
      if (this.#token === used) this.#token = this.#ask('expired');
      return this.#call(path, init, false);
    }
    throw new WikiError(
      TROUBLES[status] ?? (navigator.onLine ? 'unavailable' : 'offline'),
      Math.min(Math.ceil(Number(response?.headers.get('retry-after')) || 10), LONGEST_WAIT_S),
    );
  }

  async #ask(reason: 'first' | 'expired'): Promise<string> {
    const source = this.#source;
    let token: string | null | undefined;
    try {
      token = typeof source === 'function' ? await source(reason) : source;
    } catch {
      // A CRM that cannot get one is told by its own code; the reader is told below.
    }
    if (!token) {
      // The next call asks again.
      this.#token = undefined;
      throw new WikiError(navigator.onLine ? 'expired' : 'offline');
    }
    const reader = readerOf(token);
    if (reader !== this.#reader) {
      this.#reader = reader;
      this.#kept.clear();
      this.#onNewReader();
    }
    return token;
  }
}

/** Whom a token names. It is not verified here: the service does that. */
function readerOf(token: string): string {
  try {
    const claims = JSON.parse(
      atob(token.split('.')[1]?.replace(/-/g, '+').replace(/_/g, '/') ?? ''),
    );
    return [claims.sub, claims.tenant_id, claims.user_role].join();
  } catch {
    return token;
  }
}
