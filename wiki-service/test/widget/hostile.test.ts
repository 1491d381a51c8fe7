import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { CrmHelp } from '../../widget/src/crm-help.ts';
import { HOSTILE_HTML } from '../html/hostile-html.ts';
import {
  type CrmPage,
  type CrmSite,
  openHelp,
  startCrmSite,
  tokenFor,
  type Visit,
} from './crm-page.ts';

/** A host that the seeded tenant takes images from; none of them is there. */
const IMAGES = 'https://crm.sonandigital.com/';

let site: CrmSite;
/** Slugs of what went through the service, and of what was put past it. */
const kept: string[] = [];
const raw: string[] = [];

beforeAll(async () => {
  site = await startCrmSite();
  const authorization = `Bearer ${await tokenFor()}`;
  for (const [index, html] of Object.values(HOSTILE_HTML).entries()) {
    // PostgreSQL keeps no NUL.
    const text = html.replaceAll('\0', '\uFFFD');
    raw.push(`raw-${index}`);
    await site.database.query(
      `insert into public.wiki_articles (tenant_id, slug, title, html, locale, roles, state)
       select id, $1, $1, $2, 'en', '{admin}', 'published' from public.tenants where slug = 'sonan'`,
      [`raw-${index}`, text],
    );
    const slug = `kept-${index}`;
    const response = await fetch(`${site.wiki.url}/v1/articles`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify({ title: slug, slug, html: text, locale: 'en', roles: ['admin'] }),
    });
    // Some of it is refused outright; then nobody is shown it.
    if (response.status === 201) kept.push(slug);
  }
});
afterAll(() => site?.stop());

async function visit(options?: Visit): Promise<CrmPage> {
  const crm = await site.visit(options);
  onTestFinished(() => crm.close());
  return crm;
}

/** Elements and attributes that an article never has, and addresses that it never leads to. */
function strangeParts(): string[] {
  const root = document.querySelector('crm-help')?.shadowRoot;
  const known =
    /^(a|aside|blockquote|br|code|data|div|em|h[234]|hr|img|li|ol|p|pre|s|span|strong|table|tbody|td|th|thead|tr|ul)$/;
  return [...(root?.querySelectorAll('.prose *') ?? [])].flatMap((element) => {
    const name = element.localName;
    const handlers = element
      .getAttributeNames()
      .filter((attribute) => /^on|^style$|^srcdoc$/.test(attribute));
    const address = element.getAttribute('href') ?? element.getAttribute('src') ?? '';
    return [
      ...(known.test(name) ? [] : [`<${name}>`]),
      ...handlers.map((attribute) => `${name}[${attribute}]`),
      ...(name === 'a' && !/^(https:|mailto:|$)/.test(address) ? [`${name} ${address}`] : []),
    ];
  });
}

/** Reads articles one after another. Gives what is wrong with what is shown. */
async function readAll({ page }: CrmPage, slugs: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const slug of slugs) {
    await page.locator('crm-help').evaluate((help, key) => (help as CrmHelp).open(key), slug);
    await page.getByRole('heading', { name: slug, exact: true }).waitFor();
    found.push(...(await page.evaluate(strangeParts)).map((part) => `${slug}: ${part}`));
  }
  return found;
}

it('hostile HTML is harmless once the service has kept it, and breaks no rule of a strict policy', async () => {
  const crm = await visit();
  expect(kept.length).toBeGreaterThan(raw.length / 2);
  const found = await readAll(crm, kept);
  const problems = crm.problems.filter((problem) => !problem.startsWith(`asks for ${IMAGES}`));
  expect([...found, ...problems]).toEqual([]);
}, 120_000);

it('hostile HTML does run where it is not sanitised: a control of these tests', async () => {
  const crm = await visit({ isOpen: true });
  await crm.page.evaluate((html) => {
    document.body.innerHTML = html;
  }, HOSTILE_HTML['an image that fails'] ?? '');
  await expect.poll(() => crm.problems).toContain('dialog: 1');
});

describe.each([
  { name: 'with the Sanitizer API', isOld: false },
  { name: 'with DOMPurify, where there is no Sanitizer API', isOld: true },
])('hostile HTML in an article, $name', ({ isOld }) => {
  it('runs nothing even if it got past the service, on a page without a policy', async () => {
    const crm = await visit({ isOld, isOpen: true });
    const found = await readAll(crm, raw);
    // Images of other hosts are for the service and for the policy to stop.
    const problems = crm.problems.filter((problem) => !problem.startsWith('asks for http'));
    expect([...found, ...problems]).toEqual([]);
  }, 120_000);

  it('reads an article as it should be', async () => {
    const crm = await visit({ isOld, route: '/portal/invoices/1', role: 'client' });
    await openHelp(crm);
    await crm.page.getByRole('button', { name: 'Pay an invoice' }).click();
    await crm.page.getByRole('heading', { name: 'Pay an invoice' }).waitFor();
    const prose = crm.page.locator('crm-help .prose');
    expect(await prose.locator('h2[id]').count()).toBeGreaterThan(0);
    expect(await prose.locator('data[data-fact][value]').count()).toBeGreaterThan(0);
    expect(await prose.locator('aside[data-type]').count()).toBe(1);
    expect(crm.problems).toEqual([]);
  });
});

describe('hostile words', () => {
  const ATTACK = '<img src=x onerror=alert(1)>\'"><script>alert(1)</script>{{7*7}}';

  it('are words in titles, excerpts and highlights', async () => {
    await site.database.query(
      `insert into public.wiki_articles
         (tenant_id, slug, title, html, excerpt, body_text, locale, roles, routes, state)
       select id, 'words', $1, '<p>x</p>', $1, $2, 'en', '{admin}', '{/attacked}', 'published'
       from public.tenants where slug = 'sonan'`,
      [ATTACK, `unmistakable ${ATTACK} &lt;mark&gt; <mark>`],
    );
    const crm = await visit({ route: '/attacked' });
    await openHelp(crm);
    const item = crm.page.locator('crm-help .item').first();
    expect(await item.locator('.item-title').textContent()).toBe(ATTACK);
    expect(await item.locator('.excerpt').textContent()).toBe(ATTACK);
    await crm.page.getByRole('searchbox').fill('unmistakable');
    await crm.page.locator('crm-help mark').first().waitFor();
    expect(await crm.page.locator('crm-help mark').allTextContents()).toEqual(['unmistakable']);
    expect(await crm.page.locator('crm-help .excerpt').textContent()).toContain(
      '<img src=x onerror=alert(1)>',
    );
    await crm.page.locator('crm-help .item').first().click();
    await expect.poll(() => crm.page.locator('crm-help .title').textContent()).toBe(ATTACK);
    expect(crm.problems).toEqual([]);
  });

  it('are words in what is searched for in vain', async () => {
    const crm = await visit();
    await openHelp(crm);
    await crm.page.getByRole('searchbox').fill('<img/src=zeppelin/onerror=alert(1)>');
    await crm.page
      .getByRole('heading', { name: 'Nothing was found for “<img/src=zeppelin/onerror=alert(1)>”' })
      .waitFor();
    expect(crm.problems).toEqual([]);
  });

  it('do nothing as colours, languages, routes or reasons', async () => {
    const crm = await visit();
    await crm.page.route('**/v1/session', async (route) => {
      const response = await route.fetch();
      const session = await response.json();
      for (const colour of ['accent', 'accentText', 'surface', 'text']) {
        session.tenant.brand[colour] = '#fff}*{background:url(https://evil.example/)}';
      }
      await route.fulfill({ response, json: session });
    });
    await crm.page.route('**/v1/help?*', async (route) => {
      const response = await route.fetch();
      const { articles } = await response.json();
      for (const article of articles) {
        Object.assign(article, { locale: '"><b>', why: { match: '__proto__', route: ATTACK } });
        article.id = '"]<img src=x onerror=alert(1)>';
      }
      await route.fulfill({ response, json: { articles } });
    });
    await crm.page.locator('crm-help').evaluate((help) => {
      const { token } = help as CrmHelp;
      const other = document.createElement('crm-help') as CrmHelp;
      for (const name of ['api', 'route']) other.setAttribute(name, help.getAttribute(name) ?? '');
      help.replaceWith(other);
      other.token = token;
    });
    await openHelp(crm);
    await crm.page.locator('crm-help .item').first().click();
    await crm.page.locator('crm-help .message').waitFor();
    expect(crm.problems).toEqual([]);
  });
});
