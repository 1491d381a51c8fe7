import { PORTAL } from '../site/config.ts';

/** What has to be guarded, and what the account offers. */
export interface Site {
  /** The Pages project, which is also the name of its Access application. */
  project: string;
  /** The address that people know. */
  production: string;
  /** The address that Cloudflare gives the project. Previews are one label below it. */
  pagesHost: string;
  /** People who can sign in before Cloudflare turns the next one away. */
  seats: number;
}

/** The portal: `wrangler.toml` names the project, `content/data/facts.yaml` the seats of the free plan. */
export const SITE: Site = {
  project: 'sonan-docs',
  production: new URL(PORTAL.url).hostname,
  pagesHost: 'sonan-docs.pages.dev',
  seats: 50,
};

/** Every host name the portal can be reached at, as Access writes it: `*` is one label or a part of it. */
export function guardedHosts({ production, pagesHost }: Site): string[] {
  return [production, pagesHost, `*.${pagesHost}`];
}
