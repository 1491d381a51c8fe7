import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, globSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAnsweredBefore } from '../../src/site/answered-before.ts';
import { buildEnvironment } from './build-environment.ts';
import { CANARY, COMMON, plantCanaries } from './canary-content.ts';

const root = join(import.meta.dirname, '../..');
const workshop = join(root, '.cache/edition-test');
const AUDIENCES = ['client', 'client-technical'];

/** Builds an edition of the content in a folder, into that folder. */
function build(audience: string): Promise<{ code: number | null; output: string }> {
  const folder = join(workshop, audience);
  const child = spawn(process.execPath, [join(root, 'node_modules/astro/bin/astro.mjs'), 'build'], {
    cwd: root,
    env: {
      ...buildEnvironment(),
      NODE_ENV: 'production',
      PORTAL_EDITION: audience,
      PORTAL_CONTENT: join(folder, 'content'),
      PORTAL_PUBLIC: join(folder, 'public'),
      PORTAL_OUT: join(folder, 'dist'),
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
    });
  }
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, output })));
}

const inEdition = (audience: string, path = '') => join(workshop, audience, 'dist', path);

/** Every file of an edition, with what is packed in it unpacked. */
function filesOf(audience: string): { path: string; text: string }[] {
  return globSync('**/*', { cwd: inEdition(audience), withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const file = join(entry.parentPath, entry.name);
      const bytes = readFileSync(file);
      const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
      return {
        path: file.slice(inEdition(audience).length),
        text: (isPacked ? gunzipSync(bytes) : bytes).toString('latin1'),
      };
    });
}

beforeAll(async () => {
  rmSync(workshop, { recursive: true, force: true });
  for (const audience of AUDIENCES) {
    plantCanaries(join(root, 'content'), join(workshop, audience), audience);
  }
  const builds = await Promise.all(AUDIENCES.map(build));
  const planted = globSync(`*/content/**/*.{mdx,yaml}`, { cwd: workshop }).filter((file) =>
    readFileSync(join(workshop, file), 'utf8').includes(CANARY),
  );
  expect(planted.length).toBeGreaterThan(100);
  expect(builds.map(({ code, output }) => (code === 0 ? '' : output))).toEqual(['', '']);
}, 240_000);

afterAll(() => rmSync(workshop, { recursive: true, force: true }));

describe.each(AUDIENCES)('the edition of %s', (audience) => {
  it('has no trace of what its readers may not see, in no file and in no name', () => {
    const traces = filesOf(audience)
      .filter(({ path, text }) => `${path}\n${text}`.toLowerCase().includes(CANARY))
      .map(({ path }) => path);
    expect(traces).toEqual([]);
  });

  it('has what they may see: pages, copies, search, images, old addresses', () => {
    const found = filesOf(audience)
      .filter(({ text }) => text.includes(COMMON))
      .map(({ path }) => path);
    expect(found).toContain('/guides/client/index.html');
    expect(found).toContain('/guides/client/index.md');
    expect(found).toContain('/images/common.png');
    expect(found.some((path) => path.endsWith('.pf_fragment'))).toBe(true);
    expect(found.some((path) => path.endsWith('.pf_index'))).toBe(true);
    expect(readFileSync(inEdition(audience, '_redirects'), 'utf8')).toContain(
      '/common-old/ /guides/common/ 301',
    );
  });

  it('has a home, a 404 page, a sitemap, a table of contents for programs, and a search', () => {
    const WANTED = ['index.html', '404.html', 'sitemap-index.xml', 'llms.txt'];
    for (const path of [...WANTED, 'pagefind/pagefind.js', 'guides/client/index.md']) {
      expect([path, existsSync(inEdition(audience, path))]).toEqual([path, true]);
    }
    const home = readFileSync(inEdition(audience, 'index.html'), 'utf8');
    expect(home).toContain('href="/guides/client/"');
    expect(home).not.toMatch(/class="alarm"|escalation|runbook/i);
    expect(readFileSync(inEdition(audience, '404.html'), 'utf8')).not.toMatch(/runbook/i);
  });

  it('has no file that nothing in it leads to', () => {
    const files = new Map(filesOf(audience).map(({ path, text }) => [path, text]));
    const ENTRANCES = [
      '/index.html',
      '/404.html',
      '/llms.txt',
      '/sitemap-index.xml',
      '/_redirects',
    ];
    const reached = new Set([...ENTRANCES, '/pagefind/pagefind.js']);
    for (const path of reached) {
      const text = files.get(path) ?? '';
      for (const other of files.keys()) {
        // A script names its neighbours without their folder; the index of the search is packed.
        const isNamed = other.startsWith('/_astro/')
          ? text.includes(other.slice('/_astro/'.length))
          : text.includes(other.replace(/index\.html$/, '')) || other.startsWith('/pagefind/');
        if (isNamed) reached.add(other);
      }
    }
    expect([...files.keys()].filter((path) => !reached.has(path))).toEqual([]);
    expect([...files.keys()].some((path) => path.startsWith('/_astro/'))).toBe(true);
  });

  it('has no on-call pack, which holds the runbooks of staff', () => {
    const packs = filesOf(audience).filter(({ path }) => /pack\.html$/.test(path));
    expect(packs).toEqual([]);
  });

  it('leads nowhere that it does not have', () => {
    const origin = 'https://docs.sonandigital.com';
    const LINKS = /(?:href|src)="([^"]+)"|url=([^"]+)"|\]\(([^)\s]+)|<loc>([^<]+)/g;
    const dead = filesOf(audience)
      .filter(({ path }) => /\.(?:html|md|txt|xml)$/.test(path))
      .flatMap(({ path, text }) =>
        [...text.matchAll(LINKS)]
          .map((match) => new URL(match.slice(1).find(Boolean) ?? '', origin + path))
          .filter((url) => url.origin === origin)
          .map(({ pathname }) => decodeURI(pathname))
          .filter((to) => !isAnsweredBefore(to))
          .filter(
            (to) => !existsSync(inEdition(audience, to.endsWith('/') ? `${to}index.html` : to)),
          )
          .map((to) => `${path}: ${to}`),
      );
    expect(dead).toEqual([]);
  });
});

describe('a build', () => {
  it('fails when a page leads out of its edition, and says where', async () => {
    const file = join(workshop, 'client/content/guides/common.mdx');
    appendFileSync(file, '\nSee [what to do](../runbooks/crm-down.mdx#steps).\n');
    const line = readFileSync(file, 'utf8').split('\n').length - 1;
    const { code, output } = await build('client');
    expect(code).not.toBe(0);
    expect(output).toContain('The edition "client" has links that lead out of it');
    expect(output).toContain(`guides/common.mdx:${line}:5 leads to /runbooks/crm-down/#steps`);
  }, 120_000);
});
