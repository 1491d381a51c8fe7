import { blockText, inlineText, itemText } from '../plain-text.ts';
import type { Alternative, Bodies } from '../records.ts';
import { findSection, nodesUnder, type SectionNode } from '../sections.ts';
import type { Node } from '../tree.ts';
import { VERDICTS, type Verdict } from '../vocabulary.ts';
import type { BodySource } from './body-source.ts';

/** Reads the alternatives of an ADR with their verdicts, and what follows from the decision. */
export function readAdr(source: BodySource): Bodies['adr'] {
  return {
    alternatives: findSection(source, 'alternatives')?.sections.map(readAlternative) ?? [],
    positive: points(findSection(source, 'consequences', 'positive')),
    negative: points(findSection(source, 'consequences', 'negative')),
  };
}

function readAlternative(section: SectionNode): Alternative {
  const nodes = [...nodesUnder(section)].map(({ node }) => node);
  const at = nodes.findIndex((node) => verdictOf(node) !== undefined);
  const verdictNode = nodes[at];
  return {
    title: section.heading.text,
    ...(verdictNode ? { verdict: verdictOf(verdictNode)?.verdict } : {}),
    reasons: verdictNode ? reasonsAfter(verdictNode, nodes.slice(at + 1)) : [],
    place: section.heading.place,
  };
}

/** The verdict a paragraph starts with in bold, and what it says after it. */
function verdictOf(node: Node): { verdict: Verdict; rest: string } | undefined {
  if (node.type !== 'paragraph') return undefined;
  const [first, ...rest] = node.children;
  if (first?.type !== 'strong') return undefined;
  const bold = inlineText(first.children).trim();
  for (const [verdict, words] of Object.entries(VERDICTS) as [Verdict, string][]) {
    const said = new RegExp(`^${words}(?![\\p{L}])`, 'iu').exec(bold);
    if (said) return { verdict, rest: bold.slice(said[0].length) + inlineText(rest) };
  }
  return undefined;
}

/** The list that follows the verdict, or else what the verdict's own paragraph goes on to say. */
function reasonsAfter(verdict: Node, following: readonly Node[]): string[] {
  const list = following.find((node) => node.type === 'list');
  if (list?.type === 'list') return list.children.map(itemText);
  const said = (verdictOf(verdict)?.rest ?? '').replace(/^[\s.,:;–—-]+/, '').trim();
  return /[\p{L}\p{N}]/u.test(said) && !/^because:?$/i.test(said) ? [said] : [];
}

/** The items of a section's lists, or its paragraphs when it has no list. */
function points(section: SectionNode | undefined): string[] {
  if (!section) return [];
  const nodes = [...nodesUnder(section)].map(({ node }) => node);
  const items = nodes.flatMap((node) => (node.type === 'list' ? node.children.map(itemText) : []));
  if (items.length > 0) return items;
  return nodes.map((node) => blockText([node])).filter((text) => text !== '');
}
