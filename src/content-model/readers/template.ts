import { blockText } from '../plain-text.ts';
import type { Bodies } from '../records.ts';
import { findSection, type SectionNode } from '../sections.ts';
import { type BodySource, blanksIn } from './body-source.ts';

/** Reads what a template has people copy: its Text, with its blanks as `⟦Blank client⟧`. */
export function readTemplate(source: BodySource): Bodies['templates'] {
  const section = findSection(source, 'text');
  if (!section) return { text: '', blanks: [] };
  return { text: written(section), blanks: nodesOf(section).flatMap(blanksIn) };
}

function written({ own, sections }: SectionNode): string {
  return [
    blockText(own),
    ...sections.map((section) =>
      `${'#'.repeat(section.heading.depth)} ${section.heading.text}\n\n${written(section)}`.trim(),
    ),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

const nodesOf = (section: SectionNode): SectionNode['own'] => [
  ...section.own,
  ...section.sections.flatMap(nodesOf),
];
