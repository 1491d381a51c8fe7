import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import {
  type Browser,
  type BrowserContextOptions,
  chromium,
  type Locator,
  type Page,
} from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAudiences } from '../../src/access/audiences.ts';
import { pagePolicy } from '../../src/access/response-headers.ts';
import { writeGateData } from '../../src/access/write-gate-data.ts';
import { BROWSER_ARGUMENTS, requireBrowser } from '../../src/browser/find.ts';
import { DONE, type Run, tickOf } from '../../src/checklists/run.ts';
import { exportRun } from '../../src/checklists/run-file.ts';
import { findViolations } from '../browser/find-violations.ts';
import { killBrowserOf } from '../browser/kill-browser.ts';
import { makeFolder } from '../checks/marked.ts';
import { serve } from '../site/browser/serve.ts';
import { buildEnvironment } from '../site/build-environment.ts';
import { begin, writeAll } from './setting.ts';

const root = join(import.meta.dirname, '../..');
const dist = join(root, '.cache/checklists-test');
const built = join(dist, '_editions/staff');

const CLIENTS = '/checklists/client-onboarding/';
const LEAVERS = '/checklists/employee-offboarding/';
const FIRST =
  'Client record created: name of the company, email, phone, address, and status set to Active';

/** A list in Dutch, whose form has no blanks of its own. */
const DUTCH = `---
title: Voorbeeld van een lijst
description: Een voorbeeld, zonder velden.
owner: admin
subject: klant
---

## Stappen

- [ ] Klant gebeld
- [ ] Afspraak gemaakt

### Binnen een week

- [ ] Klant gebeld
`;

let browser: Browser;
let site: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  rmSync(join(dist, '_editions/gate.json'), { force: true });
  const content = makeFolder();
  cpSync(join(root, 'content'), content, { recursive: true });
  mkdirSync(join(content, 'nl/checklists'));
  writeFileSync(join(content, 'nl/checklists/voorbeeld.mdx'), DUTCH);
  execFileSync(process.execPath, [join(root, 'node_modules/astro/bin/astro.mjs'), 'build'], {
    cwd: root,
    env: {
      ...buildEnvironment(),
      PORTAL_OUT: built,
      PORTAL_CONTENT: content,
      NODE_ENV: 'production',
    },
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

async function open(path = CLIENTS, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  await page.goto(site.origin + path);
  return page;
}

const close = (page: Page) => page.context().close();
const part = (page: Page, name: string) => page.locator(`[data-desk="${name}"]`);
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const boxes = (page: Page) => page.getByRole('main').getByRole('checkbox');
const box = (page: Page, number: number) => boxes(page).nth(number - 1);
const stamp = (page: Page, number: number) => page.locator('.task-stamp').nth(number - 1);
const client = (page: Page) => page.getByLabel('Name of the client');
const worker = (page: Page) => page.getByLabel('Name of the admin');
const runs = (page: Page) => part(page, 'runs').getByRole('listitem');

/** What the page says was done; it says so only once that is on disk. */
const said = (page: Page, text: string) =>
  expect
    .poll(() => part(page, 'said').and(page.locator(':not([aria-busy="true"])')).allInnerTexts())
    .toEqual([expect.stringContaining(text)]);
const progress = (page: Page, text: string) =>
  expect.poll(() => part(page, 'now').innerText()).toContain(text);

/** Goes with the Tab key to a control, as somebody without a mouse does, around the page if need be. */
async function reach(page: Page, control: Locator): Promise<void> {
  for (let presses = 0; presses < 200; presses += 1) {
    if (await control.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${control} cannot be reached with the keyboard.`);
}

/** Folds the note of a step out and writes it. */
async function note(page: Page, number: number, text: string): Promise<void> {
  const area = page.locator('.task textarea').nth(number - 1);
  if (!(await area.isVisible()))
    await page
      .locator('.task summary')
      .nth(number - 1)
      .click();
  await area.fill(text);
}

describe('a run', () => {
  it('keeps progress apart for each client, with who ticked what and when', async () => {
    const page = await open(CLIENTS, { timezoneId: 'Asia/Tokyo' });
    await worker(page).fill('Sam Example');
    await client(page).fill('Example Ltd');
    await box(page, 1).check();
    await box(page, 3).check();
    await progress(page, '2 of 10 done');
    await expect
      .poll(() => stamp(page, 1).innerText())
      .toMatch(/^Done by Sam Example, \d+ \w+ \d{4}, \d\d:\d\d UTC \(.*\d\d:\d\d here\)$/);

    await button(page, 'Start another').click();
    expect(await box(page, 1).isChecked()).toBe(false);
    expect(await worker(page).inputValue()).toBe('');
    await client(page).fill('Example and Sons');
    await note(page, 2, 'No answer yet');
    await said(page, 'Saved in this browser.');
    expect(await worker(page).inputValue()).toBe('Sam Example');
    await expect.poll(() => runs(page).allInnerTexts()).toHaveLength(2);
    expect((await runs(page).allInnerTexts()).join()).toMatch(
      /Example and Sons 0 of 10 done, last change .* UTC.*Example Ltd 2 of 10 done/s,
    );

    await button(page, 'Example Ltd').click();
    await progress(page, 'Example Ltd');
    expect(await box(page, 3).isChecked()).toBe(true);
    expect(await page.locator('.task textarea').nth(1).inputValue()).toBe('');
    await button(page, 'Example and Sons').click();
    await progress(page, 'Example and Sons');
    expect(await box(page, 3).isChecked()).toBe(false);
    expect(await page.locator('.task textarea').nth(1).inputValue()).toBe('No answer yet');
    await close(page);
  });

  it('begins with the first tick, when nobody has said for whom', async () => {
    const page = await open();
    await box(page, 1).check();
    await progress(page, 'Not named yet1 of 10 done');
    expect(await part(page, 'hint').innerText()).toContain('Say who works through it');
    await close(page);
  });

  it('is worked through with the keyboard alone', async () => {
    const page = await open();
    await client(page).focus();
    await page.keyboard.type('Example Ltd');
    await reach(page, box(page, 1));
    await page.keyboard.press('Space');
    await progress(page, 'Example Ltd1 of 10 done');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Typed without a mouse');
    await said(page, 'Saved in this browser.');
    await reach(page, button(page, 'Reset'));
    await page.keyboard.press('Enter');
    await said(page, 'Reset');
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.textContent))
      .toBe('Undo: put back 2');
    await page.keyboard.press('Enter');
    await said(page, 'Undone.');
    await progress(page, '1 of 10 done');
    expect(await page.locator('.task textarea').first().inputValue()).toBe('Typed without a mouse');
    await close(page);
  });

  it('is deleted, and brought back as it was', async () => {
    const page = await open();
    await client(page).fill('Example Ltd');
    await box(page, 1).check();
    await progress(page, '1 of 10 done');
    await button(page, 'Delete').click();
    await said(page, 'Deleted: Example Ltd.');
    expect(await runs(page).count()).toBe(0);
    expect(await box(page, 1).isChecked()).toBe(false);
    await button(page, 'Bring back Example Ltd').click();
    await progress(page, 'Example Ltd1 of 10 done');
    await close(page);
  });
});

describe('nothing is lost', () => {
  it('at a reload, at which the run stays open', async () => {
    const page = await open();
    await client(page).fill('Example Ltd');
    await box(page, 4).check();
    await page.getByLabel('Was a proposal created?').fill('created');
    await said(page, 'Saved in this browser.');
    await page.reload();
    await progress(page, 'Example Ltd1 of 10 done');
    expect(await box(page, 4).isChecked()).toBe(true);
    expect(await page.getByLabel('Was a proposal created?').inputValue()).toBe('created');
    await close(page);
  });

  it('when the browser is killed', async () => {
    const profile = makeFolder();
    const start = () =>
      chromium.launchPersistentContext(profile, {
        executablePath: requireBrowser(),
        args: [...BROWSER_ARGUMENTS],
      });
    const page = await (await start()).newPage();
    await page.goto(site.origin + CLIENTS);
    await client(page).fill('Example Ltd');
    await box(page, 2).check();
    await progress(page, 'Example Ltd1 of 10 done');
    killBrowserOf(profile);
    await expect.poll(() => page.isClosed()).toBe(true);

    const context = await start();
    const again = await context.newPage();
    await again.goto(site.origin + CLIENTS);
    await button(again, 'Example Ltd').click();
    await progress(again, 'Example Ltd1 of 10 done');
    expect(await box(again, 2).isChecked()).toBe(true);
    await context.close();
  });

  it('when two tabs work on one run at once, and each shows what the other did', async () => {
    const one = await open();
    await client(one).fill('Example Ltd');
    await said(one, 'Saved in this browser.');
    const other = await one.context().newPage();
    await other.goto(site.origin + CLIENTS);
    await button(other, 'Example Ltd').click();
    await progress(other, 'Example Ltd');
    const work = async (page: Page, numbers: number[], noted: number, text: string) => {
      await note(page, noted, text);
      for (const number of numbers) await box(page, number).press('Space');
    };
    await Promise.all([
      work(one, [1, 3, 5, 7, 9], 1, 'From the first tab'),
      work(other, [2, 4, 6, 8], 2, 'From the second tab'),
    ]);
    for (const page of [one, other]) {
      await progress(page, '9 of 10 done');
      await expect
        .poll(() =>
          page
            .locator('.task textarea')
            .evaluateAll((areas) =>
              areas.slice(0, 2).map((area) => (area as HTMLTextAreaElement).value),
            ),
        )
        .toEqual(['From the first tab', 'From the second tab']);
    }
    await close(one);
  });

  it('when another tab deletes the run: this one says so and can bring it back', async () => {
    const one = await open();
    await client(one).fill('Example Ltd');
    await box(one, 1).check();
    await progress(one, '1 of 10 done');
    const other = await one.context().newPage();
    await other.goto(site.origin + CLIENTS);
    await button(other, 'Example Ltd').click();
    await button(other, 'Delete').click();
    await said(one, 'Example Ltd was deleted in another tab.');
    await button(one, 'Bring back Example Ltd').click();
    await progress(one, 'Example Ltd1 of 10 done');
    await expect.poll(() => runs(other).count()).toBe(1);
    await close(one);
  });

  it('when storage is full: the page says so, goes on, and keeps all of it once there is room', async () => {
    const page = await open();
    await page.evaluate(() => {
      const { put } = IDBObjectStore.prototype;
      Object.assign(globalThis, {
        makeRoom: () => Object.assign(IDBObjectStore.prototype, { put }),
      });
      IDBObjectStore.prototype.put = () => {
        throw new DOMException('The disk is full.', 'QuotaExceededError');
      };
    });
    await client(page).fill('Example Ltd');
    await expect.poll(() => part(page, 'problem').innerText()).toContain('could not keep it');
    await box(page, 1).check();
    await progress(page, 'Example Ltd1 of 10 done');
    await page.evaluate(() => (globalThis as unknown as { makeRoom(): void }).makeRoom());
    await box(page, 2).check();
    await said(page, 'Saved in this browser.');
    await page.reload();
    await progress(page, 'Example Ltd2 of 10 done');
    await close(page);
  });

  it('when storage is switched off: the page says so and goes on', async () => {
    const context = await browser.newContext();
    await context.addInitScript(() => {
      Object.defineProperty(globalThis, 'indexedDB', { value: undefined });
      Object.defineProperty(globalThis, 'sessionStorage', {
        get() {
          throw new DOMException('Switched off.', 'SecurityError');
        },
      });
    });
    const page = await context.newPage();
    await page.goto(site.origin + CLIENTS);
    await client(page).fill('Example Ltd');
    await box(page, 1).check();
    await progress(page, 'Example Ltd1 of 10 done');
    expect(await part(page, 'problem').innerText()).toContain('It is in this tab only');
    await context.close();
  });

  it('when the steps of the page change: the others keep their ticks, the changed one is listed', async () => {
    const page = await open();
    await client(page).fill('Example Ltd');
    await box(page, 1).check();
    await box(page, 3).check();
    await note(page, 3, 'It is Kim');
    await progress(page, '2 of 10 done');
    await page.route(`**${CLIENTS}`, async (route) => {
      const response = await route.fetch();
      const html = await response.text();
      await route.fulfill({
        response,
        body: html.replace('Account manager assigned', 'Account manager and deputy assigned'),
      });
    });
    await page.reload();
    await progress(page, '1 of 10 done');
    expect(await box(page, 1).isChecked()).toBe(true);
    expect(await box(page, 3).isChecked()).toBe(false);
    const gone = page.getByRole('region', { name: 'No longer on this list' });
    await expect.poll(() => gone.getByRole('listitem').allInnerTexts()).toHaveLength(1);
    expect(await gone.innerText()).toMatch(
      /Account manager assigned\s+Done .* UTC.*\s+Note: It is Kim/,
    );
    await page.unroute(`**${CLIENTS}`);
    await page.reload();
    await progress(page, '2 of 10 done');
    expect(await gone.isVisible()).toBe(false);
    await close(page);
  });
});

describe('what leaves the page', () => {
  const clipboard = { permissions: ['clipboard-read', 'clipboard-write'] };
  const copied = (page: Page) => page.evaluate(() => navigator.clipboard.readText());

  it('is the run as text or as Markdown', async () => {
    const page = await open(CLIENTS, clipboard);
    await worker(page).fill('Sam Example');
    await client(page).fill('Example Ltd');
    await page.getByLabel('Email address that the invitation').fill('kim@example.com');
    await box(page, 1).check();
    await progress(page, '1 of 10 done');
    await button(page, 'Copy as text').click();
    await said(page, 'Copied.');
    const text = await copied(page);
    expect(text).toContain('CLIENT ONBOARDING CHECKLIST\n\nName of the client: Example Ltd\n');
    expect(text).toMatch(new RegExp(`\\[x\\] 1\\. ${FIRST}\n    Done by Sam Example, .* UTC\n`));
    expect(text).toContain('[ ] 5. Portal invitation sent to kim@example.com\n');
    await button(page, 'Copy as Markdown').click();
    await expect.poll(() => copied(page)).toContain('# Client onboarding checklist');
    expect(await copied(page)).toContain(`- [x] ${FIRST}\n  - Done by Sam Example,`);
    expect(await copied(page)).toContain('and `is_primary` set to true');
    await close(page);
  });

  it('can be copied by hand where the browser does not allow it otherwise', async () => {
    const page = await open();
    await client(page).fill('Example Ltd');
    await page.evaluate(() => {
      navigator.clipboard.writeText = () => Promise.reject(new Error('Not allowed.'));
    });
    await button(page, 'Copy as text').click();
    await expect.poll(() => part(page, 'by-hand').inputValue()).toContain('Example Ltd');
    expect(await page.evaluate(() => getSelection()?.toString())).toContain('Example Ltd');
    await close(page);
  });

  it('is a file that another browser goes on with, and that comes together with what is there', async () => {
    const page = await open();
    await client(page).fill('Example Ltd');
    await box(page, 1).check();
    await progress(page, '1 of 10 done');
    const download = page.waitForEvent('download');
    await button(page, 'Export as a file').click();
    const file = await (await download).path();
    await box(page, 2).check();
    await progress(page, '2 of 10 done');

    const elsewhere = await open();
    await elsewhere.getByLabel('Import a run').setInputFiles(file);
    await said(elsewhere, 'Imported: Example Ltd.');
    await progress(elsewhere, 'Example Ltd1 of 10 done');
    await page.getByLabel('Import a run').setInputFiles(file);
    await said(page, 'Imported: Example Ltd.');
    await progress(page, '2 of 10 done');
    await close(page);
    await close(elsewhere);
  });
});

describe('an imported file', () => {
  const script =
    '<img src=x onerror="document.title=\'run\'"><script>document.title="run"</script>';
  const bring = (page: Page, text: string) =>
    page
      .getByLabel('Import a run')
      .setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from(text) });
  const hostile: Run = writeAll(
    begin(),
    ['worker', script],
    ['for', script],
    [tickOf(script), DONE],
    [tickOf(FIRST), DONE],
    [`note:${script}`, script],
    [`blank:${script}`, script],
  );

  it('with script in every field is shown as text', async () => {
    const page = await open();
    await bring(page, exportRun(hostile));
    await expect.poll(() => page.locator('.checklist-gone').innerText()).toContain(script);
    expect(await part(page, 'now').innerText()).toContain(script);
    expect(await stamp(page, 1).innerText()).toContain(script);
    expect(await page.locator('main img, main script:not([src], [type])').count()).toBe(0);
    expect(await page.title()).not.toBe('run');
    await close(page);
  });

  it.each([
    ['damaged', exportRun(hostile).slice(0, -20), 'it is cut off'],
    ['newer', exportRun(hostile).replace('"version": 1', '"version": 9'), 'a newer version'],
    ['of another list', exportRun({ ...hostile, page: LEAVERS }), 'another checklist: Client onb'],
  ])('that is %s is refused with the reason', async (_, text, reason) => {
    const page = await open();
    await bring(page, text);
    await expect.poll(() => part(page, 'problem').innerText()).toContain(reason);
    expect(await runs(page).count()).toBe(0);
    await close(page);
  });
});

describe('on paper', () => {
  it('a run is the filled-in form, and without one the form is empty', async () => {
    const page = await open();
    await page.emulateMedia({ media: 'print' });
    const marks = () =>
      page
        .getByRole('checkbox')
        .evaluateAll((boxes) => boxes.map((each) => getComputedStyle(each, '::before').content));
    expect(new Set(await marks())).toEqual(new Set(['none']));
    await page.emulateMedia({ media: 'screen' });
    await client(page).fill('Example Ltd');
    await box(page, 2).check();
    await note(page, 2, 'Kim,\nsince July');
    await progress(page, '1 of 10 done');
    await page.emulateMedia({ media: 'print' });
    expect((await marks()).indexOf('"✓"')).toBe(1);
    expect(await client(page).inputValue()).toBe('Example Ltd');
    const printed = await page.locator('main').innerText();
    expect(printed).toContain('Note: Kim,\nsince July');
    expect(printed).toMatch(/Done \d+ \w+ \d{4}, \d\d:\d\d UTC/);
    expect(printed).not.toMatch(/Saved|Under way|One list for each|Not reviewed/);
    expect(await page.getByRole('button').count()).toBe(0);
    await close(page);
  });
});

describe.each([
  { colorScheme: 'light', width: 360 },
  { colorScheme: 'light', width: 1280 },
  { colorScheme: 'dark', width: 360 },
  { colorScheme: 'dark', width: 1280 },
] as const)('in $colorScheme at $width pixels', ({ colorScheme, width }) => {
  it('passes WCAG 2.2 AA and fits its window, before and during a run', async () => {
    const page = await open(LEAVERS, { colorScheme, viewport: { width, height: 800 } });
    const wide = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(await findViolations(page)).toEqual([]);
    await page
      .getByLabel('Name of the employee', { exact: true })
      .fill(`${'Longname'.repeat(12)} Example`);
    await note(page, 1, 'Asked twice');
    await box(page, 2).check();
    await box(page, 2).uncheck();
    await box(page, 1).check();
    await button(page, 'Delete').click();
    await button(page, /^Bring back/).click();
    await progress(page, '1 of 14 done');
    expect(await findViolations(page)).toEqual([]);
    expect(await wide()).toBeLessThanOrEqual(0);
    await close(page);
  });
});

it('a list in Dutch speaks Dutch, and asks for names that its form has no blanks for', async () => {
  const page = await open('/nl/checklists/voorbeeld/', {
    permissions: ['clipboard-read', 'clipboard-write'],
    timezoneId: 'Europe/Amsterdam',
  });
  await page.getByLabel('Jouw naam').fill('Sam Voorbeeld');
  await page.getByLabel('Voor wie').fill('Voorbeeld bv');
  await box(page, 3).check();
  await progress(page, 'Voorbeeld bv1 van 3 gedaan');
  expect(await stamp(page, 3).innerText()).toMatch(
    /^Gedaan door Sam Voorbeeld op .* UTC \(hier .*\)$/,
  );
  await button(page, 'Kopieer als tekst').click();
  await said(page, 'Gekopieerd.');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(
    /Voor wie: Voorbeeld bv\nJouw naam: Sam Voorbeeld\n\n\[ \] 1\. Klant gebeld\n[\s\S]*Binnen een week\n\n\[x\] 3\./,
  );
  expect(await findViolations(page)).toEqual([]);
  await page.emulateMedia({ media: 'print' });
  expect(await page.getByLabel('Voor wie').isVisible()).toBe(true);
  await close(page);
});

describe('the page', () => {
  it('without JavaScript is the form, and offers nothing that would not work', async () => {
    const page = await open(CLIENTS, { javaScriptEnabled: false });
    expect(await boxes(page).count()).toBe(10);
    await box(page, 1).check();
    expect(await page.locator('.checklist-desk').isVisible()).toBe(false);
    expect(await page.locator('main').getByRole('button').count()).toBe(0);
    await close(page);
  });

  it('works under the policy of the gate', async () => {
    const audiences = readAudiences(readFileSync(join(root, 'access/audiences.yaml'), 'utf8'));
    const staff = audiences.filter(({ id }) => id === 'staff');
    const [edition] = (await writeGateData(dist, staff)).audiences.map((each) => each.edition);
    if (!edition) throw new Error('There is no edition for staff.');
    const page = await open('/404.html');
    const errors: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    page.on('pageerror', (error) => errors.push(error.message));
    await page.route(`**${CLIENTS}`, async (route) => {
      const response = await route.fetch();
      const headers = { ...response.headers(), 'content-security-policy': pagePolicy(edition) };
      await route.fulfill({ response, headers });
    });
    await page.goto(site.origin + CLIENTS);
    await client(page).fill('Example Ltd');
    await box(page, 1).check();
    await progress(page, '1 of 10 done');
    const download = page.waitForEvent('download');
    await button(page, 'Export as a file').click();
    await download;
    expect(errors).toEqual([]);
    await close(page);
  });

  it('loads at most 8 kB of scripts, what belongs to a run only with one, and other pages none of it', async () => {
    const page = await browser.newPage();
    let scripts: string[] = [];
    page.on('request', (request) => {
      if (request.resourceType() === 'script') scripts.push(new URL(request.url()).pathname);
    });
    const bytes = () =>
      scripts.reduce((sum, path) => sum + gzipSync(readFileSync(join(built, path))).length, 0);
    await page.goto(`${site.origin}/runbooks/crm-down/`, { waitUntil: 'networkidle' });
    const elsewhere = scripts;
    scripts = [];
    await page.goto(site.origin + CLIENTS, { waitUntil: 'networkidle' });
    expect(bytes()).toBeLessThanOrEqual(8_000);
    const before = scripts.length;
    const own = scripts.filter((path) => !elsewhere.includes(path));
    expect(own.length).toBeGreaterThan(0);
    expect(elsewhere.length).toBe(before - own.length);
    await box(page, 1).check();
    await button(page, 'Copy as text').waitFor();
    expect(scripts.length).toBe(before + 1);
    await page.close();
  });

  it('promises nothing when its script cannot be fetched', async () => {
    const page = await open('/404.html');
    await page.route('**/_astro/page.*.js', (route) => route.abort());
    await page.goto(site.origin + CLIENTS, { waitUntil: 'networkidle' });
    expect(await part(page, 'hint').isVisible()).toBe(false);
    expect(await box(page, 1).isVisible()).toBe(true);
    await close(page);
  });
});
