import { describe, expect, it } from 'vitest';
import { demoUserId } from '../../src/database/seed.ts';
import type { CrmHelp } from '../../widget/src/crm-help.ts';
import { type CrmPage, giveToken, openHelp, provideCrmSite, tokenFor } from './crm-page.ts';

const used = provideCrmSite();
const { visit } = used;

const message = ({ page }: CrmPage) => page.locator('crm-help .message h3').textContent();
const titles = ({ page }: CrmPage) => page.locator('crm-help .item-title').allTextContents();

describe('without a connection', () => {
  it('says so, and comes back by itself with the connection', async () => {
    const crm = await visit();
    await crm.page.context().setOffline(true);
    await openHelp(crm);
    expect(await message(crm)).toBe('You are offline');
    await crm.page.context().setOffline(false);
    await expect.poll(() => titles(crm)).toContain('Create a proposal');
  });

  it('goes on showing what was read before, and says how old it is', async () => {
    const crm = await visit();
    await openHelp(crm);
    await crm.page.getByRole('button', { name: 'Create a proposal' }).click();
    await crm.page.getByRole('heading', { name: 'Create a proposal' }).waitFor();
    await crm.page.context().setOffline(true);
    await crm.page.getByRole('button', { name: 'Back' }).click();
    await crm.page.getByRole('button', { name: 'Create a proposal' }).click();
    await crm.page.getByRole('heading', { name: 'Create a proposal' }).waitFor();
    await crm.page.getByText('No connection: this is the text as you last opened it.').waitFor();
    await crm.page.context().setOffline(false);
    await crm.page.getByText('No connection').waitFor({ state: 'hidden' });
  });

  it('speaks Dutch, too', async () => {
    const crm = await visit({ locale: 'nl' });
    await crm.page.context().setOffline(true);
    await openHelp(crm);
    expect(await message(crm)).toBe('U bent offline');
    await crm.page.context().setOffline(false);
  });
});

describe('a session that has ended', () => {
  it('goes unnoticed when the CRM has a new token', async () => {
    const crm = await visit({ token: null });
    const tokens = [await tokenFor('sonan', 'admin', -60), await tokenFor()];
    const reasons = await crm.page.evaluate((given) => {
      const asked: string[] = [];
      (document.querySelector('crm-help') as CrmHelp).token = async (reason) => {
        asked.push(reason);
        return given[reason === 'first' ? 0 : 1];
      };
      return Object.assign(window, { asked }).asked;
    }, tokens);
    expect(reasons).toEqual(['first']);
    await openHelp(crm);
    expect(await titles(crm)).toContain('Create a proposal');
    expect(await crm.page.evaluate(() => (window as unknown as { asked: string[] }).asked)).toEqual(
      ['first', 'expired'],
    );
  });

  it('is told to the reader and to the CRM, and goes on where it stopped after signing in', async () => {
    const crm = await visit();
    await openHelp(crm);
    await giveToken(crm.page, await tokenFor('sonan', 'admin', -60));
    const told = crm.page.evaluate(
      () =>
        new Promise((resolve) =>
          document.addEventListener('crm-help-session-expired', () => resolve(true), {
            once: true,
          }),
        ),
    );
    await crm.page.getByRole('button', { name: 'Create a proposal' }).click();
    await expect.poll(() => message(crm)).toBe('Your session has ended');
    expect(await told).toBe(true);
    await giveToken(crm.page, await tokenFor());
    await crm.page.getByRole('heading', { name: 'Create a proposal' }).waitFor();
  });

  it('is what a CRM without a token has, too', async () => {
    const crm = await visit({ token: null });
    await openHelp(crm);
    expect(await message(crm)).toBe('Your session has ended');
  });
});

describe('another reader', () => {
  it('sees nothing of the one before', async () => {
    const crm = await visit({ tenant: 'sonan' });
    await openHelp(crm);
    await crm.page.getByRole('button', { name: 'Create a proposal' }).click();
    await crm.page.getByRole('heading', { name: 'Create a proposal' }).waitFor();
    await giveToken(crm.page, await tokenFor('mr-dj', 'client'));
    await crm.page.getByText('There is no help for this page yet').first().waitFor();
    await crm.page.context().setOffline(true);
    await crm.page.locator('crm-help').evaluate((help) => {
      (help as CrmHelp).open('creating-a-proposal');
    });
    await expect.poll(() => message(crm)).toBe('You are offline');
    await crm.page.context().setOffline(false);
  });

  it('is not what a new token of the same reader makes', async () => {
    const crm = await visit();
    await openHelp(crm);
    await crm.page.getByRole('button', { name: 'Create a proposal' }).click();
    await crm.page.getByRole('heading', { name: 'Create a proposal' }).waitFor();
    await giveToken(crm.page, await tokenFor('sonan', 'admin', 1800));
    await crm.page.waitForTimeout(300);
    expect(await crm.page.locator('crm-help .title').textContent()).toBe('Create a proposal');
  });
});

describe('a service that does not answer', () => {
  it('is told without blame, and asked again by a button', async () => {
    const crm = await visit();
    await crm.page.route('**/v1/help?*', (route) => route.fulfill({ status: 503 }), { times: 1 });
    await openHelp(crm);
    expect(await message(crm)).toBe('Help cannot be reached right now');
    await crm.page.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => titles(crm)).toContain('Create a proposal');
  });

  it('is told when what answers is no wiki', async () => {
    const crm = await visit();
    await crm.page.route('**/v1/help?*', (route) => route.fulfill({ body: '<h1>Not JSON</h1>' }));
    await openHelp(crm);
    expect(await message(crm)).toBe('Help cannot be reached right now');
  });

  it('asks for a moment after too many requests, and goes on by itself', async () => {
    const { url } = await used.site.startBusyWiki(1);
    const crm = await visit({ api: url });
    // The colours of the tenant were the one request that is free.
    await expect
      .poll(() =>
        crm.page
          .locator('crm-help .launcher')
          .evaluate((one) => getComputedStyle(one).backgroundColor),
      )
      .toBe('rgb(29, 78, 216)');
    await openHelp(crm);
    expect(await message(crm)).toBe('That was a lot at once');
    expect(await crm.page.locator('crm-help .message p').textContent()).toMatch(/in \d+ seconds/);
    await expect.poll(() => titles(crm), { timeout: 10_000 }).toContain('Create a proposal');
  });
});

describe('an article that cannot be had', () => {
  it('is said to be gone, without a word about why', async () => {
    const crm = await visit({ role: 'client' });
    await crm.page.locator('crm-help').evaluate((help) => {
      (help as CrmHelp).open('creating-a-proposal');
    });
    await expect.poll(() => message(crm)).toBe('This article is not here');
  });

  it('is refused to somebody who was deactivated', async () => {
    const crm = await visit({ tenant: 'example', role: 'employee', route: '/employee' });
    await openHelp(crm);
    expect(await titles(crm)).toContain('Your first day in the CRM');
    const who = [demoUserId('example', 'employee')];
    await used.site.database.query(
      'update public.memberships set active = false where user_id = $1',
      who,
    );
    await crm.page.getByRole('button', { name: 'Your first day in the CRM' }).click();
    await expect.poll(() => message(crm)).toBe('You have no access to help');
    await used.site.database.query(
      'update public.memberships set active = true where user_id = $1',
      who,
    );
  });
});
