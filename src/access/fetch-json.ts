/** What came back from asking Access for something. */
export type Answer = { status: number; json: unknown } | 'away';

const PATIENCE_MS = 3_000;
const LONGEST_BODY = 256 * 1024;

/**
 * Asks a URL for JSON, within three seconds and 256 KiB. `away` stands for everything that says
 * nothing about the question: no connection, too slow, too long, no JSON, a server error.
 */
export async function fetchJson(
  fetcher: typeof fetch,
  url: string,
  headers: Record<string, string> = {},
): Promise<Answer> {
  try {
    const response = await fetcher(url, {
      headers: { accept: 'application/json', ...headers },
      // A redirect would lead to a page for signing in, never to what was asked for.
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (response.status >= 400 && response.status < 500) {
      await response.body?.cancel();
      const isAboutLoad = response.status === 408 || response.status === 429;
      return isAboutLoad ? 'away' : { status: response.status, json: undefined };
    }
    if (response.status !== 200) {
      await response.body?.cancel();
      return 'away';
    }
    return { status: 200, json: JSON.parse(await readText(response)) };
  } catch {
    return 'away';
  }
}

/** The text of an answer, of at most 256 KiB. Throws when it is longer, or no UTF-8. */
export async function readText(response: Response): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let length = 0;
  let text = '';
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > LONGEST_BODY) throw new Error('The answer is too long.');
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
