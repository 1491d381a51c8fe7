import facts from '../../content/data/facts.yaml';
import routes from '../../content/data/routes.yaml';
import { readCatalogue } from './data/catalogue.ts';
import { openWikiDatabase } from './data/wiki-database.ts';
import { createWikiApp } from './http/app.ts';
import type { AssetSource } from './http/assets.ts';
import { onPlatform } from './http/guards/rate-limit.ts';
import { makeJsonLog } from './http/guards/request-log.ts';
import { readSettings } from './http/settings.ts';
import { makeTokenVerifier } from './tokens/verify-token.ts';

type RateBinding = Parameters<typeof onPlatform>[0];

/** What wrangler.toml binds, beside the settings. */
interface Bindings extends Record<string, unknown> {
  PERSON_RATE: RateBinding;
  TENANT_RATE: RateBinding;
  ASSETS?: { fetch(address: string): Promise<Response> };
}

/** As in wrangler.toml. */
const PERIOD_SECONDS = 10;

let app: ReturnType<typeof createWikiApp> | undefined;

export default {
  /** Answers a request on Cloudflare Workers. */
  fetch(request: Request, bindings: Bindings): Response | Promise<Response> {
    app ??= makeApp(bindings);
    return app.fetch(request);
  },
};

function makeApp(bindings: Bindings): ReturnType<typeof createWikiApp> {
  const settings = readSettings(bindings);
  return createWikiApp({
    settings,
    verifyToken: makeTokenVerifier(settings.tokens),
    database: openWikiDatabase({
      url: settings.supabaseUrl,
      publishableKey: settings.publishableKey,
      timeoutMs: settings.databaseTimeoutMs,
    }),
    limits: {
      person: onPlatform(bindings.PERSON_RATE, PERIOD_SECONDS),
      tenant: onPlatform(bindings.TENANT_RATE, PERIOD_SECONDS),
    },
    log: makeJsonLog((line) => console.log(line)),
    catalogue: readCatalogue({ facts, routes }),
    ...(bindings.ASSETS && { assets: fromBinding(bindings.ASSETS) }),
  });
}

function fromBinding(assets: NonNullable<Bindings['ASSETS']>): AssetSource {
  return async (path) => {
    const found = await assets.fetch(`https://assets/${path}`);
    if (!found.ok || !found.body) return undefined;
    const type = found.headers.get('content-type') ?? 'application/octet-stream';
    return { body: found.body, type };
  };
}
