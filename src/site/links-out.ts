import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decode, isExternal, linkParts } from '../checks/link-target.ts';
import { siteHref } from '../checks/site-links.ts';
import type { Page, Place } from '../content-model/records.ts';
import { isAnsweredBefore } from './answered-before.ts';
import { PORTAL } from './config.ts';
import type { Site } from './site.ts';

/** An address that a page of a built edition leads to and that the edition does not have. */
export interface LinkOut {
  /** Path of the page on the site. */
  from: string;
  /** As it stands in the page. */
  to: string;
  /** The file and the place that it comes from, where a writer put it there. */
  written: { file: string; place: Place } | undefined;
}

const ADDRESS = /\s(?:href|src|poster)=(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))|;url=([^"']+)/gi;

/** Finds where the pages of a built edition lead out of it. */
export function findLinksOut(folder: string, site: Site): LinkOut[] {
  const isThere = remembered((path) => hasAddress(folder, path));
  return globSync('**/*.html', { cwd: folder }).flatMap((file) => {
    const from = `/${file.replaceAll('\\', '/').replace(/(?:^|(?<=\/))index\.html$/, '')}`;
    const addresses = [...readFileSync(join(folder, file), 'utf8').matchAll(ADDRESS)]
      .map((match) => unescapeHtml(match.slice(1).find((part) => part !== undefined) ?? ''))
      .filter((to) => {
        const path = pathOf(to, from);
        return path !== undefined && !isAnsweredBefore(path) && !isThere(path);
      });
    const source = site.pages.get(from)?.source;
    return [...new Set(addresses)].map((to) => ({ from, to, written: placeOf(source, to) }));
  });
}

/** The error that ends the build of an edition, with each link on a line of its own. */
export function leadsOut(links: readonly LinkOut[], audience: string): Error {
  const lines = links.map(({ from, to, written }) => {
    const where = written
      ? `${written.file}:${written.place.line}:${written.place.column}`
      : `the page ${from}`;
    return `  ${where} leads to ${to}, which readers in the audience ${audience} do not have`;
  });
  return new Error(
    `The edition "${audience}" has links that lead out of it:\n${lines.join('\n')}\nTake the link out, or add ${audience} to the "audience" of the page that it leads to.`,
  );
}

/** The path of an address on this site, decoded; `undefined` where it leads elsewhere. */
function pathOf(address: string, from: string): string | undefined {
  const to = address.startsWith(`${PORTAL.url}/`) ? address.slice(PORTAL.url.length) : address;
  if (to === '' || to.startsWith('#') || isExternal(to)) return undefined;
  return decode(new URL(linkParts(to).path, `https://site.invalid${from}`).pathname);
}

function hasAddress(folder: string, path: string): boolean {
  return path.endsWith('/')
    ? existsSync(join(folder, path, 'index.html'))
    : existsSync(join(folder, path));
}

function placeOf(source: Page | null | undefined, to: string): LinkOut['written'] {
  const link = source?.links.find(({ url }) => siteHref(source.file, url) === to || url === to);
  return source && link ? { file: source.file, place: link.place } : undefined;
}

const ENTITIES: Record<string, string> = { amp: '&', quot: '"', apos: "'", lt: '<', gt: '>' };

function unescapeHtml(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (all, hex, decimal, name) => {
    if (hex) return String.fromCodePoint(Number.parseInt(hex, 16));
    return decimal ? String.fromCodePoint(Number(decimal)) : (ENTITIES[name] ?? all);
  });
}

function remembered(find: (path: string) => boolean): (path: string) => boolean {
  const known = new Map<string, boolean>();
  return (path) => {
    const found = known.get(path) ?? find(path);
    known.set(path, found);
    return found;
  };
}
