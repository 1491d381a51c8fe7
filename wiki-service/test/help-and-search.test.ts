import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  demoUserId,
  readSeedArticles,
  readSeedTenants,
  seed,
  type UserRole,
} from '../src/database/seed.ts';
import { cleanArticleHtml } from '../src/html/article-html.ts';
import type { Caller } from './callers.ts';
import { createWikiDatabase, type TestDatabase } from './wiki-database.ts';

const content = join(import.meta.dirname, '../../content/data');
const tenants = new Map(readSeedTenants().map((tenant) => [tenant.slug, tenant]));

let database: TestDatabase;

beforeAll(async () => {
  database = await createWikiDatabase();
  await seed(database.owner);
});
afterAll(() => database.drop());

interface Hit {
  slug: string;
  locale: string;
  highlight: string;
  why: { route: string; match: string };
}

function as(tenant: string, role: UserRole): Caller {
  return {
    role: 'authenticated',
    claims: {
      sub: demoUserId(tenant, role),
      tenant_id: tenants.get(tenant)?.id,
      user_role: role,
    },
  };
}

async function help(tenant: string, role: UserRole, p_route: string, p_locale: string | null) {
  const { articles } = await database.call<{ articles: Hit[] }>(
    as(tenant, role),
    'help_for_route',
    { p_tenant: tenants.get(tenant)?.id, p_route, p_locale },
  );
  return articles;
}

async function search(
  tenant: string,
  role: UserRole,
  p_query: string,
  more: Record<string, unknown> = {},
) {
  const found = await database.call<{ results: Hit[]; total: number; corrected: boolean }>(
    as(tenant, role),
    'search_articles',
    { p_tenant: tenants.get(tenant)?.id, p_query, ...more },
  );
  return { ...found, slugs: found.results.map(({ slug }) => slug) };
}

describe('the help for a route of the CRM', () => {
  // One for each route of the CRM, for the role that has it.
  const EXPECTED: [UserRole, string, string, string?][] = [
    ['admin', '/admin', 'finding-your-way'],
    ['admin', '/admin/settings', 'finding-your-way'],
    ['admin', '/admin/wiki', 'writing-help'],
    ['admin', '/admin/wiki/{id}', 'writing-help'],
    ['admin', '/admin/clients', 'onboarding-a-client', 'klant-inwerken'],
    ['admin', '/admin/clients/new', 'onboarding-a-client', 'klant-inwerken'],
    ['admin', '/admin/clients/{id}', 'resending-an-invitation', 'uitnodiging-opnieuw-versturen'],
    ['admin', '/admin/clients/{id}/contacts', 'adding-contacts'],
    ['admin', '/admin/clients/{id}/costs', 'logging-a-cost'],
    ['admin', '/admin/costs', 'logging-a-cost'],
    ['admin', '/admin/proposals', 'creating-a-proposal', 'offerte-maken'],
    ['admin', '/admin/proposals/new', 'creating-a-proposal', 'offerte-maken'],
    ['admin', '/admin/proposals/{id}', 'creating-a-proposal', 'offerte-maken'],
    ['admin', '/admin/contracts', 'following-a-contract'],
    ['admin', '/admin/contracts/{id}', 'following-a-contract'],
    ['admin', '/admin/invoices', 'invoicing-a-client'],
    ['admin', '/admin/invoices/new', 'invoicing-a-client'],
    ['admin', '/admin/invoices/{id}', 'invoicing-a-client'],
    ['admin', '/admin/projects', 'staffing-a-project'],
    ['admin', '/admin/projects/{id}', 'staffing-a-project'],
    ['admin', '/admin/projects/{id}/members', 'staffing-a-project'],
    ['admin', '/admin/projects/{id}/deployments', 'recording-a-deployment'],
    ['employee', '/admin/projects/{id}/deployments', 'recording-a-deployment'],
    ['admin', '/admin/tasks', 'leaving-the-team'],
    ['admin', '/admin/documents', 'sharing-a-document', 'document-delen'],
    ['admin', '/admin/appointments', 'scheduling-a-kickoff'],
    ['admin', '/admin/tickets', 'answering-tickets'],
    ['admin', '/admin/settings/team', 'inviting-a-colleague'],
    ['employee', '/employee', 'your-first-day'],
    ['employee', '/employee/projects', 'logging-time', 'uren-schrijven'],
    ['employee', '/employee/tasks', 'logging-time', 'uren-schrijven'],
    ['employee', '/employee/time-logs', 'logging-time', 'uren-schrijven'],
    ['employee', '/account/security', 'setting-up-mfa', 'tweestapsverificatie-instellen'],
    ['admin', '/account/security', 'setting-up-mfa', 'tweestapsverificatie-instellen'],
    ['client', '/portal', 'starting-in-the-portal', 'beginnen-in-het-klantportaal'],
    ['client', '/portal/proposals', 'answering-a-proposal', 'offerte-beantwoorden'],
    ['client', '/portal/proposals/{id}', 'answering-a-proposal', 'offerte-beantwoorden'],
    ['client', '/portal/contracts', 'signing-a-contract', 'contract-ondertekenen'],
    ['client', '/portal/contracts/{id}', 'signing-a-contract', 'contract-ondertekenen'],
    ['client', '/portal/invoices', 'paying-an-invoice', 'factuur-betalen'],
    ['client', '/portal/invoices/{id}', 'paying-an-invoice', 'factuur-betalen'],
    ['client', '/portal/projects', 'following-your-project'],
    ['client', '/portal/documents', 'finding-shared-documents'],
    ['client', '/portal/tickets', 'asking-for-support', 'supportticket-indienen'],
    ['client', '/portal/tickets/new', 'asking-for-support', 'supportticket-indienen'],
  ];

  test.each(EXPECTED)('for %s on %s starts with %s', async (role, route, english, dutch) => {
    const visited = route.replace('{id}', '4711');
    expect((await help('sonan', role, visited, 'en'))[0]?.slug).toBe(english);
    // Without an article in Dutch that fits as well, the English one is better than none.
    expect((await help('sonan', role, visited, 'nl'))[0]?.slug).toBe(dutch ?? english);
  });

  test('every page that the portal knows of the CRM is among them', () => {
    const routes: { route: string; area: string }[] = parse(
      readFileSync(join(content, 'routes.yaml'), 'utf8'),
    );
    const pages = routes.filter(({ area }) => area !== 'api').map(({ route }) => route);
    expect([...new Set(EXPECTED.map(([, route]) => route))].sort()).toEqual(pages.sort());
  });

  test('says why: this very page, a pattern for it, or the section above', async () => {
    const [exact] = await help('sonan', 'admin', '/admin/proposals/new', 'en');
    expect(exact?.why).toEqual({ route: '/admin/proposals/new', match: 'exact' });
    const [pattern, section] = await help('sonan', 'admin', '/admin/clients/7/contacts', 'en');
    expect(pattern?.why).toEqual({ route: '/admin/clients/{id}/contacts', match: 'pattern' });
    expect(section?.why).toEqual({ route: '/admin/*', match: 'section' });
  });

  test.each(['/admin/proposals/?tab=open', '/admin/proposals#top', 'admin/proposals'])(
    'does not mind how the route is spelled: %s',
    async (route) => {
      expect((await help('sonan', 'admin', route, 'en'))[0]?.slug).toBe('creating-a-proposal');
    },
  );

  test('is in the tenant’s language unless another is asked for', async () => {
    const [first] = await help('mr-dj', 'client', '/portal/invoices', null);
    expect(first?.slug).toBe('factuur-betalen');
  });

  test('never shows both languages of one thing', async () => {
    const slugs = (await help('sonan', 'client', '/portal/invoices/1', 'nl')).map(
      ({ slug }) => slug,
    );
    expect(slugs).toContain('factuur-betalen');
    expect(slugs).not.toContain('paying-an-invoice');
  });

  test('never shows a draft, nor what is for other roles', async () => {
    const drafts = (await help('sonan', 'admin', '/admin/costs', 'en')).map(({ slug }) => slug);
    expect(drafts).not.toContain('client-reports');
    expect(await help('sonan', 'client', '/admin/proposals', 'en')).toEqual([]);
  });

  test('an admin may look as a client; a client may not look as an admin', async () => {
    const ask = (role: UserRole, p_role: string) =>
      database.call<{ status: string; articles?: Hit[] }>(as('sonan', role), 'help_for_route', {
        ...{ p_tenant: tenants.get('sonan')?.id, p_route: '/portal/invoices', p_role },
      });
    expect((await ask('admin', 'client')).articles?.[0]?.slug).toBe('paying-an-invoice');
    expect(await ask('client', 'admin')).toEqual({ status: 'forbidden' });
  });

  test('a route is a path and no pattern of the asker', async () => {
    for (const route of ['/admin/%', '/%/%', "/admin' or true --", '/', '', '/{id}', '//']) {
      const found = await help('sonan', 'client', route, 'en');
      expect(found, route).toEqual([]);
    }
  });
});

describe('searching', () => {
  test('finds what has all words, in any form', async () => {
    expect((await search('sonan', 'admin', 'create proposals')).slugs[0]).toBe(
      'creating-a-proposal',
    );
    expect((await search('sonan', 'client', 'paid invoices')).slugs[0]).toBe('paying-an-invoice');
  });

  test.each(['p', 'pro', 'proposa', 'create a prop'])(
    'finds while somebody types “%s”',
    async (query) => {
      expect((await search('sonan', 'admin', query, { p_locale: 'en' })).slugs).toContain(
        'creating-a-proposal',
      );
    },
  );

  test.each([
    ['admin', 'propsal', 'creating-a-proposal'],
    ['admin', 'invitaton', 'resending-an-invitation'],
    ['client', 'invocie', 'paying-an-invoice'],
    ['client', 'suport tikcet', 'asking-for-support'],
    ['employee', 'backup cdoes', 'setting-up-mfa'],
    ['client', 'factuu betaln', 'factuur-betalen'],
  ] as const)('as %s forgives “%s”', async (role, query, slug) => {
    const found = await search('sonan', role, query);
    expect(found.corrected).toBe(true);
    expect(found.slugs).toContain(slug);
  });

  test.each([
    ['client', 'facturen', 'factuur-betalen'],
    ['client', 'ondertekend contract', 'contract-ondertekenen'],
    ['employee', 'geschreven uren', 'uren-schrijven'],
    ['admin', 'uitnodigingen', 'uitnodiging-opnieuw-versturen'],
  ] as const)('as %s in Dutch finds “%s”', async (role, query, slug) => {
    const found = await search('mr-dj', role, query, { p_locale: 'nl' });
    expect(found.slugs).toContain(slug);
    expect(found.corrected).toBe(false);
  });

  test('has titles before texts', async () => {
    const { slugs } = await search('sonan', 'admin', 'deployment', { p_locale: 'en' });
    expect(slugs[0]).toBe('recording-a-deployment');
  });

  test('keeps to one language when one is asked for', async () => {
    const { results } = await search('sonan', 'client', 'portal', { p_locale: 'en' });
    expect(new Set(results.map(({ locale }) => locale))).toEqual(new Set(['en']));
  });

  test('counts only what the reader may see, drafts never', async () => {
    const asClient = await search('sonan', 'client', 'invitation');
    const asAdmin = await search('sonan', 'admin', 'invitation');
    expect(asClient.total).toBe(asClient.results.length);
    expect(asClient.total).toBeLessThan(asAdmin.total);
    expect((await search('sonan', 'admin', 'report for a client review')).total).toBe(0);
    expect((await search('sonan', 'client', 'deployment')).total).toBe(0);
  });

  test('a misspelt word is not corrected to one that the reader may not see', async () => {
    expect((await search('sonan', 'client', 'deploymnet')).total).toBe(0);
  });

  test('pages hold every result once and the same total', async () => {
    const all = await search('sonan', 'admin', 'client');
    const slugs: string[] = [];
    for (let p_offset = 0; p_offset < all.total; p_offset += 3) {
      const page = await search('sonan', 'admin', 'client', { p_limit: 3, p_offset });
      expect(page.total).toBe(all.total);
      slugs.push(...page.slugs);
    }
    expect(slugs).toEqual(all.slugs);
    expect((await search('sonan', 'admin', 'client', { p_offset: 1000 })).total).toBe(all.total);
  });

  test('marks the hits with characters that the text cannot hold', async () => {
    const { results } = await search('sonan', 'client', 'stripe', { p_locale: 'en' });
    expect(results[0]?.highlight).toContain('\uE000Stripe\uE001');

    await database.owner.query(
      `update public.wiki_articles set body_text = $1
       where tenant_id = $2 and slug = 'paying-an-invoice'`,
      ['Stripe \uE000<img src=x onerror=alert(1)>\uE001 & <b>Stripe</b>', tenants.get('sonan')?.id],
    );
    const [attacked] = (await search('sonan', 'client', 'stripe', { p_locale: 'en' })).results;
    expect(attacked?.highlight).toMatch(/\uE000Stripe\uE001/);
    expect(attacked?.highlight.replace(/\uE000Stripe\uE001/g, '')).not.toMatch(/[\uE000\uE001]/);
  });

  test.each([
    "' | !a:*",
    'a & (b',
    '\\',
    "it's",
    '<script>',
    '%',
    '*',
    ':*',
    '!!',
    '()',
    '"quoted words"',
    '\u0000'.replace('\u0000', ' '),
    '🎛️ dj',
    'ünïcode',
    'x'.repeat(5000),
    'word '.repeat(500),
  ])('answers whatever is typed: %j', async (query) => {
    const found = await search('sonan', 'client', query);
    expect(found.total).toBe(found.results.length);
  });

  test('nothing typed finds nothing', async () => {
    expect((await search('sonan', 'admin', '  ')).total).toBe(0);
  });
});

describe('the seed', () => {
  const articles = readSeedArticles();
  const facts: { id: string; value: unknown; text?: { en: string; nl?: string } }[] = parse(
    readFileSync(join(content, 'facts.yaml'), 'utf8'),
  );

  test('has at least fifteen articles, some in Dutch, for every role', () => {
    const own = articles.filter(({ tenant }) => tenant.slug === 'sonan');
    expect(own.filter(({ locale }) => locale === 'en').length).toBeGreaterThanOrEqual(15);
    expect(own.filter(({ locale }) => locale === 'nl').length).toBeGreaterThanOrEqual(5);
    expect(new Set(own.flatMap(({ roles }) => roles))).toEqual(
      new Set(['admin', 'employee', 'client']),
    );
  });

  test('gives every fact the value that the portal has for it', () => {
    const marks = articles.flatMap(({ slug, locale, html }) =>
      [...html.matchAll(/<data data-fact="([^"]+)" value="([^"]*)">([^<]*)<\/data>/g)].map(
        ([, id, value, text]) => ({ slug, locale, id, value, text }),
      ),
    );
    expect(marks.length).toBeGreaterThan(40);
    for (const { slug, locale, id, value, text } of marks) {
      const fact = facts.find((candidate) => candidate.id === id);
      expect(fact, `${slug}: ${id}`).toBeDefined();
      expect(value, `${slug}: ${id}`).toBe(String(fact?.value));
      const expected = fact?.text?.[locale];
      if (expected) expect(text, `${slug}: ${id}`).toBe(expected);
    }
  });

  test('is written in the form in which articles are stored', () => {
    for (const { slug, html, tenant } of articles) {
      expect(cleanArticleHtml(html, tenant).html, slug).toBe(html);
    }
  });

  test('has no broken link, and links by id', async () => {
    const rows = await database.owner.query(
      `select slug from public.wiki_articles
       where wiki.broken_links(tenant_id, id) > 0`,
    );
    expect(rows).toEqual([]);
    expect(articles.map(({ html }) => html).join('')).not.toMatch(/wiki:@/);
  });

  test('gives the same ids on every machine, and none twice', () => {
    expect(articles.find(({ slug }) => slug === 'creating-a-proposal')?.id).toBe(
      '15b0de6c-e453-8c41-88ab-f0ded4e9c336',
    );
    expect(new Set(articles.map(({ id }) => id)).size).toBe(articles.length);
    expect(demoUserId('sonan', 'admin')).toBe('2989cf20-15e9-8f85-85f8-c96dacb63c29');
  });

  test('is put in once and leaves what people wrote', async () => {
    await database.owner.query(
      `update public.wiki_articles set title = 'Mine' where slug = 'logging-a-cost'`,
    );
    await seed(database.owner);
    const rows = await database.owner.query(
      `select distinct title from public.wiki_articles where slug = 'logging-a-cost'`,
    );
    expect(rows).toEqual([{ title: 'Mine' }]);
  });
});
