import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readPage } from '../../src/content-model/index.ts';
import type { Page } from '../../src/content-model/records.ts';
import { lastChanges } from '../../src/site/git-dates.ts';
import { homeRunbooks } from '../../src/site/home.ts';
import { llmsText } from '../../src/site/llms-text.ts';
import { redirectHtml, redirectRules } from '../../src/site/redirects.ts';
import { searchFacets } from '../../src/site/search-facets.ts';
import { buildSite, type SitePage } from '../../src/site/site.ts';
import { emptyContent } from './empty-content.ts';

function runbook(file: string, title: string, extra = ''): Page {
  return readPage(
    `---\ntitle: ${title}\ndescription: What to do.\nowner: tech-lead\nservices: [crm]\nscheme: sonan\nseverity: P2\n${extra}---\n`,
    { file, hash: file },
  ) as Page;
}

const siteOf = (...pages: Page[]) => buildSite({ ...emptyContent(), pages });

describe('redirects', () => {
  it('lead from an alert to the one runbook that answers it', () => {
    const site = siteOf(runbook('runbooks/a.mdx', 'A', 'alerts: [crm-down]\n'));
    expect(redirectRules(site.redirects)).toBe('/r/crm-down/ /runbooks/a/ 301\n');
  });

  it('prefer the English runbook, and leave the choice where two answer in one language', () => {
    const alert = 'alerts: [crm-down]\n';
    const translated = siteOf(
      runbook('runbooks/a.mdx', 'A', alert),
      runbook('nl/runbooks/a.mdx', 'A', alert),
    );
    expect(translated.redirects.get('/r/crm-down/')).toBe('/runbooks/a/');
    const two = siteOf(
      runbook('runbooks/a.mdx', 'A', alert),
      runbook('runbooks/b.mdx', 'B', alert),
    );
    expect(two.redirects.has('/r/crm-down/')).toBe(false);
    expect(two.runbooksByAlert.get('crm-down')).toHaveLength(2);
  });

  it('are pages too, for hosts that read no rules', () => {
    expect(redirectHtml('/guides/a/')).toContain('content="0;url=/guides/a/"');
  });
});

describe('search', () => {
  it('can be narrowed by kind, service, tenant and status', () => {
    const page = runbook('runbooks/a.mdx', 'A', 'tenant: mr-dj\n');
    const content = emptyContent();
    const data = {
      ...content.data,
      services: [{ id: 'crm', name: 'CRM', description: { en: 'd' } }],
      tenants: [{ id: 'mr-dj', name: 'Mr. DJ', description: { en: 'd' }, example: false }],
    };
    const site = buildSite({ ...content, data, pages: [page] });
    const facets = searchFacets(site.pages.get('/runbooks/a/') as SitePage, data);
    expect(facets.filter(({ filter }) => filter).map(({ name, value }) => [name, value])).toEqual([
      ['kind', 'Runbook'],
      ['service', 'CRM'],
      ['tenant', 'Mr. DJ'],
    ]);
  });
});

describe('llms.txt', () => {
  it('links each written page to its Markdown copy, by section', () => {
    const text = llmsText(siteOf(runbook('runbooks/a.mdx', 'CRM down')));
    expect(text).toContain('## Runbooks\n\n- [CRM down](/runbooks/a/index.md): What to do.');
  });
});

describe('the home page', () => {
  it('lists the most severe runbooks first', () => {
    const site = siteOf(
      runbook('runbooks/a.mdx', 'A'),
      { ...runbook('runbooks/b.mdx', 'B') } as Page,
      readPage(
        '---\ntitle: C\ndescription: d\nowner: o\nservices: [crm]\nscheme: sonan\nseverity: P1\n---\n',
        { file: 'runbooks/c.mdx', hash: 'c' },
      ) as Page,
    );
    expect(homeRunbooks(site, 'en').shown.map(({ entry }) => entry.title)).toEqual(['C', 'A', 'B']);
  });

  it('lets the English runbook stand in where there is no Dutch one', () => {
    const site = siteOf(
      runbook('runbooks/a.mdx', 'A'),
      runbook('runbooks/b.mdx', 'B'),
      runbook('nl/runbooks/b.mdx', 'B in het Nederlands'),
    );
    const titles = homeRunbooks(site, 'nl').shown.map(({ entry }) => entry.title);
    expect(titles.sort()).toEqual(['A', 'B in het Nederlands']);
  });
});

describe('the day of the last change', () => {
  let root: string;
  const git = (...words: string[]) =>
    execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.com', ...words], {
      cwd: root,
      stdio: 'ignore',
      env: { ...process.env, GIT_COMMITTER_DATE: '2026-06-30T12:00:00Z' },
    });

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'dates-'));
    mkdirSync(join(root, 'content'));
    writeFileSync(join(root, 'content/a.mdx'), 'A');
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('is that of the latest commit of a file', async () => {
    git('init', '--quiet');
    git('add', '--all');
    git('commit', '--quiet', '--message', 'A');
    expect(await lastChanges(join(root, 'content'))).toEqual(new Map([['a.mdx', '2026-06-30']]));
  });

  it('is left out where there is no history', async () => {
    expect((await lastChanges(join(root, 'content'))).size).toBe(0);
  });

  it('is left out where a shallow clone cannot know it', async () => {
    git('init', '--quiet');
    for (const text of ['A', 'B']) {
      writeFileSync(join(root, 'content/b.mdx'), text);
      git('add', '--all');
      git('commit', '--quiet', '--message', text);
    }
    const clone = join(root, 'clone');
    execFileSync('git', ['clone', '--quiet', '--depth', '1', `file://${root}`, clone]);
    expect((await lastChanges(join(clone, 'content'))).size).toBe(0);
  });
});
