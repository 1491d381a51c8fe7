import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';

/** A key as Access holds it, with the public part as it publishes it. */
export interface TestKey {
  kid: string;
  privateKey: CryptoKey;
  jwk: JWK;
}

export const AUD = '32eafc7626e974616deaf0dc3ce63d7bcbed58a2731e84d06bc3cdf1b53c4228';

/** A new RS256 key. */
export async function makeKey(kid: string): Promise<TestKey> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' };
  return { kid, privateKey, jwk };
}

/** Seconds since 1970. */
export const nowInSeconds = () => Math.floor(Date.now() / 1000);

/** The claims of a person's token as Access issues it, with whatever a test changes. */
export function personClaims(issuer: string, changes: Record<string, unknown> = {}): JWTPayload {
  const now = nowInSeconds();
  return {
    aud: [AUD],
    email: 'engineer@example.com',
    exp: now + 600,
    iat: now - 10,
    nbf: now - 10,
    iss: issuer,
    type: 'app',
    identity_nonce: '6ei69kawdKzMIAPF',
    sub: '7335d417-61da-459d-899c-0a01c76a2f94',
    country: 'NL',
    ...changes,
  };
}

/** The claims of a service token's token as Access issues it. */
export function serviceClaims(issuer: string, changes: Record<string, unknown> = {}): JWTPayload {
  const now = nowInSeconds();
  return {
    type: 'app',
    aud: [AUD],
    exp: now + 600,
    iss: issuer,
    common_name: SERVICE_ID,
    iat: now - 10,
    sub: '',
    ...changes,
  };
}

export const SERVICE_ID = 'e367826f93b8d71185e03fe518aff3b4.access';

/** Signs claims. Members that are `undefined` are left out. */
export function sign(
  key: TestKey,
  claims: JWTPayload,
  header: Record<string, unknown> = {},
): Promise<string> {
  return new SignJWT(JSON.parse(JSON.stringify(claims)))
    .setProtectedHeader({ alg: 'RS256', kid: key.kid, typ: 'JWT', ...header })
    .sign(key.privateKey);
}

/** Text or a value as JSON, in base64url. */
export function encode(value: unknown): string {
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString(
    'base64url',
  );
}
