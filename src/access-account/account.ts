/** The parts of a Cloudflare account that decide who reaches the portal, as its API tells them. */

/** One rule of a policy, as the API writes it: a single key that names what is looked at. */
export type Rule = Record<string, unknown>;

/** What happens to those who match. `non_identity` is "Service Auth", for programs. */
export type Decision = 'allow' | 'deny' | 'bypass' | 'non_identity';

export interface LivePolicy {
  id: string;
  name: string;
  decision: Decision;
  include: Rule[];
  exclude: Rule[];
  require: Rule[];
  /** As Cloudflare writes durations; absent when the application's counts. */
  sessionDuration?: string;
  /** Reusable policies belong to the account, the others to one application. */
  reusable: boolean;
}

export interface Destination {
  uri: string;
  /** Path patterns below it that nobody has to sign in for. */
  publicPaths: string[];
}

export interface LiveApplication {
  id: string;
  name: string;
  type: string;
  /** The audience tag: the `aud` of the tokens that Access issues for it. */
  aud: string;
  destinations: Destination[];
  sessionDuration?: string;
  /** Ids of the identity providers offered; empty means all of the account. */
  providers: string[];
  /** In the order in which Access tries them. */
  policies: LivePolicy[];
  /** Everything the API told, so that a replacement loses nothing that is not ours to decide. */
  raw: Record<string, unknown>;
}

export interface LiveProvider {
  id: string;
  name: string;
  type: string;
  /** For Google Workspace: the domain it signs people of in. */
  domain?: string;
}

export interface LiveServiceToken {
  id: string;
  clientId: string;
  name: string;
  enabled: boolean;
  /** RFC 3339. */
  expiresAt?: string;
}

export interface LiveUser {
  id: string;
  email: string;
  accessSeat: boolean;
  gatewaySeat: boolean;
  seatId?: string;
  /** Sessions that reach the portal now. Read only for people who should have none. */
  sessions: number;
}

export interface LiveProject {
  name: string;
  /** `<project>.pages.dev`, or another when that name was taken. */
  pagesHost: string;
  /** Every host name that leads to it, the first included. */
  domains: string[];
  failOpen: { production: boolean; preview: boolean };
}

export interface LiveAccount {
  /** `<team>.cloudflareaccess.com`. */
  teamDomain: string;
  /** How long a sign-in serves every application. Absent: Cloudflare's default of a day. */
  globalSession?: string;
  providers: LiveProvider[];
  serviceTokens: LiveServiceToken[];
  /** Reusable policies. */
  policies: LivePolicy[];
  /** Named sets of rules, which policies can refer to. */
  groups: { id: string; name: string; include: Rule[]; require: Rule[] }[];
  applications: LiveApplication[];
  users: LiveUser[];
  /** Absent when there is no such project. */
  project?: LiveProject;
}
