import { Refused } from './refusals.ts';

/** Which Access team and which of its applications the gate believes. */
export interface GateConfig {
  /** `https://example.cloudflareaccess.com`: who signs tokens, and where its keys are. */
  issuer: string;
  /** The application's Audience tag: 64 hexadecimal digits. */
  aud: string;
  /** Whether a stand-in for Access on this machine is the issuer. Only then do example addresses count. */
  isStandIn: boolean;
}

const TEAM = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.cloudflareaccess\.com$/;
const LOOPBACK = /^http:\/\/(?:127\.0\.0\.1|localhost|\[::1\]):\d{1,5}$/;
const AUD = /^[0-9a-f]{64}$/;

/**
 * Reads `ACCESS_TEAM_DOMAIN` (`example.cloudflareaccess.com`, or a loopback origin for the stand-in)
 * and `ACCESS_AUD` from the environment. Throws `Refused` when either is missing or not of that form:
 * nothing here has a default, so that a gate nobody has set up stays shut.
 */
export function readGateConfig(env: Readonly<Record<string, unknown>>): GateConfig {
  const { ACCESS_TEAM_DOMAIN: team, ACCESS_AUD: aud } = env;
  if (typeof aud !== 'string' || !AUD.test(aud)) {
    throw new Refused('not-configured', 'ACCESS_AUD must be the 64 hexadecimal digits of the AUD');
  }
  if (typeof team === 'string' && LOOPBACK.test(team)) {
    return { issuer: team, aud, isStandIn: true };
  }
  if (typeof team === 'string' && TEAM.test(team)) {
    return { issuer: `https://${team}`, aud, isStandIn: false };
  }
  throw new Refused('not-configured', 'ACCESS_TEAM_DOMAIN must be <team>.cloudflareaccess.com');
}
