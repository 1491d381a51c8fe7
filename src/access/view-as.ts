import type { GateAudience, GateData } from './gate-data.ts';
import { STAFF } from './staff.ts';

const COOKIE = 'view-as';
const ONE_HOUR_S = 3_600;
const VIEW_PATH = /^\/_view\/([a-z0-9-]+)\/?$/;

/**
 * `/_view/client/` is how somebody of staff asks to see the edition of an audience as its readers see
 * it; `/_view/staff/` leads back. `undefined` for every other address, and for a request that another
 * site made.
 */
export function readViewRequest(
  request: Request,
  { audiences }: GateData,
): GateAudience | undefined {
  const wanted = VIEW_PATH.exec(new URL(request.url).pathname)?.[1];
  const from = request.headers.get('sec-fetch-site') ?? 'none';
  if (from !== 'none' && from !== 'same-origin') return undefined;
  return audiences.find(({ id }) => id === wanted);
}

/** The cookie that remembers what staff want to see. It means nothing in anybody else's request. */
export function viewCookie({ id }: GateAudience): string {
  const value = id === STAFF ? '; Max-Age=0' : `${id}; Max-Age=${ONE_HOUR_S}`;
  return `${COOKIE}=${value}; Path=/; HttpOnly; Secure; SameSite=Lax`;
}

/** The audience whose edition staff have asked to see. */
export function viewedAudience(
  headers: Headers,
  { audiences }: GateData,
): GateAudience | undefined {
  const wanted = (headers.get('cookie') ?? '')
    .split(';')
    .map((cookie) => cookie.trim())
    .find((cookie) => cookie.startsWith(`${COOKIE}=`))
    ?.slice(COOKIE.length + 1);
  return audiences.find(({ id }) => id === wanted && id !== STAFF);
}

/** Says on every page of another edition that it is one, where the runtime can write into a page. */
export function markedAs(response: Response, audience: string): Response {
  response.headers.delete('etag');
  response.headers.set('cache-control', 'private, no-store');
  const isHtml = response.headers.get('content-type')?.startsWith('text/html');
  if (!isHtml || typeof HTMLRewriter === 'undefined') return response;
  const bar = `<div role="note" style="position:sticky;top:0;z-index:2147483647;padding:.5rem 1rem;background:#3b2a00;color:#fff;font:600 1rem/1.4 system-ui,sans-serif">You see this as a reader of the edition “${audience}”. <a href="/_view/${STAFF}/" style="color:#fff;text-decoration:underline">Back to your own</a></div>`;
  return new HTMLRewriter()
    .on('body', { element: (body) => body.prepend(bar, { html: true }) })
    .transform(response);
}

/** Part of workerd; elsewhere it does not exist. */
declare const HTMLRewriter:
  | (new () => {
      on(
        selector: string,
        handlers: {
          element(element: { prepend(html: string, options: { html: true }): void }): void;
        },
      ): InstanceType<NonNullable<typeof HTMLRewriter>>;
      transform(response: Response): Response;
    })
  | undefined;
