import { APIConnectionError, APIError } from 'cloudflare';
import { list, record, text } from './api-values.ts';
import { AccountFailure, redact } from './failure.ts';

/**
 * What the token has to be allowed, in the words of Cloudflare's form:
 * https://developers.cloudflare.com/fundamentals/api/reference/permissions/
 */
export const PERMISSIONS = {
  apps: { read: 'Access: Apps and Policies, Read', write: 'Access: Apps and Policies, Edit' },
  organization: {
    read: 'Access: Organizations, Identity Providers, and Groups, Read',
    write: 'Access: Organizations, Identity Providers, and Groups, Edit',
  },
  people: 'Access: Organizations, Identity Providers, and Groups, Revoke',
  tokens: 'Access: Service Tokens, Read',
  users: 'Zero Trust, Read',
  seats: 'Zero Trust, Edit',
  project: { read: 'Cloudflare Pages, Read', write: 'Cloudflare Pages, Edit' },
} as const;

/** What went wrong when the API was asked for something, in words to act upon, without the token. */
export function explain(
  error: unknown,
  what: string,
  permission: string,
  token: string,
): AccountFailure {
  if (error instanceof AccountFailure) return error;
  const status = statusOf(error);
  const said = redact(messagesOf(error), [token]);
  const advice: Record<number, string> = {
    401: 'The token is wrong or no longer valid: make a new one, and set CLOUDFLARE_API_TOKEN.',
    403: `The token may not do that: it needs the permission "${permission}" for this account, and CLOUDFLARE_ACCOUNT_ID has to be its id.`,
    429: 'Too many requests for now. Wait five minutes and run the same command again.',
  };
  const hint = said.includes('not_enabled')
    ? 'Zero Trust is not turned on in this account yet: docs/deploying.md says how.'
    : status === undefined
      ? 'Is the network there? Run the same command again.'
      : (advice[status] ?? (status >= 500 ? 'Run the same command again a little later.' : ''));
  const answered =
    status === undefined ? 'Cloudflare could not be reached' : `Cloudflare answered ${status}`;
  const sentence = `${answered} when asked for ${what}${said ? `: ${said}` : '.'}${hint ? ` ${hint}` : ''}`;
  return new AccountFailure(sentence, {
    cause: error,
    uncertain: status === undefined || status >= 500,
  });
}

/** The HTTP status of an error of the SDK; `undefined` when no answer came. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof APIError ? error.status : undefined;
}

/** What the API says went wrong: the messages of its envelope, or the plain error. */
function messagesOf(error: unknown): string {
  if (error instanceof APIConnectionError) {
    const { cause } = error;
    const inner = cause instanceof Error ? (cause.cause ?? cause) : undefined;
    return inner instanceof Error ? `${inner.message}.` : '';
  }
  if (!(error instanceof APIError)) return error instanceof Error ? `${error.message}.` : '';
  const errors = list(record(error.error).errors).map(record);
  const messages = errors.map(({ code, message }) => `${text(message)} (${String(code)})`);
  return messages.length > 0 ? `${messages.join('; ')}.` : '';
}
