import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { BROWSER_ARGUMENTS, requireBrowser } from '../../../src/browser/find.ts';
import type { Article } from '../../src/data/answers.ts';
import { type Desk, giveToken, startWikiSite, type WikiSite } from './wiki-site.ts';

let site: WikiSite;
let desk: Desk;
let article: Article;
let count = 0;

beforeAll(async () => {
  site = await startWikiSite();
});
afterAll(() => site?.stop());

beforeEach(async () => {
  count += 1;
  desk = await site.desk();
  const created = await site.call('POST', '/v1/articles', {
    title: `Article ${count}`,
    slug: `article-${count}`,
    html: '<p>As it was.</p>',
    locale: 'en',
    roles: ['admin'],
  });
  article = await created.json();
});

const text = (page: Page) => page.getByRole('textbox', { name: 'Text of the article' });
const openArticle = () => desk.open(`/articles/${article.id}`);
const stored = async () => (await site.call('GET', `/v1/articles/${article.id}`)).json();

/** Waits until everything that was typed is said to be kept. */
const kept = (page: Page) => page.getByText('Not saved yet. Kept in this browser').waitFor();

/** Types at the end of the text, and waits until it is said to be kept. */
async function type(page: Page, words: string) {
  await text(page).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(words);
  await kept(page);
}

/** A browser with a profile on the disk, which can be killed as a whole. */
async function startBrowser(profile: string) {
  const child = spawn(
    requireBrowser(),
    [...BROWSER_ARGUMENTS, '--remote-debugging-port=0', `--user-data-dir=${profile}`],
    { stdio: ['ignore', 'ignore', 'pipe'], detached: true },
  );
  const address = await new Promise<string>((resolve) => {
    let said = '';
    child.stderr.on('data', (data) => {
      said += data;
      const [, url] = /DevTools listening on (ws:\S+)/.exec(said) ?? [];
      if (url) resolve(url);
    });
  });
  const browser = await chromium.connectOverCDP(address);
  return {
    browser,
    async kill() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      // Its whole group: the processes of its pages too.
      process.kill(-(child.pid as number), 'SIGKILL');
      await ended;
    },
  };
}

async function openIn(browser: Browser): Promise<Page> {
  const page = await (browser.contexts()[0] as BrowserContext).newPage();
  await page.goto(`${site.wiki.url}/healthz`);
  await giveToken(page, site.admin);
  await page.goto(`${site.wiki.url}/admin/wiki/articles/${article.id}`);
  await text(page).waitFor();
  return page;
}

describe('what was typed and not saved is there again', () => {
  test('after the tab was closed', async () => {
    const page = await openArticle();
    await type(page, ' And more.');
    await page.close();

    const again = await openArticle();
    await again.getByText('Here is what you had typed and not saved').waitFor();
    await text(again).getByText('As it was. And more.').waitFor();
    expect((await stored()).html).toBe('<p>As it was.</p>');
  });

  test('after the tab was closed before a slow disk had it', async () => {
    await desk.context.addInitScript(() => {
      const { put } = IDBObjectStore.prototype;
      IDBObjectStore.prototype.put = function (value, key) {
        const until = Date.now() + 5_000;
        const wait = () => {
          // A transaction lasts as long as it is asked for something.
          if (Date.now() < until) this.get('nothing').onsuccess = wait;
        };
        wait();
        return key === undefined ? put.call(this, value) : put.call(this, value, key);
      };
    });
    const page = await openArticle();
    await text(page).click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type(' Not yet on the disk.');
    await page.close();

    const again = await openArticle();
    await text(again).getByText('As it was. Not yet on the disk.').waitFor();
  });

  test('after the page crashed in the middle of a word', async () => {
    const page = await openArticle();
    await text(page).click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type(' Half a wor');
    // As soon as it is on the screen it is on its way to the disk; nobody waits for anything.
    await kept(page);
    const crash = page.waitForEvent('crash');
    const devtools = await desk.context.newCDPSession(page);
    void devtools.send('Page.crash').catch(() => undefined);
    await crash;

    const again = await openArticle();
    await text(again).getByText('As it was. Half a wor').waitFor();
  });

  test('after the whole browser was killed', async () => {
    const profile = mkdtempSync(join(tmpdir(), 'wiki-profile-'));
    const killed = await startBrowser(profile);
    const page = await openIn(killed.browser);
    await type(page, ' Until the very end.');
    await killed.kill();

    const next = await startBrowser(profile);
    const again = await openIn(next.browser);
    await text(again).getByText('As it was. Until the very end.').waitFor();
    await next.kill();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  });

  test('after a reload, with title, address, readers and pages', async () => {
    const page = await openArticle();
    await page.getByRole('textbox', { name: 'Title' }).fill('Another title');
    await page.getByRole('checkbox', { name: 'Clients' }).check();
    await page.getByRole('combobox', { name: 'Add a page' }).fill('/portal/invoices');
    await page.getByRole('combobox', { name: 'Add a page' }).press('Enter');
    await kept(page);
    await page.reload();

    expect(await page.getByRole('textbox', { name: 'Title' }).inputValue()).toBe('Another title');
    expect(await page.getByRole('checkbox', { name: 'Clients' }).isChecked()).toBe(true);
    await page.getByRole('button', { name: 'Remove /portal/invoices' }).waitFor();
  });

  test('after a new article was never saved: it has an address of its own, and stands in the list', async () => {
    const page = await desk.open('/new');
    await page.getByRole('textbox', { name: 'Title' }).fill('Never saved');
    await type(page, 'Only here.');
    expect(new URL(page.url()).pathname).toMatch(/^\/admin\/wiki\/drafts\//);
    await page.reload();
    await text(page).getByText('Only here.').waitFor();

    await page.getByRole('link', { name: 'All articles' }).click();
    await page.getByRole('link', { name: 'Never saved' }).click();
    await page.getByText('Here is what you had typed and not saved').waitFor();
    await text(page).getByText('Only here.').waitFor();
  });

  test('only for the person who typed it', async () => {
    const page = await openArticle();
    await type(page, ' Private.');
    await page.close();

    const other = await desk.open('/');
    await giveToken(other, site.otherAdmin);
    await other.goto(`${site.wiki.url}/admin/wiki/articles/${article.id}`);
    await text(other).waitFor();
    expect(await text(other).textContent()).not.toContain('Private.');
  });

  test('until it is thrown away, and even then it can be brought back', async () => {
    const page = await openArticle();
    await type(page, ' A draft.');
    await page.reload();
    await page.getByRole('button', { name: 'Discard it' }).click();
    await page.getByText('Everything is saved').waitFor();
    expect(await text(page).textContent()).not.toContain('A draft.');

    await page.getByRole('button', { name: 'Set-aside texts…' }).click();
    await page.getByText('yours, discarded').first().click();
    await page.getByRole('button', { name: 'Put it into the editor' }).first().click();
    await text(page).getByText('A draft.').waitFor();
  });
});

describe('a save that fails', () => {
  test('because the session has ended keeps the text, and works after signing in', async () => {
    const page = await openArticle();
    await giveToken(page, site.admin, -10);
    await type(page, ' Typed after the end.');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Your session has ended').waitFor();
    await text(page).getByText('Typed after the end.').waitFor();

    await page.getByRole('button', { name: 'Sign in again' }).click();
    await page.getByRole('button', { name: 'SONAN DIGITAL, admin' }).click();
    await page.getByText('Everything is saved').waitFor();
    expect((await stored()).html).toBe('<p>As it was. Typed after the end.</p>');
  });

  test('does not go to somebody else who signed in meanwhile', async () => {
    const page = await openArticle();
    await type(page, ' Mine.');
    await giveToken(page, site.otherAdmin);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Somebody else is signed in now').waitFor();
    expect((await stored()).html).toBe('<p>As it was.</p>');
    await text(page).getByText('Mine.').waitFor();
  });

  test.each([
    ['the service is broken', 500, 'The wiki has trouble just now'],
    ['the database is gone', 503, 'The wiki has trouble just now'],
    ['there were too many requests', 429, 'The wiki has trouble just now'],
    ['the text is too large', 413, 'The article is too large'],
  ])('because %s keeps the text, and can be tried again', async (_why, status, says) => {
    const page = await openArticle();
    await type(page, ' More.');
    await page.route('**/v1/articles/*', (route) =>
      route.request().method() === 'PUT'
        ? route.fulfill({ status, contentType: 'application/problem+json', body: '{}' })
        : route.continue(),
    );
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText(says).waitFor();
    await page.unroute('**/v1/articles/*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('Everything is saved').waitFor();
    expect((await stored()).html).toBe('<p>As it was. More.</p>');
  });

  test('because there is no connection happens by itself when there is one again', async () => {
    const page = await openArticle();
    await type(page, ' Offline.');
    await desk.context.setOffline(true);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('The wiki cannot be reached').waitFor();
    await type(page, ' Still typing.');
    await desk.context.setOffline(false);
    await page.getByText('Everything is saved').waitFor();
    expect((await stored()).html).toBe('<p>As it was. Offline. Still typing.</p>');
  });

  test('although it arrived, for its answer got lost, is no conflict with oneself', async () => {
    const page = await openArticle();
    await type(page, ' Arrived.');
    await page.route('**/v1/articles/*', async (route) => {
      if (route.request().method() === 'PUT') await route.fetch();
      return route.request().method() === 'PUT' ? route.abort() : route.continue();
    });
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('The wiki cannot be reached').waitFor();
    expect((await stored()).revision).toBe(2);
    await page.unroute('**/v1/articles/*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('Everything is saved').waitFor();
    expect((await stored()).revision).toBe(2);
  });

  test('although a new article arrived makes it once, with what was typed since', async () => {
    const page = await desk.open('/new');
    await page.getByRole('textbox', { name: 'Title' }).fill(`Made once ${count}`);
    await type(page, 'First.');
    await page.route('**/v1/articles', async (route) => {
      if (route.request().method() === 'POST') await route.fetch();
      return route.request().method() === 'POST' ? route.abort() : route.continue();
    });
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('The wiki cannot be reached').waitFor();
    await page.unroute('**/v1/articles');
    await page.reload();
    await type(page, ' Second.');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Everything is saved').waitFor();

    const found = await (await site.call('GET', `/v1/articles?q=made-once-${count}`)).json();
    const isIt = ({ title }: Article) => title === `Made once ${count}`;
    expect(found.articles.filter(isIt)).toHaveLength(1);
    const made = await (await site.call('GET', `/v1/articles/made-once-${count}`)).json();
    expect(made.html).toBe('<p>First. Second.</p>');
    expect(new URL(page.url()).pathname).toBe(`/admin/wiki/articles/${made.id}`);
  });

  test('because the article was deleted can become a new article', async () => {
    const page = await openArticle();
    await type(page, ' Survives.');
    await site.call('DELETE', `/v1/articles/${article.id}`, undefined, { 'If-Match': '*' });
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Somebody deleted this article').waitFor();
    await page.getByRole('button', { name: 'Save my text as a new article' }).click();
    await page.getByText('Everything is saved').waitFor();
    const made = await (await site.call('GET', `/v1/articles/article-${count}`)).json();
    expect(made.html).toBe('<p>As it was. Survives.</p>');
    expect(made.id).not.toBe(article.id);
  });
});

describe('what is typed while a save is on its way', () => {
  test('is kept, and saved with the next', async () => {
    const page = await openArticle();
    await type(page, ' One.');
    await page.route('**/v1/articles/*', async (route) => {
      if (route.request().method() === 'PUT') await new Promise((go) => setTimeout(go, 800));
      return route.continue();
    });
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saving…').waitFor();
    await type(page, ' Two.');
    await page.getByText('Saved.', { exact: true }).waitFor();
    expect((await stored()).html).toBe('<p>As it was. One.</p>');
    await kept(page);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Everything is saved').waitFor();
    expect((await stored()).html).toBe('<p>As it was. One. Two.</p>');
  });
});

describe('two tabs', () => {
  test('keep a text each, and say so', async () => {
    const first = await openArticle();
    await type(first, ' From the first.');
    const second = await openArticle();
    await second.getByText('open in another tab').waitFor();
    expect(await text(second).textContent()).not.toContain('From the first.');
    await type(second, ' From the second.');
    await first.reload();
    await text(first).getByText('As it was. From the first.').waitFor();
    await second.reload();
    await text(second).getByText('As it was. From the second.').waitFor();
  });
});

describe('a browser that keeps nothing', () => {
  test('says so, and still saves', async () => {
    await desk.context.addInitScript(() => {
      Object.defineProperty(globalThis, 'indexedDB', { get: () => undefined });
    });
    const page = await openArticle();
    await text(page).click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type(' Not kept.');
    await page.getByText('This browser cannot keep what you type.').first().waitFor();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Everything is saved').waitFor();
    expect((await stored()).html).toBe('<p>As it was. Not kept.</p>');
  });
});
