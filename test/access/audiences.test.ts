import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readAudiences, sessionSeconds } from '../../src/access/audiences.ts';

const STAFF =
  '{ id: staff, name: Staff, signIn: google, session: PT24H, emailDomains: [staff.example] }';
const withClient = (more: string) =>
  `[${STAFF}, { id: client, name: Clients, signIn: one-time-pin, session: PT1H, ${more} }]`;

describe('access/audiences.yaml', () => {
  const real = readAudiences(
    readFileSync(join(import.meta.dirname, '../../access/audiences.yaml'), 'utf8'),
  );

  it('can be read, and names the audiences of the portal', () => {
    expect(real.map(({ id }) => id)).toEqual(['staff', 'client', 'client-technical', 'acme']);
  });

  it('has example addresses for every audience, at domains that are nobody’s', () => {
    for (const { exampleEmails } of real) {
      expect(exampleEmails).not.toEqual([]);
      for (const email of exampleEmails) expect(email).toMatch(/@example\.com$|\.example$/);
    }
  });

  it('lets clients in for a short time only', () => {
    for (const { id, session } of real) {
      if (id !== 'staff') expect(sessionSeconds(session)).toBeLessThanOrEqual(3_600);
    }
  });
});

describe('an entry', () => {
  it.each([
    ['an address twice', 'emails: [a@b.example, a@b.example]', /"a@b.example" is listed twice/],
    [
      'the domain of another audience',
      'emailDomains: [staff.example]',
      /"staff.example" is listed twice/,
    ],
    ['a capital in an address', 'emails: [Jo@b.example]', /one plain email address in lower case/],
    ['two @ in an address', 'emails: [a@b@c.example]', /one plain email address/],
    ['a pattern for a domain', 'emailDomains: ["*.b.example"]', /without "\*"/],
    ['a domain that is everybody', 'emailDomains: ["*"]', /write a domain/],
    ['a top-level domain', 'emailDomains: [com]', /write a domain/],
    ['an @ before a domain', 'emailDomains: ["@b.example"]', /write a domain/],
    [
      'a service token that is no client id',
      'serviceTokens: [{ name: X, clientId: abc }]',
      /client id/,
    ],
    ['a key that nobody knows', 'everyone: true', /everyone/],
    [
      'a role that the wiki does not know',
      'wikiReaders: [{ tenant: sonan, roles: [boss] }]',
      /roles/,
    ],
  ])('is refused with %s', (_, more, message) => {
    expect(() => readAudiences(withClient(more))).toThrow(message);
  });

  it.each([
    ['P', /ISO 8601/],
    ['PT', /ISO 8601/],
    ['24h', /ISO 8601/],
    ['PT5M', /between 15 minutes and 30 days/],
    ['P31D', /between 15 minutes and 30 days/],
  ])('is refused with a session of %s', (session, message) => {
    expect(() => readAudiences(`[${STAFF.replace('PT24H', session)}]`)).toThrow(message);
  });

  it('must say how its readers sign in and for how long', () => {
    expect(() => readAudiences('[{ id: staff, name: Staff }]')).toThrow(
      /signIn[\s\S]*session|session[\s\S]*signIn/,
    );
  });

  it('for staff must be there', () => {
    expect(() => readAudiences('[]')).toThrow(/"staff" is missing/);
  });
});

describe('the length of a session', () => {
  it.each([
    ['PT15M', 900],
    ['PT24H', 86_400],
    ['P1DT2H30M', 95_400],
  ])('%s is %i seconds', (text, seconds) => expect(sessionSeconds(text)).toBe(seconds));
});
