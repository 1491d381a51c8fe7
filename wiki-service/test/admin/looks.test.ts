import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Article } from '../../src/data/answers.ts';
import { findViolations } from '../find-violations.ts';
import { type Desk, startWikiSite, type WikiSite } from './wiki-site.ts';

let site: WikiSite;
let article: Article;

beforeAll(async () => {
  site = await startWikiSite();
  for (const query of ['refund a payment', 'vakantie aanvragen']) {
    const locale = query.startsWith('v') ? 'nl' : 'en';
    await site.call('GET', `/v1/search?q=${encodeURIComponent(query)}&locale=${locale}`);
  }
  const created = await site.call('POST', '/v1/articles', {
    title: 'Everything in one article',
    slug: 'everything',
    html: `<h2>Head</h2><p>Text <a href="wiki:5a000000-0000-4000-8000-00000000dead">gone</a>
      <data data-fact="invitation-validity" value="PT1S">1 second</data> <code>code</code></p>
      <aside data-type="danger"><p>Mind.</p></aside><table><thead><tr><th>A</th><th>B</th></tr></thead>
      <tbody><tr><td>averyveryverylongwordthatdoesnotfitintoanarrowscreenatall</td><td>b</td></tr></tbody></table>
      <pre><code>a line of code that is quite long, longer than a narrow screen is wide</code></pre>`,
    locale: 'en',
    roles: ['admin'],
    routes: ['/admin/clients/{id}/contacts'],
  });
  article = await created.json();
});
afterAll(() => site?.stop());

const SCREENS = [
  { width: 360, colorScheme: 'light', locale: 'nl-NL' },
  { width: 360, colorScheme: 'dark', locale: 'en-GB' },
  { width: 1280, colorScheme: 'light', locale: 'en-GB' },
  { width: 1280, colorScheme: 'dark', locale: 'nl-NL' },
] as const;

/** What one can come to see, and how. */
const VIEWS: Record<string, (desk: Desk) => Promise<Page>> = {
  list: async (desk) => {
    const page = await desk.open('/');
    await page.locator('.wk-query').first().waitFor();
    return page;
  },
  'a list of nothing': async (desk) => {
    const page = await desk.open('/?q=nothing-is-called-this');
    await page.locator('.wk-empty').waitFor();
    return page;
  },
  'an article': (desk) => openArticle(desk),
  'a table in it': async (desk) => {
    const page = await openArticle(desk);
    await page.locator('.tiptap td').first().click();
    await page.locator('.wk-context-group').first().waitFor();
    return page;
  },
  'a button under the pointer': async (desk) => {
    const page = await openArticle(desk);
    await page.locator('.tiptap p').first().click();
    await page.keyboard.type('x');
    await page.locator('.wk-primary:enabled').first().hover();
    return page;
  },
  'the link picker': async (desk) => {
    const page = await openArticle(desk);
    await page.locator('.tiptap p').first().click();
    await page.locator('.tiptap').press('Control+k');
    await page.getByRole('option').first().waitFor();
    await page.getByRole('combobox').first().press('ArrowDown');
    return page;
  },
  'the image dialog': (desk) =>
    openDialog(desk, 'button[aria-label=Image], button[aria-label=Afbeelding]'),
  'the fact picker': (desk) => openDialog(desk, 'button[aria-label=Fact], button[aria-label=Feit]'),
  'the preview': (desk) => openDialog(desk, '.wk-bar .wk-actions button >> nth=0'),
  'the question before deleting': (desk) => openDialog(desk, '.wk-danger'),
  'two texts side by side': async (desk) => {
    const page = await openArticle(desk);
    await page.locator('.tiptap p').first().click();
    await page.keyboard.press('End');
    await page.keyboard.type(' Mine.');
    const { revision, html, title, slug, locale, roles, routes } = await (
      await site.call('GET', `/v1/articles/${article.id}`)
    ).json();
    const theirs = html.replace('Text', `Theirs, ${revision}`);
    await site.call(
      'PUT',
      `/v1/articles/${article.id}`,
      { title, slug, locale, roles, routes, html: theirs },
      { 'If-Match': `"${revision}"` },
    );
    await page.keyboard.press('Control+s');
    await page.locator('.wk-difference').first().waitFor();
    return page;
  },
};

/** Opens the article, and waits until what is wrong with it is shown too. */
async function openArticle(desk: Desk): Promise<Page> {
  const page = await desk.open(`/articles/${article.id}`);
  await page.locator('.wk-problems').waitFor();
  return page;
}

async function openDialog(desk: Desk, button: string): Promise<Page> {
  const page = await openArticle(desk);
  await page.locator(button).first().click();
  await page.locator('dialog[open]').waitFor();
  return page;
}

describe.each(SCREENS)(
  'at $width pixels, $colorScheme, $locale',
  ({ width, colorScheme, locale }) => {
    test.each(Object.entries(VIEWS))('%s is accessible and fits', async (_name, open) => {
      const desk = await site.desk({
        browser: { viewport: { width, height: 800 }, colorScheme, locale },
      });
      const page = await open(desk);
      expect(await findViolations(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
        width,
      );
      const dialogWidth = await page.evaluate(() => {
        const dialog = document.querySelector('dialog[open]');
        return dialog ? dialog.scrollWidth - dialog.clientWidth : 0;
      });
      expect(dialogWidth).toBe(0);
      expect(await page.evaluate(() => document.documentElement.lang)).toBe(locale.slice(0, 2));
      expect(desk.problems).toEqual([]);
      await desk.context.close();
    });
  },
);

describe('by the keyboard alone', () => {
  test('one finds, writes, formats, links, saves and publishes an article', async () => {
    const desk = await site.desk();
    const page = await desk.open('/');
    const { keyboard } = page;
    /** Goes on with Tab until something with this name has the focus. */
    const tabTo = async (name: string | RegExp, key = 'Tab') => {
      const isIt = (label: string) =>
        typeof name === 'string' ? label === name : name.test(label);
      for (let presses = 0; presses < 120; presses += 1) {
        await keyboard.press(key);
        if (isIt(await focusedName(page))) return;
      }
      throw new Error(`${key} never came to ${name}; it is at ${await focusedName(page)}`);
    };

    await tabTo('New article');
    await keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'Title' }).waitFor();
    await tabTo('Title');
    await keyboard.type('By the keyboard');
    // The toolbar is one stop, whatever the number of its buttons.
    await keyboard.press('Tab');
    expect(await focusedName(page)).toBe('T');
    await tabTo('Text of the article');
    await keyboard.type('Plain ');
    await keyboard.press('Alt+F10');
    for (let presses = 0; presses < 4; presses += 1) await keyboard.press('ArrowRight');
    expect(await focusedName(page)).toBe('Bold');
    await keyboard.press('Enter');
    await keyboard.type('bold');
    await keyboard.press('Control+b');
    await keyboard.type(', see ');
    await keyboard.press('Control+k');
    // The dialog begins with its field.
    await expect.poll(() => focusedName(page), { timeout: 5_000 }).toBe('Search for an article');
    await keyboard.type('create a proposal');
    await page.getByRole('option', { name: /Create a proposal/ }).waitFor();
    await keyboard.press('ArrowDown');
    await keyboard.press('Enter');
    await tabTo('Set link');
    await keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(() => focusedName(page), { timeout: 5_000 }).toBe('Text of the article');

    // In a list Tab indents; after Escape it leaves the text.
    await keyboard.press('Enter');
    await keyboard.type('- one');
    await keyboard.press('Enter');
    await keyboard.press('Tab');
    await keyboard.type('two');
    await keyboard.press('Escape');
    await keyboard.press('Tab');
    expect(await focusedName(page)).not.toBe('Text of the article');

    await tabTo('Admins');
    await keyboard.press('Space');
    await tabTo('Add a page');
    await keyboard.type('/admin/keyboard');
    await keyboard.press('Enter');
    await keyboard.press('Control+s');
    await page.getByText('Everything is saved').waitFor();
    await tabTo('Publish', 'Shift+Tab');
    await keyboard.press('Enter');
    await page.getByText('Published. People can read it now.').waitFor();

    const stored: Article = await (await site.call('GET', '/v1/articles/by-the-keyboard')).json();
    expect(stored.state).toBe('published');

    expect(stored.roles).toEqual(['admin']);
    expect(stored.routes).toEqual(['/admin/keyboard']);
    expect(stored.html).toMatch(
      /^<p>Plain <strong>bold<\/strong>, see <a href="wiki:[0-9a-f-]+">Create a proposal<\/a><\/p>\n<ul><li>one<ul><li>two<\/li><\/ul><\/li><\/ul>$/,
    );
  });

  test('a dialog holds the focus, and gives it back', async () => {
    const desk = await site.desk();
    const page = await desk.open(`/articles/${article.id}`);
    await page.getByRole('button', { name: 'Preview' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Preview' }).waitFor();
    for (let presses = 0; presses < 12; presses += 1) {
      await page.keyboard.press('Tab');
      const isInside = await page.evaluate(
        () =>
          document.activeElement === document.body || !!document.activeElement?.closest('dialog'),
      );
      expect(isInside).toBe(true);
    }
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await focusedName(page)).toBe('Preview');
  });

  test('the toolbar is walked with arrows, Home and End, and left with Escape', async () => {
    const desk = await site.desk();
    const page = await desk.open(`/articles/${article.id}`);
    await page.locator('.tiptap p').first().click();
    await page.keyboard.press('Alt+F10');
    await page.keyboard.press('End');
    expect(await focusedName(page)).toBe('Redo');
    await page.keyboard.press('ArrowRight');
    expect(await focusedName(page)).toBe('T');
    await page.keyboard.press('ArrowLeft');
    expect(await focusedName(page)).toBe('Redo');
    await page.keyboard.press('Home');
    await page.keyboard.press('Escape');
    await expect.poll(() => focusedName(page), { timeout: 5_000 }).toBe('Text of the article');
  });
});

/** The name of what has the focus, as a screen reader says it. */
function focusedName(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement as HTMLElement | null;
    const label = (element as HTMLInputElement | null)?.labels?.[0];
    const name = element?.getAttribute('aria-label') ?? label?.textContent ?? element?.textContent;
    return (name ?? '').replace(/^Text$/, 'T').trim();
  });
}
