// One side of the wiki's measurement, in a process of its own: `supabase <database>` or `service <supabase>`.
// Prints its address and runs until it is ended.
import { seed } from '../wiki-service/src/database/seed.ts';
import { LOCAL_JWT_SECRET, LOCAL_PUBLISHABLE_KEY } from '../wiki-service/src/local/keys.ts';
import { startSupabase } from '../wiki-service/src/local/supabase.ts';
import { localSettings } from '../wiki-service/src/local/wiki-service.ts';
import { startWikiService } from '../wiki-service/src/node.ts';

const [, , side, behind = ''] = process.argv;

/** Nobody is held to a limit here: one caller stands for many. */
const unlimited = { take: async () => ({ ok: true, retryAfterSeconds: 0 }) };

const { url } =
  side === 'supabase'
    ? await startSupabase({ kind: 'postgres', url: behind }, { prepare: seed })
    : await startWikiService({
        port: 0,
        settings: localSettings({
          url: behind,
          publishableKey: LOCAL_PUBLISHABLE_KEY,
          jwtSecret: LOCAL_JWT_SECRET,
        }),
        limits: { person: unlimited, tenant: unlimited },
      });
console.error(url);
