/** Something the account would not do, said so that it can be acted upon, with nothing secret in it. */
export class AccountFailure extends Error {
  /** Whether the account may have changed all the same: no answer came. */
  readonly uncertain: boolean;

  constructor(
    message: string,
    { uncertain = false, cause }: { uncertain?: boolean; cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.name = 'AccountFailure';
    this.uncertain = uncertain;
  }
}

/** Takes every trace of a secret out of a text, also where it stands encoded. */
export function redact(text: string, secrets: readonly string[]): string {
  let clean = text.replace(/\bBearer\s+[^\s"',}]+/gi, 'Bearer [redacted]');
  for (const secret of secrets) {
    if (secret === '') continue;
    for (const form of new Set([
      secret,
      encodeURIComponent(secret),
      JSON.stringify(secret).slice(1, -1),
    ])) {
      clean = clean.replaceAll(form, '[redacted]');
    }
  }
  return clean;
}

/**
 * A text from outside on one line, with whatever could move a cursor or hide a word written out, and
 * cut off after `longest` characters.
 */
export function printable(text: string, longest = 300): string {
  const visible = text.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
  const characters = [...visible];
  return characters.length > longest ? `${characters.slice(0, longest).join('')}…` : visible;
}
