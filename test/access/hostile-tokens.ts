import { createHmac } from 'node:crypto';
import { CompactSign, exportSPKI, importJWK, type JWTPayload } from 'jose';
import type { RefusalReason } from '../../src/access/refusals.ts';
import { VECTORS } from './jws-vectors.ts';
import { encode, nowInSeconds, personClaims, serviceClaims, sign, type TestKey } from './tokens.ts';

/** A token that is not exactly right. */
export interface HostileToken {
  what: string;
  token: string;
  reason: RefusalReason;
}

const ADDRESSES = [
  ['without an @', 'engineer'],
  ['with two @', 'engineer@example.com@clients.example'],
  ['with a second @ that is another letter', 'engineer@example.com\uff20evil.example'],
  ['with a letter that folds to another', '\u212aim@staff.example'],
  ['with a space', 'engineer@example.com '],
  ['with a line break', 'engineer@example.com\n'],
  ['with a NUL', 'engineer@example.com\0'],
  ['in angle brackets', 'Engineer <engineer@example.com>'],
  ['with a quoted local part', '"engineer"@example.com'],
  ['that is empty', ''],
  ['that is a list', ['engineer@example.com']],
  ['that is an object', { address: 'engineer@example.com' }],
  ['that is null', null],
  ['at a bare host', 'engineer@localhost'],
  ['at an address literal', 'engineer@[127.0.0.1]'],
] as const;

/** One change each to a token that would be right. */
export async function hostileTokens(
  issuer: string,
  key: TestKey,
  strangersKey: TestKey,
): Promise<HostileToken[]> {
  const now = nowInSeconds();
  const tokens: HostileToken[] = [];
  const add = (what: string, token: string, reason: RefusalReason) =>
    tokens.push({ what, token, reason });
  const claims = async (
    what: string,
    changes: Record<string, unknown>,
    reason: RefusalReason = 'token-claims',
  ) => add(`a person's token ${what}`, await sign(key, personClaims(issuer, changes)), reason);
  const service = async (what: string, changes: Record<string, unknown>, reason: RefusalReason) =>
    add(`a service's token ${what}`, await sign(key, serviceClaims(issuer, changes)), reason);
  const header = async (what: string, changes: Record<string, unknown>) =>
    add(
      `a token whose header ${what}`,
      await signAnything(key, personClaims(issuer), { kid: key.kid, ...changes }),
      'token-header',
    );

  // Forms
  const good = await sign(key, personClaims(issuer));
  const [head = '', payload = '', signature = ''] = good.split('.');
  for (const [what, token] of [
    ['one part', head],
    ['two parts', `${head}.${payload}`],
    ['four parts', `${good}.${signature}`],
    ['five parts, like an encrypted one', `${good}.${payload}.${signature}`],
    ['an empty signature', `${head}.${payload}.`],
    ['padding', `${head}.${payload}.${signature}==`],
    ['the other base64', `${good.replaceAll('-', '+').replaceAll('_', '/')}/`],
    ['a scheme before it', `Bearer ${good}`],
    ['itself twice', `${good}, ${good}`],
    ['another one after a comma', `${good},${await sign(strangersKey, personClaims(issuer))}`],
    ['quotes', `"${good}"`],
    ['an encoded dot', good.replace('.', '%2e')],
    ['a signature spelled in another way', respell(good)],
    ['a header that is no JSON', `${encode('{"alg":"RS256"')}.${payload}.${signature}`],
    ['a header that is a list', `${encode(['RS256'])}.${payload}.${signature}`],
    ['a header that is null', `${encode(null)}.${payload}.${signature}`],
    ['5 kB', await sign(key, personClaims(issuer, { custom: 'x'.repeat(5_000) }))],
    ['junk', 'junk'],
    ['the word null', 'null'],
    ['JSON', JSON.stringify({ email: 'engineer@example.com' })],
  ] as const) {
    add(`a token with ${what}`, token, 'token-form');
  }

  // Algorithms
  for (const alg of ['none', 'None', 'NONE', 'nOnE']) {
    add(
      `an unsigned token, alg ${alg}`,
      `${encode({ alg, kid: key.kid, typ: 'JWT' })}.${payload}.${signature}`,
      'token-header',
    );
  }
  const pem = await exportSPKI((await importJWK(key.jwk, 'RS256')) as CryptoKey);
  for (const [what, secret] of [
    ['the PEM of the public key', pem],
    ['the modulus of the public key', key.jwk.n ?? ''],
    ['nothing', ''],
  ] as const) {
    const input = `${encode({ alg: 'HS256', kid: key.kid, typ: 'JWT' })}.${payload}`;
    const mac = createHmac('sha256', secret).update(input).digest('base64url');
    add(`a token with HS256 over ${what}`, `${input}.${mac}`, 'token-header');
    const asRs = `${head}.${payload}`;
    const macOfRs = createHmac('sha256', secret).update(asRs).digest('base64url');
    add(
      `a token with RS256 in name and an HMAC over ${what}`,
      `${asRs}.${macOfRs}`,
      'token-signature',
    );
  }
  for (const alg of ['RS384', 'RS512', 'PS256', 'ES256', 'EdDSA', 'HS512', 'rs256', 'RS256 ', '']) {
    add(
      `a token that says ${alg || 'nothing'}`,
      `${encode({ alg, kid: key.kid, typ: 'JWT' })}.${payload}.${signature}`,
      'token-header',
    );
  }

  // Headers
  await header('has crit', { crit: ['exp'], exp: now + 600 });
  await header('has crit for nothing', { crit: [] });
  await header('has b64', { b64: true, crit: ['b64'] });
  await header('brings a key', { jwk: strangersKey.jwk });
  await header('says where a key is', { jku: 'https://evil.example/certs' });
  await header('says where a certificate is', { x5u: 'https://evil.example/cert' });
  await header('brings a certificate', { x5c: ['MIIB'] });
  await header('names a thumbprint', { x5t: 'abc' });
  await header('is compressed', { zip: 'DEF' });
  await header('is nested', { cty: 'JWT' });
  await header('has another type', { typ: 'at+jwt' });
  await header('has no key id', { kid: undefined });
  await header('has an empty key id', { kid: '' });
  await header('has a list of key ids', { kid: [key.kid] });
  for (const kid of ['../../certs', "' or 1=1 --", '/dev/null', '__proto__', 'constructor']) {
    add(
      `a token with the key id ${kid}`,
      await sign({ ...strangersKey, kid }, personClaims(issuer)),
      'token-key',
    );
  }

  // Signatures
  add('a token of a stranger', await sign(strangersKey, personClaims(issuer)), 'token-key');
  add(
    "a token of a stranger under Access's key id",
    await sign({ ...strangersKey, kid: key.kid }, personClaims(issuer)),
    'token-signature',
  );
  add(
    'a token with other claims under its signature',
    `${head}.${encode(personClaims(issuer, { email: 'client@example.com' }))}.${signature}`,
    'token-signature',
  );
  add(
    'a token with a cut signature',
    `${head}.${payload}.${signature.slice(0, 256)}`,
    'token-signature',
  );
  add(
    'a token with a signature of zeros',
    `${head}.${payload}.${Buffer.alloc(256).toString('base64url')}`,
    'token-signature',
  );
  for (const { from, token } of VECTORS) {
    const unsigned = token.endsWith('.');
    add(`the example of ${from}`, token, unsigned ? 'token-form' : 'token-header');
  }

  // Claims of people
  await claims('of the global session', { type: 'org' });
  await claims('of no type', { type: undefined });
  await claims('of another team', { iss: 'https://evil.cloudflareaccess.com' });
  await claims('whose issuer has a slash too many', { iss: `${issuer}/` });
  await claims('whose issuer begins the same', { iss: `${issuer}.evil.example` });
  await claims('without an issuer', { iss: undefined });
  await claims('for another application', { aud: ['f'.repeat(64)] });
  await claims('for two applications', {
    aud: [...(personClaims(issuer).aud ?? []), 'f'.repeat(64)],
  });
  await claims('for no application', { aud: [] });
  await claims('without an application', { aud: undefined });
  await claims('whose application is an object', { aud: { 0: personClaims(issuer).aud?.[0] } });
  await claims('that has expired', { exp: now - 1 }, 'token-time');
  await claims('that expires this second', { exp: now }, 'token-time');
  await claims('that never expires', { exp: undefined });
  await claims('that expires as text', { exp: String(now + 600) });
  await claims('that expires after the end of time', { exp: 1e300 });
  await claims('that expires before it was issued', { exp: now + 100, iat: now + 200 });
  await claims('issued in the future', { iat: now + 60 }, 'token-time');
  await claims('never issued', { iat: undefined });
  await claims('that is not valid yet', { nbf: now + 60 }, 'token-time');
  await claims('without a beginning', { nbf: undefined });
  await claims('with an empty sub', { sub: '' });
  await claims('without a sub', { sub: undefined });
  await claims('with a sub that is a number', { sub: 7 });
  await claims('without an address', { email: undefined });
  await claims('that is a service too', { common_name: 'e367826f93b8d71185e03fe518aff3b4.access' });
  for (const [what, email] of ADDRESSES) await claims(`with an address ${what}`, { email });
  await claims('of somebody in no audience', { email: 'stranger@example.com' }, 'not-listed');
  await claims('of somebody at a subdomain', { email: 'a@mail.staff.example' }, 'not-listed');
  await claims(
    'of somebody at a domain that ends the same',
    { email: 'a@evilstaff.example' },
    'not-listed',
  );
  await claims(
    'of an audience that is an example, by its domain',
    { email: 'someone@acme.example' },
    'not-listed',
  );
  await claims('older than the session', { iat: now - 86_400, nbf: now - 86_400 }, 'session-over');

  // Claims of services
  await service('that is not listed', { common_name: `${'f'.repeat(32)}.access` }, 'not-listed');
  await service('that has a sub', { sub: 'someone' }, 'token-claims');
  await service('without a sub', { sub: undefined }, 'token-claims');
  await service('that has an address', { email: 'engineer@example.com' }, 'token-claims');
  await service('that has an empty address', { email: '' }, 'token-claims');
  await service('that has a beginning', { nbf: now - 10 }, 'token-claims');
  await service('without a name', { common_name: undefined }, 'token-claims');
  await service('with an empty name', { common_name: '' }, 'token-claims');
  await service('with a list of names', { common_name: ['a'] }, 'token-claims');

  // Payloads
  for (const text of ['null', '[]', '"text"', '7', '{"email":', '']) {
    const jws = await new CompactSign(new TextEncoder().encode(text || ' '))
      .setProtectedHeader({ alg: 'RS256', kid: key.kid })
      .sign(key.privateKey);
    add(`a signed payload of ${text || 'a space'}`, jws, 'token-claims');
  }
  return tokens;
}

/** Signs with a header that the library would not write. */
async function signAnything(
  key: TestKey,
  claims: JWTPayload,
  header: Record<string, unknown>,
): Promise<string> {
  const input = `${encode({ alg: 'RS256', typ: 'JWT', ...header })}.${encode(claims)}`;
  const signature = await crypto.subtle.sign(
    'RSASSA-PKCS1-v1_5',
    key.privateKey,
    new TextEncoder().encode(input),
  );
  return `${input}.${Buffer.from(signature).toString('base64url')}`;
}

/** The same bytes as another text: four bits of the last letter say nothing. */
function respell(token: string): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const last = letters.indexOf(token.at(-1) ?? '');
  return token.slice(0, -1) + letters[last ^ 1];
}
