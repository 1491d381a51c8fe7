import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildComponent } from '../../admin/build.ts';
import { findViolations } from '../find-violations.ts';
import { startWikiSite, tokenFor, type WikiSite } from './wiki-site.ts';

/** What a page of the CRM does to have the editor. */
const HOST = `
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { WikiAdmin } from './wiki-admin.js';
const told = (window.told = []);
createRoot(document.getElementById('crm')).render(createElement(WikiAdmin, {
  apiBase: window.name,
  getToken: async () => window.token,
  locale: 'nl',
  onNavigate: (path, options) => told.push([path, options.replace]),
}));
`;

let site: WikiSite;
let folder: string;
let crm: Server;
let origin: string;

beforeAll(async () => {
  // Below the packages, so that the page finds the same React as the component.
  mkdirSync(join(import.meta.dirname, '../../dist'), { recursive: true });
  folder = mkdtempSync(join(import.meta.dirname, '../../dist/crm-'));
  await buildComponent(folder);
  writeFileSync(join(folder, 'host.js'), HOST);
  await build({
    configFile: false,
    root: folder,
    logLevel: 'error',
    build: {
      outDir: 'out',
      rolldownOptions: { input: join(folder, 'host.js'), output: { entryFileNames: 'host.js' } },
    },
  });
  crm = createServer((request, response) => {
    const files: Record<string, [string, string]> = {
      '/host.js': ['out/host.js', 'text/javascript'],
      '/wiki-admin.css': ['wiki-admin.css', 'text/css'],
    };
    const [file, type] = files[request.url ?? ''] ?? [];
    response.setHeader(
      'content-security-policy',
      `default-src 'none'; script-src 'self'; style-src 'self'; img-src https:; connect-src ${site.wiki.url}`,
    );
    response.setHeader('content-type', type ?? 'text/html');
    response.end(
      file
        ? readFileSync(join(folder, file))
        : `<!doctype html><html lang="nl"><title>CRM</title><link rel="stylesheet" href="/wiki-admin.css">
           <div id="crm"></div><script type="module" src="/host.js"></script>`,
    );
  });
  await new Promise<void>((resolve) => crm.listen(0, '127.0.0.1', () => resolve()));
  origin = `http://127.0.0.1:${(crm.address() as AddressInfo).port}`;
  site = await startWikiSite({ crmOrigin: origin });
});
afterAll(async () => {
  await site?.stop();
  crm?.close();
  if (folder) rmSync(folder, { recursive: true });
});

describe('the editor as a component of the CRM', () => {
  test('works in a page of another origin, under a strict policy, in Dutch', async () => {
    const desk = await site.desk();
    await desk.context.addInitScript(
      ([url, token]) => Object.assign(window, { name: url, token }),
      [site.wiki.url, await tokenFor(site.admin)] as const,
    );
    const page = await desk.context.newPage();
    await page.goto(origin);
    await page.getByRole('heading', { name: 'Helpartikelen' }).waitFor();
    await page.getByRole('link', { name: 'Een factuur betalen' }).click();
    const text = page.getByRole('textbox', { name: 'Tekst van het artikel' });
    await text.click();
    await page.keyboard.type('Uit het CRM. ');
    await page.getByRole('button', { name: 'Opslaan' }).click();
    await page.getByText('Alles is opgeslagen').waitFor();
    const told = await page.evaluate(
      () => (window as unknown as { told: [string, boolean][] }).told,
    );
    expect(told.at(-1)?.[0]).toMatch(/^\/articles\//);
    expect(await findViolations(page)).toEqual([]);
    expect(desk.problems).toEqual([]);
  });

  test('can be loaded where there is no browser, as a server of the CRM does', async () => {
    const { WikiAdmin } = await import(join(folder, 'wiki-admin.js'));
    const html = renderToString(createElement(WikiAdmin, { getToken: async () => null }));
    expect(html).toContain('wiki-admin');
    expect(readFileSync(join(folder, 'wiki-admin.js'), 'utf8')).toMatch(
      /^'use client'|^"use client"/,
    );
  });
});
