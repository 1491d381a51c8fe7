import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDesired } from '../../src/access-account/desired.ts';
import { readDuration, writeDuration } from '../../src/access-account/duration.ts';
import { printable, redact } from '../../src/access-account/failure.ts';
import { covers, overlapOf } from '../../src/access-account/hosts.ts';
import { whyOpen } from '../../src/access-account/rules.ts';
import { audiences, desired, TEST_SITE } from './setting.ts';

describe('a file that would admit everybody, or nobody can follow', () => {
  const many = Array.from({ length: 1001 }, (_, index) => `c${index}@client.example`);
  const add = (rest: string) =>
    audiences([], `- { id: x, name: X, signIn: one-time-pin, session: PT1H, ${rest} }`);

  test.each([
    ['an address that stands for all', audiences(['*']), 'access/audiences'],
    ['a domain that stands for all', add('emailDomains: ["*"]'), 'access/audiences'],
    ['an empty domain', add('emailDomains: [""]'), 'access/audiences'],
    ["a rule in Cloudflare's own words", add('include: [{ everyone: {} }]'), 'access/audiences'],
    ['nothing at all', '', 'access/audiences'],
    ['no YAML', 'a: [', 'access/audiences'],
    ['everyone at a mail provider', add('emailDomains: [gmail.com]'), 'access/admits-everyone'],
    [
      'everyone at one of several',
      add('emailDomains: [client.example, hotmail.nl]'),
      'access/admits-everyone',
    ],
    ['more addresses than a policy takes', audiences(many), 'access/too-many-rules'],
  ])('%s is refused', (_, yaml, rule) => {
    const blocking = readDesired(yaml, TEST_SITE).findings.filter(({ blocks }) => blocks);
    expect(blocking.map((found) => found.rule)).toEqual([rule]);
  });

  test('no policy that comes out of a file ever admits everybody', () => {
    const { policies } = desired(audiences(['jo@client.example']));
    expect(policies.map(({ name }) => name)).toEqual(['sonan-docs: staff', 'sonan-docs: client']);
    for (const policy of policies) {
      expect(policy.emails.length + policy.domains.length).toBeGreaterThan(0);
      expect(policy.provider).toBeDefined();
    }
  });
});

describe('who may sign in', () => {
  const { admits } = desired(audiences(['Jo@client.example'.toLowerCase()]));
  test.each([
    ['jo@client.example', true],
    ['JO@Client.Example', true],
    ['anybody@sonandigital.com', true],
    ['anybody@sub.sonandigital.com', false],
    ['jo@client.example.evil.example', false],
    ['evil@evil.example@sonandigital.com', false],
    ['reader@acme.example', false],
    ['engineer@example.com', false],
    ['', false],
  ])('%s: %s', (email, allowed) => {
    expect(admits(email)).toBe(allowed);
  });
});

test('the shortest session of those who sign in with a code bounds the global one', () => {
  const partner =
    '- { id: p, name: P, signIn: one-time-pin, session: PT15M, emails: [p@other.example] }';
  expect(desired(audiences([], partner))).toMatchObject({
    longestGlobalSession: 900,
    applicationSession: 900,
  });
});

describe('durations', () => {
  test.each([
    ['24h', 86_400],
    ['1h30m', 5400],
    ['24h0m0s', 86_400],
    ['300ms', 0.3],
    ['0s', 0],
  ])('%s is %d seconds', (text, seconds) => {
    expect(readDuration(text)).toBeCloseTo(seconds);
  });

  test.each(['', '24', 'h', '1 h', '-1h', '1h x', '1d'])('%j is none', (text) => {
    expect(readDuration(text)).toBeUndefined();
  });

  test('what is written reads the same', () => {
    fc.assert(
      fc.property(fc.nat(40 * 86_400), (seconds) => {
        expect(readDuration(writeDuration(seconds))).toBe(seconds);
      }),
    );
  });
});

describe('hosts', () => {
  test.each([
    ['docs.sonandigital.com', 'docs.sonandigital.com', 'same'],
    ['DOCS.sonandigital.com/*', 'docs.sonandigital.com', 'same'],
    ['docs.sonandigital.com/adr', 'docs.sonandigital.com', 'inside'],
    ['*.sonan-docs.pages.dev', '*.sonan-docs.pages.dev', 'same'],
    ['x.sonan-docs.pages.dev', '*.sonan-docs.pages.dev', 'inside'],
    ['x*.sonan-docs.pages.dev', '*.sonan-docs.pages.dev', 'inside'],
    ['*.sonandigital.com', 'docs.sonandigital.com', 'apart'],
    ['*.pages.dev', 'sonan-docs.pages.dev', 'apart'],
    ['x.y.sonan-docs.pages.dev', '*.sonan-docs.pages.dev', 'apart'],
    ['docs.sonandigital.com.evil.example', 'docs.sonandigital.com', 'apart'],
    ['', 'docs.sonandigital.com', 'apart'],
  ])('%s lies to %s: %s', (uri, host, overlap) => {
    expect(overlapOf(uri, host)).toBe(overlap);
  });

  test('a wildcard stops at a dot', () => {
    expect(covers('*.example.com', 'a.example.com')).toBe(true);
    expect(covers('*.example.com', 'example.com')).toBe(false);
    expect(covers('*.example.com', 'a.b.example.com')).toBe(false);
    expect(covers('a*a.example.com', 'a.example.com')).toBe(false);
  });
});

describe('groups', () => {
  const inGroup = { decision: 'allow', include: [{ group: { id: 'a' } }], require: [] } as const;

  test('one that includes itself is no way to hide everybody', () => {
    const groups = [{ id: 'a', name: 'A', include: [{ group: { id: 'a' } }], require: [] }];
    expect(whyOpen({ ...inGroup, include: [...inGroup.include], require: [] }, groups)).toContain(
      'cannot be looked into',
    );
  });

  test('one of named people is closed, one that does not exist counts as open', () => {
    const groups = [
      { id: 'a', name: 'A', include: [{ email: { email: 'a@b.example' } }], require: [] },
    ];
    const policy = { ...inGroup, include: [...inGroup.include], require: [] };
    expect(whyOpen(policy, groups)).toBeUndefined();
    expect(whyOpen(policy, [])).toBeDefined();
  });
});

describe('what is printed', () => {
  test('no secret, in whatever form it comes back', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 8 }), fc.string(), (secret, around) => {
        const text = `${around}${secret}${JSON.stringify({ secret })}${around}`;
        expect(redact(text, [secret])).not.toContain(secret);
      }),
    );
  });

  test('no control or formatting character, and not too much', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (text) => {
        expect(printable(text)).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u);
        expect([...printable(text)].length).toBeLessThanOrEqual(301);
      }),
    );
  });
});
