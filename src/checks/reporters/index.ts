import type { Report } from '../finding.ts';
import { github } from './github.ts';
import { markdown } from './markdown.ts';
import { pretty } from './pretty.ts';
import { sarif } from './sarif.ts';

export interface ReporterOptions {
  /** Whether the reader's terminal shows colours. */
  colour: boolean;
  /** The address of the repository, for links to the rules' pages. */
  repository: string;
}

/** How a report can be shown: the names of `--format`, and what each makes of a report. */
export const REPORTERS = {
  pretty,
  json: (report: Report) => `${JSON.stringify(report, null, 2)}\n`,
  github,
  sarif,
  markdown,
} as const satisfies Record<string, (report: Report, options: ReporterOptions) => string>;

export type Format = keyof typeof REPORTERS;

export const FORMATS = Object.keys(REPORTERS) as Format[];

/** Shows a report in a format. */
export function render(format: Format, report: Report, options: ReporterOptions): string {
  return REPORTERS[format](report, options);
}
