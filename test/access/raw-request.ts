import { connect } from 'node:net';

export interface RawResponse {
  status: number;
  headers: Headers;
  body: string;
  /** All that came over the wire. */
  text: string;
}

/** Sends a request just as it is written, without anything making its path or headers tidy. */
export function rawRequest(
  url: string,
  request: {
    path: string;
    method?: string;
    headers?: readonly (readonly [string, string])[];
    /** Sent as it is: framing it is up to the headers. */
    body?: string;
  },
): Promise<RawResponse> {
  const { hostname, port } = new URL(url);
  const { path, method = 'GET', headers = [], body = '' } = request;
  const lines = [
    `${method} ${path} HTTP/1.1`,
    ...(headers.some(([name]) => name.toLowerCase() === 'host') ? [] : [`Host: ${hostname}`]),
    ...headers.map(([name, value]) => `${name}: ${value}`),
    'Connection: close',
  ];
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(Number(port), hostname);
    socket.setTimeout(15_000, () => socket.destroy(new Error(`No answer to ${method} ${path}`)));
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', reject);
    socket.on('close', () => resolve(readResponse(Buffer.concat(chunks).toString())));
    socket.write(Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`));
  });
}

function readResponse(text: string): RawResponse {
  const end = text.indexOf('\r\n\r\n');
  const [statusLine = '', ...lines] = text.slice(0, end).split('\r\n');
  const headers = new Headers(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon), line.slice(colon + 1).trim()] as [string, string];
    }),
  );
  return { status: Number(statusLine.split(' ')[1]), headers, body: text.slice(end + 4), text };
}
