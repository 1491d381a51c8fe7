import { describe, expect, it } from 'vitest';
import { readPage } from '../../src/content-model/index.ts';
import type { Content, Page } from '../../src/content-model/records.ts';
import { navigationOf, pathsByLocale, WINDOW, windowAround } from '../../src/site/navigation.ts';
import { buildSite, type SitePage } from '../../src/site/site.ts';
import { emptyContent } from './empty-content.ts';

const guide = (file: string, title: string, extra = '') =>
  readPage(`---\ntitle: ${title}\ndescription: d\nowner: admin\n${extra}---\n\nText.\n`, {
    file,
    hash: file,
  }) as Page;

function siteOf(...pages: Page[]) {
  const content: Content = { ...emptyContent(), pages };
  return buildSite(content);
}

const numbered = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    guide(
      `guides/g${String(index).padStart(4, '0')}.mdx`,
      `Guide ${String(index).padStart(4, '0')}`,
    ),
  );

describe('navigation', () => {
  it('shows the pages of the reader’s own section, and the way to the others', () => {
    const site = siteOf(guide('guides/a.mdx', 'A'), guide('guides/b.mdx', 'B'));
    const { section, sections } = navigationOf(site, site.pages.get('/guides/b/') as SitePage);
    expect(section?.links.map(({ label, current }) => [label, current])).toEqual([
      ['A', false],
      ['B', true],
    ]);
    expect(sections.map(({ href }) => href)).toEqual(['/guides/', '/reference/']);
  });

  it('leads to the page before and the page after', () => {
    const site = siteOf(
      guide('guides/a.mdx', 'A'),
      guide('guides/b.mdx', 'B'),
      guide('guides/c.mdx', 'C'),
    );
    const { previous, next } = navigationOf(site, site.pages.get('/guides/b/') as SitePage);
    expect([previous?.href, next?.href]).toEqual(['/guides/a/', '/guides/c/']);
  });

  it('puts pages with a lower order first', () => {
    const site = siteOf(
      guide('guides/a.mdx', 'A'),
      guide('guides/z.mdx', 'Z', 'sidebar:\n  order: 1\n'),
    );
    expect(site.sections.en.get('guides')?.map(({ label }) => label)).toEqual(['Z', 'A']);
  });

  it('weighs the same in a section of thousands of pages', () => {
    const site = siteOf(...numbered(2_000));
    const { section } = navigationOf(site, site.pages.get('/guides/g1000/') as SitePage);
    expect(section?.links).toHaveLength(WINDOW);
    expect(section?.links.some(({ current }) => current)).toBe(true);
    expect(section?.overview).toMatchObject({ href: '/guides/', label: 'All 2000 guides' });
  });

  it('marks pages that belong under another', () => {
    const site = siteOf(
      guide('guides/client.mdx', 'Client', 'sidebar:\n  order: 1\n'),
      guide('guides/client/invoices.mdx', 'Invoices'),
      guide('guides/z.mdx', 'Z'),
    );
    const { section } = navigationOf(site, site.pages.get('/guides/z/') as SitePage);
    expect(section?.links.map(({ label, nested }) => [label, nested])).toEqual([
      ['Client', false],
      ['Invoices', true],
      ['Z', false],
    ]);
  });

  it('keeps the window inside the list at both ends', () => {
    expect(windowAround(0, 100)).toEqual([0, WINDOW]);
    expect(windowAround(99, 100)).toEqual([100 - WINDOW, 100]);
    expect(windowAround(3, 5)).toEqual([0, 5]);
  });
});

describe('the language switch', () => {
  it('leads to the same page where it exists, and to that language’s home otherwise', () => {
    const site = siteOf(
      guide('guides/a.mdx', 'A'),
      guide('nl/guides/a.mdx', 'A'),
      guide('guides/b.mdx', 'B'),
    );
    const from = (path: string) => pathsByLocale(site, site.pages.get(path) as SitePage, ['nl']).nl;
    expect(from('/guides/a/')).toEqual({ path: '/nl/guides/a/', same: true });
    expect(from('/guides/b/')).toEqual({ path: '/nl/', same: false });
  });
});

describe('addresses', () => {
  it('of moved pages lead to where the page is now', () => {
    const site = siteOf(guide('guides/a.mdx', 'A', 'formerly: [/guides/old/]\n'));
    expect(site.redirects.get('/guides/old/')).toBe('/guides/a/');
  });

  it('written pages win over generated ones', () => {
    const site = siteOf(guide('guides/index.mdx', 'Own index'));
    expect(site.pages.get('/guides/')?.title).toBe('Own index');
  });
});
