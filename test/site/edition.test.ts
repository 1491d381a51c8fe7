import { describe, expect, it } from 'vitest';
import { readPage } from '../../src/content-model/index.ts';
import type { Content, Page } from '../../src/content-model/records.ts';
import { contentFor } from '../../src/site/edition.ts';
import { readerHome } from '../../src/site/home.ts';
import { llmsText } from '../../src/site/llms-text.ts';
import { buildSite } from '../../src/site/site.ts';
import { emptyContent } from './empty-content.ts';

const CLIENT = 'audience: [staff, client]\n';

const page = (file: string, title: string, head = '', body = 'Text.') =>
  readPage(
    `---\ntitle: ${title}\ndescription: About ${title}.\nowner: tech-lead\n${head}---\n\n${body}\n`,
    { file, hash: file },
  ) as Page;

const runbook = (file: string, title: string, head = '') =>
  page(file, title, `services: [crm]\nscheme: sonan\nseverity: P1\nalerts: [crm-down]\n${head}`);

const adr = (number: number, title: string, head = '') =>
  page(
    `adr/${String(number).padStart(3, '0')}-a.mdx`,
    title,
    `number: ${number}\nstatus: accepted\ndate: 2026-01-01\ndeciders: [A]\n${head}`,
  );

function contentOf(...pages: Page[]): Content {
  const content = emptyContent();
  const text = (en: string) => ({ en });
  const source = { document: 'book', place: 'page 1' };
  const role = (id: string) => ({
    id,
    organisation: 'sonan',
    name: text(id),
    person: `Person of ${id}`,
    email: `${id}@example.com`,
  });
  const term = (id: string, see?: string) => ({ id, term: text(id), definition: text(id), see });
  const fact = (id: string) => ({
    ...{ id, value: 1, unit: 'count' as const, about: text(id), owner: 'tech-lead' },
    ...{ source, mentions: {} },
  });
  return {
    ...content,
    pages,
    data: {
      ...content.data,
      organisations: [{ id: 'sonan', name: 'Sonan', description: text('Sonan') }],
      roles: [role('tech-lead'), role('admin')],
      alerts: [{ id: 'crm-down', name: 'CRM down', sender: 'UptimeRobot', assumed: false }],
      glossary: [term('edition', '/runbooks/a/'), term('gate')],
      facts: [fact('shown'), fact('unseen')],
    },
  };
}

const siteOf = (audience: string, ...pages: Page[]) =>
  buildSite(contentFor(contentOf(...pages), audience), audience);

describe('the content of an edition', () => {
  it('is everything for staff, whomever a page names', () => {
    const content = contentOf(page('guides/a.mdx', 'A', 'audience: [client]\n'));
    expect(contentFor(content, 'staff')).toBe(content);
  });

  it('is the pages that name the audience, and no page whose frontmatter is not sound', () => {
    const content = contentOf(
      page('guides/a.mdx', 'A', CLIENT),
      page('guides/b.mdx', 'B'),
      page('guides/c.mdx', 'C', `${CLIENT}unknown: 1\n`),
    );
    expect(contentFor(content, 'client').pages.map(({ file }) => file)).toEqual(['guides/a.mdx']);
  });

  it('is of the data what its pages show, without people and addresses', () => {
    const text = 'A <Fact id="shown" /> in an <Term id="edition" />, [too](/glossary/#gate).';
    const { data } = contentFor(contentOf(page('guides/a.mdx', 'A', CLIENT, text)), 'client');
    expect(data.facts.map(({ id }) => id)).toEqual(['shown']);
    expect(data.glossary).toEqual([
      expect.not.objectContaining({ see: expect.anything() }),
      expect.objectContaining({ id: 'gate' }),
    ]);
    expect(data.roles).toEqual([
      { id: 'tech-lead', organisation: 'sonan', name: { en: 'tech-lead' } },
    ]);
    expect([data.alerts, data.organisations]).toEqual([[], []]);
  });

  it('has people and addresses where a page lists them', () => {
    const text = '<Contacts organisation="sonan" />';
    const { data } = contentFor(contentOf(page('guides/a.mdx', 'A', CLIENT, text)), 'client');
    expect(data.roles.map(({ email }) => email)).toEqual([
      'tech-lead@example.com',
      'admin@example.com',
    ]);
  });
});

describe('the site of an edition', () => {
  it('has the lists of what it has, and none of those for staff', () => {
    const site = siteOf(
      'client',
      page('guides/a.mdx', 'A', CLIENT),
      runbook('runbooks/b.mdx', 'B'),
    );
    expect([...site.pages.keys()]).toEqual(['/', '/guides/', '/guides/a/']);
    expect([...site.redirects]).toEqual([]);
    expect(site.runbooksByAlert.size).toBe(0);
  });

  it('has a glossary of the terms that its pages use', () => {
    const text = 'An <Term id="edition" />.';
    const site = siteOf('client', page('guides/a.mdx', 'A', CLIENT, text));
    expect(site.pages.has('/glossary/')).toBe(true);
    expect(site.pages.has('/reference/')).toBe(true);
    expect(site.pages.has('/contacts/')).toBe(false);
    expect(site.pages.get('/reference/')?.description).not.toMatch(/escalation/i);
  });

  it('has a language only where something is written in it', () => {
    const english = page('guides/a.mdx', 'A', CLIENT);
    expect(siteOf('client', english).pages.has('/nl/')).toBe(false);
    const dutch = page('nl/guides/a.mdx', 'A', CLIENT);
    expect(siteOf('client', english, dutch).pages.has('/nl/')).toBe(true);
    expect(siteOf('staff', english).pages.has('/nl/')).toBe(true);
  });

  it('does not say that a decision is tied to one that the reader has not', () => {
    const older = adr(1, 'Older', CLIENT);
    const newer = adr(2, 'Newer', 'amends: [{ adr: 1, part: The secret part }]\nrelated: [1]\n');
    const { relations } = siteOf('client', older, newer);
    expect(relations.get(1)).toEqual({
      ...{ supersedes: [], supersededBy: [], amends: [] },
      ...{ amendedBy: [], related: [] },
    });
    expect(siteOf('staff', older, newer).relations.get(1)?.amendedBy).toHaveLength(1);
  });

  it('speaks of nothing else in its table of contents for programs', () => {
    const text = llmsText(siteOf('client', page('guides/a.mdx', 'A', CLIENT)));
    expect(text).toContain('[A](/guides/a/index.md)');
    expect(text).not.toMatch(/runbook|post-mortem/i);
  });
});

describe('the home page of readers from outside', () => {
  it('leads with the guide that has pages under it, and lists the rest by section', () => {
    const site = siteOf(
      'client',
      page('guides/a.mdx', 'A', CLIENT),
      page('guides/client.mdx', 'Your portal', CLIENT),
      page('guides/client/pay.mdx', 'Paying', CLIENT),
      adr(1, 'Decision', CLIENT),
    );
    const { first, sections } = readerHome(site, 'en');
    expect([first?.guide.title, first?.parts.map(({ title }) => title)]).toEqual([
      'Your portal',
      ['Paying'],
    ]);
    expect(sections.map(({ id, pages }) => [id, pages.map(({ title }) => title)])).toEqual([
      ['guides', ['A']],
      ['adr', ['ADR-001: Decision']],
    ]);
  });

  it('may have nothing to lead with', () => {
    expect(readerHome(siteOf('client'), 'en')).toEqual({ first: undefined, sections: [] });
  });
});
