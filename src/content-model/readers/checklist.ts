import type { Bodies, Step } from '../records.ts';
import { findSection } from '../sections.ts';
import type { Node } from '../tree.ts';
import type { BodySource } from './body-source.ts';
import { listsUnder, stepOf } from './steps.ts';

/** Reads the steps of a checklist: every box to tick in its Steps, those inside other steps too. */
export function readChecklist(source: BodySource): Bodies['checklists'] {
  const section = findSection(source, 'steps');
  if (!section) return { steps: [] };
  return {
    steps: [...listsUnder(section)].flatMap(({ list, group }) => [...tasks(list, group)]),
  };
}

function* tasks(list: Extract<Node, { type: 'list' }>, group?: string): Iterable<Step> {
  for (const item of list.children) {
    const inner = item.children.filter((child) => child.type === 'list');
    if (typeof item.checked === 'boolean') {
      const own = item.children.filter(
        (child) =>
          child.type !== 'list' ||
          !child.children.some(({ checked }) => typeof checked === 'boolean'),
      );
      yield stepOf({ ...item, children: own }, group);
    }
    for (const child of inner) yield* tasks(child, group);
  }
}
