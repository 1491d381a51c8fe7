import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { findViolations } from '../find-violations.ts';
import { type CrmPage, openHelp, provideCrmSite, type Visit } from './crm-page.ts';

const used = provideCrmSite();
const { visit } = used;

/** What the panel shows one after another, and how somebody gets there. */
const STATES: Record<string, (crm: CrmPage) => Promise<void>> = {
  'the button': async () => undefined,
  'help for a page': openHelp,
  'what was found': async ({ page }) => {
    await page.getByRole('searchbox').fill('proposal');
    await page.locator('crm-help mark').first().waitFor();
  },
  'nothing found': async ({ page }) => {
    await page.getByRole('searchbox').fill('zeppelin');
    await page.locator('crm-help .message').waitFor();
  },
  'an article with a table, and whether it helped': async ({ page }) => {
    await page.getByRole('button', { name: 'Back' }).click();
    await page.getByRole('button', { name: 'Find your way' }).click();
    await page.getByRole('button', { name: 'No', exact: true }).click();
  },
  'no connection, with what was read before': async ({ page }) => {
    await page.context().setOffline(true);
    await page.getByRole('button', { name: 'Back' }).click();
    await page.getByText('No connection').waitFor();
  },
  'no connection, with nothing': async ({ page }) => {
    await page.getByRole('button', { name: 'Create a proposal' }).click();
    await page.locator('crm-help .message').waitFor();
  },
  loading: async ({ page }) => {
    await page.route('**/v1/articles/*', () => new Promise(() => undefined));
    await page.context().setOffline(false);
    await page.locator('crm-help .skeleton').waitFor();
  },
};

describe.each([
  { colorScheme: 'light', width: 1280 },
  { colorScheme: 'light', width: 360 },
  { colorScheme: 'dark', width: 1280 },
  { colorScheme: 'dark', width: 360 },
] as const)('in $colorScheme at $width pixels', ({ colorScheme, width }) => {
  const browser = { colorScheme, viewport: { width, height: 800 } };

  it('passes WCAG 2.2 AA in every state, and fits its window', async () => {
    const crm = await visit({ isOpen: true, browser });
    const found: string[] = [];
    for (const [state, reach] of Object.entries(STATES)) {
      await reach(crm);
      const lines = await findViolations(crm.page);
      found.push(...lines.map((line) => `${state}: ${line}`));
      const excess = await crm.page.evaluate(
        () => document.documentElement.scrollWidth - innerWidth,
      );
      if (excess > 0) found.push(`${state} is ${excess} pixels too wide`);
    }
    expect(found).toEqual([]);
  }, 120_000);

  it.each(['mr-dj', 'example'])('passes it in the colours of %s, too', async (tenant) => {
    const crm = await visit({ isOpen: true, tenant, browser });
    await openHelp(crm);
    await crm.page.getByRole('button', { name: 'Create a proposal' }).click();
    await crm.page.getByRole('button', { name: 'Yes', exact: true }).click();
    expect(await findViolations(crm.page)).toEqual([]);
  });
});

it('follows the page in light and dark, and the theme attribute against it', async () => {
  const surface = async (options: Visit) => {
    const crm = await visit(options);
    await openHelp(crm);
    return crm.page
      .getByRole('dialog')
      .evaluate((dialog) => getComputedStyle(dialog).backgroundColor);
  };
  const dark = { colorScheme: 'dark' } as const;
  expect(await surface({})).toBe('rgb(255, 255, 255)');
  expect(await surface({ browser: dark })).toBe('rgb(20, 24, 29)');
  expect(await surface({ attributes: 'theme="dark"' })).toBe('rgb(20, 24, 29)');
  expect(await surface({ attributes: 'theme="light"', browser: dark })).toBe('rgb(255, 255, 255)');
});

it('moves only for readers who do not mind', async () => {
  const moving = async (reducedMotion: 'reduce' | 'no-preference') => {
    const crm = await visit({ browser: { reducedMotion } });
    await crm.page.locator('crm-help .launcher').click();
    return crm.page
      .getByRole('dialog')
      .evaluate((dialog) => getComputedStyle(dialog).animationName);
  };
  expect(await moving('no-preference')).toBe('arrive');
  expect(await moving('reduce')).toBe('none');
});

it('marks a warning with a sign, and a note with none', async () => {
  const signOf = async (role: 'client' | 'admin', title: string) => {
    const route = role === 'client' ? '/portal/invoices' : '/admin/proposals/new';
    const crm = await visit({ role, route });
    await openHelp(crm);
    await crm.page.getByRole('button', { name: title }).click();
    return crm.page
      .locator('crm-help aside p')
      .first()
      .evaluate((text) => getComputedStyle(text, '::before').content);
  };
  expect(await signOf('client', 'Pay an invoice')).toContain('\u26a0');
  expect(await signOf('admin', 'Create a proposal')).toBe('none');
});

it('shows what was chosen without colours, where the system has its own', async () => {
  const crm = await visit({ browser: { forcedColors: 'active' } });
  await openHelp(crm);
  await crm.page.locator('crm-help .item').first().click();
  const choice = crm.page.getByRole('button', { name: 'Yes', exact: true });
  await choice.click();
  expect(await choice.evaluate((button) => getComputedStyle(button).borderWidth)).toBe('3px');
});

it('stands still while things come: no layout shift', async () => {
  const crm = await visit();
  await crm.page.route('**/v1/**', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 300));
    await route.continue();
  });
  await crm.page.evaluate(() => {
    const shifts: number[] = [];
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        shifts.push((entry as unknown as { value: number }).value);
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await openHelp(crm);
  await crm.page.getByRole('button', { name: 'Create a proposal' }).click();
  await crm.page.locator('crm-help .title').waitFor();
  await crm.page.getByRole('button', { name: 'Back' }).click();
  await crm.page.locator('crm-help .item').first().waitFor();
  await crm.page
    .locator('crm-help')
    .evaluate((help) => help.setAttribute('route', '/admin/documents'));
  await crm.page.getByRole('button', { name: 'Share a document' }).waitFor();
  await crm.page.getByRole('searchbox').fill('invoice');
  await crm.page.locator('crm-help mark').first().waitFor();
  await crm.page.keyboard.press('Escape');
  await crm.page.keyboard.press('Escape');
  await settled(crm.page);
  expect(await crm.page.evaluate(() => (window as unknown as { shifts: number[] }).shifts)).toEqual(
    [],
  );
});

/** Two frames later: what was observed until now has been told. */
function settled(page: Page): Promise<void> {
  return page.evaluate(
    () =>
      new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
  );
}
