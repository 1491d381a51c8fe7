import type { Tenant } from '../data/answers.ts';
import type { Catalogue } from '../data/catalogue.ts';
import type { WikiDatabase } from '../data/wiki-database.ts';
import type { Caller } from '../tokens/verify-token.ts';
import type { AssetSource } from './assets.ts';
import type { DemoSignIn } from './demo.ts';
import type { RateLimits } from './guards/rate-limit.ts';
import type { RequestLog } from './guards/request-log.ts';
import type { WikiSettings } from './settings.ts';

/** What the app is made of. Node and Workers bring their own of each. */
export interface WikiParts {
  settings: WikiSettings;
  verifyToken: (token: string) => Promise<Caller>;
  database: WikiDatabase;
  limits: RateLimits;
  log: RequestLog;
  /** What authors pick from. */
  catalogue: Catalogue;
  /** The built editor, widget and demo. */
  assets?: AssetSource;
  /** Sign-in for the seeded demo users; only in development, on loopback. */
  demo?: DemoSignIn;
  /** Whether the service is on its way out. */
  isLeaving?: () => boolean;
}

/** What is known about a request on its way through. */
export interface WikiEnv {
  Variables: {
    requestId: string;
    caller: Caller;
    /** Why it went wrong, for the log. Never with text of an article or about a person. */
    reason: string | undefined;
    tenantOf: (caller: Caller) => Promise<Tenant>;
  };
}
