import { inlineText, itemText } from '../plain-text.ts';
import { raciRows } from '../raci.ts';
import type { Bodies, Phase } from '../records.ts';
import { findSection, nodesUnder, type SectionNode } from '../sections.ts';
import type { Node } from '../tree.ts';
import { type Locale, PHASE_LABELS } from '../vocabulary.ts';
import type { BodySource } from './body-source.ts';

type Label = keyof typeof PHASE_LABELS;

/** Reads the phases of a playbook and its RACI table. */
export function readPlaybook(source: BodySource): Bodies['playbooks'] {
  const phases = findSection(source, 'phases')?.sections ?? [];
  const raci = findSection(source, 'raci');
  const rows = raci ? raciRows([...nodesUnder(raci)].map(({ node }) => node)) : [];
  return {
    phases: phases.map((phase, index) => readPhase(phase, index, source.locale)),
    raci: rows.length > 0 ? rows : [...source.raci],
  };
}

function readPhase(section: SectionNode, index: number, locale: Locale): Phase {
  const { heading } = section;
  const [, number, title] = /^\p{L}+\s+(\d+)\s*[:.–—-]\s*(.+)$/u.exec(heading.text) ?? [];
  const phase: Phase = {
    number: number === undefined ? index : Number(number),
    title: title ?? heading.text,
    owners: '',
    duration: '',
    steps: [],
    artifacts: [],
    exit: '',
    place: heading.place,
  };
  /** A label that stands alone, so that the list after it is its text. */
  let label: Label | undefined;
  for (const { node } of nodesUnder(section)) {
    const labelled = labelOf(node, locale);
    if (labelled) {
      put(phase, labelled.label, labelled.text);
      label = labelled.text === '' ? labelled.label : undefined;
    } else if (node.type === 'list') {
      const items = node.children.map(itemText);
      if (label === 'artifacts') phase.artifacts.push(...items);
      else if (label === undefined) phase.steps.push(...items);
      else put(phase, label, items.join('; '));
      label = undefined;
    } else {
      label = undefined;
    }
  }
  return phase;
}

function put(phase: Phase, label: Label, text: string): void {
  if (text === '') return;
  if (label === 'artifacts') phase.artifacts.push(text);
  else phase[label] = phase[label] === '' ? text : `${phase[label]}; ${text}`;
}

/** The label that a paragraph starts with in bold, and the text after it. */
function labelOf(node: Node, locale: Locale): { label: Label; text: string } | undefined {
  if (node.type !== 'paragraph') return undefined;
  const [first, ...rest] = node.children;
  if (first?.type !== 'strong') return undefined;
  const bold = inlineText(first.children).trim();
  const after = inlineText(rest).trim();
  for (const label of Object.keys(PHASE_LABELS) as Label[]) {
    const words = PHASE_LABELS[label][locale].replace(/:$/, '');
    if (bold.replace(/\s*:$/, '').toLowerCase() !== words.toLowerCase()) continue;
    return { label, text: after.replace(/^:\s*/, '') };
  }
  return undefined;
}
