import type { AnyPage, Link } from '../content-model/records.ts';
import type { GeneratedRoute } from './generated-routes.ts';

/** Where a link leads. */
export type Target =
  | { kind: 'external' }
  | { kind: 'page'; page: AnyPage; fragment: string }
  | { kind: 'route'; route: GeneratedRoute; fragment: string }
  /** A file or folder that has no fragments of its own. */
  | { kind: 'file' }
  | { kind: 'missing-page' | 'missing-asset'; path: string; hint?: string }
  | { kind: 'unknown'; why: string };

export interface LinkParts {
  /** Without query and fragment; still percent-encoded. */
  path: string;
  /** Decoded, without `#`. Empty when there is none. */
  fragment: string;
}

/** Takes a URL apart. What cannot be decoded stays as it is written. */
export function linkParts(url: string): LinkParts {
  const hash = url.indexOf('#');
  const beforeHash = hash < 0 ? url : url.slice(0, hash);
  const query = beforeHash.indexOf('?');
  return {
    path: query < 0 ? beforeHash : beforeHash.slice(0, query),
    fragment: decode(hash < 0 ? '' : url.slice(hash + 1)),
  };
}

/** Whether a URL names a scheme or a host of its own. */
export function isExternal(url: string): boolean {
  return /^(?:[a-z][a-z0-9+.-]*:|\/\/|\\\\)/i.test(url);
}

export function decode(text: string): string {
  try {
    return decodeURIComponent(text).normalize('NFC');
  } catch {
    return text;
  }
}

/** Joins a relative path to a folder; starts with `../` when it leads above the top. */
export function joinPath(folder: string, relative: string): string {
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of relative.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}

export function folderOf(file: string): string {
  return file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '';
}

/**
 * What a path that leads nowhere was meant to be: an image and a download, or a page.
 * @param hint What to tell the writer beside that, as a sentence and a space.
 */
export function missing(link: Pick<Link, 'kind'>, path: string, hint?: string): Target {
  const ending = /\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase();
  const isPage = link.kind === 'link' && (ending === undefined || PAGE_ENDINGS.has(ending));
  return { kind: isPage ? 'missing-page' : 'missing-asset', path, ...(hint ? { hint } : {}) };
}

const PAGE_ENDINGS = new Set(['md', 'mdx', 'markdown', 'html', 'htm']);
