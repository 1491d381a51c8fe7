import type { Bodies } from '../records.ts';
import { type BodySource, bodySection } from './body-source.ts';
import { listsUnder, stepOf } from './steps.ts';

/** Reads the steps of a runbook: the items of the ordered lists in its Steps. */
export function readRunbook(source: BodySource): Bodies['runbooks'] {
  const section = bodySection(source, 'steps');
  if (!section) return { steps: [] };
  return {
    steps: [...listsUnder(section)]
      .filter(({ list }) => list.ordered)
      .flatMap(({ list, group }) => list.children.map((item) => stepOf(item, group))),
  };
}
