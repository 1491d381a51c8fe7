import type { Hono } from 'hono';
import type { WikiEnv, WikiParts } from './app-types.ts';

/** A built file by its path below `dist/`, such as `admin/index.html`. */
export type AssetSource = (
  path: string,
) => Promise<{ body: ArrayBuffer | ReadableStream; type: string } | undefined>;

/** Where a built frontend is served. */
interface Frontend {
  /** Address that all of it is under. */
  at: string;
  /** Its folder below `dist/`. */
  folder: string;
  /** Whether addresses without a file are views of its one page. */
  hasViews?: boolean;
  /** Whether pages of the CRM load its files. They are the same for everybody. */
  isShared?: boolean;
  /** Whether it is there on a developer's machine alone. */
  isDemo?: boolean;
}

const FRONTENDS: readonly Frontend[] = [
  { at: '/admin/wiki', folder: 'admin', hasViews: true },
  { at: '/widget', folder: 'widget', isShared: true },
  { at: '/demo', folder: 'demo', hasViews: true, isDemo: true },
];

/**
 * Scripts and styles come from here alone, in files; images of articles from any host that a tenant
 * allows, which the service sees to when it stores them.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' https:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ');

/** Serves the built editor, widget and demo. */
export function addAssets(app: Hono<WikiEnv>, { assets, settings }: WikiParts): void {
  if (!assets) return;
  for (const { at, folder, hasViews, isShared, isDemo } of FRONTENDS) {
    if (isDemo && !settings.development) continue;
    for (const address of [at, `${at}/*`]) {
      app.get(address, async (c) => {
        const rest = c.req.path.slice(at.length + 1);
        // Only names that a build gives, so that no address reaches out of the folder.
        if (!/^([\w-][\w.-]*(\/[\w-][\w.-]*)*)?$/.test(rest)) return c.notFound();
        const isView = hasViews && !/\.[a-z0-9]+$/.test(rest);
        const file = await assets(`${folder}/${isView ? 'index.html' : rest}`);
        if (!file) return c.notFound();
        const isHashed = rest.startsWith('assets/');
        c.header('content-type', file.type);
        c.header(
          'cache-control',
          isHashed ? 'public, max-age=31536000, immutable' : 'public, no-cache',
        );
        c.header('content-security-policy', POLICY);
        c.header('cross-origin-resource-policy', isShared ? 'cross-origin' : 'same-origin');
        if (isShared) c.header('access-control-allow-origin', '*');
        return c.body(file.body);
      });
    }
  }
}
