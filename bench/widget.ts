import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildWidget, WIDGET_FILE } from '../wiki-service/widget/build.ts';
import type { Figure } from './figure.ts';

const BUDGET_KB = 10;

/** Weighs the help widget as a page of the CRM loads it, and what browsers without a sanitizer load beside it. */
export async function benchWidget(workshop: string): Promise<Figure[]> {
  const folder = join(workshop, 'widget');
  await buildWidget(folder);
  const weigh = (files: readonly string[]) =>
    files.reduce(
      (sum, file) => sum + gzipSync(readFileSync(join(folder, file)), { level: 9 }).length,
      0,
    ) / 1000;
  const others = readdirSync(folder).filter((file) => file !== WIDGET_FILE);
  return [
    {
      what: 'widget: crm-help.js, gzipped',
      value: weigh([WIDGET_FILE]),
      unit: 'kB',
      budget: { atMost: BUDGET_KB },
    },
    { what: 'widget: for old browsers only', value: weigh(others), unit: 'kB' },
  ];
}
