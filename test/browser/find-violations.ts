import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WCAG = {
  runOnly: {
    type: 'tag',
    values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'],
  },
};
/** Every rule of axe, those of good practice too. */
export const EVERY_RULE = {};

interface Result {
  violations: { id: string; nodes: { target: unknown; failureSummary: string }[] }[];
}

/**
 * What axe finds on a page, as lines to read: against WCAG 2.2 A and AA unless other rules are named.
 * Works under any policy of the page.
 */
export async function findViolations(page: Page, rules: object = WCAG): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async (options) => {
    const { axe } = globalThis as unknown as { axe: { run(options: object): Promise<Result> } };
    const { violations } = await axe.run(options);
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} ${String(target)} ${failureSummary}`),
    );
  }, rules);
}
