import { blockText } from './plain-text.ts';
import type { Heading, Section } from './records.ts';
import { childrenOf, type Node } from './tree.ts';
import { type CollectionName, type Locale, SECTIONS, type SectionRule } from './vocabulary.ts';

/** A section with the nodes it is made of. */
export interface SectionNode {
  heading: Heading;
  /** What stands under the heading, before the first heading below it. */
  own: Node[];
  sections: SectionNode[];
}

/**
 * The sections of a body, nested by heading level. Headings inside boxes and quotes start none.
 * @param headings The heading that each heading node has become.
 */
export function sectionTree(root: Node, headings: ReadonlyMap<Node, Heading>): SectionNode[] {
  const top: SectionNode[] = [];
  const open: SectionNode[] = [];
  for (const node of childrenOf(root)) {
    const heading = headings.get(node);
    if (!heading) {
      open.at(-1)?.own.push(node);
      continue;
    }
    while (open.length > 0 && (open.at(-1)?.heading.depth ?? 0) >= heading.depth) open.pop();
    const section: SectionNode = { heading, own: [], sections: [] };
    (open.at(-1)?.sections ?? top).push(section);
    open.push(section);
  }
  return top;
}

/** A section as records carry it. */
export function toSection(node: SectionNode): Section {
  const sections = node.sections.map(toSection);
  const text = [blockText(node.own), ...sections.map((section) => section.text)]
    .filter((part) => part !== '')
    .join('\n\n');
  return { heading: node.heading, text, sections };
}

/** Everything under a section's heading in the order of the page, without the headings below it. */
export function* nodesUnder(section: SectionNode): Iterable<{ node: Node; heading: Heading }> {
  for (const node of section.own) yield { node, heading: section.heading };
  for (const inner of section.sections) yield* nodesUnder(inner);
}

const spelled = (heading: string) => heading.trim().replace(/\s*:$/, '').toLowerCase();

/** The section that a rule asks for, among sections of one level; capitals do not count. */
export function sectionOf<T extends { heading: Heading; sections: T[] }>(
  sections: readonly T[],
  rule: SectionRule,
  locale: Locale,
): T | undefined {
  const wanted = spelled(rule.heading[locale]);
  // A page that has a first-level heading of its own keeps its sections one level down.
  const candidates = sections.flatMap((one) => (one.heading.depth === 1 ? one.sections : [one]));
  return candidates.find(({ heading }) => spelled(heading.text) === wanted);
}

/**
 * A section of a page by its key in the vocabulary: `findSection(adr, 'consequences', 'negative')`.
 * Nothing when the page does not have it, or its collection knows no such section.
 */
export function findSection<T extends { heading: Heading; sections: T[] }>(
  page: { collection: CollectionName; locale: Locale; sections: readonly T[] },
  key: string,
  childKey?: string,
): T | undefined {
  const rule = SECTIONS[page.collection].find((candidate) => candidate.key === key);
  const section = rule && sectionOf(page.sections, rule, page.locale);
  if (childKey === undefined) return section;
  const childRule = rule?.children?.find((candidate) => candidate.key === childKey);
  return section && childRule && sectionOf(section.sections, childRule, page.locale);
}
