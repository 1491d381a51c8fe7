import { type IncomingMessage, type ServerResponse, request as sendRequest } from 'node:http';

/** Headers that concern one connection only (RFC 9110, 7.6.1). */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** What only Access may say. A visitor may type these, also with underscores; they go no further. */
const OF_ACCESS = /^cf[-_]access[-_]/i;

/** What the runtime of this machine obeys; at Cloudflare it means nothing. */
const OF_THE_RUNTIME = /^mf-/i;

/** Nothing behind takes a body, and one that is passed on without its frame reads as another request. */
const OF_A_BODY = /^(?:content-(?:encoding|length)|expect)$/i;

const isPassedOn = ([name]: readonly [string, string]) =>
  !HOP_BY_HOP.has(name.toLowerCase()) &&
  ![OF_ACCESS, OF_THE_RUNTIME, OF_A_BODY].some((kind) => kind.test(name));

/**
 * Hands a request on, spelled as it came and without a body, with the token of whoever made it, and the
 * answer back. A host behind it that does not answer is a 502.
 */
export function forward(
  request: IncomingMessage,
  response: ServerResponse,
  upstream: string,
  token: string,
): void {
  const { hostname, port } = new URL(upstream);
  const headers = pairs(request.rawHeaders).filter(isPassedOn);
  headers.push(['Cf-Access-Jwt-Assertion', token]);
  // Throws for an address that no client of HTTP should send.
  const onward = sendRequest(
    {
      hostname,
      port,
      method: request.method,
      path: request.url,
      setHost: false,
      headers: headers.flat(),
    },
    (answer) => {
      const answered = pairs(answer.rawHeaders).filter(
        ([name]) => !HOP_BY_HOP.has(name.toLowerCase()),
      );
      response.writeHead(answer.statusCode ?? 502, answered.flat());
      answer.pipe(response);
    },
  );
  onward.on('error', () => {
    if (response.headersSent) response.destroy();
    else
      response
        .writeHead(502, { 'content-type': 'text/plain' })
        .end('The portal does not answer.\n');
  });
  response.on('close', () => onward.destroy());
  request.resume();
  onward.end();
}

function pairs(raw: readonly string[]): [string, string][] {
  return Array.from({ length: raw.length / 2 }, (_, at) => [
    raw[at * 2] ?? '',
    raw[at * 2 + 1] ?? '',
  ]);
}
