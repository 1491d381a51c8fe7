import type { ListedArticle } from './answers.ts';
import { button, element } from './element.ts';
import type { Locale, Messages } from './messages.ts';

const SKELETON_ROWS = 3;
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

/** A heading and the articles under it, each with a button that opens it. */
export function articleList(
  heading: string,
  articles: readonly ListedArticle[],
  words: Messages,
  locale: Locale,
  open: (id: string) => void,
): Node[] {
  const items = articles.map(({ id, title, locale: written, excerpt, highlight, why }, index) => {
    const about = `about-${index}`;
    const foreign = written && written !== locale ? written : undefined;
    const language: Record<string, string> = foreign ? { lang: foreign } : {};
    const note = [words.why[why?.match ?? ''], foreign && words.otherLanguage[foreign]];
    const attributes = {
      class: 'item-title',
      'data-id': id,
      'aria-describedby': about,
      ...language,
    };
    return element(
      'li',
      { class: 'item' },
      button(attributes, () => open(id), title),
      element(
        'div',
        { id: about },
        element('p', { class: 'why' }, note.filter(Boolean).join(' · ')),
        element(
          'p',
          { class: 'excerpt', ...language },
          ...(highlight === undefined ? [excerpt] : marked(highlight)),
        ),
      ),
    );
  });
  return [element('h3', { class: 'heading' }, heading), element('ul', { class: 'list' }, ...items)];
}

/** Escaped text with hits in `<mark>`, as nodes: it is taken apart, never parsed as HTML. */
function marked(html: string): (Node | string)[] {
  return html.split(/<\/?mark>/).map((piece, index) => {
    const text = piece.replace(
      /&(amp|lt|gt|quot|#39);/g,
      (_, name: string) => ENTITIES[name] ?? '',
    );
    return index % 2 ? element('mark', {}, text) : text;
  });
}

/** Grey rows of the size that articles will have. */
export function skeleton(): HTMLElement {
  return element(
    'div',
    { class: 'skeleton' },
    ...Array.from({ length: SKELETON_ROWS }, () => element('div', { class: 'bone' })),
  );
}

/** A message in place of articles: what is the matter, what to do, and a button that does it. */
export function message(
  title: string,
  hint: string,
  label?: string,
  act?: () => void,
): HTMLElement {
  return element(
    'div',
    { class: 'message' },
    element('h3', {}, title),
    element('p', {}, hint),
    label && act && button({ class: 'action' }, act, label),
  );
}
