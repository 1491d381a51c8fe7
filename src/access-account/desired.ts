import { isMap, isSeq, LineCounter, parseDocument } from 'yaml';
import {
  type AudienceRules,
  readAudiences,
  SIGN_IN_WAYS,
  type SignInWay,
  sessionSeconds,
} from '../access/audiences.ts';
import { normaliseEmail } from '../access/email.ts';
import type { Decision, Rule } from './account.ts';
import { type AccessFinding, finding } from './finding.ts';
import { whyOpen } from './rules.ts';
import { guardedHosts, type Site } from './site.ts';

/** What Cloudflare calls the identity providers in use here. */
export type ProviderType = (typeof SIGN_IN_WAYS)[SignInWay]['provider'];

/** A reusable policy as the account should have it. */
export interface DesiredPolicy {
  name: string;
  decision: Extract<Decision, 'allow' | 'non_identity'>;
  emails: string[];
  domains: string[];
  /** People of these domains who are listed in another audience, and sign in as that one asks. */
  notEmails: string[];
  /** Client ids. */
  serviceTokens: { name: string; clientId: string }[];
  /** What people must have signed in with; none for programs. */
  provider?: ProviderType;
  /** Seconds. */
  session: number;
}

/** What the account should look like. */
export interface Desired {
  site: Site;
  hosts: string[];
  policies: DesiredPolicy[];
  providers: ProviderType[];
  /** Domains that the Google Workspace provider signs people of in. */
  googleDomains: string[];
  /** Seconds; the session of a policy that says nothing. */
  applicationSession: number;
  /** Seconds; the longest global session with which a code is still asked each session. */
  longestGlobalSession?: number;
  /** Whether somebody may sign in at all. */
  admits: (email: string) => boolean;
}

/** Addresses that one rule list of Access takes: https://developers.cloudflare.com/cloudflare-one/account-limits/ */
const MOST_RULES = 1000;

const FILE = 'access/audiences.yaml';

/**
 * What `access/audiences.yaml` asks of the account, and what is wrong with asking it. Audiences that
 * are examples, and example addresses, are never set up.
 */
export function readDesired(
  yaml: string,
  site: Site,
): { desired?: Desired; findings: AccessFinding[] } {
  let audiences: AudienceRules[];
  try {
    audiences = readAudiences(yaml).filter(({ example }) => !example);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    const help = 'Correct the file. Nothing is changed in the account before it is right.';
    return {
      findings: [
        finding('access/audiences', { file: FILE, line: 1, column: 1 }, message, help, true),
      ],
    };
  }
  const lines = audienceLines(yaml);
  const findings: AccessFinding[] = [];
  const policies: DesiredPolicy[] = [];
  for (const audience of audiences) {
    const own = policiesOf(audience, audiences, site);
    const place = { file: FILE, line: lines.get(audience.id) ?? 1, column: 1 };
    policies.push(...own);
    findings.push(...own.flatMap((policy) => refuse(policy, place)));
    if (own.length === 0) {
      findings.push(
        finding(
          'access/nobody',
          place,
          `nobody can sign in as "${audience.id}" yet`,
          'Add the first address under `emails` when somebody is approved.',
        ),
      );
    }
  }
  const codes = audiences.filter(({ signIn }) => signIn === 'one-time-pin');
  const named = new Set(audiences.flatMap(({ emails }) => emails));
  const domains = new Set(audiences.flatMap(({ emailDomains }) => emailDomains));
  const desired: Desired = {
    site,
    hosts: guardedHosts(site),
    policies,
    providers: [...new Set(policies.flatMap(({ provider }) => provider ?? []))].sort(),
    googleDomains: audiences
      .filter(({ signIn }) => signIn === 'google')
      .flatMap(({ emailDomains }) => emailDomains),
    applicationSession: Math.min(...audiences.map(({ session }) => sessionSeconds(session))),
    longestGlobalSession:
      codes.length > 0
        ? Math.min(...codes.map(({ session }) => sessionSeconds(session)))
        : undefined,
    admits: (email) => {
      const plain = normaliseEmail(email);
      return !!plain && (named.has(plain) || domains.has(plain.slice(plain.indexOf('@') + 1)));
    },
  };
  return { desired, findings };
}

/** The name of an audience's policy: every policy of this project starts with its name. */
export function policyName(site: Site, audience: string, programs = false): string {
  return `${policyPrefix(site)}${audience}${programs ? ' (service tokens)' : ''}`;
}

export function policyPrefix({ project }: Site): string {
  return `${project}: `;
}

/** One policy for the people of an audience and one for its programs; none where it has none. */
function policiesOf(
  audience: AudienceRules,
  all: readonly AudienceRules[],
  site: Site,
): DesiredPolicy[] {
  const { id, emails, emailDomains, serviceTokens, signIn } = audience;
  const session = sessionSeconds(audience.session);
  const nobody = { emails: [], domains: [], notEmails: [], serviceTokens: [], session };
  const policies: DesiredPolicy[] = [];
  if (emails.length + emailDomains.length > 0) {
    policies.push({
      ...nobody,
      name: policyName(site, id),
      decision: 'allow',
      emails: emails.toSorted(),
      domains: emailDomains.toSorted(),
      notEmails: all
        .filter((other) => other !== audience)
        .flatMap((other) => other.emails)
        .filter((email) => emailDomains.includes(email.slice(email.indexOf('@') + 1)))
        .sort(),
      provider: SIGN_IN_WAYS[signIn].provider,
    });
  }
  if (serviceTokens.length > 0) {
    policies.push({
      ...nobody,
      name: policyName(site, id, true),
      decision: 'non_identity',
      serviceTokens: serviceTokens.toSorted((a, b) => (a.clientId < b.clientId ? -1 : 1)),
    });
  }
  return policies;
}

function refuse(
  policy: DesiredPolicy,
  place: Pick<AccessFinding, 'file' | 'line' | 'column'>,
): AccessFinding[] {
  const include = includedRules(policy, () => 'a token');
  // One domain at a time, so that each of them is named.
  const open = include.flatMap(
    (rule) => whyOpen({ decision: policy.decision, include: [rule], require: [] }) ?? [],
  );
  const findings = open.map((why) =>
    finding(
      'access/admits-everyone',
      place,
      `this would open the portal to everybody: ${why}`,
      'Name single addresses under `emails`, or a domain that belongs to one organisation.',
      true,
    ),
  );
  const count = Math.max(include.length, policy.notEmails.length);
  if (count > MOST_RULES) {
    findings.push(
      finding(
        'access/too-many-rules',
        place,
        `${count} rules are more than the ${MOST_RULES} that Cloudflare takes in one policy`,
        'Admit a domain instead of its single addresses, or split the audience.',
        true,
      ),
    );
  }
  return findings;
}

/** The rules that a policy includes, as the API takes them. */
export function includedRules(
  policy: DesiredPolicy,
  tokenId: (clientId: string) => string,
): Rule[] {
  return [
    ...policy.domains.map((domain) => ({ email_domain: { domain } })),
    ...policy.emails.map((email) => ({ email: { email } })),
    ...policy.serviceTokens.map(({ clientId }) => ({
      service_token: { token_id: tokenId(clientId) },
    })),
  ];
}

/** The line on which each audience starts. */
function audienceLines(yaml: string): Map<string, number> {
  const counter = new LineCounter();
  const { contents } = parseDocument(yaml, { lineCounter: counter });
  const lines = new Map<string, number>();
  if (!isSeq(contents)) return lines;
  for (const item of contents.items) {
    if (isMap(item) && item.range) {
      lines.set(String(item.get('id')), counter.linePos(item.range[0]).line);
    }
  }
  return lines;
}
