import type { Page } from '../content-model/records.ts';
import { didYouMean } from '../content-model/suggestion.ts';
import { type Check, collectionPages, keyPlace, type Observation } from './context.ts';

/** Rules over what people fill in: every blank is declared, and every declared one is used. */
export const checkTemplates: Check = function* (content) {
  for (const page of collectionPages(content)) {
    if (page.data || page.components.length > 0) yield* checkBlanks(page);
  }
};

function* checkBlanks(page: Page): Iterable<Observation> {
  const used = page.components.filter(({ name }) => name === 'Blank');
  if (page.collection !== 'templates' && page.collection !== 'checklists') {
    for (const { place } of used) {
      yield {
        rule: 'template/placeholder',
        file: page.file,
        place,
        message: 'Only templates and checklists have blanks to fill in',
        help: 'Write out what belongs here.',
      };
    }
    return;
  }
  if (!page.data) return;
  const declared = page.data.placeholders.map(({ id }) => id);
  for (const { attributes, place } of used) {
    const { id } = attributes;
    if (id === undefined || declared.includes(id)) continue;
    yield {
      rule: 'template/placeholder',
      file: page.file,
      place,
      message: `The blank "${id}" is not declared`,
      help: `${didYouMean(id, declared)}Declare it under "placeholders" at the top of the page, with an id and a label.`,
    };
  }
  const ids = new Set(used.map(({ attributes }) => attributes.id));
  for (const [index, id] of declared.entries()) {
    if (ids.has(id)) continue;
    yield {
      rule: 'template/placeholder',
      file: page.file,
      place: keyPlace(page, `placeholders.${index}.id`),
      message: `The blank "${id}" is declared but not used`,
      help: `Use it in the text as <Blank id="${id}" />, or take it out of "placeholders".`,
    };
  }
}
