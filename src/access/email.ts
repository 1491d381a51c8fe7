/** Plain ASCII only: letters that merely look alike, or fold together, are no business of a gate. */
const LOCAL_PART = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/;
const LONGEST_EMAIL = 254;

/** Whether a text is one plain email address in lower case. */
export function isEmail(text: string): boolean {
  const [local = '', domain = '', ...rest] = text.split('@');
  return (
    text.length <= LONGEST_EMAIL && rest.length === 0 && LOCAL_PART.test(local) && isDomain(domain)
  );
}

/** Whether a text is a domain name in lower case, with at least one dot. */
export function isDomain(text: string): boolean {
  return DOMAIN.test(text);
}

/**
 * An address in the one form in which addresses are compared: lower case, ASCII. `undefined` for
 * anything that is not one plain address, such as two `@`, spaces, quotes or letters beyond ASCII.
 */
export function normaliseEmail(text: string): string | undefined {
  // Lower-casing "K" (Kelvin sign) gives a plain "k", so what is not ASCII has to go first.
  if (!/^[\x21-\x7e]+$/.test(text)) return undefined;
  const lower = text.toLowerCase();
  return isEmail(lower) ? lower : undefined;
}
