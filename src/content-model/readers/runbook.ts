import type { Bodies } from '../records.ts';
import { findSection } from '../sections.ts';
import type { BodySource } from './body-source.ts';
import { listsUnder, stepOf } from './steps.ts';

/** Reads the steps of a runbook: the items of the ordered lists in its Steps. */
export function readRunbook(source: BodySource): Bodies['runbooks'] {
  const section = findSection(source, 'steps');
  if (!section) return { steps: [] };
  return {
    steps: [...listsUnder(section)]
      .filter(({ list }) => list.ordered)
      .flatMap(({ list, group }) => list.children.map((item) => stepOf(item, group))),
  };
}
