import { Agent as PlainAgent, request as requestPlain } from 'node:http';
import { request as requestSecure, Agent as SecureAgent } from 'node:https';

const IDLE_MS = 30_000;
const MOST_CONNECTIONS = 256;

/**
 * `fetch` for the database on Node: text in, text out, over connections that are kept open, and the
 * whole answer within `timeoutMs`. Node's own fetch takes several times the work for the same, and it
 * is most of what the service does for a request.
 */
export function makeKeepAliveFetch(timeoutMs: number): typeof fetch {
  const options = { keepAlive: true, timeout: IDLE_MS, maxSockets: MOST_CONNECTIONS };
  const transports = {
    'http:': { request: requestPlain, agent: new PlainAgent(options) },
    'https:': { request: requestSecure, agent: new SecureAgent(options) },
  };
  return (input, init = {}) => {
    const url = new URL(String(input));
    const { request, agent } = transports[url.protocol as keyof typeof transports];
    const { method = 'GET', body } = init;
    const headers = Object.fromEntries(new Headers(init.headers));
    const text = typeof body === 'string' ? body : undefined;
    if (text !== undefined) headers['content-length'] = String(Buffer.byteLength(text));
    return new Promise((resolve, reject) => {
      const sending = request(url, { method, headers, agent }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', fail);
        answer.on('end', () => {
          clearTimeout(late);
          const status = answer.statusCode ?? 502;
          const hasBody = status !== 204 && status !== 304;
          const type = answer.headers['content-type'] ?? 'text/plain';
          resolve(
            new Response(hasBody ? Buffer.concat(chunks).toString('utf8') : null, {
              status,
              headers: { 'content-type': type },
            }),
          );
        });
      });
      const fail = (cause: unknown) => {
        clearTimeout(late);
        reject(new TypeError('The database did not answer.', { cause }));
      };
      const late = setTimeout(() => sending.destroy(new Error('timed out')), timeoutMs);
      sending.on('error', fail);
      sending.end(text);
    });
  };
}
