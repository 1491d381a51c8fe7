import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BROWSER_ARGUMENTS, requireBrowser } from '../../../src/browser/find.ts';
import { cleanArticleHtml } from '../../src/html/article-html.ts';
import { HOSTILE_HTML } from './hostile-html.ts';

const surroundings = { imageHosts: ['images.example.com'] };

let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: requireBrowser(),
    args: [...BROWSER_ARGUMENTS],
  });
  page = await browser.newPage();
  // No address is asked for; what an image or a frame would bring is an answer all the same.
  await page.route('**/*', (route) =>
    route.request().url() === 'https://wiki.example/'
      ? route.fulfill({
          contentType: 'text/html',
          body: '<!doctype html><title>x</title><main></main>',
        })
      : route.fulfill({ status: 404, body: '' }),
  );
  await page.goto('https://wiki.example/');
  await page.evaluate(() => {
    const ran: string[] = [];
    Object.assign(window, {
      ran,
      alert: () => ran.push('alert'),
      msgbox: () => ran.push('msgbox'),
    });
  });
});
afterAll(() => browser?.close());

/** Puts HTML into the page without any protection. Gives what ran, and what the browser made of it. */
function show(html: string, into: string): Promise<{ ran: number; html: string; loose: number }> {
  return page.evaluate(
    async ([text, name]) => {
      const { ran } = window as unknown as { ran: string[] };
      const before = ran.length;
      const element = document.createElement(name ?? 'div');
      document.querySelector('main')?.replaceChildren(element);
      element.innerHTML = text ?? '';
      for (const link of element.querySelectorAll('a')) {
        link.addEventListener('click', (event) => {
          if (!link.href.startsWith('javascript:')) event.preventDefault();
        });
        link.click();
      }
      for (const one of element.querySelectorAll<HTMLElement>('*')) one.focus();
      await new Promise((resolve) => setTimeout(resolve, 15));
      // Elements that got out of where the HTML was put.
      const loose = document.querySelectorAll('body > :not(main)').length;
      return { ran: ran.length - before, html: element.innerHTML, loose };
    },
    [html, into] as const,
  );
}

describe('in Chromium, without any other protection', () => {
  test('this would notice something that runs', async () => {
    await show('<img src=x onerror=alert(1)>', 'div');
    const countRun = () => page.evaluate(() => (window as unknown as { ran: string[] }).ran.length);
    await expect.poll(countRun).toBe(1);
  });

  test('nothing of any hostile HTML runs, and the browser reads it as we do', async () => {
    for (const [name, hostile] of Object.entries(HOSTILE_HTML)) {
      const stored = cleanArticleHtml(hostile, surroundings).html;
      for (const into of ['div', 'article', 'textarea', 'td']) {
        const shown = await show(stored, into);
        expect([name, into, shown.ran, shown.loose]).toEqual([name, into, 0, 0]);
        if (into === 'div' || into === 'article') {
          expect([name, cleanArticleHtml(shown.html, surroundings).html]).toEqual([name, stored]);
        }
      }
    }
  }, 120_000);
});
