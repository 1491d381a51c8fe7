import { type List, type ListBlank, type ListStep, stepId, tidy, type Words } from '../list.ts';
import { blankOf, FOR, WORKER } from '../run.ts';

/** A step with its place on the page. */
export interface PageStep extends ListStep {
  item: HTMLElement;
  box: HTMLInputElement;
}

/** A checklist as it stands on the page, and the fields in which its blanks are filled in. */
export interface PageList extends List {
  blanks: ListBlank[];
  steps: PageStep[];
  /** By the key of their mark. A blank may stand at several places. */
  fields: { key: string; input: HTMLInputElement }[];
}

/** Reads a checklist from the element that holds its text, as the portal renders it. */
export function readList(element: HTMLElement, title: string): PageList {
  const steps: PageStep[] = [];
  const taken = new Set<string>();
  const places = [...element.querySelectorAll<HTMLElement>('h2, h3, h4, h5, h6, .task')];
  // The headings of the highest level are the page's sections; those below them divide the list.
  const section = Math.min(...places.map(level));
  let group = '';
  for (const place of places) {
    if (!place.matches('.task')) {
      group = level(place) === section ? '' : headingText(place);
      continue;
    }
    const box = place.querySelector<HTMLInputElement>(':scope > input[type="checkbox"]');
    const text = place.querySelector(':scope > .task-text');
    if (!box || !text) continue;
    const words = [...wordsIn(text)];
    const id = stepId(group, words, taken);
    taken.add(id);
    steps.push({ id, group, words, item: place, box });
  }
  const inputs = [...element.querySelectorAll<HTMLInputElement>('input.blank, .fields input')];
  return {
    title,
    steps,
    fields: inputs.map((input) => ({ key: keyOf(input), input })),
    blanks: inputs
      .filter((input) => !input.closest('.task'))
      .map((input) => ({ key: keyOf(input), label: labelOf(input) })),
  };
}

const level = (place: Element): number =>
  /^H\d$/.test(place.tagName) ? Number(place.tagName[1]) : Number.POSITIVE_INFINITY;

function headingText(heading: Element): string {
  const copy = heading.cloneNode(true) as Element;
  copy.querySelector('.anchor')?.remove();
  return tidy(copy.textContent ?? '');
}

function* wordsIn(node: Node): Iterable<Words> {
  if (node instanceof Text) yield node.data;
  else if (node instanceof HTMLInputElement) yield { blank: keyOf(node) };
  else if (node instanceof Element && node.matches('code')) yield { code: node.textContent ?? '' };
  // The boxes inside a step are steps of their own.
  else if (!(node instanceof Element && node.matches('.task'))) {
    for (const child of node.childNodes) yield* wordsIn(child);
  }
}

const FILLED_BY: Record<string, string> = { subject: FOR, worker: WORKER };

function keyOf({ name, dataset }: HTMLInputElement): string {
  return FILLED_BY[dataset.fills ?? ''] ?? blankOf(name);
}

function labelOf(input: HTMLInputElement): string {
  return input.getAttribute('aria-label') ?? tidy(input.labels?.[0]?.textContent ?? input.name);
}
