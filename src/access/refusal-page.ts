import { REFUSALS, type RefusalReason } from './refusals.ts';

type Status = (typeof REFUSALS)[RefusalReason];

const STYLE = `
:root { color-scheme: light dark; --accent: light-dark(#0b5a8f, #7cc0ee) }
body { margin: 0; background: light-dark(#fff, #11171d); color: light-dark(#19222d, #e3e9ef); font: 1.0625rem/1.6 system-ui, sans-serif }
header { border-bottom: 1px solid light-dark(#d8dee5, #2c3844); padding: .9rem 1.5rem; font-weight: 700 }
main { max-width: 34rem; margin: 10vh auto; padding: 0 1.5rem }
h1 { font-size: clamp(1.75rem, 1.35rem + 1.8vw, 2.35rem); line-height: 1.2; margin: 0 0 1rem; text-wrap: balance }
p { margin: 0 0 1.5rem }
a { color: var(--accent) }
a.next { display: inline-block; padding: .6rem 1.1rem; border-radius: .375rem; background: var(--accent); color: light-dark(#fff, #0c1116); font-weight: 600; text-decoration: none }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
`;
/** The only style that a refusal may have: its digest, as a Content-Security-Policy names it. */
export const STYLE_SOURCE = "'sha256-1Q58dgOIJZwcJvQ6I4pn9Nzq34RHDDvW7URgsZdbfGk='";

/** What a refused reader is told, and where to go on. Why exactly stands in the log, not here. */
const WORDS: Record<Status, { title: string; text: string; next: { to: string; text: string } }> = {
  400: {
    title: 'This address cannot be read',
    text: 'Check it for stray characters, or begin at the home page.',
    next: { to: '/', text: 'Home page' },
  },
  403: {
    title: 'You cannot read this',
    text: 'These pages are for people who have been given access, for as long as their sign-in lasts. If that is you, sign out and sign in again with the address that was approved.',
    next: { to: '/cdn-cgi/access/logout', text: 'Sign out' },
  },
  405: {
    title: 'Pages here can only be read',
    text: 'Nothing can be sent to this address.',
    next: { to: '/', text: 'Home page' },
  },
  503: {
    title: 'The portal is closed for a moment',
    text: 'It could not find out who you are, so it shows nothing. Try again in a minute. If you are on call, use the on-call pack.',
    next: { to: '', text: 'Try again' },
  },
};

/** A page that stands alone: no script, no picture, nothing fetched. */
export function refusalPage(reason: RefusalReason): string {
  const { title, text, next } = WORDS[REFUSALS[reason]];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<header>SONAN DIGITAL Docs</header>
<main>
<h1>${title}</h1>
<p>${text}</p>
<a class="next" href="${next.to}">${next.text}</a>
</main>
</body>
</html>
`;
}
