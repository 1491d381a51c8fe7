/** The redirects in the form of Cloudflare's `_redirects` file. */
export function redirectRules(redirects: ReadonlyMap<string, string>): string {
  return [...redirects].map(([from, to]) => `${from} ${to} 301\n`).join('');
}

const escapeHtml = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** A page that leads on by itself, for hosts that read no `_redirects`. */
export function redirectHtml(to: string): string {
  const href = escapeHtml(to);
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="robots" content="noindex"><meta http-equiv="refresh" content="0;url=${href}"><title>${href}</title><a href="${href}">${href}</a></html>\n`;
}
