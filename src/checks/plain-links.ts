import type { AnyPage, Link } from '../content-model/records.ts';
import type { Context } from './context.ts';
import { type LinkIndex, looseAnchor, stemOf } from './link-index.ts';
import {
  decode,
  folderOf,
  isExternal,
  joinPath,
  linkParts,
  missing,
  type Target,
} from './link-target.ts';

/**
 * Where a link of a plain Markdown file leads when GitHub shows it: to a file or folder beside it.
 * Nothing is guessed: a link that only a site generator, a template or a place above the root could
 * make sense of is `unknown`.
 */
export function resolvePlainLink(
  from: AnyPage,
  link: Pick<Link, 'kind' | 'url'>,
  index: LinkIndex,
  { kindOnDisk }: Pick<Context, 'kindOnDisk'>,
): Target {
  const url = link.url.trim().replaceAll('\\', '/');
  if (TEMPLATED.test(url)) return unknown('the address is put together by a template language');
  if (isExternal(url)) return { kind: 'external' };
  const { path: written, fragment } = linkParts(url);
  if (written === '') return { kind: 'page', page: from, fragment };

  const isAbsolute = written.startsWith('/');
  const folder = isAbsolute ? '' : folderOf(from.file);
  const spellings = spellingsOf(written).map((spelling) => joinPath(folder, spelling));
  const [path = ''] = spellings;
  const isAbove = path.startsWith('..');
  const found = (isAbove ? [] : spellings)
    .map((spelling) => fileAt(spelling, fragment, index, kindOnDisk))
    .find((target) => target !== undefined);
  if (found) return found;
  if (isAbsolute) return unknown('the address starts from the top of a site that is not known');
  if (GITHUB_ADDRESS.test(url)) return unknown('the address is one of GitHub itself');
  if (isAbove) return unknown('the target lies above the folder that is checked');
  if (/template/i.test(from.file)) {
    return unknown('the link stands in a template and may be meant to be replaced');
  }
  if (PART.test(from.file))
    return unknown('the text is part of other pages, which may lie elsewhere');
  if (index.labels().has(written) || isGeneratorAddress(decode(written), from, index)) {
    return unknown('only a site generator could tell what the address leads to');
  }
  if (MADE_FROM.some((ending) => kindOnDisk(path + ending) === 'file')) {
    return unknown('a build makes the file from another one beside it');
  }
  const hint = slip(written);
  return hint === undefined ? missing(link, path) : { kind: 'missing-page', path, hint };
}

/** A path in the ways it may be written on disk: systems differ in how they store accents. */
function spellingsOf(written: string): string[] {
  const decoded = decode(written);
  return [...new Set([decoded, decoded.normalize('NFD'), written])];
}

/** A text that a site generator puts into other pages. */
const PART =
  /(?:^|\/)(?:_?includes?|_?partials?|_?snippets?|_posts)\/|(?:^|\/)(?:_(?!index\.)[^/]*|[^/]*\.partial\.[^/]*)$/i;

const unknown = (why: string): Target => ({ kind: 'unknown', why });

const TEMPLATED = /\{\{|\{%|\$\{|<%|%7B%7B/i;

/** What GitHub and GitLab have beside a repository's files: `../../issues/3`, `../blob/main/x.md`. */
const GITHUB_ADDRESS =
  /^(?:\.\.\/)+(?:(?:issues|pulls?|wiki|releases|discussions|actions|compare|commits?|labels|milestones?|graphs|stargazers|security\/(?:advisories|policy)|projects\/\d+|merge_requests)(?:[/?#]|$)(?!.*\.mdx?(?:#|$))|(?:blob|tree|raw|edit|blame|-)\/)/;

/** What stands behind the name of a file from which a build makes it. */
const MADE_FROM = ['.in', '.tmpl', '.tpl', '.template', '.j2', '.erb', '.hbs', '.mustache', '.ejs'];

/**
 * Whether an address without a file's ending is one that a site generator would give to a page:
 * where one is at work, or where a page has that name. A generator may serve a page as a folder, so
 * that `../x` starts one level deeper.
 */
function isGeneratorAddress(written: string, from: AnyPage, index: LinkIndex): boolean {
  if (/\.(?!html?$)[a-z][a-z0-9]{0,5}$/i.test(written)) return false;
  if (index.isGenerated(from.file)) return true;
  return [folderOf(from.file), stemOf(from.file)]
    .map((folder) => stemOf(joinPath(folder, written)).toLowerCase())
    .some((stem) => index.stems.has(stem));
}

function fileAt(
  path: string,
  fragment: string,
  index: LinkIndex,
  kindOnDisk: Context['kindOnDisk'],
): Target | undefined {
  const page = index.pagesByFile.get(path);
  if (page) return { kind: 'page', page, fragment };
  if (index.assets.has(path)) return { kind: 'file' };
  if (index.folders.has(path) || kindOnDisk(path) === 'folder') {
    const readme = ['README.md', 'readme.md', 'Readme.md']
      .map((name) => index.pagesByFile.get(path === '' ? name : `${path}/${name}`))
      .find((candidate) => candidate !== undefined);
    return readme ? { kind: 'page', page: readme, fragment } : { kind: 'file' };
  }
  return kindOnDisk(path) === 'file' ? { kind: 'file' } : undefined;
}

/** What a writer probably forgot, when the address looks like something else than a file. */
function slip(written: string): string | undefined {
  if (/^[^/\s]+@[^/\s]+\.[a-z]{2,}$/i.test(written)) {
    return `An email address needs "mailto:" before it: mailto:${written}. `;
  }
  if (/^(?:www\.|[a-z0-9-]+\.(?:com|org|net|io|dev)(?:\/|$))/i.test(written)) {
    return `An address on the web needs "https://" before it: https://${written}. `;
  }
  return undefined;
}

/** Fragments that GitHub itself gives meaning to. */
const GITHUB_FRAGMENT =
  /^(?:|top|readme|readme-ov-file|l\d+(?:c\d+)?(?:-l?\d+(?:c\d+)?)?|:~:text=.*|(?:user-content-)?fn(?:ref)?[-:]?.*)$/i;

/** Whether a fragment leads somewhere on a Markdown file as GitHub shows it. Case does not count. */
export function hasPlainAnchor(page: AnyPage, fragment: string, index: LinkIndex): boolean {
  const wanted = looseAnchor(
    fragment.replace(/:~:text=.*$/, '').replace(/^(?:user-content|markdown-header)-/, ''),
  );
  if (GITHUB_FRAGMENT.test(wanted) || index.looseAnchorsOf(page).has(wanted)) return true;
  if (index.labels().has(fragment) || PART.test(page.file)) return true;
  return index.isGenerated(page.file) && hasSameWords(wanted, index.looseAnchorsOf(page));
}

/** Generators make the fragment of a heading from its words, and each joins them in its own way. */
function hasSameWords(wanted: string, anchors: ReadonlySet<string>): boolean {
  const words = lettersOf(wanted);
  return words !== '' && [...anchors].some((anchor) => lettersOf(anchor) === words);
}

const lettersOf = (fragment: string) => fragment.normalize('NFKD').replace(/[^\p{L}\p{N}]+/gu, '');
