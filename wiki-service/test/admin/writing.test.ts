import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Article } from '../../src/data/answers.ts';
import { readSeedTenants } from '../../src/database/seed.ts';
import { type Desk, startWikiSite, type WikiSite } from './wiki-site.ts';

let site: WikiSite;
let desk: Desk;
let seeded: Article[];
const tenant = readSeedTenants().find(({ slug }) => slug === 'sonan');

beforeAll(async () => {
  site = await startWikiSite();
  desk = await site.desk();
  const { articles } = await (await site.call('GET', '/v1/articles?limit=200')).json();
  seeded = articles;
  await site.database.query(
    `insert into public.wiki_portal_pages (tenant_id, path, locale, title, headings)
     values ($1, '/runbooks/site-down/', 'en', 'Site down', '[{"id": "first", "text": "First steps"}]'),
       ($1, '/guides/invitations/', 'en', 'Invitations', '[]')`,
    [tenant?.id],
  );
});
afterAll(() => site?.stop());

const text = (page: Page) => page.getByRole('textbox', { name: 'Text of the article' });
const tool = (page: Page, name: string) =>
  page.getByRole('toolbar', { name: 'Formatting' }).getByRole('button', { name, exact: true });
const dialog = (page: Page) => page.getByRole('dialog');
const find = (slug: string) => seeded.find((article) => article.slug === slug) as Article;
const read = async (slug: string): Promise<Article> =>
  (await site.call('GET', `/v1/articles/${slug}`)).json();

async function startArticle(title: string): Promise<Page> {
  const page = await desk.open('/');
  await page.getByRole('link', { name: 'New article' }).click();
  await page.getByRole('textbox', { name: 'Title' }).fill(title);
  await text(page).click();
  return page;
}

async function save(page: Page) {
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Everything is saved').waitFor();
}

describe('an article', () => {
  test('is written with everything that an article can hold', async () => {
    const page = await startArticle('Everything at once');
    const { keyboard } = page;
    await keyboard.type('Words, ');
    await tool(page, 'Bold').click();
    await keyboard.type('bold');
    await tool(page, 'Bold').click();
    await keyboard.type(' and `code` too.');
    await keyboard.press('Enter');
    await tool(page, 'H2: Heading 2').click();
    await keyboard.type('A heading');
    await keyboard.press('Enter');
    await tool(page, 'Numbered list').click();
    await keyboard.type('One');
    await keyboard.press('Enter');
    await keyboard.type('Two');
    await keyboard.press('Enter');
    await keyboard.press('Tab');
    await keyboard.type('Below two');
    await keyboard.press('Enter');
    await keyboard.press('Enter');
    await keyboard.press('Enter');
    await tool(page, 'Callout').click();
    await keyboard.type('Mind this.');
    await page.getByRole('combobox', { name: 'Callout' }).selectOption('Caution');
    await text(page).locator('> p').last().click();
    await tool(page, 'Block of code').click();
    await keyboard.type('select 1;');
    await page.getByRole('textbox', { name: 'Language of the code' }).fill('sql');
    await text(page).locator('> p').last().click();
    await tool(page, 'Table').click();
    await keyboard.type('Head');
    await keyboard.press('Tab');
    await keyboard.press('Tab');
    await keyboard.type('Cell');
    await page.getByRole('button', { name: 'Delete row' }).click();
    await text(page).locator('> p').last().click();
    await tool(page, 'Line across').click();
    await save(page);

    const { html } = await read('everything-at-once');
    expect(html.split('\n')).toEqual([
      '<p>Words, <strong>bold</strong> and <code>code</code> too.</p>',
      '<h2 id="a-heading">A heading</h2>',
      '<ol><li>One</li><li>Two<ol><li>Below two</li></ol></li></ol>',
      '<aside data-type="caution"><p>Mind this.</p></aside>',
      '<pre><code class="language-sql">select 1;</code></pre>',
      '<table><thead><tr><th scope="col">Head</th><th scope="col"></th></tr></thead><tbody><tr><td></td><td></td></tr></tbody></table>',
      '<hr>',
    ]);
  });

  test('links to articles by id, so that a new address breaks nothing, and to the portal', async () => {
    const target = find('resending-an-invitation');
    const page = await startArticle('With links');
    await page.keyboard.type('See ');
    await tool(page, 'Link').click();
    await dialog(page).getByRole('combobox', { name: 'Search for an article' }).fill('resend');
    await dialog(page)
      .getByRole('option', { name: /Send or resend/ })
      .click();
    await dialog(page).getByRole('button', { name: 'Set link' }).click();
    await page.keyboard.type(' and ');
    await tool(page, 'Link').click();
    await dialog(page).getByRole('radio', { name: 'A page of the portal' }).check();
    await dialog(page).getByRole('combobox', { name: 'Search for a page' }).fill('site');
    await dialog(page)
      .getByRole('option', { name: /Site down/ })
      .click();
    await dialog(page)
      .getByRole('combobox', { name: 'Where on the page' })
      .selectOption('First steps');
    await dialog(page).getByRole('button', { name: 'Set link' }).click();
    await save(page);
    const before = (await read('with-links')).html;
    expect(before).toBe(
      `<p>See <a href="wiki:${target.id}">${target.title}</a> and <a href="portal:/runbooks/site-down/#first">Site down</a></p>`,
    );

    const renaming = await desk.open(`/articles/${target.id}`);
    await renaming.getByRole('textbox', { name: 'Title' }).fill('Renamed');
    await renaming.getByRole('textbox', { name: 'Address' }).fill('renamed');
    await renaming.getByText('The old address keeps leading here.').waitFor();
    await save(renaming);
    const again = await desk.open(`/articles/${(await read('with-links')).id}`);
    await again.getByText('No broken link').waitFor();
    await text(again).getByRole('link', { name: target.title }).click();
    await again.getByRole('group', { name: 'Link' }).getByText('Renamed').waitFor();
    expect((await read('resending-an-invitation')).id).toBe(target.id);
  });

  test('takes images from the hosts that it names, and from no other', async () => {
    const page = await startArticle('With an image');
    await tool(page, 'Image').click();
    await dialog(page).getByText('Images may come from crm.sonandigital.com.').waitFor();
    await dialog(page)
      .getByLabel('Address of the image')
      .fill('https://elsewhere.example.org/a.png');
    await dialog(page).getByRole('button', { name: 'Insert image' }).click();
    await dialog(page).getByText('That image cannot be used.').waitFor();
    await dialog(page)
      .getByLabel('Address of the image')
      .fill('https://crm.sonandigital.com/a.png');
    await dialog(page).getByLabel('What it shows').fill('The list of proposals');
    await dialog(page).getByRole('button', { name: 'Insert image' }).click();
    await save(page);
    expect((await read('with-an-image')).html).toBe(
      '<p><img src="https://crm.sonandigital.com/a.png" alt="The list of proposals"></p>',
    );
  });

  test('uses facts by their id, and says when one has another value by now', async () => {
    const { facts } = await (await site.call('GET', '/v1/facts')).json();
    const fact = facts.find(({ id }: { id: string }) => id === 'invitation-validity') ?? facts[0];
    const page = await startArticle('With a fact');
    await tool(page, 'Fact').click();
    await dialog(page).getByRole('combobox', { name: 'Search for a fact' }).fill(fact.id);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await dialog(page).getByRole('button', { name: 'Insert fact' }).click();
    await save(page);
    const current = (await read('with-a-fact')).html;
    expect(current).toContain(`<data data-fact="${fact.id}" value="${fact.value}">`);

    const { id, revision, ...rest } = await read('with-a-fact');
    const html = `<p><data data-fact="${fact.id}" value="PT1S">1 second</data></p>`;
    await site.call(
      'PUT',
      `/v1/articles/${id}`,
      { ...rest, html },
      { 'If-Match': `"${revision}"` },
    );
    const again = await desk.open(`/articles/${id}`);
    await again.getByRole('button', { name: 'Update it here' }).click();
    await save(again);
    expect((await read('with-a-fact')).html).toBe(current);
  });

  test('gets its address from the title, says when it is taken, and keeps it once it is published', async () => {
    const page = await startArticle('Create a proposal!');
    const address = page.getByRole('textbox', { name: 'Address' });
    expect(await address.inputValue()).toBe('create-a-proposal');
    await address.fill('creating-a-proposal');
    await page.getByText('“Create a proposal” has this address.').waitFor();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Another article has this address, or had it.').waitFor();
    await address.fill('Not OK');
    await page.getByText('Use small letters, digits and single hyphens').waitFor();
    await address.fill('proposals-by-hand');
    await page.getByText('This address is free.').waitFor();
    await save(page);
    await page.getByRole('textbox', { name: 'Title' }).fill('Proposals, by hand');
    expect(await address.inputValue()).toBe('proposals-by-hand');
  });

  test('is a draft until it is published for somebody, and again when that is taken back', async () => {
    const page = await startArticle('To be published');
    await page.keyboard.type('Text.');
    await page.getByRole('button', { name: 'Publish' }).click();
    await page.getByText('Choose who may read it').first().waitFor();
    await page.getByRole('checkbox', { name: 'Clients' }).check();
    await page.getByRole('combobox', { name: 'Add a page' }).fill('/portal/nowhere-else');
    await page.getByRole('button', { name: 'Add a page' }).click();

    await page.getByRole('button', { name: 'Preview' }).click();
    await dialog(page).getByRole('combobox', { name: 'As it is for' }).selectOption('Clients');
    await dialog(page).getByText('Clients do not see it yet').waitFor();
    await dialog(page).getByRole('combobox', { name: 'As it is for' }).selectOption('Employees');
    await dialog(page).getByText('Employees never see it').waitFor();
    await page.keyboard.press('Escape');

    await page.getByRole('button', { name: 'Publish' }).click();
    await page.getByText('Published. People can read it now.').waitFor();
    const help = async () => {
      const path = '/v1/help?route=/portal/nowhere-else&role=client&locale=en';
      const { articles } = await (await site.call('GET', path)).json();
      return articles.map(({ slug }: Article) => slug);
    };
    expect(await help()).toContain('to-be-published');
    await page.getByRole('button', { name: 'Preview' }).click();
    await dialog(page).getByText('Clients can read this article.').waitFor();
    await dialog(page)
      .getByText(/number 1 of/)
      .waitFor();
    await page.keyboard.press('Escape');

    await page.getByRole('button', { name: 'Unpublish' }).click();
    await page.getByText('Unpublished. Only admins see it now.').waitFor();
    expect(await help()).not.toContain('to-be-published');
  });

  test('is deleted only after one was asked', async () => {
    const page = await startArticle('To be deleted');
    await page.keyboard.type('Text.');
    await save(page);
    await page.getByRole('button', { name: 'Delete…' }).click();
    await dialog(page).getByRole('button', { name: 'Cancel' }).click();
    expect((await read('to-be-deleted')).slug).toBe('to-be-deleted');
    await page.getByRole('button', { name: 'Delete…' }).click();
    await dialog(page).getByRole('button', { name: 'Remove', exact: true }).click();
    await page.getByRole('heading', { name: 'Help articles' }).waitFor();
    expect((await site.call('GET', '/v1/articles/to-be-deleted')).status).toBe(404);
  });

  test('says which of its links lead nowhere, and where it and the portal have moved apart', async () => {
    const gone = '5a000000-0000-4000-8000-00000000dead';
    const created: Article = await (
      await site.call('POST', '/v1/articles', {
        title: 'In need of a look',
        slug: 'in-need-of-a-look',
        html: `<p>Some <a href="wiki:${gone}">gone</a> and <a href="portal:/nowhere/">nowhere</a></p>`,
        locale: 'en',
      })
    ).json();
    await site.database.query(
      `insert into public.wiki_drift
         (tenant_id, article_id, portal_path, state, detail, checked_at, portal_changed_on, article_changed_on)
       values
         ($1, $2, '/guides/invitations/', 'portal-moved', 'Section “Validity”', '2026-11-12T10:00:00Z', '2026-11-02', null),
         ($1, $2, '/guides/mfa/', 'portal-moved', '', '2026-11-12T10:00:00Z', null, null),
         ($1, $2, '/guides/tickets/', 'both-moved', '', '2026-11-12T10:00:00Z', '2026-11-03', '2026-11-04')`,
      [tenant?.id, created.id],
    );
    const page = await desk.open(`/articles/${created.id}`);
    await page.getByText('A link leads to an article that is gone.').waitFor();
    await page.getByText('A link leads to /nowhere/, which is not in the portal.').waitFor();
    await page.getByText('The portal’s page “Invitations” changed on 2 November 2026.').waitFor();
    await page.getByText('“/guides/mfa/” has changed (seen on 12 November 2026).').waitFor();
    await page
      .getByText('page changed on 3 November 2026, the article was last saved on 4 November 2026')
      .waitFor();
    const listed = page.getByRole('region', { name: 'Needs a look' });
    for (const viewport of [
      { width: 1280, height: 720 },
      { width: 360, height: 740 },
    ]) {
      await page.setViewportSize(viewport);
      const { y = viewport.height } = (await listed.boundingBox()) ?? {};
      expect(y, `${viewport.width} wide`).toBeLessThan(viewport.height * 0.75);
    }
    expect(await text(page).locator('.wk-broken').allTextContents()).toEqual(['gone', 'nowhere']);
    await page.getByRole('button', { name: 'Show it' }).first().click();
    expect(await page.evaluate(() => String(getSelection()))).toBe('gone');
    expect(await page.getByText('Everything is saved').isVisible()).toBe(true);
  });

  test('takes what is pasted without what an article cannot hold', async () => {
    const page = await startArticle('Pasted');
    await page.evaluate(() => {
      const clipboard = new DataTransfer();
      clipboard.setData(
        'text/html',
        '<h1 style="color:red">Head</h1><p onclick="x()">One<script>x()</script> <a href="javascript:x()">two</a> <span style="font-weight:bold"><b>three</b></span></p><ul><li>four</li></ul>',
      );
      const event = new ClipboardEvent('paste', {
        clipboardData: clipboard,
        bubbles: true,
        cancelable: true,
      });
      document.querySelector('.tiptap')?.dispatchEvent(event);
    });
    await save(page);
    expect((await read('pasted')).html.split('\n')).toEqual([
      '<h2 id="head">Head</h2>',
      '<p>One two <strong>three</strong></p>',
      '<ul><li>four</li></ul>',
    ]);
  });
});

describe('opening articles', () => {
  test('changes none of them, and none counts as unsaved', async () => {
    const page = await desk.open(`/articles/${seeded[0]?.id}`);
    for (const { id } of seeded.slice(0, 12)) {
      await page.goto(`${site.wiki.url}/admin/wiki/articles/${id}`);
      await page.getByText('Everything is saved').waitFor();
    }
    const after = await (await site.call('GET', '/v1/articles?limit=200')).json();
    for (const { id, revision } of seeded.slice(0, 12)) {
      const now = after.articles.find((article: Article) => article.id === id);
      if (id !== find('resending-an-invitation').id) expect(now?.revision).toBe(revision);
    }
  });

  test('and saving one after a change and its undoing sends nothing', async () => {
    const page = await desk.open(`/articles/${find('creating-a-proposal').id}`);
    await text(page).click();
    await page.keyboard.type('x');
    await page.getByText('Kept in this browser').waitFor();
    await page.keyboard.press('Control+z');
    await page.getByText('Everything is saved').waitFor();
  });
});

test('nothing went wrong on the way', () => {
  expect(desk.problems).toEqual([]);
});
