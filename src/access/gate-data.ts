import type { Identity } from './identity.ts';

/** Where the gate finds what it has to know, among the files of the deployment. Nobody else can. */
export const GATE_DATA_PATH = '/_editions/gate.json';

/** What the gate has to know about audiences and their editions, written by the build. */
export interface GateData {
  version: 1;
  audiences: GateAudience[];
}

export interface GateAudience {
  id: string;
  /** Access's name for the identity provider that its readers use. */
  provider: string;
  sessionSeconds: number;
  domains: string[];
  /** Digests of addresses, so that a deployment holds none. */
  emails: string[];
  /** Digests of addresses that count only before the stand-in for Access. */
  exampleEmails: string[];
  /** Client ids. */
  serviceTokens: string[];
  edition: EditionData;
}

export interface EditionData {
  /** `'sha256-…'` of every script and style that stands inside a page. */
  scripts: string[];
  styles: string[];
  /** Old addresses of this edition and where they lead. */
  redirects: Record<string, { to: string; status: number }>;
}

/** Takes what the build wrote. Throws when it is not that. */
export function readGateData(json: unknown): GateData {
  const data = json as Partial<GateData> | null;
  if (data?.version === 1 && Array.isArray(data.audiences) && data.audiences.length > 0) {
    return data as GateData;
  }
  throw new Error(`${GATE_DATA_PATH} is not of a form that this gate knows.`);
}

/** The SHA-256 of an address in lower case, in hexadecimal. */
export async function digestOf(email: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(email));
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * The one audience that somebody belongs to. An address of its own goes before its domain; the build
 * sees to it that neither stands in two audiences, and should two claim the same all the same, nobody
 * is let in.
 *
 * @param withExamples whether example addresses and example audiences count
 */
export async function audienceOf(
  identity: Identity,
  { audiences }: GateData,
  withExamples: boolean,
): Promise<GateAudience | undefined> {
  const only = (matches: (audience: GateAudience) => boolean) => {
    const found = audiences.filter(matches);
    return found.length > 1 ? undefined : (found[0] ?? 'nobody');
  };
  if (identity.kind === 'service') {
    const found = only(({ serviceTokens }) => serviceTokens.includes(identity.clientId));
    return found === 'nobody' ? undefined : found;
  }
  const digest = await digestOf(identity.email);
  const named = only(
    ({ emails, exampleEmails }) =>
      emails.includes(digest) || (withExamples && exampleEmails.includes(digest)),
  );
  if (named !== 'nobody') return named;
  const domain = identity.email.slice(identity.email.indexOf('@') + 1);
  const found = only(({ domains }) => domains.includes(domain));
  return found === 'nobody' ? undefined : found;
}
