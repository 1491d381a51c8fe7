import { createHash } from 'node:crypto';
import type { AuditEntry } from './audit-log.ts';
import type { Session } from './sessions.ts';

/** A mail that was not sent anywhere. */
export interface Mail {
  to: string;
  at: string;
  pin: string;
}

const STYLE = `
:root { color-scheme: light dark; --ink: light-dark(#16202b, #e9eef4); --soft: light-dark(#51606f, #a7b4c2); --paper: light-dark(#f4f6f8, #11171d); --card: light-dark(#fff, #1a222b); --line: light-dark(#c3ccd6, #44515f); --accent: light-dark(#0b5a8f, #7cc0ee); --on-accent: light-dark(#fff, #06213d); --warn: light-dark(#7a2e00, #ffc9a3); --warn-paper: light-dark(#fff1e6, #3a2315) }
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.55 system-ui, sans-serif }
main { max-width: 30rem; margin: 8vh auto; padding: 0 1.25rem }
main.wide { max-width: 62rem; margin-block: 3rem }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 1.25rem; text-wrap: balance }
h2 { font-size: 1.1rem; line-height: 1.3; margin: 0 0 .75rem }
h2, strong { overflow-wrap: anywhere }
section { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: 1.25rem; margin: 0 0 1rem }
p { margin: 0 0 .75rem } p:last-child { margin: 0 }
label { display: block; font-weight: 600; margin: 0 0 .35rem }
input { width: 100%; font: inherit; padding: .65rem .75rem; border: 1px solid var(--soft); border-radius: .4rem; background: var(--paper); color: inherit; margin: 0 0 .85rem }
input[inputmode=numeric] { font: 600 1.6rem/1.2 ui-monospace, monospace; letter-spacing: .3em }
button, .button { display: block; width: 100%; font: inherit; font-weight: 600; text-align: center; padding: .7rem 1rem; border: 1px solid var(--accent); border-radius: .4rem; background: var(--accent); color: var(--on-accent); text-decoration: none; cursor: pointer; margin: 0 0 .5rem }
button.quiet { background: none; color: var(--accent) }
td button { width: auto; padding: .3rem .75rem; margin: 0 }
a { color: var(--accent) } a.button { color: var(--on-accent) }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
.soft { color: var(--soft) }
.stand-in { font-size: .9rem; color: var(--soft); border-left: .25rem solid var(--line); padding-left: .75rem }
[role=alert] { color: var(--warn); background: var(--warn-paper); border-radius: .4rem; padding: .65rem .85rem; font-weight: 600 }
.pin { font: 700 1.75rem/1.2 ui-monospace, monospace; letter-spacing: .15em; user-select: all }
.scroll { overflow-x: auto } table { border-collapse: collapse; width: 100%; font-size: .95rem } th, td { text-align: left; padding: .4rem .75rem .4rem 0; border-bottom: 1px solid var(--line); white-space: nowrap }
`;

/** The policy of these pages: one style, forms to this place, nothing else. */
export const PAGE_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`;

/** Under which addresses the stand-in has its own pages. */
export const PLACES = {
  login: '/cdn-cgi/access/login',
  logout: '/cdn-cgi/access/logout',
  certs: '/cdn-cgi/access/certs',
  identity: '/cdn-cgi/access/get-identity',
  google: '/cdn-cgi/access/stand-in/google',
  askPin: '/cdn-cgi/access/stand-in/pin',
  givePin: '/cdn-cgi/access/stand-in/pin/check',
  desk: '/cdn-cgi/access/stand-in',
  mailbox: '/cdn-cgi/access/stand-in/mailbox',
  auditLog: '/cdn-cgi/access/stand-in/audit-log',
  revoke: '/cdn-cgi/access/stand-in/revoke',
  rotate: '/cdn-cgi/access/stand-in/rotate-keys',
} as const;

const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

const hidden = (name: string, value: string) =>
  `<input type="hidden" name="${name}" value="${escapeHtml(value)}">`;

const alert = (text: string | undefined) => (text ? `<p role="alert">${escapeHtml(text)}</p>` : '');

function page(title: string, body: string, wide = false): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main${wide ? ' class="wide"' : ''}>
<h1>${escapeHtml(title)}</h1>
${body}
<p class="stand-in">This is a stand-in for Cloudflare Access, for this machine only. It knows nobody, checks no password and sends no mail.</p>
</main>
</body>
</html>
`;
}

/** Where one chooses how to sign in. */
export function loginPage(options: { redirectUrl: string; problem?: string }): string {
  const next = hidden('redirect_url', options.redirectUrl);
  return page(
    'Sign in to the documentation',
    `${alert(options.problem)}
<section>
<h2>Staff</h2>
<form method="get" action="${PLACES.google}">${next}<button>Sign in with Google</button></form>
</section>
<section>
<h2>Clients</h2>
<form method="post" action="${PLACES.askPin}">${next}
<label for="email">Your email address</label>
<input id="email" name="email" type="email" autocomplete="email" required maxlength="254">
<button>Send me a code</button></form>
</section>`,
  );
}

/** In place of Google's own page: whoever one says one is. */
export function googlePage(options: {
  redirectUrl: string;
  accounts: readonly string[];
  problem?: string;
}): string {
  const next = hidden('redirect_url', options.redirectUrl);
  const form = (content: string) =>
    `<form method="post" action="${PLACES.google}">${next}${content}</form>`;
  return page(
    'Choose a Google account',
    `${alert(options.problem)}
<section>
<h2>Example accounts</h2>
${options.accounts.map((email) => form(`${hidden('email', email)}<button class="quiet">${escapeHtml(email)}</button>`)).join('\n')}
</section>
<section>
${form(`<label for="email">Another account</label>
<input id="email" name="email" type="email" autocomplete="email" required maxlength="254">
<button>Next</button>`)}
</section>
<p><a href="${PLACES.login}?redirect_url=${encodeURIComponent(options.redirectUrl)}">Sign in another way</a></p>`,
  );
}

/** Where one types the code. The same for every address, approved or not. */
export function pinPage(options: {
  id: string;
  email: string;
  redirectUrl: string;
  problem?: string;
}): string {
  return page(
    'Enter the code',
    `${alert(options.problem)}
<section>
<p>A code has been emailed to <strong>${escapeHtml(options.email)}</strong>, if that address has been approved. It is good for ten minutes.</p>
<form method="post" action="${PLACES.givePin}">${hidden('id', options.id)}${hidden('redirect_url', options.redirectUrl)}
<label for="pin">Code of six digits</label>
<input id="pin" name="pin" inputmode="numeric" autocomplete="one-time-code" pattern="[0-9 ]*" required maxlength="12" autofocus>
<button>Sign in</button></form>
</section>
<p><a href="${PLACES.login}?redirect_url=${encodeURIComponent(options.redirectUrl)}">Ask for a new code</a></p>
<p class="soft">On this machine, mail lands on the terminal and in the <a href="${PLACES.mailbox}" target="_blank">mailbox</a>, which opens beside this page.</p>`,
  );
}

/** A page that says one thing and leads on. */
export function notePage(title: string, text: string, link: { to: string; text: string }): string {
  return page(
    title,
    `<section><p>${escapeHtml(text)}</p></section><p><a href="${escapeHtml(link.to)}">${escapeHtml(link.text)}</a></p>`,
  );
}

/** The mail that went nowhere, the newest first. */
export function mailboxPage(mails: readonly Mail[]): string {
  const list = mails.map(
    ({ to, at, pin }) =>
      `<section><h2>To ${escapeHtml(to)}</h2><p class="soft"><time datetime="${at}">${at.slice(11, 19)} UTC</time></p><p>Your code for the documentation:</p><p class="pin">${pin}</p></section>`,
  );
  return page(
    'Mailbox',
    `${list.join('\n') || '<section><p>No mail yet. Codes arrive here when an approved address asks for one.</p></section>'}
<p><a href="${PLACES.mailbox}">Look again</a> or <a href="${PLACES.desk}">see everything</a></p>`,
  );
}

/** What the dashboard of Access is for the real one: sessions, keys, the log. */
export function deskPage(options: {
  sessions: readonly Session[];
  keyIds: readonly string[];
  entries: readonly AuditEntry[];
}): string {
  const sessions = options.sessions.map(
    ({ email, audience, until }) =>
      `<tr><td>${escapeHtml(email)}</td><td>${escapeHtml(audience.id)}</td><td>${new Date(until * 1000).toISOString().slice(0, 16)}Z</td><td><form method="post" action="${PLACES.revoke}">${hidden('email', email)}<button class="quiet">Revoke</button></form></td></tr>`,
  );
  const entries = options.entries
    .slice(0, 50)
    .map(
      ({ created_at, action, allowed, user_email, connection }) =>
        `<tr><td>${created_at}</td><td>${action}</td><td>${allowed ? 'allowed' : 'refused'}</td><td>${escapeHtml(user_email)}</td><td>${connection}</td></tr>`,
    );
  const table = (head: readonly string[], rows: readonly string[], none: string) =>
    rows.length === 0
      ? `<p>${none}</p>`
      : `<div class="scroll"><table><thead><tr>${head.map((cell) => `<th scope="col">${cell}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
  return page(
    'Who is signed in',
    `<section><h2>Sessions</h2>${table(['Address', 'Audience', 'Until', 'End it'], sessions, 'Nobody is signed in.')}</section>
<section><h2>Signing keys</h2><p>The first one signs; the others still count for seven days after they were rotated out.</p>
<ol>${options.keyIds.map((kid) => `<li><code>${kid.slice(0, 16)}…</code></li>`).join('')}</ol>
<form method="post" action="${PLACES.rotate}"><button class="quiet">Rotate now</button></form></section>
<section><h2>Log</h2>${table(['When', 'What', 'Outcome', 'Address', 'By'], entries, 'Nothing has happened yet.')}<p><a href="${PLACES.auditLog}">As JSON</a></p></section>
<p><a href="${PLACES.mailbox}">Mailbox</a> · <a href="/">Documentation</a></p>`,
    true,
  );
}
