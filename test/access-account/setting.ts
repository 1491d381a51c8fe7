import { applyDesired, type Outcome } from '../../src/access-account/apply.ts';
import { CloudflareAccount } from '../../src/access-account/cloudflare.ts';
import { type Desired, readDesired } from '../../src/access-account/desired.ts';
import { type Plan, planAccount } from '../../src/access-account/plan.ts';
import type { Site } from '../../src/access-account/site.ts';
import { ACCOUNT_ID, type CloudflareStandIn, TOKEN } from './cloudflare-stand-in.ts';

export const TEST_SITE: Site = {
  project: 'sonan-docs',
  production: 'docs.sonandigital.com',
  pagesHost: 'sonan-docs.pages.dev',
  seats: 50,
};
export const NOW = new Date('2026-11-20T12:00:00Z');

/** An `audiences.yaml` with staff, and clients with these addresses. */
export function audiences(clients: string[] = [], more = ''): string {
  return `
- id: staff
  name: Staff
  signIn: google
  session: PT24H
  emailDomains: [sonandigital.com]
  exampleEmails: [engineer@example.com]
- id: client
  name: Approved clients
  signIn: one-time-pin
  session: PT1H
  emails: ${JSON.stringify(clients)}
- id: acme
  name: Acme (an example)
  example: true
  signIn: one-time-pin
  session: PT1H
  emails: [reader@acme.example]
${more}`;
}

/** What a file asks for; throws when it may not be asked. */
export function desired(yaml: string): Desired {
  const read = readDesired(yaml, TEST_SITE);
  if (!read.desired) throw new Error(read.findings.map(({ message }) => message).join('\n'));
  return read.desired;
}

export function accountOf(standIn: CloudflareStandIn, token = TOKEN): CloudflareAccount {
  return new CloudflareAccount({
    token,
    accountId: ACCOUNT_ID,
    baseURL: standIn.baseURL,
    now: () => NOW,
  });
}

export async function planFor(standIn: CloudflareStandIn, yaml: string): Promise<Plan> {
  const wanted = desired(yaml);
  return planAccount(wanted, await accountOf(standIn).read(wanted), { now: NOW });
}

export function applyTo(standIn: CloudflareStandIn, yaml: string): Promise<Outcome> {
  return applyDesired(accountOf(standIn), desired(yaml), { now: () => NOW });
}

/** The rules of a plan's findings, without repeats. */
export function rulesOf({ findings }: Pick<Plan, 'findings'>): string[] {
  return [...new Set(findings.map(({ rule }) => rule))].sort();
}
