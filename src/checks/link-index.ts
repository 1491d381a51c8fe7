import { slug } from 'github-slugger';
import type { AnyPage, Content, Page } from '../content-model/records.ts';
import { type Context, collectionPages } from './context.ts';
import { type GeneratedRoute, generatedRoutes } from './generated-routes.ts';
import { generatorLookup } from './site-generators.ts';

/** What links can lead to, looked up by how they name it. Built once for a run. */
export interface LinkIndex {
  pagesByFile: ReadonlyMap<string, AnyPage>;
  pagesByPath: ReadonlyMap<string, Page>;
  /** Former addresses, to the page they redirect to. */
  redirects: ReadonlyMap<string, Page>;
  routes: ReadonlyMap<string, GeneratedRoute>;
  /** Files under the root that are no pages. */
  assets: ReadonlySet<string>;
  /** Folders under the root, the root itself as `''`. */
  folders: ReadonlySet<string>;
  /** Names of pages as a site generator would address them, in lower case. */
  stems: ReadonlySet<string>;
  /** Whether a site generator publishes a file and so decides its addresses. */
  isGenerated(file: string): boolean;
  /** Names that Sphinx gives to places in its Markdown, as `(name)=`: links lead to them. */
  labels(): ReadonlySet<string>;
  /** The fragments of a page. */
  anchorsOf(page: AnyPage): ReadonlySet<string>;
  /** The lower-case form of the fragments of a page, for where case does not count. */
  looseAnchorsOf(page: AnyPage): ReadonlySet<string>;
}

/** Indexes the pages, assets and generated addresses of a content root. */
export function indexLinks(
  content: Content,
  { kindOnDisk }: Pick<Context, 'kindOnDisk'>,
): LinkIndex {
  const pages = collectionPages(content);
  const pagesByPath = new Map(pages.map((page) => [page.path, page]));
  const redirects = new Map(
    pages.flatMap((page) => (page.data?.formerly ?? []).map((path) => [path, page] as const)),
  );
  const files = [...content.pages.map((page) => page.file), ...content.assets];
  return {
    pagesByFile: new Map(content.pages.map((page) => [page.file, page])),
    pagesByPath,
    redirects,
    routes: generatedRoutes(content),
    assets: new Set(content.assets),
    folders: foldersOf(files),
    stems: new Set(content.pages.map(({ file }) => stemOf(file).toLowerCase())),
    isGenerated: generatorLookup(kindOnDisk),
    labels: once(() => sphinxLabels(content)),
    anchorsOf: remembered((page) => new Set(page.anchors)),
    looseAnchorsOf: remembered(looseAnchors),
  };
}

/** A file's path without its ending; the page of a folder goes by the folder's name. */
export function stemOf(file: string): string {
  return file
    .replace(/\.(?:mdx?|markdown|html?)$/i, '')
    .replace(/(?:^|\/)(?:_?index|readme)$/i, '');
}

/** A line `(name)=`: https://myst-parser.readthedocs.io/en/latest/syntax/cross-referencing.html */
const SPHINX_LABEL = /^\(([^()\s]+)\)=$/gm;

function sphinxLabels({ pages }: Content): Set<string> {
  const runs = pages.filter((page) => page.collection === null).flatMap(({ texts }) => texts);
  const found = runs.flatMap(({ text }) => [...text.matchAll(SPHINX_LABEL)]);
  return new Set(found.map((match) => match[1] as string));
}

function foldersOf(files: readonly string[]): Set<string> {
  const folders = new Set(['']);
  for (const file of files) {
    let end = file.lastIndexOf('/');
    while (end > 0 && !folders.has(file.slice(0, end))) {
      folders.add(file.slice(0, end));
      end = file.lastIndexOf('/', end - 1);
    }
  }
  return folders;
}

/** Headings may name their id themselves, as `## Title {#id}`; GitHub shows that as text. */
const NAMED_ID = /\{:?\s*#([^\s}]+)[^}]*\}/g;

function looseAnchors(page: AnyPage): Set<string> {
  const named = page.headings.flatMap(({ text }) =>
    [...text.matchAll(NAMED_ID)].map((match) => match[1] as string),
  );
  // Before HTML at the end of a heading stands a space, which is part of its id for some.
  const trimmed = page.headings.map(({ text }) => slug(text));
  return new Set([...page.anchors, ...named, ...trimmed].map(looseAnchor));
}

/** A fragment without what readers cannot see: its case, and the signs that turn text into emoji. */
export function looseAnchor(fragment: string): string {
  return fragment.toLowerCase().replace(/[\uFE0E\uFE0F\u200D]/g, '');
}

function once<Result>(compute: () => Result): () => Result {
  let result: { value: Result } | undefined;
  return () => {
    result ??= { value: compute() };
    return result.value;
  };
}

function remembered<Result>(compute: (page: AnyPage) => Result): (page: AnyPage) => Result {
  const known = new Map<AnyPage, Result>();
  return (page) => {
    const before = known.get(page);
    if (before !== undefined) return before;
    const result = compute(page);
    known.set(page, result);
    return result;
  };
}
