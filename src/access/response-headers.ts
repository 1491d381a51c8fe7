import type { EditionData } from './gate-data.ts';
import { STYLE_SOURCE } from './refusal-page.ts';

/** What every answer carries, page or refusal. */
const ALWAYS = {
  'strict-transport-security': 'max-age=63072000; includeSubDomains; preload',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy':
    'camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()',
  'x-robots-tag': 'noindex',
} as const satisfies Record<string, string>;

/** A page may do what our own pages do: our scripts and styles, our search index, pictures in styles. */
const PAGE_POLICY = {
  'default-src': ["'none'"],
  // The search engine is WebAssembly; this allows to compile it, and no `eval`.
  'script-src': ["'self'", "'wasm-unsafe-eval'"],
  'style-src': ["'self'"],
  // Diagrams and highlighted code carry style attributes, which can run nothing.
  'style-src-attr': ["'unsafe-inline'"],
  'img-src': ["'self'", 'data:'],
  'font-src': ["'self'"],
  'connect-src': ["'self'"],
  'worker-src': ["'self'"],
  'manifest-src': ["'self'"],
  'form-action': ["'self'"],
  'base-uri': ["'none'"],
  'frame-ancestors': ["'none'"],
} as const satisfies Record<string, readonly string[]>;

/** Anything else that a browser might show by itself, such as an SVG, is a picture and no program. */
const FILE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; sandbox";

/** A refusal is a page of words. */
const REFUSAL_POLICY = `default-src 'none'; style-src ${STYLE_SOURCE}; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`;

/** Files whose name changes with their content. */
const HASHED = /^\/(?:_astro\/|pagefind\/(?:fragment|index|filter)\/)/;

/** What an answer of the asset server may pass on. The rest, such as its CORS header, stays inside. */
const PASSED_ON = ['content-type', 'etag'];

/** The headers of a page or file of an edition. */
export function headersOfFile(
  path: string,
  status: number,
  asset: Headers,
  edition: EditionData,
): Headers {
  const headers = new Headers(ALWAYS);
  for (const name of PASSED_ON) {
    const value = asset.get(name);
    if (value !== null) headers.set(name, value);
  }
  if (status === 404) headers.delete('etag');
  if (status !== 304 && !headers.has('content-type')) {
    headers.set('content-type', 'application/octet-stream');
  }
  const type = headers.get('content-type') ?? (hasExtension(path) ? '' : 'text/html');
  headers.set(
    'content-security-policy',
    type.startsWith('text/html') ? pagePolicy(edition) : FILE_POLICY,
  );
  const isHashed = HASHED.test(path) && (status === 200 || status === 304);
  headers.set(
    'cache-control',
    isHashed ? 'private, max-age=31536000, immutable' : 'private, no-cache',
  );
  return headers;
}

/** Whether a path is that of a file other than a page: `/guides/client/index.md`, and not `/guides/client/`. */
function hasExtension(path: string): boolean {
  return /\.(?!html$)\w+$/.test(path);
}

/** The headers of an answer that shows nothing of any edition. */
export function headersOfRefusal(): Headers {
  return new Headers({
    ...ALWAYS,
    'content-security-policy': REFUSAL_POLICY,
    'cache-control': 'private, no-store',
    'content-type': 'text/html; charset=utf-8',
  });
}

/** The Content-Security-Policy of the pages of an edition. */
export function pagePolicy({ scripts, styles }: EditionData): string {
  const hashes: Record<string, readonly string[]> = { 'script-src': scripts, 'style-src': styles };
  return Object.entries(PAGE_POLICY)
    .map(([directive, sources]) => [directive, ...sources, ...(hashes[directive] ?? [])].join(' '))
    .join('; ');
}
