import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** All that can go wrong, and what a person is told about it. */
export const PROBLEMS = {
  'bad-request': { status: 400, title: 'The request is not one that can be answered.' },
  unauthenticated: { status: 401, title: 'Sign in first: there is no token, or none that counts.' },
  forbidden: { status: 403, title: 'This is not for you to do.' },
  'origin-not-allowed': { status: 403, title: 'This site may not call the wiki.' },
  'not-found': { status: 404, title: 'There is nothing here, or nothing that you may see.' },
  'method-not-allowed': { status: 405, title: 'That cannot be done here.' },
  'slug-taken': { status: 409, title: 'Another article has this slug, or had it.' },
  'stale-revision': { status: 412, title: 'Somebody has changed the article meanwhile.' },
  'too-large': { status: 413, title: 'That is too large.' },
  'unsupported-media-type': { status: 415, title: 'Send JSON, as application/json.' },
  'revision-required': {
    status: 428,
    title: 'Say in If-Match which revision the change is based on.',
  },
  'too-many-requests': { status: 429, title: 'That is too many requests. Wait a moment.' },
  internal: { status: 500, title: 'Something is wrong with the wiki.' },
  unavailable: {
    status: 503,
    title: 'The wiki cannot be reached just now. Try again in a moment.',
  },
} as const satisfies Record<string, { status: ContentfulStatusCode; title: string }>;

export type ProblemName = keyof typeof PROBLEMS;

/** A request that is answered with an RFC 9457 problem. */
export class Problem extends Error {
  readonly problem: ProblemName;
  /** Members beside those of the RFC, for example the current article. */
  readonly members: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
  /** For the log alone. */
  readonly reason: string | undefined;

  constructor(
    problem: ProblemName,
    more: {
      /** What it is about, for a person. Never with text of an article. */
      detail?: string;
      members?: Record<string, unknown>;
      headers?: Record<string, string>;
      reason?: string;
    } = {},
  ) {
    super(problem);
    this.problem = problem;
    this.members = { ...(more.detail && { detail: more.detail }), ...more.members };
    this.headers = more.headers ?? {};
    this.reason = more.reason;
  }

  /** The answer, as `application/problem+json`. */
  toResponse(requestId: string): Response {
    const { status, title } = PROBLEMS[this.problem];
    const type = `/problems/${this.problem}`;
    return new Response(JSON.stringify({ type, title, status, requestId, ...this.members }), {
      status,
      headers: { 'content-type': 'application/problem+json', ...this.headers },
    });
  }
}
