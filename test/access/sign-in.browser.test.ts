import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import {
  type GuardedPortal,
  startGuardedPortal,
} from '../../src/access-stand-in/start-guarded-portal.ts';
import { BROWSER_ARGUMENTS, requireBrowser } from '../../src/browser/find.ts';
import { EVERY_RULE, findViolations } from '../browser/find-violations.ts';
import { AUDIENCES, CANARY, makeDeployment } from './deployment.ts';

const ROOT = `${import.meta.dirname}/../..`;
const DESK = '/cdn-cgi/access/stand-in';

/** How far the clock of Access is ahead, in milliseconds. */
let ahead = 0;

let deployment: Awaited<ReturnType<typeof makeDeployment>>;
let portal: GuardedPortal;
let browser: Browser;

beforeAll(async () => {
  deployment = await makeDeployment();
  portal = await startGuardedPortal(ROOT, {
    port: 0,
    folder: deployment.dist,
    audiences: AUDIENCES,
    now: () => Date.now() + ahead,
  });
  browser = await chromium.launch({
    executablePath: requireBrowser(),
    args: [...BROWSER_ARGUMENTS],
  });
});

afterAll(async () => {
  await browser?.close();
  await portal?.stop();
  deployment?.remove();
});

async function openPage(path: string, colorScheme: 'light' | 'dark' = 'light'): Promise<Page> {
  const context = await browser.newContext({ colorScheme });
  const page = await context.newPage();
  await page.goto(portal.url + path);
  return page;
}

/** Waits until a page has this heading. */
async function expectHeading(page: Page, name: string): Promise<void> {
  await page.getByRole('heading', { level: 1, name }).waitFor({ timeout: 10_000 });
}

async function askForCode(page: Page, email: string): Promise<void> {
  await page.getByLabel('Your email address').fill(email);
  await page.getByRole('button', { name: 'Send me a code' }).click();
}

/** The newest code in the mailbox. */
async function newestCode(page: Page): Promise<string> {
  const mailbox = await page.context().newPage();
  await mailbox.goto(`${portal.url}${DESK}/mailbox`);
  const pin = (await mailbox.locator('.pin').first().textContent()) ?? '';
  await mailbox.close();
  return pin;
}

/** Types a code and sends it, and waits for the page that answers. */
async function giveCode(page: Page, code: string): Promise<void> {
  await page.getByLabel('Code of six digits').fill(code);
  const answered = page.waitForEvent('load');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await answered;
}

/** Waits until a code is refused with these words, and nobody is signed in. */
async function expectRefusal(page: Page, words: string): Promise<void> {
  await page.getByRole('alert').filter({ hasText: words }).waitFor({ timeout: 10_000 });
  expect(await page.context().cookies()).toEqual([]);
}

const NOT_RIGHT = 'That code is not right.';
const OVER = 'That code no longer counts. Ask for a new one.';

describe('in a browser', () => {
  it('a client signs in with the code from the mailbox, reads, and signs out', async () => {
    const page = await openPage('/guides/client/');
    await expectHeading(page, 'Sign in to the documentation');
    await askForCode(page, 'client@example.com');

    const [mailbox] = await Promise.all([
      page.context().waitForEvent('page'),
      page.getByRole('link', { name: 'mailbox' }).click(),
    ]);
    await giveCode(page, (await mailbox.locator('.pin').first().textContent()) ?? '');
    await page.waitForURL(`${portal.url}/guides/client/`);
    await expectHeading(page, 'Client guide');
    expect(await page.textContent('body')).toContain('as client sees it');

    const secret = await page.goto(`${portal.url}/runbooks/secret/`);
    expect(secret?.status()).toBe(404);
    expect(await page.content()).not.toContain(CANARY);

    await page.goto(`${portal.url}/cdn-cgi/access/logout`);
    await expectHeading(page, 'You are signed out');
    await page.goto(`${portal.url}/guides/client/`);
    await expectHeading(page, 'Sign in to the documentation');
    await page.context().close();
  });

  it('an engineer signs in and sees all, and a client’s site as the client sees it', async () => {
    const page = await openPage('/runbooks/secret/');
    await page.getByRole('button', { name: 'Sign in with Google' }).click();
    await page.getByRole('button', { name: 'engineer@example.com' }).click();
    await expectHeading(page, 'A runbook');
    expect(await page.textContent('body')).toContain(CANARY);
    await page.goto(`${portal.url}/_view/client/`);
    await expectHeading(page, 'Home of client');
    await page.getByRole('link', { name: 'Back to your own' }).click();
    await expectHeading(page, 'Home of staff');
    await page.context().close();
  });

  it('somebody who is not approved gets no code and no hint', async () => {
    const page = await openPage('/');
    await askForCode(page, 'stranger@example.com');
    await expectHeading(page, 'Enter the code');
    await page.getByLabel('Code of six digits').fill('123456');
    await page.getByRole('button', { name: 'Sign in' }).click();
    expect(await page.getByRole('alert').textContent()).toBe('That code is not right.');
    const mails = portal.access.mailbox().filter(({ to }) => to === 'stranger@example.com');
    expect(mails).toEqual([]);
    await page.context().close();
  });

  // Each of these has an address of its own: an address can ask for five codes in ten minutes.
  it('a code is refused the second time', async () => {
    const page = await openPage('/');
    await askForCode(page, 'jo@clients.example');
    const code = await newestCode(page);
    await page.getByLabel('Code of six digits').fill(code);
    const signIn = page.getByRole('button', { name: 'Sign in' });
    const [tab] = await Promise.all([
      page.context().waitForEvent('page'),
      signIn.click({ modifiers: ['ControlOrMeta'] }),
    ]);
    await expectHeading(tab, 'Home of client');
    await page.context().clearCookies();
    await signIn.click();
    await expectRefusal(page, OVER);
    await page.context().close();
  });

  it('a code is refused after five wrong tries', async () => {
    const page = await openPage('/');
    await askForCode(page, 'contractor@staff.example');
    const code = await newestCode(page);
    const id = await page.locator('input[name=id]').inputValue();
    for (const words of [NOT_RIGHT, NOT_RIGHT, NOT_RIGHT, NOT_RIGHT, OVER]) {
      await giveCode(page, code === '111111' ? '222222' : '111111');
      await expectRefusal(page, words);
    }
    await expectHeading(page, 'Sign in to the documentation');
    // That page has no field for a code any more, so the right one is sent without it.
    const answer = await page.request.post(`${portal.url}${DESK}/pin/check`, {
      form: { id, pin: code, redirect_url: '/' },
    });
    expect(answer.status()).toBe(403);
    expect(await page.context().cookies()).toEqual([]);
    await page.context().close();
  });

  it('a code is refused after ten minutes', async () => {
    const page = await openPage('/');
    await askForCode(page, 'client@example.com');
    const code = await newestCode(page);
    ahead = 10 * 60_000;
    onTestFinished(() => {
      ahead = 0;
    });
    await giveCode(page, code);
    await expectRefusal(page, OVER);
    await page.context().close();
  });

  it('the next request of a reader who was cut off gets nothing', async () => {
    const page = await openPage('/');
    await page.getByRole('button', { name: 'Sign in with Google' }).click();
    await page.getByRole('button', { name: 'engineer@example.com' }).click();
    await expectHeading(page, 'Home of staff');
    portal.access.revoke('engineer@example.com');
    await page.reload();
    await expectHeading(page, 'Sign in to the documentation');
    await page.context().close();
  });

  it('a reader keeps reading while the keys of Access are rotated', async () => {
    const page = await openPage('/');
    await page.getByRole('button', { name: 'Sign in with Google' }).click();
    await page.getByRole('button', { name: 'engineer@example.com' }).click();
    await expectHeading(page, 'Home of staff');
    await portal.access.rotateKeys();
    await page.reload();
    await expectHeading(page, 'Home of staff');
    await page.context().close();
  });

  it('the scripts and styles of a page run under its policy, and no others', async () => {
    const page = await openPage('/');
    await page.getByRole('button', { name: 'Sign in with Google' }).click();
    const problems: string[] = [];
    page.on('console', (message) => problems.push(message.text()));
    await page.getByRole('button', { name: 'engineer@example.com' }).click();
    await expectHeading(page, 'Home of staff');
    expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark');
    expect(await page.locator('h1').evaluate((h1) => getComputedStyle(h1).color)).toBe(
      'rgb(0, 128, 128)',
    );
    expect(problems).toEqual([]);
    await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'document.title = "injected"';
      document.body.append(script);
    });
    expect(await page.title()).toBe('Home of staff');
    expect(problems.join()).toMatch(/Content Security Policy/);
    await page.context().close();
  });

  it.each(['light', 'dark'] as const)(
    'every page for signing in, and that of a refusal, is accessible, %s',
    async (scheme) => {
      const page = await openPage('/', scheme);
      const check = async () => expect(await findViolations(page, EVERY_RULE)).toEqual([]);
      await check();
      await askForCode(page, 'stranger@example.com');
      await check();
      await page.getByLabel('Code of six digits').fill('1');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await check();
      for (const path of [`${DESK}/google`, `${DESK}/mailbox`, DESK, '/cdn-cgi/access/logout']) {
        await page.goto(portal.url + path);
        await check();
      }
      await page.goto(`${portal.url}${DESK}/google`);
      await page.getByRole('button', { name: 'engineer@example.com' }).click();
      await expectHeading(page, 'Home of staff');
      await page.goto(`${portal.url}/a;b`);
      await expectHeading(page, 'This address cannot be read');
      await check();
      await page.context().close();
    },
  );
});
