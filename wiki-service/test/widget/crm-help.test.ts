import { describe, expect, it } from 'vitest';
import type { CrmHelp } from '../../widget/src/crm-help.ts';
import { type CrmPage, focusedIn, openHelp, provideCrmSite, tokenFor } from './crm-page.ts';

const used = provideCrmSite();
const { visit } = used;

const titles = ({ page }: CrmPage) => page.locator('crm-help .item-title').allTextContents();

async function read(crm: CrmPage, title: string): Promise<void> {
  await crm.page.getByRole('button', { name: title, exact: true }).click();
  await crm.page.getByRole('heading', { name: title, exact: true }).waitFor();
}

describe('help for a page', () => {
  it('puts the article that fits best first, and says why each is there', async () => {
    const crm = await visit({ route: '/admin/proposals/new' });
    await openHelp(crm);
    expect(await titles(crm)).toEqual(['Create a proposal', 'Find your way in the CRM']);
    expect(await crm.page.locator('crm-help .why').allTextContents()).toEqual([
      'About this page',
      'About this part of the CRM',
    ]);
  });

  it('speaks Dutch to a Dutch reader', async () => {
    const crm = await visit({
      route: '/portal/invoices/1',
      tenant: 'mr-dj',
      role: 'client',
      locale: 'nl-BE',
    });
    await openHelp(crm);
    expect((await titles(crm))[0]).toBe('Een factuur betalen');
    expect(await crm.page.locator('crm-help .why').first().textContent()).toBe(
      'Over pagina’s zoals deze',
    );
    expect(await crm.page.getByRole('dialog', { name: 'Hulp' }).isVisible()).toBe(true);
  });

  it('says so when an article is in another language, and marks it as such', async () => {
    const crm = await visit({ route: '/admin/contracts', locale: 'nl' });
    await openHelp(crm);
    const item = crm.page.locator('crm-help .item', { hasText: 'Follow a contract' });
    expect(await item.locator('.why').textContent()).toContain('In het Engels');
    expect(await item.locator('.item-title').getAttribute('lang')).toBe('en');
  });

  it('says so when there is none', async () => {
    const crm = await visit({ route: '/elsewhere', tenant: 'example', role: 'client' });
    await openHelp(crm);
    await crm.page.getByText('There is no help for this page yet').first().waitFor();
  });

  it('follows the route, and asks nothing while it is closed', async () => {
    const crm = await visit({ route: '/admin/proposals' });
    await openHelp(crm);
    const asked: string[] = [];
    crm.page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    const go = (route: string) =>
      crm.page.locator('crm-help').evaluate((help, to) => help.setAttribute('route', to), route);
    await go('/admin/clients/new?from=menu');
    await expect.poll(() => titles(crm)).toContain('Onboard a client');
    await crm.page.keyboard.press('Escape');
    asked.length = 0;
    await go('/admin/documents');
    await crm.page.waitForTimeout(200);
    expect(asked).toEqual([]);
    await openHelp(crm);
    await expect.poll(() => titles(crm)).toContain('Share a document with a client');
  });

  it('lets somebody read on while they follow the steps over several pages', async () => {
    const crm = await visit({ route: '/admin/clients/new' });
    await openHelp(crm);
    await read(crm, 'Onboard a client');
    await crm.page
      .locator('crm-help')
      .evaluate((help) => help.setAttribute('route', '/admin/proposals/new'));
    await crm.page.waitForTimeout(200);
    expect(await crm.page.locator('crm-help .title').textContent()).toBe('Onboard a client');
    await crm.page.getByRole('button', { name: 'Back' }).click();
    await expect.poll(async () => (await titles(crm))[0]).toBe('Create a proposal');
  });

  it('never asks for another role’s articles', async () => {
    const crm = await visit({ route: '/admin/proposals/new', role: 'client' });
    await openHelp(crm);
    expect(await titles(crm)).toEqual([]);
  });
});

describe('search', () => {
  it('finds while one is typing, and shows the hits', async () => {
    const crm = await visit();
    await openHelp(crm);
    await crm.page.getByRole('searchbox', { name: 'Search in help' }).fill('invit');
    await crm.page.locator('crm-help mark').first().waitFor();
    expect((await titles(crm))[0]).toMatch(/invit/i);
    expect(await crm.page.locator('crm-help mark').first().textContent()).toMatch(/^invit/i);
  });

  it('comes close when a word is misspelt, and says that it did', async () => {
    const crm = await visit();
    await openHelp(crm);
    await crm.page.getByRole('searchbox').fill('propsal');
    await crm.page.getByText('These come close').waitFor();
    expect(await titles(crm)).toContain('Create a proposal');
  });

  it('says when nothing was found, leads back, and lets the service remember it once', async () => {
    const crm = await visit();
    await openHelp(crm);
    const field = crm.page.getByRole('searchbox');
    await field.pressSequentially('zeppelin', { delay: 20 });
    await crm.page.getByRole('heading', { name: 'Nothing was found for “zeppelin”' }).waitFor();
    await field.press('Enter');
    const remembered = () =>
      used.site.database.query("select query from public.wiki_searches where query like 'zep%'");
    await expect.poll(remembered).toEqual([{ query: 'zeppelin' }]);
    await crm.page.getByRole('button', { name: 'Help for this page' }).click();
    await expect.poll(async () => (await titles(crm))[0]).toBe('Create a proposal');
    expect(await field.inputValue()).toBe('');
  });

  it('lets the service remember what somebody typed in vain and left at that', async () => {
    const crm = await visit();
    await openHelp(crm);
    await crm.page.getByRole('searchbox').fill('balloon');
    await expect
      .poll(
        () =>
          used.site.database.query(
            "select query from public.wiki_searches where query = 'balloon'",
          ),
        {
          timeout: 5000,
        },
      )
      .toHaveLength(1);
  });
});

describe('an article', () => {
  it('is read in the panel, and counted', async () => {
    const crm = await visit({ route: '/admin/proposals/new' });
    await openHelp(crm);
    await read(crm, 'Create a proposal');
    expect(await focusedIn(crm)).toBe('Create a proposal');
    expect(await crm.page.locator('crm-help .prose ol > li').count()).toBe(5);
    await expect
      .poll(async () => {
        const [row] = await used.site.database.query<{ views: number }>(
          `select count(*)::int as views from public.wiki_views seen
           join public.wiki_articles using (tenant_id) where slug = 'creating-a-proposal'
           and wiki_articles.id = seen.article_id`,
        );
        return row?.views;
      })
      .toBeGreaterThan(0);
  });

  it('leads to another by a link, and back again, with the keyboard alone', async () => {
    const crm = await visit({ route: '/admin/proposals/new' });
    await crm.page.locator('#title').focus();
    await crm.page.keyboard.press('Tab');
    expect(await focusedIn(crm)).toBe('Help');
    await crm.page.keyboard.press('Enter');
    expect(await focusedIn(crm)).toBe('Search in help');
    await crm.page.locator('crm-help .item').first().waitFor();
    await crm.page.keyboard.press('ArrowDown');
    expect(await focusedIn(crm)).toBe('Create a proposal');
    await crm.page.keyboard.press('Enter');
    await crm.page.getByRole('heading', { name: 'Create a proposal' }).waitFor();
    await crm.page.keyboard.press('Tab');
    expect(await focusedIn(crm)).toBe('Create the client record');
    await crm.page.keyboard.press('Enter');
    await crm.page.getByRole('heading', { name: 'Onboard a client' }).waitFor();
    await crm.page.keyboard.press('Shift+Tab');
    await crm.page.keyboard.press('Shift+Tab');
    await crm.page.keyboard.press('Shift+Tab');
    expect(await focusedIn(crm)).toBe('Back');
    await crm.page.keyboard.press('Enter');
    await crm.page.getByRole('heading', { name: 'Create a proposal' }).waitFor();
    expect(await focusedIn(crm)).toBe('Create a proposal');
    await crm.page.keyboard.press('Escape');
    expect(await crm.page.getByRole('dialog').count()).toBe(0);
    expect(await focusedIn(crm)).toBe('Help');
  });

  it('comes back to the place in the list that one came from', async () => {
    const crm = await visit({ route: '/admin/proposals/new' });
    await openHelp(crm);
    await read(crm, 'Find your way in the CRM');
    await crm.page.getByRole('button', { name: 'Back' }).click();
    await crm.page.locator('crm-help .item').first().waitFor();
    expect(await focusedIn(crm)).toBe('Find your way in the CRM');
  });

  it('opens links to the web in a new tab, and says so; mail stays mail', async () => {
    const crm = await visit();
    await openArticle(
      crm,
      '<p><a href="https://example.com/">site</a> <a href="mailto:help@example.com">mail</a> <a href="portal:/guides/client/#start">guide</a></p>',
    );
    const link = crm.page.getByRole('link', { name: 'site (opens in a new tab)' });
    expect(await link.getAttribute('target')).toBe('_blank');
    expect(await link.getAttribute('rel')).toBe('noopener noreferrer');
    expect(await crm.page.getByRole('link', { name: 'mail' }).getAttribute('href')).toBe(
      'mailto:help@example.com',
    );
    // This CRM has not said where the portal is.
    expect(await crm.page.getByRole('link', { name: 'guide' }).count()).toBe(0);
    expect(await crm.page.locator('crm-help .prose').textContent()).toContain('guide');
  });

  it('leads to the portal where the CRM says where that is', async () => {
    const crm = await visit({ attributes: 'portal="https://docs.example.com/"' });
    await openArticle(crm, '<p><a href="portal:/guides/client/#start">guide</a></p>');
    const link = crm.page.getByRole('link', { name: /^guide/ });
    expect(await link.getAttribute('href')).toBe('https://docs.example.com/guides/client/#start');
  });

  it('goes to the place in another article that a link names', async () => {
    const crm = await visit();
    const [target] = await used.site.database.query<{ id: string }>(
      `select id from public.wiki_articles where slug = 'finding-your-way' order by id limit 1`,
    );
    const tenant = await tenantOf(target?.id ?? '');
    const other = tenant === 'sonan' ? crm : await visit({ tenant });
    await openArticle(other, `<p><a href="wiki:${target?.id}#who-sees-what">who</a></p>`, tenant);
    await other.page.getByRole('link', { name: 'who' }).click();
    await other.page.getByRole('heading', { name: 'Find your way in the CRM' }).waitFor();
    await expect.poll(() => focusedIn(other)).toBe('Who sees what');
  });

  it('keeps its headings below its title, and wide tables in a frame of their own', async () => {
    const crm = await visit({ route: '/admin' });
    await openHelp(crm);
    await read(crm, 'Find your way in the CRM');
    const levels = await crm.page
      .locator('crm-help .prose h2')
      .evaluateAll((all) => all.map((heading) => heading.getAttribute('aria-level')));
    expect(levels).toEqual(['4', '4']);
    await crm.page.getByRole('group', { name: 'Table' }).focus();
  });
});

describe('“Was this helpful?”', () => {
  const answers = (title: string) =>
    used.site.database.query(
      `select feedback.helpful, feedback.comment from public.wiki_feedback feedback
       join public.wiki_articles article
         on article.tenant_id = feedback.tenant_id and article.id = feedback.article_id
       where article.title = $1`,
      [title],
    );

  it('takes an answer with a comment, thanks for it, and does not ask again', async () => {
    const crm = await visit({ route: '/admin/documents' });
    await openHelp(crm);
    await read(crm, 'Share a document with a client');
    await crm.page.getByRole('button', { name: 'No', exact: true }).click();
    await crm.page.getByLabel('What was missing').fill('Who is told about it?');
    await crm.page.getByRole('button', { name: 'Send' }).click();
    await crm.page.getByText('Thank you.').waitFor();
    expect(await focusedIn(crm)).toMatch(/^Thank you/);
    expect(await answers('Share a document with a client')).toEqual([
      { helpful: false, comment: 'Who is told about it?' },
    ]);
    await crm.page.getByRole('button', { name: 'Back' }).click();
    await read(crm, 'Share a document with a client');
    expect(await crm.page.getByRole('button', { name: 'Yes', exact: true }).count()).toBe(0);
  });

  it('counts a choice once when its reader moves on, without the comment they left unsent', async () => {
    const crm = await visit({ route: '/admin/appointments' });
    await openHelp(crm);
    await read(crm, 'Schedule a kickoff meeting');
    await crm.page.getByRole('button', { name: 'No', exact: true }).click();
    await crm.page.getByRole('button', { name: 'Yes', exact: true }).click();
    await crm.page.getByLabel('What was missing').fill('not meant to be sent');
    await crm.page.getByRole('button', { name: 'Close help' }).click();
    await expect
      .poll(() => answers('Schedule a kickoff meeting'))
      .toEqual([{ helpful: true, comment: null }]);
  });

  it('keeps a comment that could not be sent', async () => {
    const crm = await visit({ route: '/admin/tickets' });
    await openHelp(crm);
    await read(crm, 'Answer support tickets');
    await crm.page.getByRole('button', { name: 'Yes', exact: true }).click();
    await crm.page.getByLabel('What was missing').fill('A picture would help.');
    await crm.page.context().setOffline(true);
    await crm.page.getByRole('button', { name: 'Send' }).click();
    await crm.page.getByRole('alert').filter({ hasText: 'could not be sent' }).waitFor();
    await crm.page.context().setOffline(false);
    await crm.page.getByRole('button', { name: 'Send' }).click();
    await crm.page.getByText('Thank you.').waitFor();
    expect(await answers('Answer support tickets')).toEqual([
      { helpful: true, comment: 'A picture would help.' },
    ]);
  });
});

describe('the panel', () => {
  it('leaves the page usable where there is room, and the focus where it was', async () => {
    const crm = await visit();
    await openHelp(crm);
    await crm.page.locator('#title').fill('A proposal');
    expect(await crm.page.getByRole('dialog', { name: 'Help' }).isVisible()).toBe(true);
    expect(await crm.page.locator('crm-help .launcher').getAttribute('aria-expanded')).toBe('true');
    // Escape in the CRM's own form is the CRM's.
    await crm.page.keyboard.press('Escape');
    expect(await crm.page.getByRole('dialog').count()).toBe(1);
    await crm.page.locator('crm-help').evaluate((help) => (help as CrmHelp).close());
    expect(await crm.page.evaluate(() => document.activeElement?.id)).toBe('title');
  });

  it('takes the whole window of a phone, with nothing reachable under it', async () => {
    const crm = await visit({ browser: { viewport: { width: 360, height: 640 } } });
    await openHelp(crm);
    expect(await focusedIn(crm)).toBe('Help');
    const box = await crm.page.getByRole('dialog').boundingBox();
    expect(box).toMatchObject({ x: 0, y: 0, width: 360, height: 640 });
    for (let presses = 0; presses < 12; presses += 1) {
      await crm.page.keyboard.press('Tab');
      expect(await crm.page.evaluate(() => document.activeElement?.id)).not.toBe('title');
    }
    await crm.page.getByRole('button', { name: 'Close help' }).click();
    expect(await focusedIn(crm)).toBe('Help');
  });

  it('clears the search with the first Escape, and closes with the second', async () => {
    const crm = await visit();
    await openHelp(crm);
    const field = crm.page.getByRole('searchbox');
    await field.fill('invoice');
    await crm.page.locator('crm-help mark').first().waitFor();
    await field.press('Escape');
    await expect.poll(async () => (await titles(crm))[0]).toBe('Create a proposal');
    await field.press('Escape');
    expect(await crm.page.getByRole('dialog').count()).toBe(0);
  });

  it('tells screen readers what has come, and what it is doing', async () => {
    const crm = await visit();
    await crm.page.route('**/v1/help?*', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 400));
      await route.continue();
    });
    await crm.page.locator('crm-help .launcher').click();
    const status = crm.page.getByRole('status');
    await expect.poll(() => status.textContent()).toBe('Loading…');
    await expect.poll(() => status.textContent()).toBe('Articles: 2');
    await crm.page.getByRole('searchbox').fill('zeppelin');
    await expect.poll(() => status.textContent()).toBe('Nothing was found for “zeppelin”');
  });

  it('changes its language while it is open', async () => {
    const crm = await visit();
    await openHelp(crm);
    await crm.page.locator('crm-help').evaluate((help) => help.setAttribute('locale', 'nl'));
    await expect.poll(async () => (await titles(crm))[0]).toBe('Een offerte maken');
    expect(await crm.page.getByRole('button', { name: 'Hulp sluiten' }).isVisible()).toBe(true);
  });

  it('can do without its button', async () => {
    const crm = await visit({ attributes: 'launcher="none"' });
    expect(await crm.page.locator('crm-help .launcher').isVisible()).toBe(false);
    await crm.page.locator('#title').focus();
    await crm.page
      .locator('crm-help')
      .evaluate((help) => (help as CrmHelp).open('onboarding-a-client'));
    await crm.page.getByRole('heading', { name: 'Onboard a client' }).waitFor();
    await crm.page.keyboard.press('Escape');
    expect(await crm.page.evaluate(() => document.activeElement?.id)).toBe('title');
  });

  it('lets the CRM know what happens, and nothing of it is lost in the shadow', async () => {
    const crm = await visit();
    await crm.page.evaluate(() => {
      const seen: [string, unknown][] = [];
      Object.assign(window, { seen });
      for (const name of ['open', 'article', 'search', 'close']) {
        document.addEventListener(`crm-help-${name}`, (event) =>
          seen.push([name, (event as CustomEvent).detail]),
        );
      }
    });
    await openHelp(crm);
    await crm.page.getByRole('searchbox').fill('two-factor');
    await crm.page.locator('crm-help mark').first().waitFor();
    await crm.page.locator('crm-help .item').first().click();
    await crm.page.locator('crm-help .title').waitFor();
    await crm.page.keyboard.press('Escape');
    const seen = await crm.page.evaluate(() => (window as unknown as { seen: unknown[] }).seen);
    expect(seen).toMatchObject([
      ['open', {}],
      ['search', { query: 'two-factor', total: 2 }],
      ['article', { slug: 'setting-up-mfa' }],
      ['close', {}],
    ]);
  });

  it('wears the colours of the tenant', async () => {
    const colour = async (tenant: string) => {
      const crm = await visit({ tenant });
      const launcher = crm.page.locator('crm-help .launcher');
      const background = () =>
        launcher.evaluate((button) => getComputedStyle(button).backgroundColor);
      await expect.poll(background).not.toBe('rgb(31, 78, 121)');
      return background();
    };
    expect(await colour('sonan')).toBe('rgb(29, 78, 216)');
    expect(await colour('mr-dj')).toBe('rgb(124, 45, 146)');
  });

  it('takes a token that was given before the script had come', async () => {
    const crm = await visit({ token: null });
    const token = await tokenFor();
    await crm.page.evaluate((given) => {
      document.querySelector('crm-help')?.remove();
      // What a framework does before the class is known: the property is the element's own.
      const help = document.createElement('crm-help');
      Object.defineProperty(help, 'token', { value: given, configurable: true, writable: true });
      help.setAttribute('api', new URLSearchParams(location.search).get('api') ?? '');
      help.setAttribute('route', '/admin/proposals/new');
      document.body.append(help);
    }, token);
    await openHelp(crm);
    expect((await titles(crm))[0]).toBe('Create a proposal');
  });
});

/** Puts the text of an article into the wiki as it is, and reads it in the widget. */
async function openArticle(crm: CrmPage, html: string, tenant = 'sonan'): Promise<void> {
  const slug = `made-for-a-test-${Math.random().toString(36).slice(2)}`;
  await used.site.database.query(
    `insert into public.wiki_articles (tenant_id, slug, title, html, locale, roles, state)
     select id, $1, 'Made for a test', $2, 'en', '{admin}', 'published'
     from public.tenants where slug = $3`,
    [slug, html, tenant],
  );
  await crm.page.locator('crm-help').evaluate((help, key) => (help as CrmHelp).open(key), slug);
  await crm.page.getByRole('heading', { name: 'Made for a test' }).waitFor();
}

async function tenantOf(article: string): Promise<string> {
  const [row] = await used.site.database.query<{ slug: string }>(
    `select tenant.slug from public.wiki_articles article
     join public.tenants tenant on tenant.id = article.tenant_id where article.id = $1`,
    [article],
  );
  return row?.slug ?? '';
}
