import type { Context } from './context.ts';
import { folderOf } from './link-target.ts';

/** Files and folders that only a site generator has, by what they start with and how they may end. */
const SIGNS = [
  ...endings('mkdocs', ['yml', 'yaml']),
  'zensical.toml',
  ...endings('docusaurus.config', ['js', 'mjs', 'cjs', 'ts']),
  ...endings('sidebars', ['js', 'cjs', 'ts']),
  ...endings('_config', ['yml', 'yaml', 'toml']),
  ...endings('hugo', ['toml', 'yaml', 'yml']),
  '_index.md',
  'book.toml',
  'SUMMARY.md',
  '.gitbook.yaml',
  'antora.yml',
  '_sidebar.md',
  ...endings('astro.config', ['mjs', 'ts', 'js']),
  'conf.py',
  '.sphinx',
  'myst.yml',
  '_toc.yml',
  '_quarto.yml',
  '.vitepress',
  '.vuepress',
  '.eleventy.js',
  ...endings('eleventy.config', ['js', 'mjs', 'cjs']),
  ...endings('gatsby-config', ['js', 'mjs', 'ts']),
  'docfx.json',
  '.obsidian',
  'mint.json',
];

/** Where the root is the folder of the texts alone, the generator is set up above it. */
const ABOVE_ROOT = ['..', '../..'];

/**
 * Tells whether a site generator is at work in the folder of a file or around it. Looks on the disk,
 * hidden files included, and once at each folder.
 */
export function generatorLookup(kindOnDisk: Context['kindOnDisk']): (file: string) => boolean {
  const known = new Map<string, boolean>();
  const hasSign = (folder: string) =>
    SIGNS.some((sign) => kindOnDisk(folder === '' ? sign : `${folder}/${sign}`) !== undefined);
  const isUnder = (folder: string): boolean => {
    const before = known.get(folder);
    if (before !== undefined) return before;
    const around = folder === '' ? ABOVE_ROOT.some(hasSign) : isUnder(folderOf(folder));
    const found = around || hasSign(folder);
    known.set(folder, found);
    return found;
  };
  return (file) => isUnder(folderOf(file));
}

function endings(name: string, all: readonly string[]): string[] {
  return all.map((ending) => `${name}.${ending}`);
}
