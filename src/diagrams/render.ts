import { createRequire } from 'node:module';
import type { Browser } from 'playwright-core';
import { bake } from './bake.ts';
import { diagramKey } from './key.ts';

/** What came of one diagram: a drawing, or Mermaid's own words about what is wrong. */
export type Drawing =
  | { key: string; title: string; svg: string }
  | { key: string; title: string; error: string };

interface Mermaid {
  initialize(config: object): void;
  render(id: string, source: string): Promise<{ svg: string }>;
}

/**
 * Draws Mermaid sources in a browser that is already open. A source that Mermaid refuses gives an
 * `error`; it does not stop the others. Throws only when the browser itself fails.
 */
export async function drawDiagrams(
  browser: Browser,
  diagrams: Iterable<{ source: string; title: string }>,
): Promise<Drawing[]> {
  const page = await browser.newPage();
  try {
    await page.setContent('<!doctype html><meta charset="utf-8"><body></body>');
    await page.addScriptTag({
      path: createRequire(import.meta.url).resolve('mermaid/dist/mermaid.min.js'),
    });
    const drawings: Drawing[] = [];
    for (const { source, title } of diagrams) {
      const key = diagramKey(source);
      const id = `d${key.slice(0, 8)}`;
      try {
        const raw = await page.evaluate(
          async ([name, text]) => {
            const { mermaid } = globalThis as unknown as { mermaid: Mermaid };
            mermaid.initialize({
              startOnLoad: false,
              securityLevel: 'strict',
              theme: 'neutral',
              htmlLabels: false,
              fontFamily: 'system-ui, sans-serif',
              // A page's column is about 630 pixels wide: what is drawn wider is shown smaller.
              flowchart: {
                htmlLabels: false,
                nodeSpacing: 28,
                rankSpacing: 44,
                subGraphTitleMargin: { top: 4, bottom: 14 },
              },
              sequence: { mirrorActors: false, actorMargin: 24, width: 120, diagramMarginX: 10 },
              er: { nodeSpacing: 28, rankSpacing: 76, minEntityWidth: 60, minEntityHeight: 40 },
            });
            return (await mermaid.render(name, text)).svg;
          },
          [id, source] as const,
        );
        drawings.push({ key, title, svg: await page.evaluate(bake, { svg: raw, id, title }) });
      } catch (cause) {
        const [message = ''] = String(cause instanceof Error ? cause.message : cause).split(
          '\n    at ',
        );
        drawings.push({
          key,
          title,
          error: message.replace(/^page\.evaluate: (Error: )?/, '').trim(),
        });
      }
    }
    return drawings;
  } finally {
    await page.close();
  }
}
