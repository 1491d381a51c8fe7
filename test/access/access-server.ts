import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JWK } from 'jose';

/** What Access answers a gate, as a test wants it. */
export interface AccessServer {
  /** `http://127.0.0.1:40123` */
  issuer: string;
  keys: JWK[];
  /** The provider that somebody signed in with, by address. Whoever is not in it has no session. */
  signIns: Map<string, string>;
  /** How it answers: well, with a server error, with something else than JSON, or after a long time. */
  mood: 'well' | 'failing' | 'babbling' | 'slow' | 'endless';
  /** How often each path was asked for. */
  asked: { certs: number; identity: number };
  stop(): Promise<void>;
}

/** A server that has the two addresses of Access that the gate asks. */
export async function startAccessServer(): Promise<AccessServer> {
  const server = createServer((request, response) => {
    const isCerts = request.url === '/cdn-cgi/access/certs';
    access.asked[isCerts ? 'certs' : 'identity'] += 1;
    if (access.mood === 'failing') return void response.writeHead(502).end('bad gateway');
    if (access.mood === 'babbling') return void response.end('<html>Sign in</html>');
    if (access.mood === 'slow') return;
    if (access.mood === 'endless') {
      const ticker = setInterval(() => response.write('['.repeat(64 * 1024)), 1);
      response.on('close', () => clearInterval(ticker));
      return;
    }
    response.setHeader('content-type', 'application/json');
    if (isCerts) return void response.end(JSON.stringify({ keys: access.keys }));
    const token = /^CF_Authorization=(.*)$/.exec(request.headers.cookie ?? '')?.[1] ?? '';
    const { email } = readPayload(token);
    const type = access.signIns.get(email.toLowerCase());
    if (!type) return void response.writeHead(401).end('{"err":"no session"}');
    response.end(JSON.stringify({ email, idp: { id: 'an id', type }, version: 2 }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const access: AccessServer = {
    issuer: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    keys: [],
    signIns: new Map([
      ['engineer@example.com', 'google-apps'],
      ['client@example.com', 'onetimepin'],
    ]),
    mood: 'well',
    asked: { certs: 0, identity: 0 },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return access;
}

function readPayload(token: string): { email: string } {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
}
