/**
 * Keys of the local Supabase. They stand in the repository, so they protect nothing: they are for
 * loopback and for tests, and a service that is reachable from elsewhere must never accept them.
 */
export const LOCAL_JWT_SECRET = 'for-loopback-only-and-known-to-everybody-00';
export const LOCAL_PUBLISHABLE_KEY = 'sb_publishable_for_loopback_only_00000000';
export const LOCAL_SECRET_KEY = 'sb_secret_for_loopback_only_0000000000000';

/** `iss` of local tokens. The port is left out, for it may differ between two starts. */
export const LOCAL_ISSUER = 'http://localhost/auth/v1';
/** `aud` of the tokens of people, as Supabase sets it. */
export const TOKEN_AUDIENCE = 'authenticated';
