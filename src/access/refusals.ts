/**
 * Every reason for which the gate shows no page, and the status it answers with. The reason goes to
 * the log; the reader is told no more than the status.
 */
export const REFUSALS = {
  'no-token': 403,
  'token-form': 403,
  'token-header': 403,
  'token-key': 403,
  'token-signature': 403,
  'token-claims': 403,
  'token-time': 403,
  'cookie-disagrees': 403,
  'sign-in-ended': 403,
  'sign-in-way': 403,
  'session-over': 403,
  'not-listed': 403,
  path: 400,
  method: 405,
  'not-configured': 503,
  'keys-away': 503,
  'identity-away': 503,
  fault: 503,
} as const satisfies Record<string, number>;
export type RefusalReason = keyof typeof REFUSALS;

/** Thrown where the gate finds a reason to show nothing. */
export class Refused extends Error {
  override name = 'Refused';
  readonly reason: RefusalReason;
  readonly detail: string | undefined;

  /** @param detail for the log; never holds a token, an address or anything else about a person */
  constructor(reason: RefusalReason, detail?: string, options?: ErrorOptions) {
    super(detail === undefined ? reason : `${reason}: ${detail}`, options);
    this.reason = reason;
    this.detail = detail;
  }
}
