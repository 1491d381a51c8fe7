import type { Article } from '../../../src/data/answers.ts';

/**
 * What can go wrong with a call, by what somebody can do about it:
 * - `offline`: nothing answered; try again when there is a connection
 * - `signed-out`: sign in again
 * - `other-person`: somebody else has signed in since; what was typed is not theirs
 * - `stale`: somebody saved meanwhile; `current` is what they saved
 * - `slug-taken`, `not-found`, `forbidden`, `too-large`: as they say
 * - `refused`: a value is not as it must be; `detail` says which
 * - `unavailable`: the service or its database has trouble, or too much to do; try again later
 */
export type FailureKind =
  | 'offline'
  | 'signed-out'
  | 'other-person'
  | 'stale'
  | 'slug-taken'
  | 'not-found'
  | 'forbidden'
  | 'too-large'
  | 'refused'
  | 'unavailable';

/** A call that did not do what it was for. */
export class ApiFailure extends Error {
  readonly kind: FailureKind;
  /** What the service says about it, in English. */
  readonly detail: string | undefined;
  /** The article as it is now, when somebody else saved it. */
  readonly current: Article | undefined;

  constructor(kind: FailureKind, more: { detail?: string; current?: Article } = {}) {
    super(more.detail ? `${kind}: ${more.detail}` : kind);
    this.kind = kind;
    this.detail = more.detail;
    this.current = more.current;
  }
}

const BY_STATUS: Readonly<Record<number, FailureKind>> = {
  401: 'signed-out',
  403: 'forbidden',
  404: 'not-found',
  409: 'slug-taken',
  412: 'stale',
  413: 'too-large',
};

/** The failure that an answer with a problem (RFC 9457) stands for. */
export async function readFailure(response: Response): Promise<ApiFailure> {
  const problem = await readProblem(response);
  const kind =
    BY_STATUS[response.status] ??
    (response.status >= 500 || response.status === 429 ? 'unavailable' : 'refused');
  const detail = problem.detail ?? problem.title;
  return new ApiFailure(kind, {
    ...(detail && { detail }),
    ...(problem.article && { current: problem.article }),
  });
}

interface ProblemBody {
  title?: string;
  detail?: string;
  article?: Article;
}

async function readProblem(response: Response): Promise<ProblemBody> {
  try {
    return (await response.json()) as ProblemBody;
  } catch {
    return {};
  }
}
