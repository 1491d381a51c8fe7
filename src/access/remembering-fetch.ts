import { readText } from './fetch-json.ts';

/** Where answers are kept beyond the life of one instance of the gate. */
export interface AnswerStore {
  match(key: string): Promise<Response | undefined>;
  put(key: string, response: Response): Promise<void>;
  delete(key: string): Promise<unknown>;
}

/** How long an answer may be brought out again. No session of a reader should be longer. */
const KEPT_S = 24 * 60 * 60;
/** Refusals that are about load, and not about the question. */
const ABOUT_LOAD = new Set([408, 429]);

/**
 * A `fetch` for JSON that brings out the last good answer when there is no new one: no connection, no
 * answer in time, a server error, or something that is no JSON. An instance of the gate lives for
 * minutes only, so without this a reader who comes to a fresh one while Access is away would be shut
 * out, whatever the one before knew.
 *
 * A refusal is passed on as it is, and forgets the answer before it. A store that fails is as good as
 * none.
 */
export function rememberingFetch(fetcher: typeof fetch, store: () => AnswerStore): typeof fetch {
  return async (input, init) => {
    const key = await keyOf(String(input), new Headers(init?.headers).get('cookie') ?? '');
    const answer = await ask(fetcher, input, init);
    if (answer instanceof Response && isRefusal(answer.status)) {
      await trying(() => store().delete(key));
      return answer;
    }
    if (typeof answer === 'string') {
      const headers = { 'content-type': 'application/json', 'cache-control': `max-age=${KEPT_S}` };
      await trying(() => store().put(key, new Response(answer, { headers })));
      return new Response(answer, { headers });
    }
    const kept = await trying(() => store().match(key));
    if (kept) return kept;
    if (answer instanceof Response) return answer;
    throw answer;
  };
}

/** The JSON of a good answer, any other answer, or what went wrong. */
async function ask(
  fetcher: typeof fetch,
  input: Parameters<typeof fetch>[0],
  init: RequestInit | undefined,
): Promise<string | Response | Error> {
  try {
    const response = await fetcher(input, init);
    if (response.status !== 200) return response;
    const text = await readText(response);
    JSON.parse(text);
    return text;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function isRefusal(status: number): boolean {
  return status >= 400 && status < 500 && !ABOUT_LOAD.has(status);
}

async function trying<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await work();
  } catch {
    return undefined;
  }
}

/** An address of nobody's that stands for a question, without what was secret in it. */
async function keyOf(url: string, cookie: string): Promise<string> {
  const text = new TextEncoder().encode(`${url}\n${cookie}`);
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', text));
  const hex = Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `https://gate.invalid/${hex}`;
}
