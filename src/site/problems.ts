import type { Page, Problem } from '../content-model/records.ts';
import type { Site } from './site.ts';

/** A problem with the file that it is in. */
export interface PlacedProblem extends Problem {
  file: string;
}

const SHOWN = 20;

/**
 * What keeps the site from being published: problems of the data, which every page may show, and
 * those of a page, or of all pages when none is given.
 */
export function listProblems({ content }: Site, page?: Page | null): PlacedProblem[] {
  const pages = page ? [page] : page === null ? [] : content.pages;
  return [
    ...content.problems,
    ...pages.flatMap(({ file, problems }) => problems.map((problem) => ({ ...problem, file }))),
  ];
}

/** The error that ends a build, with each problem on a line of its own. */
export function unpublishable(problems: readonly PlacedProblem[]): Error {
  const lines = problems
    .slice(0, SHOWN)
    .map(
      ({ file, place, message, help }) =>
        `  ${file}:${place.line}:${place.column} ${message}. ${help}`,
    );
  const more = problems.length - lines.length;
  return new Error(
    `The content cannot be published:\n${lines.join('\n')}${more > 0 ? `\n  and ${more} more` : ''}\nnpm run check says what else there is to mend.`,
  );
}
