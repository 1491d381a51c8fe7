import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { generatePages } from './generate.ts';

/** A project of its own in a temporary folder, with the packages of this repository. */
export interface Project {
  folder: string;
  /** Where its pages are. */
  content: string;
  /** What a build leaves: for the portal, the edition of staff. */
  dist: string;
}

const repository = join(import.meta.dirname, '..');

/** Two editions, for which the budgets of a build are stated. */
const AUDIENCES = `- id: staff
  name: Staff
  signIn: google
  session: PT24H
- id: client
  name: Clients
  signIn: one-time-pin
  session: PT1H
`;

/** What of this repository a build of the portal needs, beside content and packages. */
const PORTAL_PARTS = [
  'astro.config.mjs',
  'content/data',
  'diagrams',
  'package-lock.json',
  'package.json',
  'public',
  'scripts',
  'src',
  'tsconfig.json',
];

/**
 * A fresh folder for projects, removed when the process ends. It lies inside the repository because Astro
 * loses the styles of packages that share no folder with the project.
 */
export function makeWorkshop(): string {
  mkdirSync(join(repository, '.cache'), { recursive: true });
  const folder = mkdtempSync(join(repository, '.cache/bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The portal with `count` generated pages in place of its own, committed to a git history of one. */
export function makePortal(workshop: string, count: number): Project {
  const folder = join(workshop, `portal-${count}`);
  for (const part of PORTAL_PARTS) copyPart(part, folder);
  mkdirSync(join(folder, 'access'), { recursive: true });
  writeFileSync(join(folder, 'access/audiences.yaml'), AUDIENCES);
  const content = join(folder, 'content');
  writePages(content, count);
  linkPackages(folder);
  writeFileSync(join(folder, '.gitignore'), 'node_modules\ndist\n.astro\n.cache\n.data\n');
  const git = (...words: string[]) =>
    execFileSync(
      'git',
      ['-c', 'user.name=Bench', '-c', 'user.email=bench@example.com', '-c', 'gc.auto=0', ...words],
      { cwd: folder, stdio: 'ignore' },
    );
  git('init', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--message', 'Pages');
  return { folder, content, dist: join(folder, 'dist/_editions/staff') };
}

/** Starlight as it comes, over the same pages: one sidebar with all of them, and Pagefind. */
export function makeStock(workshop: string, count: number): Project {
  const folder = join(workshop, `stock-${count}`);
  const content = join(folder, 'src/content/docs');
  writePages(content, count);
  const files = {
    // Astro bundles the packages named here that hold Astro components.
    'package.json': JSON.stringify({
      name: 'stock',
      type: 'module',
      private: true,
      dependencies: { astro: '*', '@astrojs/starlight': '*' },
    }),
    'tsconfig.json': JSON.stringify({ extends: 'astro/tsconfigs/strict' }),
    'astro.config.mjs': `import starlight from '@astrojs/starlight';
import { defineConfig } from 'astro/config';
export default defineConfig({ site: 'https://example.com', integrations: [starlight({ title: 'Stock' })] });
`,
    'src/content.config.ts': `import { docsLoader } from '@astrojs/starlight/loaders';
import { docsSchema } from '@astrojs/starlight/schema';
import { defineCollection } from 'astro:content';
export const collections = { docs: defineCollection({ loader: docsLoader(), schema: docsSchema() }) };
`,
    'src/content/docs/index.mdx': '---\ntitle: Home\n---\n\nThe pages are in the sidebar.\n',
  };
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  linkPackages(folder);
  return { folder, content, dist: join(folder, 'dist') };
}

function copyPart(part: string, folder: string): void {
  try {
    cpSync(join(repository, part), join(folder, part), { recursive: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

function writePages(content: string, count: number): void {
  for (const page of generatePages(count)) {
    const file = join(content, page.file);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, page.text);
  }
}

/** A node_modules of its own, so that caches in it are its own, with links to the installed packages. */
function linkPackages(folder: string): void {
  const modules = join(folder, 'node_modules');
  mkdirSync(modules, { recursive: true });
  for (const name of readdirSync(join(repository, 'node_modules'))) {
    if (name.startsWith('.') && name !== '.bin' && name !== '.package-lock.json') continue;
    symlinkSync(join(repository, 'node_modules', name), join(modules, name));
  }
}
