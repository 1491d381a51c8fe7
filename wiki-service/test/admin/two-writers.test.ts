import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Article } from '../../src/data/answers.ts';
import { type Desk, startWikiSite, type WikiSite } from './wiki-site.ts';

let site: WikiSite;
let desk: Desk;
let article: Article;
let page: Page;
let count = 0;

beforeAll(async () => {
  site = await startWikiSite();
});
afterAll(() => site?.stop());

const fields = () => ({
  title: `Shared ${count}`,
  slug: `shared-${count}`,
  html: '<p>First.</p><p>Valid for 24 hours.</p><p>Last.</p>',
  locale: 'en',
  roles: ['admin'],
  routes: [],
});

beforeEach(async () => {
  count += 1;
  desk = await site.desk();
  article = await (await site.call('POST', '/v1/articles', fields())).json();
  page = await desk.open(`/articles/${article.id}`);
});

const text = () => page.getByRole('textbox', { name: 'Text of the article' });
const save = () => page.getByRole('button', { name: 'Save', exact: true }).click();
const stored = async (): Promise<Article> =>
  (await site.call('GET', `/v1/articles/${article.id}`)).json();
const dialog = () => page.getByRole('dialog', { name: 'Two texts, one article' });

/** Puts words at the end of a paragraph. */
async function typeAfter(paragraph: string, words: string) {
  await text().getByText(paragraph).click();
  await page.keyboard.press('End');
  await page.keyboard.type(words);
}

/** The other admin saves. */
async function otherSaves(change: Partial<ReturnType<typeof fields>>) {
  const { revision } = await stored();
  const answer = await site.call(
    'PUT',
    `/v1/articles/${article.id}`,
    { ...fields(), ...change },
    { 'If-Match': `"${revision}"` },
    site.otherAdmin,
  );
  expect(answer.status).toBe(200);
}

describe('the second of two who save', () => {
  test('sees both texts, with what differs marked, and loses neither by going on', async () => {
    await typeAfter('Valid for 24 hours.', ' Mine.');
    await otherSaves({ html: '<p>First.</p><p>Valid for 48 hours.</p><p>Last.</p>' });
    await save();
    const difference = dialog().getByRole('group', { name: 'Difference 1 of 1' });
    await difference.getByText('Both of you changed this.').waitFor();
    expect(await difference.locator('[data-side="mine"] mark').allTextContents()).toContain('24');
    expect(await difference.locator('[data-side="theirs"] mark').allTextContents()).toContain('48');
    await dialog().or(dialog().getByText('1 part is').first()).first().waitFor();

    // Nothing was chosen yet, and what is proposed has both.
    await dialog().getByRole('button', { name: 'Go on with this text' }).click();
    await save();
    await page.getByText('Everything is saved').waitFor();
    expect((await stored()).html.split('\n')).toEqual([
      '<p>First.</p>',
      '<p>Valid for 24 hours. Mine.</p>',
      '<p>Valid for 48 hours.</p>',
      '<p>Last.</p>',
    ]);
  });

  test('gets both changes where they are in different places', async () => {
    await typeAfter('First.', ' Mine.');
    await otherSaves({ html: '<p>First.</p><p>Valid for 24 hours.</p><p>Last. Theirs.</p>' });
    await save();
    await dialog().getByText('You changed this.').waitFor();
    await dialog().getByText('They changed this.').waitFor();
    await dialog().getByRole('button', { name: 'Go on with this text' }).click();
    await save();
    await page.getByText('Everything is saved').waitFor();
    expect((await stored()).html).toBe(
      '<p>First. Mine.</p>\n<p>Valid for 24 hours.</p>\n<p>Last. Theirs.</p>',
    );
  });

  test.each([
    ['All yours', '<p>First.</p>\n<p>Valid for 24 hours. Mine.</p>\n<p>Last.</p>', 'Theirs.'],
    ['All theirs', '<p>First. Theirs.</p>\n<p>Valid for 24 hours.</p>\n<p>Last.</p>', 'Mine.'],
  ])('may take %s; the other text is set aside', async (choice, saved, other) => {
    await typeAfter('Valid for 24 hours.', ' Mine.');
    await otherSaves({ html: '<p>First. Theirs.</p><p>Valid for 24 hours.</p><p>Last.</p>' });
    await save();
    await dialog().getByRole('button', { name: choice }).click();
    await dialog().getByRole('button', { name: 'Go on with this text' }).click();
    await dialog().waitFor({ state: 'detached' });
    if (choice === 'All yours') await save();
    await page.getByText('Everything is saved').waitFor();
    expect((await stored()).html).toBe(saved);

    await page.getByRole('button', { name: 'Set-aside texts…' }).click();
    await page.getByText('not chosen').click();
    await page.getByRole('dialog').getByText(other).waitFor();
  });

  test('may choose part by part', async () => {
    await typeAfter('First.', ' Mine.');
    await typeAfter('Last.', ' Mine.');
    await otherSaves({
      html: '<p>First. Theirs.</p><p>Valid for 24 hours.</p><p>Last. Theirs.</p>',
    });
    await save();
    const first = dialog().getByRole('group', { name: 'Difference 1 of 2' });
    const second = dialog().getByRole('group', { name: 'Difference 2 of 2' });
    await first.getByRole('radio', { name: 'Theirs' }).check();
    await second.getByRole('radio', { name: 'Yours', exact: true }).check();
    await dialog().getByRole('button', { name: 'Go on with this text' }).click();
    await save();
    await page.getByText('Everything is saved').waitFor();
    expect((await stored()).html).toBe(
      '<p>First. Theirs.</p>\n<p>Valid for 24 hours.</p>\n<p>Last. Mine.</p>',
    );
  });

  test('sees title, readers and pages that differ too', async () => {
    await page.getByRole('textbox', { name: 'Title' }).fill('My title');
    await otherSaves({ title: 'Their title', roles: ['admin', 'employee'] });
    await save();
    await dialog()
      .getByRole('group', { name: /: Title/ })
      .getByRole('radio', { name: 'Theirs' })
      .check();
    await dialog().getByRole('button', { name: 'Go on with this text' }).click();
    await save();
    await page.getByText('Everything is saved').waitFor();
    const { title, roles } = await stored();
    expect(title).toBe('Their title');
    expect(roles.toSorted()).toEqual(['admin', 'employee']);
  });

  test('may decide later: the text stays, also after the tab was closed', async () => {
    await typeAfter('First.', ' Mine.');
    await otherSaves({ html: '<p>Theirs.</p>' });
    await save();
    await dialog().getByRole('button', { name: 'Decide later' }).click();
    await text().getByText('First. Mine.').waitFor();
    await page.close();
    page = await desk.open(`/articles/${article.id}`);
    await text().getByText('First. Mine.').waitFor();
    await page.getByText('Somebody else saved the article since').waitFor();
    await page.getByRole('button', { name: 'Compare the two texts' }).click();
    await dialog().getByText('Theirs.', { exact: true }).waitFor();
    expect((await stored()).html).toBe('<p>Theirs.</p>');
  });

  test('meets a third save while choosing, and is asked again', async () => {
    await typeAfter('First.', ' Mine.');
    await otherSaves({ html: '<p>Second version.</p>' });
    await save();
    await dialog().getByRole('button', { name: 'All yours' }).click();
    await otherSaves({ html: '<p>Third version.</p>' });
    await dialog().getByRole('button', { name: 'Go on with this text' }).click();
    await save();
    await dialog().getByText('Third version.').waitFor();
    expect((await stored()).html).toBe('<p>Third version.</p>');
  });

  test('is asked before publishing and deleting what somebody else has changed', async () => {
    await otherSaves({ html: '<p>Changed.</p>' });
    await page.getByRole('button', { name: 'Publish' }).click();
    await dialog().getByRole('button', { name: 'Decide later' }).click();
    expect((await stored()).state).toBe('draft');
    await page.getByRole('button', { name: 'Delete…' }).click();
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    await dialog().waitFor();
    expect((await stored()).html).toBe('<p>Changed.</p>');
  });
});
