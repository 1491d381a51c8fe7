import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { build, type Rolldown } from 'vite';
import type { Site } from '../site/site.ts';
import { announcePack, PACK_FILE } from './announce.ts';
import { assemblePack, type Made, packSize } from './assemble.ts';
import { INCIDENT_PATH, packContents } from './contents.ts';
import { PackLinks } from './pack-links.ts';
import { type Surroundings, takePage } from './take-page.ts';

/** Where a pack is made from and for. */
export interface PackSource {
  /** The root of the repository. */
  root: string;
  /** The built edition. */
  folder: string;
  site: Site;
  /** The address of the portal, without a slash at its end. */
  portal: string;
  now: Date;
}

const MEDIA_TYPES: Record<string, string> = {
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
  '.gif': 'image/gif',
};

/** The pages that offer the pack, where they are in the edition. */
const OFFERED_ON = ['/', '/nl/', INCIDENT_PATH];

/**
 * Writes the on-call pack of a built edition, and its size and day into the pages that offer it. Gives
 * the pack's size in bytes, or nothing for an edition without one.
 */
export async function writePack(
  source: PackSource,
  write: (path: string, text: string) => Promise<void>,
): Promise<number | undefined> {
  const pack = await buildPack(source);
  if (pack === undefined) return undefined;
  await write(PACK_FILE, pack);
  const bytes = Buffer.byteLength(pack);
  const day = source.now.toISOString().slice(0, 10);
  for (const path of OFFERED_ON.filter((offer) => source.site.pages.has(offer))) {
    const file = join(path.slice(1), 'index.html');
    const html = await readFile(join(source.folder, file), 'utf8');
    await write(file, announcePack(html, packSize(bytes), day));
  }
  return bytes;
}

/**
 * Makes the on-call pack of a built edition: one HTML file with everything in it. `undefined` for an
 * edition without an incident page. Throws when a page, a style or a picture of it cannot be read.
 */
async function buildPack(source: PackSource): Promise<string | undefined> {
  const { root, folder, site, portal, now } = source;
  const groups = packContents(site);
  if (!groups) return undefined;
  const read = (path: string) => readFile(join(folder, path), 'utf8');
  const pages = groups.flatMap((group) => group.pages);
  const built = new Map<string, string>();
  for (const path of ['/', ...pages.map((page) => page.path)]) {
    built.set(path, await read(join(path, 'index.html')));
  }
  const pictures = await readPictures(folder, built.values());
  const surroundings: Surroundings = {
    links: new PackLinks(
      portal,
      site.redirects,
      new Set([...built.keys(), ...groups.map(({ path }) => path)]),
    ),
    picture(address) {
      const picture = address.startsWith('data:') ? address : pictures.get(address);
      if (!picture) throw new Error(`The on-call pack cannot take along ${address}.`);
      return picture;
    },
  };
  const [{ script, style }, siteStyle, commit, icon] = await Promise.all([
    bundle(root),
    readStyles(built.values(), read),
    commitOf(root),
    dataAddress(folder, '/favicon.svg'),
  ]);
  const made: Made = {
    at: `${now.toISOString().slice(0, 16)}Z`,
    commit,
    portal,
    address: `${portal}/${PACK_FILE}`,
  };
  return assemblePack({
    groups,
    pages: new Map([...built].map(([path, html]) => [path, takePage(html, path, surroundings)])),
    script,
    style: `${siteStyle}\n${style}`,
    icon,
    made,
  });
}

/** The script and the style of the pack itself, as texts that can stand in a page. */
async function bundle(root: string): Promise<{ script: string; style: string }> {
  const folder = join(root, 'src/on-call-pack/browser');
  const { output } = (await build({
    configFile: false,
    root: folder,
    logLevel: 'warn',
    build: {
      write: false,
      modulePreload: false,
      // Otherwise the script would add the styles, which the pack's own policy forbids.
      cssCodeSplit: false,
      rolldownOptions: { input: join(folder, 'pack.ts'), output: { format: 'iife' } },
    },
  })) as Rolldown.RolldownOutput;
  const [script, ...more] = output.filter((part) => part.type === 'chunk');
  if (!script || more.length > 0) throw new Error('The on-call pack has not one script.');
  const styles = output.flatMap((part) => (part.type === 'asset' ? [String(part.source)] : []));
  return { script: inScript(script.code), style: styles.join('\n') };
}

/** A script so that nothing in it ends the element it stands in. */
function inScript(script: string): string {
  const safe = script.trim().replaceAll('</script', '<\\/script');
  if (safe.includes('<!--')) throw new Error('The script of the on-call pack opens a comment.');
  return safe;
}

const STYLESHEET = /<link\b[^>]*\brel="stylesheet"[^>]*>/g;

const attributeIn = (tag: string, name: string) =>
  new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1];

/** Every stylesheet that the built pages have, once, in the order in which they have them. */
async function readStyles(
  pages: Iterable<string>,
  read: (path: string) => Promise<string>,
): Promise<string> {
  const media = new Map<string, string | undefined>();
  for (const html of pages) {
    for (const [tag] of html.matchAll(STYLESHEET)) {
      media.set(attributeIn(tag, 'href') ?? '', attributeIn(tag, 'media'));
    }
  }
  if (media.size === 0) throw new Error('The on-call pack finds no stylesheet in the built pages.');
  const styles = await Promise.all(
    [...media].map(async ([href, condition]) => {
      const css = (await read(href)).trim();
      return condition ? `@media ${condition}{${css}}` : css;
    }),
  );
  return styles.join('\n');
}

/** The pictures that built pages show from the portal's own files, as `data:` addresses by address. */
async function readPictures(folder: string, pages: Iterable<string>): Promise<Map<string, string>> {
  const pictures = new Map<string, string>();
  for (const html of pages) {
    for (const [, address = ''] of html.matchAll(/<img\b[^>]*?\ssrc="(\/[^"]*)"/g)) {
      if (!pictures.has(address)) pictures.set(address, await dataAddress(folder, address));
    }
  }
  return pictures;
}

async function dataAddress(folder: string, address: string): Promise<string> {
  const { pathname } = new URL(address, 'https://portal.invalid');
  const type = MEDIA_TYPES[extname(pathname).toLowerCase()];
  if (!type) throw new Error(`The on-call pack does not know what kind of picture ${address} is.`);
  const bytes = await readFile(join(folder, decodeURIComponent(pathname)));
  return `data:${type};base64,${bytes.toString('base64')}`;
}

/** The commit that a working copy is at, and whether it was changed since; nothing without git. */
async function commitOf(root: string): Promise<string | undefined> {
  const words = ['describe', '--always', '--dirty', '--abbrev=12', '--exclude=*'];
  try {
    const { stdout } = await promisify(execFile)('git', words, { cwd: root });
    const [, commit, changed] = /^(\w+)(-dirty)?$/.exec(stdout.trim()) ?? [];
    return commit && `commit ${commit}${changed ? ' with changes that are not in it' : ''}`;
  } catch {
    return undefined;
  }
}
