import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { type AudienceRules, SIGN_IN_WAYS, sessionSeconds } from '../access/audiences.ts';
import type { StandInKeys } from './signing-keys.ts';

/** Somebody who has signed in. */
export interface Session {
  /** In the token as `identity_nonce`. */
  nonce: string;
  email: string;
  userId: string;
  audience: AudienceRules;
  /** Seconds since 1970. */
  from: number;
  until: number;
  isOver: boolean;
}

export interface SessionsOptions {
  keys: StandInKeys;
  issuer: string;
  aud: string;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** Who has signed in, and the application tokens that say so. */
export class Sessions {
  readonly #options: SessionsOptions;
  readonly #sessions = new Map<string, Session>();

  constructor(options: SessionsOptions) {
    this.#options = options;
  }

  /** Begins a session and gives its application token, with the claims that Access writes. */
  async begin(
    email: string,
    audience: AudienceRules,
  ): Promise<{ session: Session; token: string }> {
    const { keys, issuer, aud, now } = this.#options;
    const from = Math.floor(now() / 1000);
    const session: Session = {
      nonce: randomBytes(12).toString('base64url'),
      email,
      userId: userIdOf(email),
      audience,
      from,
      until: from + sessionSeconds(audience.session),
      isOver: false,
    };
    this.#sessions.set(session.nonce, session);
    const token = await keys.sign({
      aud: [aud],
      email,
      exp: session.until,
      iat: from,
      nbf: from,
      iss: issuer,
      type: 'app',
      identity_nonce: session.nonce,
      sub: session.userId,
      country: 'NL',
    });
    return { session, token };
  }

  /** The token of a program, with the claims that Access writes. */
  serviceToken(clientId: string): Promise<string> {
    const { keys, issuer, aud, now } = this.#options;
    const iat = Math.floor(now() / 1000);
    return keys.sign({
      type: 'app',
      aud: [aud],
      exp: iat + 86_400,
      iss: issuer,
      common_name: clientId,
      iat,
      sub: '',
    });
  }

  /** The session of a token, as long as it lasts. */
  async find(token: string): Promise<Session | undefined> {
    const claims = await this.#options.keys.read(token);
    const session = this.#sessions.get(String(claims?.identity_nonce));
    return session && this.#isRunning(session) ? session : undefined;
  }

  /** Ends all sessions of an address. Gives how many there were. */
  end(email: string): number {
    const running = this.running().filter((session) => session.email === email);
    for (const session of running) session.isOver = true;
    return running.length;
  }

  running(): Session[] {
    return [...this.#sessions.values()].filter((session) => this.#isRunning(session));
  }

  /** What `/cdn-cgi/access/get-identity` says of a session. */
  describe({ email, userId, audience, from }: Session): Record<string, unknown> {
    const { provider } = SIGN_IN_WAYS[audience.signIn];
    return {
      id: userId,
      name: email,
      email,
      idp: { id: userIdOf(provider), type: provider },
      geo: { country: 'NL' },
      user_uuid: userId,
      account_id: userIdOf(this.#options.issuer).replaceAll('-', ''),
      iat: from,
      ip: '127.0.0.1',
      auth_status: 'NONE',
      common_name: '',
      service_token_id: '',
      service_token_status: false,
      is_warp: false,
      is_gateway: false,
      version: 2,
      device_sessions: {},
    };
  }

  #isRunning({ isOver, until }: Session): boolean {
    return !isOver && until * 1000 > this.#options.now();
  }
}

/** An id in the form of those of Access, the same for an address every time. */
function userIdOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return [8, 4, 4, 4, 12].map((length, part) => hex.slice(part * 12, part * 12 + length)).join('-');
}

/** An id in the form of those that Access gives to requests. */
export function newRayId(): string {
  return randomUUID().replaceAll('-', '').slice(0, 16);
}
