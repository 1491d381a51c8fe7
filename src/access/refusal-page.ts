import { REFUSALS, type RefusalReason } from './refusals.ts';

type Status = (typeof REFUSALS)[RefusalReason];

const STYLE = `
body { font: 1.125rem/1.6 system-ui, sans-serif; max-width: 34rem; margin: 12vh auto; padding: 0 1.5rem }
h1 { font-size: 1.75rem; line-height: 1.25 }
`;
/** The only style that a refusal may have: its digest, as a Content-Security-Policy names it. */
export const STYLE_SOURCE = "'sha256-EsZmvO4UrTUKjIkkYJUeGvKA5MmG5Ad7N4ajbC6dM4s='";

/** What a refused reader is told. Why exactly stands in the log, not here. */
const WORDS: Record<Status, { title: string; text: string; signOut?: true }> = {
  400: {
    title: 'This address cannot be read',
    text: 'Check it for stray characters, or start at the <a href="/">home page</a>.',
  },
  403: {
    title: 'You cannot read this',
    text: 'These pages are for people who have been given access, for as long as their sign-in lasts. If that is you, sign out and sign in again with the address that was approved.',
    signOut: true,
  },
  405: {
    title: 'Pages here can only be read',
    text: 'Nothing can be sent to this address.',
  },
  503: {
    title: 'The portal is closed for a moment',
    text: 'It could not find out who you are, so it shows nothing. Try again in a minute. If you are on call, use the on-call pack.',
  },
};

/** A page that stands alone: no script, no picture, nothing fetched. */
export function refusalPage(reason: RefusalReason): string {
  const { title, text, signOut } = WORDS[REFUSALS[reason]];
  const signOutLink = signOut ? '<p><a href="/cdn-cgi/access/logout">Sign out</a></p>' : '';
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${STYLE}</style>
<h1>${title}</h1>
<p>${text}</p>
${signOutLink}
</html>
`;
}
