import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startGuardedPortal } from '../../src/access-stand-in/start-guarded-portal.ts';
import { BROWSER_ARGUMENTS, requireBrowser } from '../../src/browser/find.ts';
import { exportRecord } from '../../src/incident/exchange.ts';
import { AUDIENCES, makeDeployment } from '../access/deployment.ts';
import { findViolations } from '../browser/find-violations.ts';
import { killBrowserOf } from '../browser/kill-browser.ts';
import { checkFolder, makeFolder } from '../checks/marked.ts';
import { serve } from '../site/browser/serve.ts';
import { buildEnvironment } from '../site/build-environment.ts';
import { change, declare, project } from './setting.ts';

const built = join(project, '.cache/incident-test');

let browser: Browser;
let site: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  execFileSync(process.execPath, [join(project, 'node_modules/astro/bin/astro.mjs'), 'build'], {
    cwd: project,
    env: { ...buildEnvironment(), PORTAL_OUT: built, NODE_ENV: 'production' },
    stdio: 'pipe',
  });
  site = await serve(built);
  browser = await chromium.launch({
    executablePath: requireBrowser(),
    args: [...BROWSER_ARGUMENTS],
  });
}, 240_000);

afterAll(async () => {
  await browser?.close();
  await site?.stop();
});

async function open(path = '/incident/', options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  await page.goto(site.origin + path);
  return page;
}

const close = (page: Page) => page.context().close();
const part = (page: Page, name: string) => page.locator(`[data-incident="${name}"]`);
const timeline = (page: Page) => part(page, 'timeline').innerText();

/** Goes with the Tab key to the control of a name, as somebody without a mouse does. */
async function reach(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 200; presses += 1) {
    const label = await page.evaluate(() => {
      const active = document.activeElement as HTMLInputElement | null;
      return active?.labels?.[0]?.innerText ?? (active as HTMLElement | null)?.innerText ?? '';
    });
    if (label.trim() === name) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`"${name}" cannot be reached with the keyboard.`);
}

async function press(page: Page, name: string): Promise<void> {
  await reach(page, name);
  await page.keyboard.press('Enter');
}

/** A P1 from the first key to its post-mortem, with the keyboard alone: the page that comes out. */
async function workThrough(page: Page): Promise<{ file: string; text: string }> {
  await press(page, 'Declare P1 now');
  await expect.poll(() => timeline(page)).toContain('Declared a P1');
  await press(page, 'Claim it');
  await expect.poll(() => timeline(page)).toContain('Claimed');
  await press(page, 'Called: Tech Lead and Operations Manager');
  await expect.poll(() => timeline(page)).toContain('Escalated to Operations Manager');
  await part(page, 'now').focus();
  await page.keyboard.press('n');
  await page.keyboard.type('Rolled back to the last good deployment');
  await page.keyboard.press('Enter');
  await expect.poll(() => timeline(page)).toContain('Rolled back');
  await reach(page, 'Root cause');
  await page.keyboard.type('A variable had no value <under> its new name');
  await page.keyboard.press('Tab');
  await expect.poll(() => timeline(page)).toContain('Root cause written down');
  await part(page, 'now').focus();
  await press(page, 'It is resolved');
  await expect.poll(() => timeline(page)).toContain('Resolution confirmed');
  await press(page, 'Write the post-mortem');
  const area = page.locator('[data-postmortem]');
  return {
    file: (await area.getAttribute('data-postmortem')) ?? '',
    text: await area.inputValue(),
  };
}

async function errorsIn({ file, text }: { file: string; text: string }): Promise<string[]> {
  const root = makeFolder();
  cpSync(join(project, 'content/data'), join(root, 'data'), { recursive: true });
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
  const today = new Date().toISOString().slice(0, 10);
  const { findings } = await checkFolder(root, { today });
  return findings
    .filter(({ file: where, severity }) => severity === 'error' && where.includes('postmortems'))
    .map(({ rule, message }) => `${rule}: ${message}`);
}

describe('a P1', () => {
  it('goes from the first key to a post-mortem that check accepts, without the mouse', async () => {
    const page = await open();
    const written = await workThrough(page);
    expect(await errorsIn(written)).toEqual([]);
    expect(written.text).toContain('A variable had no value \\<under\\> its new name');
    const link = page.getByRole('link', { name: 'Open it in GitHub’s editor' });
    expect(await link.getAttribute('href')).toMatch(/^https:\/\/github\.com\/.*\/new\/main\?/);
    await close(page);
  });

  it('needs no network once the page is open', async () => {
    const page = await open();
    await page.context().setOffline(true);
    const requests: string[] = [];
    // The browser itself looks for the tab's picture again; the page asks for nothing.
    page.on('request', (request) => {
      if (!request.url().endsWith('/favicon.svg')) requests.push(request.url());
    });
    expect(await errorsIn(await workThrough(page))).toEqual([]);
    expect(requests).toEqual([]);
    await close(page);
  });

  it('leads back to all incidents, and on with the next one, without the network', async () => {
    const page = await open();
    await part(page, 'declare').click();
    await expect.poll(() => timeline(page)).toContain('Declared a P1');
    await page.context().setOffline(true);
    await part(page, 'back').click();
    await expect.poll(() => part(page, 'kept').getByRole('listitem').count()).toBe(1);
    expect(await part(page, 'work').isVisible()).toBe(false);
    await page.keyboard.press('Enter');
    await expect.poll(() => part(page, 'now').isVisible()).toBe(true);
    expect((await timeline(page)).match(/Declared/g)).toHaveLength(1);
    await part(page, 'back').click();
    await expect.poll(() => part(page, 'kept').getByRole('listitem').count()).toBe(2);
    await part(page, 'kept').getByRole('button').first().click();
    await expect.poll(() => timeline(page)).toContain('Declared a P1');
    await close(page);
  });

  it('offers the post-mortem first once it is over, and leads to what it wrote', async () => {
    const page = await open();
    await part(page, 'declare').click();
    await page.getByRole('button', { name: 'Claim it' }).click();
    expect(await page.getByRole('button', { name: 'Write the post-mortem' }).count()).toBe(0);
    await page.getByRole('button', { name: 'It is resolved' }).click();
    await expect
      .poll(() => part(page, 'now').getByRole('button').first().innerText())
      .toBe('Write the post-mortem');
    await press(page, 'Write the post-mortem');
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.textContent))
      .toBe('Open it in GitHub’s editor');
    await close(page);
  });

  it('says what the time that is left is for', async () => {
    const page = await open();
    await part(page, 'declare').click();
    await page.getByRole('button', { name: 'Claim it' }).click();
    await page.getByRole('button', { name: 'Called: Tech Lead' }).first().click();
    await expect.poll(() => part(page, 'now').innerText()).toContain('Stop the harm');
    expect(await part(page, 'now').innerText()).toContain('to: Post an update for the team');
    await close(page);
  });

  it('is declared once from the address that the home page leads to', async () => {
    const page = await open('/incident/#declare-p1');
    await expect.poll(() => timeline(page)).toContain('Declared a P1');
    await page.reload();
    await expect.poll(() => timeline(page)).toContain('Declared a P1');
    await part(page, 'back').click();
    await expect.poll(() => part(page, 'kept').getByRole('listitem').count()).toBe(1);
    await close(page);
  });

  it('shows severity, time left and next action large and with a contrast of 7 to 1', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await open('/incident/', {
        colorScheme,
        viewport: { width: 360, height: 740 },
      });
      await part(page, 'declare').click();
      const largest = page.locator(
        '.incident-now .severity, .incident-left [data-left], .incident-next',
      );
      await largest.first().waitFor();
      expect(await largest.count()).toBe(3);
      for (const element of await largest.all()) {
        const { size, contrast } = await element.evaluate(measure);
        expect(size).toBeGreaterThanOrEqual(24);
        expect(contrast).toBeGreaterThanOrEqual(7);
      }
      await close(page);
    }
  });
});

/** Runs in the page: the size of an element's text, and its contrast with what lies behind it. */
function measure(element: Element): { size: number; contrast: number } {
  const luminance = (colour: string) => {
    const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map((part) => {
      const value = Number(part) / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  let behind: Element | null = element;
  while (behind && /rgba\(.*, 0\)|transparent/.test(getComputedStyle(behind).backgroundColor)) {
    behind = behind.parentElement;
  }
  const text = luminance(getComputedStyle(element).color);
  const back = luminance(getComputedStyle(behind ?? document.body).backgroundColor);
  return {
    size: Number.parseFloat(getComputedStyle(element).fontSize),
    contrast: (Math.max(text, back) + 0.05) / (Math.min(text, back) + 0.05),
  };
}

describe('nothing is lost', () => {
  it('when the browser is killed', async () => {
    const profile = makeFolder();
    const start = () =>
      chromium.launchPersistentContext(profile, {
        executablePath: requireBrowser(),
        args: [...BROWSER_ARGUMENTS],
      });
    const first = await start();
    const page = await first.newPage();
    await page.goto(`${site.origin}/incident/`);
    await part(page, 'declare').click();
    await part(page, 'note').fill('Noted before the crash');
    await page.keyboard.press('Enter');
    await expect.poll(() => timeline(page)).toContain('Noted before the crash');
    const address = page.url();
    killBrowserOf(profile);
    await expect.poll(() => page.isClosed()).toBe(true);

    const second = await start();
    const again = await second.newPage();
    await again.goto(address);
    await expect.poll(() => timeline(again)).toContain('Noted before the crash');
    expect(await timeline(again)).toContain('Declared a P1');
    await second.close();
  });

  it('when two tabs write at once, and each shows what the other did', async () => {
    const one = await open();
    await part(one, 'declare').click();
    await expect.poll(() => timeline(one)).toContain('Declared a P1');
    const other = await one.context().newPage();
    await other.goto(one.url());
    await expect.poll(() => timeline(other)).toContain('Declared a P1');
    await part(one, 'note').fill('From the first tab');
    await part(other, 'note').fill('From the second tab');
    await Promise.all([part(one, 'note').press('Enter'), part(other, 'note').press('Enter')]);
    for (const page of [one, other]) {
      await expect.poll(() => timeline(page)).toContain('From the first tab');
      await expect.poll(() => timeline(page)).toContain('From the second tab');
    }
    await close(one);
  });

  it('when storage is full: the page says so and goes on', async () => {
    const page = await open();
    await page.evaluate(() => {
      IDBObjectStore.prototype.put = () => {
        throw new DOMException('The disk is full.', 'QuotaExceededError');
      };
    });
    await part(page, 'declare').click();
    await expect.poll(() => part(page, 'problem').innerText()).toContain('Export the record now');
    await part(page, 'note').fill('Still here');
    await page.keyboard.press('Enter');
    await expect.poll(() => timeline(page)).toContain('Still here');
    await close(page);
  });
  it('when storage was full in two tabs: each keeps what it did once there is room', async () => {
    const one = await open();
    await part(one, 'declare').click();
    await expect.poll(() => timeline(one)).toContain('Declared a P1');
    const other = await one.context().newPage();
    await other.goto(one.url());
    await expect.poll(() => timeline(other)).toContain('Declared a P1');
    const note = async (page: Page, text: string) => {
      await part(page, 'note').fill(text);
      await part(page, 'note').press('Enter');
      await expect.poll(() => timeline(page)).toContain(text);
    };
    for (const page of [one, other]) {
      await page.evaluate(() => {
        const put = IDBObjectStore.prototype.put;
        IDBObjectStore.prototype.put = () => {
          throw new DOMException('The disk is full.', 'QuotaExceededError');
        };
        Object.assign(window, {
          makeRoom: () => Object.assign(IDBObjectStore.prototype, { put }),
        });
      });
    }
    await note(one, 'First, on a full disk');
    await note(other, 'Second, on a full disk');
    for (const page of [one, other]) {
      await page.evaluate(() => (window as unknown as { makeRoom: () => void }).makeRoom());
    }
    await note(one, 'First, with room');
    await note(other, 'Second, with room');
    await one.reload();
    await expect.poll(() => timeline(one)).toContain('Second, with room');
    const kept = await timeline(one);
    for (const place of ['on a full disk', 'with room']) {
      expect(kept).toContain(`First, ${place}`);
      expect(kept).toContain(`Second, ${place}`);
    }
    await close(one);
  });
});

describe('what was not asked at the declaration', () => {
  const stamped = (minutes: number) =>
    new Date(Date.now() + minutes * 60_000).toISOString().slice(0, 16);
  const problem = (page: Page) => part(page, 'problem').innerText();

  it('is put right on the page, logged, and taken over by the post-mortem', async () => {
    const page = await open();
    await part(page, 'declare').click();
    await page.getByRole('combobox', { name: 'Client', exact: true }).selectOption('example');
    await page.getByLabel('Affected service').selectOption('stripe');
    await page.getByLabel('Reported by').fill('Example Client');
    const [detected, began] = [stamped(-30), stamped(-45)];
    await page.getByLabel('Detected').fill(detected);
    await page.getByLabel('Began').fill(began);
    await page.getByRole('button', { name: 'Keep the times' }).click();
    await expect.poll(() => timeline(page)).toContain('Detection put at');
    for (const line of [
      'Client: Example tenant',
      'Component: Stripe',
      'Reported by: Example Client',
      `${began.replace('T', ' ')}:00 UTC Began`,
      `${detected.replace('T', ' ')}:00 UTC Detected`,
    ]) {
      expect(await timeline(page)).toContain(line);
    }
    await page.getByRole('button', { name: 'Claim it' }).click();
    await page.getByRole('button', { name: 'It is resolved' }).click();
    await expect.poll(() => timeline(page)).toContain('Resolution confirmed');
    await page.getByRole('button', { name: 'Write the post-mortem' }).click();
    const area = page.locator('[data-postmortem]');
    const text = await area.inputValue();
    expect(text).toContain(`started: ${began}Z\ndetected: ${detected}Z`);
    expect(text).toContain('services: [stripe]');
    const file = (await area.getAttribute('data-postmortem')) ?? '';
    expect(await errorsIn({ file, text })).toEqual([]);
    await close(page);
  });

  it('takes times in UTC or in the zone of the machine, and shows them in UTC', async () => {
    const page = await open('/incident/', { timezoneId: 'Asia/Tokyo' });
    await part(page, 'declare').click();
    const echo = page.locator('.incident-echo');
    await page.getByLabel('Began').fill('2026-01-02T05:00');
    expect(await echo.innerText()).toContain('Began: 2026-01-02 05:00 UTC');
    await page.getByLabel('Times are in').selectOption('Asia/Tokyo');
    expect(await page.getByLabel('Began').inputValue()).toBe('2026-01-02T14:00');
    expect(await echo.innerText()).toContain('Began: 2026-01-02 05:00 UTC');
    await page.getByLabel('Began').fill('2026-01-02T05:00');
    await page.getByRole('button', { name: 'Keep the times' }).click();
    await expect.poll(() => timeline(page)).toContain('2026-01-01 20:00:00 UTC Began');
    await close(page);
  });

  it('a detection in the future, or before the start, is refused with the reason', async () => {
    const page = await open();
    await part(page, 'declare').click();
    await expect.poll(() => timeline(page)).toContain('Declared a P1');
    const before = await timeline(page);
    await page.getByLabel('Detected').fill(stamped(60));
    await page.getByRole('button', { name: 'Keep the times' }).click();
    await expect.poll(() => problem(page)).toContain('The detection lies in the future.');
    await page.getByLabel('Detected').fill(stamped(-60));
    await page.getByLabel('Began').fill(stamped(-59));
    await page.getByRole('button', { name: 'Keep the times' }).click();
    await expect.poll(() => problem(page)).toMatch(/The start .* lies after the detection/);
    expect(await timeline(page)).toBe(before);
    await close(page);
  });

  it('shows what another tab writes, and leaves alone what is being typed', async () => {
    const one = await open();
    await part(one, 'declare').click();
    await expect.poll(() => timeline(one)).toContain('Declared a P1');
    const other = await one.context().newPage();
    await other.goto(one.url());
    await expect.poll(() => timeline(other)).toContain('Declared a P1');

    await one.getByLabel('Users affected').pressSequentially('Some of the');
    await other.getByLabel('Users affected').fill('Nobody');
    await other.getByRole('combobox', { name: 'Client', exact: true }).selectOption('mr-dj');
    await other.getByLabel('Features affected').fill('Invoices');
    await other.getByLabel('Reason').fill('It is less than we thought');
    await other.getByRole('combobox', { name: 'Severity', exact: true }).selectOption('P2');
    await other.getByRole('button', { name: 'Reclassify', exact: true }).click();
    await expect.poll(() => timeline(one)).toContain('Reclassified as P2');

    expect(await one.getByRole('combobox', { name: 'Client', exact: true }).inputValue()).toBe(
      'mr-dj',
    );
    expect(await one.getByLabel('Features affected').inputValue()).toBe('Invoices');
    expect(await one.getByRole('combobox', { name: 'Severity', exact: true }).inputValue()).toBe(
      'P2',
    );
    expect(await one.getByLabel('Users affected').inputValue()).toBe('Some of the');
    expect(await part(one, 'known').innerText()).toContain('Changed meanwhile to: Nobody');

    await one.getByLabel('Users affected').pressSequentially(' staff');
    await one.keyboard.press('Tab');
    await expect
      .poll(() => other.getByLabel('Users affected').inputValue())
      .toBe('Some of the staff');
    expect(await part(one, 'known').innerText()).not.toContain('Changed meanwhile');
    await close(one);
  });
});

it('nobody has described a P1 yet: no message says otherwise, and the field asks for it', async () => {
  const page = await open();
  await part(page, 'declare').click();
  await expect.poll(() => timeline(page)).toContain('Declared a P1: Not described yet');
  expect(await page.getByLabel('What is wrong, in a few words').inputValue()).toBe('');
  for (const { value } of await options(page, 'Message')) {
    await page.getByRole('combobox', { name: 'Message', exact: true }).selectOption(value);
    expect(await page.locator('.incident-message').innerText()).not.toContain('described');
  }
  await page.getByLabel('What is wrong, in a few words').fill('Nobody can log in');
  await page.keyboard.press('Tab');
  await expect.poll(() => part(page, 'now').innerText()).toContain('Nobody can log in');
  await close(page);
});

const options = (page: Page, name: string) =>
  page
    .getByRole('combobox', { name, exact: true })
    .evaluate((list) => [...(list as HTMLSelectElement).options].map(({ value }) => ({ value })));

describe('what is due', () => {
  it('says until when in UTC, which holds on paper too', async () => {
    const page = await open();
    await page.clock.setFixedTime('2026-07-01T23:50:00Z');
    await page.reload();
    await part(page, 'declare').click();
    await expect.poll(() => part(page, 'clocks').innerText()).toContain('Due 2026-07-02 00:05 UTC');
    await close(page);
  });

  it('is said when its time is over, also by the browser, and each thing once', async () => {
    const page = await open();
    await page.clock.install();
    await page.reload();
    await page.evaluate(() => {
      const told: string[] = [];
      class Recorder {
        static permission = 'granted';
        static requestPermission = async () => 'granted';
        constructor(title: string) {
          told.push(title);
        }
      }
      Object.assign(window, { Notification: Recorder, told });
    });
    const told = () => page.evaluate(() => (window as unknown as { told: string[] }).told);
    await part(page, 'declare').click();
    await expect.poll(() => timeline(page)).toContain('Declared a P1');
    await page.clock.runFor('15:30');
    expect(await part(page, 'due').innerText()).toMatch(/^Overdue: /);
    expect(await told()).toContain('Post an update for the team');
    expect(await part(page, 'clocks').innerText()).toContain('Due now');
    await page.clock.runFor('05:00');
    expect(await part(page, 'clocks').innerText()).toMatch(/5 min \d+ s over/);
    const titles = await told();
    expect(titles.filter((title) => title === 'Post an update for the team')).toHaveLength(1);
    await close(page);
  });

  it('leads to the message that is due, with what the record knows in its blanks', async () => {
    const page = await open();
    await part(page, 'declare').click();
    await page.getByRole('combobox', { name: 'Client', exact: true }).selectOption('mr-dj');
    await page.getByRole('button', { name: 'Write the message' }).first().click();
    expect(await page.getByRole('combobox', { name: 'Message', exact: true }).inputValue()).toBe(
      'client-incident-notice',
    );
    await expect.poll(() => page.getByLabel('Name of the client').inputValue()).toBe('Mr. DJ');
    await page.getByLabel('Minutes until the next message').fill('20');
    await page.getByRole('button', { name: 'I sent it' }).click();
    const update = part(page, 'clocks')
      .getByRole('listitem')
      .filter({ hasText: 'clients an update' });
    await expect.poll(() => update.innerText()).toMatch(/^(?:20 min 0|19 min \d+) s left/);
    expect(await update.innerText()).toContain('As the last message promised');
    await close(page);
  });
});

describe('a message', () => {
  it('is copied, or opened in mail, as it stands', async () => {
    const page = await open();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await part(page, 'declare').click();
    await page.getByLabel('Support email address or phone number').fill('help & more@example.com');
    const text = await page.locator('.incident-message').innerText();
    expect(text).toContain('help & more@example.com');
    const mail = new URL(
      (await page.getByRole('link', { name: 'Open in mail' }).getAttribute('href')) ?? '',
    );
    expect(mail.protocol).toBe('mailto:');
    expect(mail.searchParams.get('body')?.trim()).toBe(text.trim());
    await page.getByRole('button', { name: 'Copy the message' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(text);
    await close(page);
  });
});

describe('a post-mortem that is too long for a link', () => {
  it('is downloaded, and the link opens the editor on its file', async () => {
    const page = await open();
    await part(page, 'declare').click();
    await page.getByRole('button', { name: 'Claim it' }).click();
    await page.getByLabel('Root cause').fill('An example of a long text. '.repeat(300));
    await page.getByRole('button', { name: 'It is resolved' }).click();
    await expect.poll(() => timeline(page)).toContain('Resolution confirmed');
    await page.getByRole('button', { name: 'Write the post-mortem' }).click();
    expect(await part(page, 'wrap-up').innerText()).toContain('too long for a link');
    const link = page.getByRole('link', { name: 'Open it in GitHub’s editor' });
    expect((await link.getAttribute('href'))?.length).toBeLessThan(500);
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download it' }).click();
    const text = readFileSync(await (await saved).path(), 'utf8');
    const file = `postmortems/${(await saved).suggestedFilename()}`;
    expect(text).toContain('An example of a long text.');
    expect(await errorsIn({ file, text })).toEqual([]);
    await close(page);
  });
});

describe('behind the gate', () => {
  it('works from the sign-in to the post-mortem without a complaint of the browser', async () => {
    const deployment = await makeDeployment((dist) => {
      rmSync(join(dist, '_editions/staff'), { recursive: true });
      cpSync(built, join(dist, '_editions/staff'), { recursive: true });
    });
    onTestFinished(() => deployment.remove());
    const portal = await startGuardedPortal(project, {
      port: 0,
      folder: deployment.dist,
      audiences: AUDIENCES,
    });
    onTestFinished(() => portal.stop());
    const context = await browser.newContext();
    onTestFinished(() => context.close());
    const page = await context.newPage();
    await page.goto(`${portal.url}/incident/`);
    await page.getByRole('button', { name: 'Sign in with Google' }).click();

    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', ({ message }) => complaints.push(message));
    const answered = page.waitForResponse(`${portal.url}/incident/`);
    await page.getByRole('button', { name: 'engineer@example.com' }).click();
    const policy = (await answered).headers()['content-security-policy'] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/script-src[^;]*'unsafe-inline'/);

    expect(await errorsIn(await workThrough(page))).toEqual([]);
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export the record' }).click();
    const record = readFileSync(await (await saved).path(), 'utf8');
    await part(page, 'back').click();
    await page.getByLabel('Import a record').setInputFiles({
      name: 'record.json',
      mimeType: 'application/json',
      buffer: Buffer.from(record),
    });
    await expect.poll(() => timeline(page)).toContain('Resolution confirmed');
    expect(complaints).toEqual([]);

    await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'document.title = "injected"';
      document.body.append(script);
    });
    expect(await page.title()).not.toBe('injected');
    expect(complaints.join()).toMatch(/Content Security Policy/);
  });
});

describe('an imported file', () => {
  const script =
    '<img src=x onerror="document.title=\'run\'"><script>document.title="run"</script>';
  const bring = (page: Page, text: string) =>
    page
      .getByLabel('Import a record')
      .setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from(text) });

  it('with script in every field is shown as text', async () => {
    const page = await open();
    const at = '2026-07-01T10:00Z';
    const record = change(
      declare(at, {
        title: script,
        category: script,
        impact_level: script,
        urgency_level: script,
        reporter_user_id: script,
        severity_rule: script,
      }),
      [at, { status: 'acknowledged', note: script, root_cause: script, fix: script }],
      [at, { impact_users: script, assigned: { role: 'cto', person: script } }],
      [at, { step: { id: 'detect', title: script, done: true }, status: 'resolved' }],
    );
    await bring(page, exportRecord(record));
    await expect.poll(() => timeline(page)).toContain('<script>document.title="run"</script>');
    await page.getByRole('button', { name: 'Write the post-mortem' }).click();
    expect(await page.locator('.incident img, .incident-timeline script').count()).toBe(0);
    expect(await page.title()).not.toBe('run');
    await close(page);
  });

  it('that names what the data no longer has is shown, kept and worked on', async () => {
    const page = await open();
    const record = change(declare('2026-07-01T10:00Z'), [
      '2026-07-01T10:01Z',
      { alert: 'login-failing', assigned: { role: 'cto', person: 'Example CTO' } },
    ]);
    const older = exportRecord(record)
      .replaceAll('"login-failing"', '"gone-since"')
      .replaceAll('"cto"', '"gone-role"')
      .replaceAll('"crm"', '"gone-service"')
      .replaceAll('"client_id": "sonan"', '"client_id": "gone-client"');
    await bring(page, older);
    await expect.poll(() => timeline(page)).toContain('Alert: gone-since');
    await page.reload();
    await part(page, 'note').fill('Still going on');
    await part(page, 'note').press('Enter');
    await expect.poll(() => timeline(page)).toContain('Still going on');
    expect(await timeline(page)).toContain('Example CTO took the role gone-role');
    await close(page);
  });

  it('that is damaged or from a newer version is refused with the reason', async () => {
    const page = await open();
    await bring(page, '{"format":');
    await expect.poll(() => part(page, 'problem').innerText()).toContain('not JSON');
    await bring(
      page,
      exportRecord(declare('2026-07-01T10:00Z')).replace('"version": 1', '"version": 9'),
    );
    await expect.poll(() => part(page, 'problem').innerText()).toContain('newer version');
    expect(await part(page, 'work').isVisible()).toBe(false);
    await close(page);
  });
});

describe.each([
  { colorScheme: 'light', width: 360 },
  { colorScheme: 'dark', width: 1280 },
] as const)('in $colorScheme at $width pixels', ({ colorScheme, width }) => {
  it('passes WCAG 2.2 AA and fits its window, before and during an incident', async () => {
    const page = await open('/incident/', { colorScheme, viewport: { width, height: 800 } });
    const wide = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(await findViolations(page)).toEqual([]);
    expect(await wide()).toBeLessThanOrEqual(0);
    await part(page, 'declare').click();
    await expect.poll(() => timeline(page)).toContain('Declared a P1');
    await page.getByLabel('Alert').selectOption('login-failing');
    await expect.poll(() => part(page, 'steps').innerText()).toContain('Login broken');
    expect(await findViolations(page)).toEqual([]);
    expect(await wide()).toBeLessThanOrEqual(0);
    await close(page);
  });
});

it('severity comes from the answers, with the rule that decided it', async () => {
  const page = await open();
  await page.getByLabel('By whose rules').selectOption('mr-dj');
  await page.getByLabel('System down').check();
  expect(await page.locator('.incident-verdict').innerText()).toContain('P1');
  await page.getByLabel('By whose rules').selectOption('sonan');
  await page.getByRole('group', { name: 'Can users log in?' }).getByLabel('no').check();
  expect(await page.locator('.incident-verdict').innerText()).toContain('Can users log in? No');
  await page.getByRole('button', { name: 'Declare P1', exact: true }).click();
  await expect.poll(() => timeline(page)).toContain('Declared a P1');
  await close(page);
});

it('severity is worked out anew, by other rules as well, with the reason kept', async () => {
  const page = await open();
  await part(page, 'declare').click();
  await expect.poll(() => timeline(page)).toContain('Declared a P1');
  const known = part(page, 'known');
  await known.getByLabel('Reason').fill('Said by hand');
  await known.getByText('Answer the questions again').click();
  await known.getByLabel('Some users have a degraded feature').check();
  expect(await known.getByRole('combobox', { name: 'Severity', exact: true }).inputValue()).toBe(
    'P3',
  );
  await page.getByRole('button', { name: 'Reclassify', exact: true }).click();
  await expect.poll(() => timeline(page)).toContain('Reclassified as P3: P3, Partial');
  await known.getByLabel('By whose rules').selectOption('mr-dj');
  await known.getByRole('checkbox', { name: 'System down' }).check();
  await page.getByRole('button', { name: 'Reclassify', exact: true }).click();
  await expect.poll(() => timeline(page)).toContain('Reclassified as P1, Severity at Mr. DJ: P1');
  expect(await part(page, 'now').innerText()).toContain('Escalate at once: Engineering');
  expect(await findViolations(page)).toEqual([]);
  await close(page);
});
