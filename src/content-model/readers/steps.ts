import { inlineText, itemText } from '../plain-text.ts';
import type { Step } from '../records.ts';
import { nodesUnder, type SectionNode } from '../sections.ts';
import { childrenOf, type Node, placeOf } from '../tree.ts';
import { blanksIn } from './body-source.ts';

type Item = Extract<Node, { type: 'listItem' }>;
type List = Extract<Node, { type: 'list' }>;

/** The lists under a section's headings and in its boxes, each with the heading it stands under. */
export function* listsUnder(section: SectionNode): Iterable<{ list: List; group?: string }> {
  for (const { node, heading } of nodesUnder(section)) {
    const group = heading === section.heading ? {} : { group: heading.text };
    for (const list of lists(node)) yield { list, ...group };
  }
}

function* lists(node: Node): Iterable<List> {
  if (node.type === 'list') yield node;
  else if (node.type === 'mdxJsxFlowElement' || node.type === 'blockquote') {
    for (const child of node.children) yield* lists(child);
  }
}

/** One list item as a step. */
export function stepOf(item: Item, group: string | undefined): Step {
  const [first, ...rest] = childrenOf(item);
  const opening = first?.type === 'paragraph' ? first : undefined;
  const details = opening ? itemText({ ...item, children: rest as Item['children'] }) : '';
  return {
    text: opening ? inlineText(opening.children).trim() : itemText(item),
    ...(details === '' ? {} : { details }),
    ...(group === undefined ? {} : { group }),
    blanks: blanksIn(item).map(({ id }) => id),
    place: placeOf(item),
  };
}
