import type { PageBase, RaciRow } from '../records.ts';
import type { SectionNode } from '../sections.ts';
import { descendants, isJsx, literalAttributes, type Node, placeOf } from '../tree.ts';
import type { CollectionName, Locale } from '../vocabulary.ts';

/** What a body reader reads from. */
export interface BodySource {
  file: string;
  locale: Locale;
  collection: CollectionName;
  sections: readonly SectionNode[];
  /** The frontmatter as it was read, whether or not it fits its schema. */
  frontmatter: unknown;
  /** The rows of every `<Raci>` table of the page. */
  raci: readonly RaciRow[];
}

/** The blanks in a node, in order. */
export function blanksIn(node: Node): { id: string; place: PageBase['facts'][number]['place'] }[] {
  return [...descendants(node)].flatMap((inner) => {
    if (!isJsx(inner) || inner.name !== 'Blank') return [];
    return [{ id: literalAttributes(inner).id ?? '', place: placeOf(inner) }];
  });
}

/** The first table among nodes, as rows of cells; the row of column names apart. */
export function firstTable(nodes: readonly Node[]) {
  const table = nodes
    .flatMap((node) => [...descendants(node)])
    .find((node) => node.type === 'table');
  return table?.type === 'table' ? table.children.slice(1) : [];
}
