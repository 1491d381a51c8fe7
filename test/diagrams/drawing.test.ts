import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BROWSER_ARGUMENTS, requireBrowser } from '../../src/browser/find.ts';
import { diagramKey } from '../../src/diagrams/key.ts';
import { type Drawing, drawDiagrams } from '../../src/diagrams/render.ts';
import { keepDrawings, readDrawing, readManifest } from '../../src/diagrams/store.ts';

const SOURCES = {
  flow: `graph TD
    subgraph CRM ["The CRM"]
      A["crm.sonandigital.com<br/>Next.js on Vercel"] --> B[(Database)]
    end
    A -.->|record only| C{Choice}
    C ==> D([Round])`,
  sequence: `sequenceDiagram
    participant U as Reader
    participant A as Access
    U->>A: Request a page
    alt no session
      A-->>U: Sign in
    end
    Note over A: keeps an audit log`,
  entities: `erDiagram
    tenants ||--o{ clients : has
    clients {
      uuid id PK
      text name "as on invoices"
    }`,
  states: `stateDiagram-v2
    [*] --> open
    open --> resolved: fixed`,
};
const BROKEN = 'graph TD\n  A -->';

let browser: Browser;
let drawings: Map<string, Drawing>;

beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: requireBrowser(),
    args: [...BROWSER_ARGUMENTS],
  });
  const sources = Object.entries({ ...SOURCES, broken: BROKEN });
  const drawn = await drawDiagrams(
    browser,
    sources.map(([title, source]) => ({ source, title: `The ${title} & "more"` })),
  );
  drawings = new Map(sources.map(([name], index) => [name, drawn[index] as Drawing]));
}, 60_000);
afterAll(() => browser.close());

function svgOf(name: string): string {
  const drawing = drawings.get(name);
  if (!drawing || !('svg' in drawing)) throw new Error(`${name} was not drawn`);
  return drawing.svg;
}

describe.each(Object.keys(SOURCES))('a drawn %s diagram', (name) => {
  test('needs no stylesheet, script or HTML', () => {
    expect(svgOf(name)).not.toMatch(/<style|<script|foreignObject|\sstyle=|\sclass="(?!diagram")/);
  });

  test('opens without a complaint from the browser', async () => {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    await page.setContent(svgOf(name));
    await page.close();
    expect(complaints).toEqual([]);
  });

  test('is painted with variables only, so that it follows the theme', () => {
    const paints = [...svgOf(name).matchAll(/\s(?:fill|stroke)="([^"]*)"/g)].map(
      ([, paint]) => paint,
    );
    expect(paints.length).toBeGreaterThan(0);
    expect(
      paints.filter((paint) => !/^(none|var\(--diagram-[a-z-]+\))$/.test(paint ?? '')),
    ).toEqual([]);
  });

  test('has its title as its accessible name', () => {
    expect(svgOf(name)).toContain(`>The ${name} &amp; "more"</title>`);
    expect(svgOf(name)).toMatch(/role="img" aria-labelledby="d[0-9a-f]{8}-title"/);
  });

  test('keeps every line of text in the width it was laid out for, whatever the font', async () => {
    const page = await browser.newPage();
    const widths = async (font: string) => {
      await page.setContent(`<style>svg { font-family: ${font} }</style>${svgOf(name)}`);
      return page.$$eval('svg text', (texts) =>
        texts.map((text) => Math.round((text as SVGTextElement).getBoundingClientRect().width)),
      );
    };
    const [wide, narrow] = [await widths('monospace'), await widths('serif')];
    await page.close();
    expect(wide.length).toBeGreaterThan(0);
    for (const [index, width] of wide.entries()) {
      expect(Math.abs(width - (narrow[index] ?? 0))).toBeLessThanOrEqual(2);
    }
  });
});

test('text can be selected', async () => {
  const page = await browser.newPage();
  await page.setContent(svgOf('flow'));
  const selected = await page.evaluate(() => {
    getSelection()?.selectAllChildren(document.body);
    return getSelection()?.toString();
  });
  await page.close();
  expect(selected).toContain('crm.sonandigital.com');
});

test('a source that Mermaid refuses says why and stops no other', () => {
  const broken = drawings.get('broken');
  expect(broken).toMatchObject({ key: diagramKey(BROKEN) });
  expect(broken && 'error' in broken && broken.error).toMatch(/Parse error on line/);
});

test('the key follows the text, not its line endings', () => {
  expect(diagramKey('graph TD\r\n  A --> B\r\n')).toBe(diagramKey('graph TD\n  A --> B'));
  expect(diagramKey('graph TD\n  A --> C')).not.toBe(diagramKey('graph TD\n  A --> B'));
});

test('what is kept is what is wanted: new drawings stay, unused ones go, errors are noted', async () => {
  const root = await mkdtemp(join(tmpdir(), 'diagrams-'));
  const flow = drawings.get('flow') as Drawing;
  const states = drawings.get('states') as Drawing;
  const broken = drawings.get('broken') as Drawing;
  try {
    await keepDrawings(root, new Set([flow.key, states.key]), [flow, states]);
    expect(readDrawing(root, flow.key)).toBe(svgOf('flow'));
    await keepDrawings(root, new Set([states.key, broken.key]), [broken]);
    expect(readDrawing(root, flow.key)).toBeUndefined();
    expect(readDrawing(root, states.key)).toBe(svgOf('states'));
    expect((await readdir(join(root, 'diagrams'))).sort()).toEqual(
      [`${states.key}.svg`, 'manifest.json'].sort(),
    );
    expect(Object.keys(readManifest(root).errors)).toEqual([broken.key]);
  } finally {
    await rm(root, { recursive: true });
  }
});
