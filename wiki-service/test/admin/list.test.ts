import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Article } from '../../src/data/answers.ts';
import { readSeedTenants } from '../../src/database/seed.ts';
import { type Desk, giveToken, startWikiSite, type WikiSite } from './wiki-site.ts';

let site: WikiSite;
let desk: Desk;
const tenantId = readSeedTenants().find(({ slug }) => slug === 'sonan')?.id;

beforeAll(async () => {
  site = await startWikiSite();
  desk = await site.desk();
});
afterAll(() => site?.stop());

const rows = (page: Page) => page.locator('.wk-articles tbody tr');
const titles = (page: Page) => page.locator('.wk-articles tbody th a').allTextContents();
/** What becomes so within a while; the machine may be busy. */
const soon = <Value>(look: () => Value) => expect.poll(look, { timeout: 15_000 });
const all = async (query = ''): Promise<Article[]> =>
  (await (await site.call('GET', `/v1/articles?limit=200${query}`)).json()).articles;

describe('the list', () => {
  test('has all articles, and narrows them by search, state, role, language and page', async () => {
    const page = await desk.open('/');
    const total = (await all()).length;
    await page.getByText(`${total} articles`).waitFor();

    await page.getByRole('combobox', { name: 'Read by' }).selectOption('Clients');
    await page.getByRole('combobox', { name: 'Language' }).selectOption('Dutch');
    const dutch = await all('&role=client&locale=nl');
    await soon(() => rows(page).count()).toBe(dutch.length);
    expect(await titles(page)).toContain('Een factuur betalen');
    await page.getByRole('searchbox', { name: 'Search in titles and text' }).fill('factuur');
    await soon(async () => (await titles(page)).length).toBeLessThan(dutch.length);
    await soon(() => titles(page)).toContain('Een factuur betalen');

    // What one looks for stands in the address: reloading and going back keep it.
    await page.reload();
    await page.getByRole('link', { name: 'Een factuur betalen' }).click();
    await page.getByRole('textbox', { name: 'Title' }).waitFor();
    await page.goBack();
    await page.getByRole('link', { name: 'Een factuur betalen' }).waitFor();
    expect(await page.getByRole('searchbox').inputValue()).toBe('factuur');

    await page.getByRole('searchbox').fill('nothing is called this');
    await page.getByText('No article is like that.').waitFor();
    await page.getByRole('button', { name: 'Show all' }).click();
    await page.getByText(`${total} articles`).waitFor();

    await page.getByRole('combobox', { name: 'Helps on page' }).fill('/admin/proposals/new');
    await soon(() => titles(page)).toContain('Create a proposal');
    await soon(async () => (await titles(page)).length).toBeLessThan(total);
  });

  test('is sorted as one wants', async () => {
    const page = await desk.open('/');
    await page.getByRole('combobox', { name: 'Sort by' }).selectOption('Title');
    const sorted = (await all('&sort=title')).map(({ title }) => title);
    await soon(() => titles(page)).toEqual(sorted.slice(0, 50));
  });

  test('shows what needs a look: broken links, drift, and what nobody reads', async () => {
    const broken: Article = await (
      await site.call('POST', '/v1/articles', {
        title: 'Broken one',
        slug: 'broken-one',
        html: '<p><a href="wiki:5a000000-0000-4000-8000-00000000dead">gone</a></p>',
        locale: 'en',
      })
    ).json();
    await site.database.query(
      `insert into public.wiki_drift (tenant_id, article_id, portal_path, state)
       values ($1, $2, '/x/', 'both-moved')`,
      [tenantId, broken.id],
    );
    const page = await desk.open('/');
    const problem = page.getByRole('combobox', { name: 'Needs a look' });
    await problem.selectOption('Broken links');
    await soon(() => titles(page)).toEqual(['Broken one']);
    await page.getByText('1 broken link').waitFor();
    await problem.selectOption('Differs from the portal');
    await soon(() => titles(page)).toEqual(['Broken one']);

    await site.call('POST', `/v1/articles/${broken.id}/views`);
    await problem.selectOption('Not read in 90 days');
    await soon(() => rows(page).count()).toBeGreaterThan(10);
    await page.getByRole('searchbox').fill('Broken one');
    await page
      .getByText('No article is like that.')
      .or(page.getByText('Broken one'))
      .first()
      .waitFor();
    await problem.selectOption('Anything');
    await soon(() => titles(page)).toEqual(['Broken one']);
  });

  test('shows fifty articles, and more when one asks', async () => {
    for (let number = 0; number < 60; number += 1) {
      const body = { title: `Many ${number}`, slug: `many-${number}`, locale: 'en' };
      await site.call('POST', '/v1/articles', body);
    }
    const page = await desk.open('/?q=many');
    await page.getByText('The first 50 articles').waitFor();
    await page.getByRole('button', { name: 'Show more' }).click();
    await soon(() => rows(page).count()).toBeGreaterThanOrEqual(60);
    expect(new Set(await titles(page)).size).toBe((await titles(page)).length);
    // Whoever uses the keyboard goes on at the first that is new.
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    await soon(focused).toBe((await titles(page))[50]);
  });

  test('says when it cannot be had, and tries again', async () => {
    const page = await desk.open('/');
    await page.route('**/v1/articles?*', (route) => route.abort());
    await page.getByRole('combobox', { name: 'State' }).selectOption('Draft');
    await page.getByText('The wiki cannot be reached.').waitFor();
    await page.unroute('**/v1/articles?*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await soon(() => rows(page).count()).toBeGreaterThan(0);
  });

  test('is for admins', async () => {
    const page = await desk.open('/');
    await giveToken(page, { id: site.admin.id, role: 'employee' });
    await page.reload();
    await page.getByText('The wiki is written by admins.').waitFor();
  });
});

describe('going back and forth', () => {
  test('between articles shows each of them, and keeps what was typed', async () => {
    const [first, second] = await all('&sort=title');
    const page = await desk.open(`/articles/${first?.id}`);
    const title = page.getByRole('textbox', { name: 'Title' });
    await title.fill('Typed and left');
    await page.evaluate((path) => {
      history.pushState(null, '', path);
      dispatchEvent(new PopStateEvent('popstate'));
    }, `/admin/wiki/articles/${second?.id}`);
    await soon(() => title.inputValue()).toBe(second?.title);
    await page.goBack();
    await soon(() => title.inputValue()).toBe('Typed and left');
    await page.getByText('Here is what you had typed and not saved').waitFor();
    await page.getByRole('button', { name: 'Discard it' }).click();
    await soon(() => title.inputValue()).toBe(first?.title);
  });
});

describe('searches in vain', () => {
  test('are one step from the top of the list', async () => {
    const desk = await site.desk();
    const page = await desk.open('/');
    await page.getByRole('button', { name: 'Searched in vain' }).click();
    const heading = page.getByRole('heading', { name: 'Searched in vain' });
    expect(await heading.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  test('become articles with that title, or are taken off the list', async () => {
    for (const query of ['refund a payment', 'refund a payment', 'vakantie aanvragen']) {
      await site.call('GET', `/v1/search?q=${encodeURIComponent(query)}&locale=en`);
    }
    const page = await desk.open('/');
    const searches = page.getByRole('region', { name: 'Searched in vain' });
    await searches.locator('.wk-query', { hasText: 'refund a payment' }).waitFor();
    await searches.getByText('2 times').waitFor();
    await searches.getByRole('button', { name: /^Dismiss.*vakantie aanvragen/ }).click();
    await searches.getByText('vakantie aanvragen').first().waitFor({ state: 'detached' });
    const left = await (await site.call('GET', '/v1/searches')).json();
    expect(left.searches.map(({ query }: { query: string }) => query)).toEqual([
      'refund a payment',
    ]);

    await searches.getByRole('link', { name: /^Write it.*refund a payment/ }).click();
    const title = page.getByRole('textbox', { name: 'Title' });
    expect(await title.inputValue()).toBe('Refund a payment');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Everything is saved').waitFor();
    expect((await site.call('GET', '/v1/articles/refund-a-payment')).status).toBe(200);
  });
});

describe('signing in on a developer’s machine', () => {
  test('offers the demo users, and shows each their tenant', async () => {
    const context = await site.browser.newContext({ locale: 'en-GB' });
    const page = await context.newPage();
    await page.goto(`${site.wiki.url}/admin/wiki`);
    await page.getByRole('button', { name: 'Mr. DJ, admin' }).click();
    await page.getByText('Mr. DJ').first().waitFor();
    await soon(() => rows(page).count()).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'Nederlands' }).click();
    await page.getByRole('heading', { name: 'Helpartikelen' }).waitFor();
    await context.close();
  });
});
