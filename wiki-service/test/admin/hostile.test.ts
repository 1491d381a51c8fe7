import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readSeedTenants } from '../../src/database/seed.ts';
import { HOSTILE_HTML } from '../html/hostile-html.ts';
import { type Desk, startWikiSite, type WikiSite } from './wiki-site.ts';

const ATTACKS = Object.entries(HOSTILE_HTML);
/** Texts that are no HTML, in places that take none. */
const HOSTILE_TEXT = `<img src=x onerror=alert(1)>"'><script>alert(1)</script>{{1}}\${1}&lt;b&gt;`;

let site: WikiSite;
let desk: Desk;
let page: Page;
let ids: string[];
const tenantId = readSeedTenants().find(({ slug }) => slug === 'sonan')?.id;
const strangers: string[] = [];

/** Stores text as somebody who passes the service by, so that nothing of it is cleaned. */
beforeAll(async () => {
  site = await startWikiSite();
  ids = [];
  for (const [place, [, html]] of ATTACKS.entries()) {
    const [row] = await site.database.query<{ id: string }>(
      `insert into public.wiki_articles (tenant_id, slug, title, html, locale, roles, routes, excerpt)
       values ($1, $2, $3, $4, 'en', '{admin}', '{/admin/hostile}', $5) returning id`,
      [tenantId, `attack-${place}`, `Attack ${place}`, html.replaceAll('\0', ''), HOSTILE_TEXT],
    );
    ids.push(String(row?.id));
  }
  await site.database.query(
    `insert into public.wiki_articles (tenant_id, slug, title, html, locale)
     values ($1, 'hostile-title', $2, '<p>x</p>', 'en')`,
    [tenantId, HOSTILE_TEXT],
  );
  await site.database.query(
    `insert into public.wiki_portal_pages (tenant_id, path, locale, title)
     values ($1, '/x/', 'en', $2)`,
    [tenantId, HOSTILE_TEXT],
  );
  await site.database.query(
    `insert into public.wiki_drift (tenant_id, article_id, portal_path, state, detail)
     values ($1, $2, '/x/', 'fact', $3)`,
    [tenantId, ids[0], HOSTILE_TEXT],
  );
  await site.database.query(
    `insert into public.wiki_searches (tenant_id, query, locale, reader_role)
     values ($1, $2, 'en', 'admin')`,
    [tenantId, HOSTILE_TEXT.toLowerCase()],
  );
  desk = await site.desk();
  await desk.context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      console.error(`violation: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
    });
  });
  desk.context.on('request', (request) => {
    const { origin } = new URL(request.url());
    if (origin !== site.wiki.url) strangers.push(request.url());
  });
  page = await desk.open('/');
});
afterAll(() => site?.stop());

/** Goes to another page of the editor without loading it anew. */
async function goTo(path: string) {
  await page.evaluate((to) => {
    history.pushState(null, '', `/admin/wiki${to}`);
    dispatchEvent(new PopStateEvent('popstate'));
  }, path);
}

/** What of a piece of the page could run, or would be fetched from elsewhere. */
function findDangers(selector: string): Promise<string[]> {
  return page.evaluate((wanted) => {
    const elements = [...document.querySelectorAll(`${wanted}, ${wanted} *`)];
    return elements.flatMap((element) => {
      const isForbidden = /^(script|iframe|object|embed|style|link|base|meta|form|svg|math)$/i.test(
        element.localName,
      );
      const isOwn = element.closest('.wk-icon') !== null;
      const attributes = element.getAttributeNames().filter((name) => {
        const value = element.getAttribute(name) ?? '';
        return /^(on|style$|srcdoc$)/.test(name) || /^\s*(javascript|vbscript|data):/i.test(value);
      });
      return isForbidden && !isOwn
        ? [element.outerHTML]
        : attributes.map((name) => `${element.localName} ${name}`);
    });
  }, selector);
}

describe('HTML that was never cleaned, opened in the editor', () => {
  test.each(ATTACKS.map(([name], place) => [name, place] as const))('%s', async (_name, place) => {
    await goTo(`/articles/${ids[place]}`);
    await expect
      .poll(() => page.getByRole('textbox', { name: 'Title' }).inputValue(), { timeout: 15_000 })
      .toBe(`Attack ${place}`);
    await page.locator('.tiptap').or(page.locator('.wk-notice')).first().waitFor();
    expect(await findDangers('.tiptap')).toEqual([]);
    expect(desk.problems).toEqual([]);
  });

  test('is no danger in the preview either', async () => {
    for (const id of ids.slice(0, 12)) {
      await goTo(`/articles/${id}`);
      await page.locator('.tiptap').waitFor();
      await page.getByRole('button', { name: 'Preview' }).click();
      await page.locator('.wk-preview').waitFor();
      expect(await findDangers('dialog')).toEqual([]);
      await page.keyboard.press('Escape');
    }
    expect(desk.problems).toEqual([]);
  });

  test('is no danger beside one’s own text, when somebody else stored it', async () => {
    const created = await site.call('POST', '/v1/articles', {
      title: 'Two texts',
      slug: 'two-texts',
      html: '<p>Start.</p>',
      locale: 'en',
    });
    const { id } = await created.json();
    await goTo(`/articles/${id}`);
    await page.locator('.tiptap').getByText('Start.').click();
    await page.keyboard.type('Mine. ');
    const all = ATTACKS.map(([, html]) => html)
      .join('\n')
      .replaceAll('\0', '');
    await site.database.query(`update public.wiki_articles set html = $1 where id = $2`, [all, id]);
    await page.keyboard.press('Control+s');
    await page.locator('.wk-difference').first().waitFor();
    expect(await findDangers('dialog')).toEqual([]);
    await page.getByRole('button', { name: 'Go on with this text' }).click();
    await page.locator('dialog').waitFor({ state: 'detached' });
    expect(await findDangers('.tiptap')).toEqual([]);
    expect(desk.problems).toEqual([]);
  });

  test.each(ATTACKS.slice(0, 20))('is no danger when it is pasted: %s', async (_name, html) => {
    await page.locator('.tiptap').click();
    await page.evaluate((pasted) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/html', pasted);
      const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
      document.querySelector('.tiptap')?.dispatchEvent(event);
    }, html);
    expect(await findDangers('.tiptap')).toEqual([]);
    expect(desk.problems).toEqual([]);
  });
});

describe('text that looks like HTML', () => {
  test('is shown as text in the list, in searches in vain, in titles and in warnings', async () => {
    await goTo('/?q=hostile-title');
    await page.getByRole('link', { name: HOSTILE_TEXT, exact: true }).waitFor();
    await page.locator('.wk-query', { hasText: '<img src=x' }).waitFor();
    expect(await findDangers('.wiki-admin')).toEqual([]);

    await page.getByRole('link', { name: /^Write it/ }).click();
    await expect
      .poll(() => page.getByRole('textbox', { name: 'Title' }).inputValue())
      .toContain('<img src=x onerror=alert(1)>');
    expect(await page.title()).toContain('<img src=x onerror=alert(1)>');

    await goTo(`/articles/${ids[0]}`);
    await page.locator('.wk-problems').getByText('<img src=x').first().waitFor();
    expect(await findDangers('.wiki-admin')).toEqual([]);
    expect(desk.problems).toEqual([]);
  });
});

test('nothing was fetched from anywhere else', () => {
  expect(strangers).toEqual([]);
});
