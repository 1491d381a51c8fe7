import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadContent } from '../../src/content-model/index.ts';
import { readSyncReport } from '../../src/site/read-sync-report.ts';
import { buildSite, type Site } from '../../src/site/site.ts';
import { helpParts, syncPage } from '../../src/site/sync-page.ts';
import { DRIFTED } from './drifted-report.ts';

describe('the page about portal and wiki', () => {
  let site: Site;
  beforeAll(async () => {
    site = buildSite(await loadContent(join(import.meta.dirname, '../../content')));
  });

  it('puts what has drifted first, the most urgent at the top, then what is accepted, then what agrees', () => {
    const { counts, groups } = syncPage(DRIFTED, site, 'en');
    // Two pairs, and a link that belongs to none.
    expect(counts).toEqual({ drift: 3, accepted: 1, agrees: 1 });
    expect(groups.drift.map(({ state }) => state)).toEqual(['steps', 'orphan-portal']);
  });

  it('names the page, its section and the role that keeps it', () => {
    const [pair] = syncPage(DRIFTED, site, 'en').groups.agrees;
    expect(pair).toMatchObject({
      pageTitle: 'Client onboarding',
      sectionTitle: '5. Send the portal invitation',
      href: '/guides/client-onboarding/#5-send-the-portal-invitation',
    });
    expect(pair?.owner).toMatch(/^[A-Z]/);
  });

  it('tells the commands in a help from the words around them', () => {
    const help =
      "Mend it: npm run sync -- confirm '/a/@b'. Or npm run sync -- ack '/a/@b' --reason '…' --until DATE.";
    expect(helpParts(help).map(({ text, isCommand }) => (isCommand ? `[${text}]` : text))).toEqual([
      'Mend it: ',
      "[npm run sync -- confirm '/a/@b']",
      '. Or ',
      "[npm run sync -- ack '/a/@b' --reason '…' --until DATE]",
      '.',
    ]);
  });

  it('links to no page and to no section that is not there any more', () => {
    const { drift } = syncPage(DRIFTED, site, 'en').groups;
    expect(drift[1]).toMatchObject({ pageTitle: '/guides/long-gone/', href: undefined });
    expect(drift[1]?.owner).toBeUndefined();
    const renamed = {
      ...DRIFTED,
      pairs: DRIFTED.pairs.map((pair) => ({ ...pair, section: 'gone' })),
    };
    expect(syncPage(renamed, site, 'en').groups.agrees[0]).toMatchObject({
      sectionTitle: '#gone',
      href: '/guides/client-onboarding/',
    });
  });

  it('shows both texts of what does not agree, with values as readers know them', () => {
    const [steps, orphan] = syncPage(DRIFTED, site, 'en').groups.drift;
    const said = steps?.sides?.wiki.lines?.flatMap(({ parts }) => parts.map(({ text }) => text));
    expect(said?.join('')).toContain('48 uur geldig');
    expect(orphan?.sides?.portal).toMatchObject({
      isGone: true,
      lines: [{ parts: [{ text: 'Once there.', change: 'removed' }] }],
    });
    expect(syncPage(DRIFTED, site, 'en').groups.agrees[0]?.sides).toBeUndefined();
  });
});

describe('the report that is shown', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sync-report-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const keep = (name: string, text: string) => writeFileSync(join(folder, name), text);

  it('is none when there has been no run, or when it cannot be read', () => {
    expect(readSyncReport(join(folder, 'nowhere'))).toBeUndefined();
    mkdirSync(folder, { recursive: true });
    keep('local.json', '{"version": 0');
    expect(readSyncReport(folder)).toBeUndefined();
    keep('local.json', '{"version": 2}');
    expect(readSyncReport(folder)).toBeUndefined();
  });

  it('is that of the wiki that readers use, when there are two', () => {
    keep('local.json', JSON.stringify(DRIFTED));
    expect(readSyncReport(folder)?.wiki).toBe('local');
    keep('production.json', JSON.stringify({ ...DRIFTED, wiki: 'production' }));
    expect(readSyncReport(folder)?.wiki).toBe('production');
  });
});
