import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { BROWSER_ARGUMENTS, requireBrowser } from '../src/browser/find.ts';
import { loadContent } from '../src/content-model/index.ts';
import { diagramKey } from '../src/diagrams/key.ts';
import { drawDiagrams } from '../src/diagrams/render.ts';
import { keepDrawings, readDrawing } from '../src/diagrams/store.ts';

/** Draws the diagrams in content/ that have no drawing yet, and drops drawings nobody uses. */
const root = fileURLToPath(new URL('..', import.meta.url));
const content = await loadContent(`${root}content`);
const all = new Map(
  content.pages.flatMap((page) =>
    page.diagrams.map((diagram) => [diagramKey(diagram.source), { ...diagram, file: page.file }]),
  ),
);
const missing = [...all].filter(([key]) => readDrawing(root, key) === undefined);
console.log(`${all.size} diagrams, ${missing.length} to draw.`);

if (missing.length > 0) {
  const browser = await chromium.launch({
    executablePath: requireBrowser(),
    args: [...BROWSER_ARGUMENTS],
  });
  try {
    const drawings = await drawDiagrams(
      browser,
      missing.map(([, diagram]) => diagram),
    );
    await keepDrawings(root, new Set(all.keys()), drawings);
    for (const drawing of drawings) {
      const where = all.get(drawing.key);
      if ('error' in drawing) {
        process.exitCode = 1;
        console.error(`✗ content/${where?.file}:${where?.place.line} ${drawing.error}`);
      } else console.log(`✓ content/${where?.file}:${where?.place.line} ${drawing.title}`);
    }
  } finally {
    await browser.close();
  }
} else {
  await keepDrawings(root, new Set(all.keys()), []);
}
