import { type ChildProcess, spawn } from 'node:child_process';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BROWSER_ARGUMENTS, requireBrowser } from '../../src/browser/find.ts';
import { isPortFree } from '../../src/local/pages-host.ts';
import { EVERY_RULE, findViolations } from '../browser/find-violations.ts';
import { buildEnvironment } from '../site/build-environment.ts';

const root = join(import.meta.dirname, '../..');

describe('npm start', () => {
  const ports = { PORTAL_PORT: 0, WIKI_PORT: 0, SUPABASE_PORT: 0 };
  let child: ChildProcess;
  let output: string;
  let portal: string;
  let browser: Browser;

  beforeAll(async () => {
    for (const name of Object.keys(ports) as (keyof typeof ports)[]) ports[name] = await freePort();
    portal = `http://127.0.0.1:${ports.PORTAL_PORT}`;
    child = start(ports);
    output = await readyOutput(child);
    browser = await chromium.launch({
      executablePath: requireBrowser(),
      args: [...BROWSER_ARGUMENTS],
    });
  }, 400_000);

  afterAll(async () => {
    await browser?.close();
    child?.kill('SIGINT');
  });

  /** A page in a browser of its own, and everything that went wrong in it. */
  async function open(path: string): Promise<{ page: Page; problems: string[] }> {
    const page = await (await browser.newContext()).newPage();
    const problems: string[] = [];
    page.on('console', (message) => {
      if (/Content Security Policy|violates/i.test(message.text())) problems.push(message.text());
    });
    page.on('pageerror', (error) => problems.push(error.message));
    await page.goto(portal + path);
    return { page, problems };
  }

  const heading = (page: Page) => page.getByRole('heading', { level: 1 }).first().textContent();

  test('says where everything is and as whom to sign in', async () => {
    expect(output).toContain(`Portal     ${portal}/`);
    expect(output).toMatch(/engineer@example\.com +SONAN DIGITAL staff, Google Workspace/);
    expect(output).toMatch(/client@example\.com +Approved clients, One-time PIN/);
    const wiki = `http://127.0.0.1:${ports.WIKI_PORT}`;
    await expect
      .poll(async () => (await fetch(`${wiki}/readyz`)).status, { timeout: 15_000 })
      .toBe(200);
    expect((await fetch(`${wiki}/v1/articles`)).status).toBe(401);
    for (const path of ['/demo', '/admin/wiki', '/widget/crm-help.js']) {
      expect([path, (await fetch(wiki + path)).status]).toEqual([path, 200]);
    }
  });

  test('a client signs in with the code from the mailbox, reads, searches, and signs out', {
    timeout: 60_000,
  }, async () => {
    const { page, problems } = await open('/guides/client/');
    await page.getByLabel('Your email address').fill('client@example.com');
    await page.getByRole('button', { name: 'Send me a code' }).click();
    const mailbox = await page.context().newPage();
    await mailbox.goto(`${portal}/cdn-cgi/access/stand-in/mailbox`);
    const code = (await mailbox.locator('.pin').first().textContent()) ?? '';
    await page.getByLabel('Code of six digits').fill(code);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(`${portal}/guides/client/`);
    expect(await heading(page)).toBe('Your client portal');

    const search = async (word: string) => {
      await page.goto(`${portal}/guides/client/`);
      await page.keyboard.press('/');
      await page.getByRole('searchbox').fill(word);
      await page.getByText(/^\d+ results?$|^Nothing found/).waitFor();
      const results = page.locator('.search-results a');
      return results.evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
    };
    expect((await search('invoice'))[0]).toMatch(/^\/guides\/client\/invoices\//);
    for (const word of ['runbook', 'escalation', 'supabase']) {
      const found = await search(word);
      expect(found.filter((path) => !/^\/(?:guides\/(?:client\/.*)?)?$/.test(path))).toEqual([]);
    }

    for (const path of ['/runbooks/crm-down/', '/contacts/', '/r/crm-server-errors/', '/adr/']) {
      expect([path, (await page.goto(portal + path))?.status()]).toEqual([path, 404]);
      expect(await page.content()).not.toMatch(/escalat|supabase/i);
    }
    await page.goto(`${portal}/`);
    expect(await page.locator('body').textContent()).not.toMatch(/runbook|escalat|alert/i);
    expect(await findViolations(page, EVERY_RULE)).toEqual([]);
    await page.getByRole('link', { name: 'Sign out' }).click();
    await page.goto(`${portal}/guides/client/`);
    expect(await heading(page)).toBe('Sign in to the documentation');
    expect(problems).toEqual([]);
    await page.context().close();
  });

  test('an engineer signs in and sees all, and an edition as its readers do', async () => {
    const { page, problems } = await open('/runbooks/crm-down/');
    await page.getByRole('button', { name: 'Sign in with Google' }).click();
    await page.getByRole('button', { name: 'engineer@example.com' }).click();
    await page.waitForURL(`${portal}/runbooks/crm-down/`);
    for (const path of ['/contacts/', '/guides/client/', '/adr/016-one-edition-per-audience/']) {
      expect([path, (await page.goto(portal + path))?.status()]).toEqual([path, 200]);
    }
    await page.goto(`${portal}/`);
    await page.getByRole('link', { name: 'Approved clients' }).click();
    await page.getByText('You see this as a reader of the edition').waitFor();
    expect((await page.goto(`${portal}/contacts/`))?.status()).toBe(404);
    await page.getByRole('link', { name: 'Back to your own' }).click();
    expect((await page.goto(`${portal}/contacts/`))?.status()).toBe(200);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  test('somebody who is not approved gets no code, and no hint', async () => {
    const { page } = await open('/');
    await page.getByLabel('Your email address').fill('stranger@example.com');
    await page.getByRole('button', { name: 'Send me a code' }).click();
    await page.getByLabel('Code of six digits').waitFor();
    const mailbox = await (await fetch(`${portal}/cdn-cgi/access/stand-in/mailbox`)).text();
    expect(mailbox).not.toContain('stranger@example.com');
    await page.context().close();
  });

  test('answers as the host does', async () => {
    const stranger = await fetch(`${portal}/runbooks/`, { redirect: 'manual' });
    expect(stranger.headers.get('location')).toContain('/cdn-cgi/access/login');
    const cookie = await signInAsStaff(portal);
    const ask = (path: string) => fetch(portal + path, { redirect: 'manual', headers: { cookie } });
    const withoutSlash = await ask('/runbooks');
    expect([withoutSlash.status, withoutSlash.headers.get('location')]).toEqual([
      308,
      '/runbooks/',
    ]);
    const nowhere = await ask('/no-such-page/');
    expect([nowhere.status, await nowhere.text()]).toEqual([404, expect.stringContaining('<html')]);
  });

  test('frees the ports on Ctrl-C', async () => {
    child.kill('SIGINT');
    expect((await end(child)).code).toBe(0);
    for (const port of Object.values(ports)) expect(await isPortFree(port)).toBe(true);
  });
});

describe('npm start with a port that it cannot have', () => {
  test('says which port is taken and how to choose another', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;

    const { code, output } = await end(start({ PORTAL_PORT: port }));

    expect([code, output]).toEqual([
      2,
      expect.stringContaining(`PORTAL_PORT=${port + 1} npm start`),
    ]);
    server.close();
  });

  test('takes no port that is none', async () => {
    const { code, output } = await end(start({ PORTAL_PORT: 'many' }));
    expect([code, output]).toEqual([2, expect.stringContaining('"many"')]);
  });
});

function start(ports: Record<string, number | string>): ChildProcess {
  const asText = Object.entries(ports).map(([name, port]) => [name, String(port)]);
  return spawn(process.execPath, ['scripts/start.ts'], {
    cwd: root,
    env: { ...buildEnvironment(), ...Object.fromEntries(asText) },
  });
}

/** The cookie of somebody who signed in at the stand-in for Google. */
async function signInAsStaff(portal: string): Promise<string> {
  const answer = await fetch(`${portal}/cdn-cgi/access/stand-in/google`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ email: 'engineer@example.com', redirect_url: '/' }),
  });
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** What it has printed when everything is ready. */
function readyOutput(child: ChildProcess): Promise<string> {
  let output = '';
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (chunk) => {
      output += chunk;
      if (output.includes('Ctrl-C stops everything.')) resolve(output);
    });
    child.stderr?.on('data', (chunk) => {
      output += chunk;
    });
    child.on('close', (code) =>
      reject(new Error(`It ended with ${code} before it was ready:\n${output}`)),
    );
  });
}

function end(child: ChildProcess): Promise<{ code: number | null; output: string }> {
  let output = '';
  child.stderr?.on('data', (chunk) => {
    output += chunk;
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, output })));
}
