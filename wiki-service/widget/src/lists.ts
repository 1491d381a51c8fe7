import type { ListedArticle } from './answers.ts';
import { button, element } from './element.ts';
import type { Locale, Messages } from './messages.ts';

const SKELETON_ROWS = 3;
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

/** A heading and the articles under it, each a button that opens it. */
export function articleList(
  heading: string,
  articles: readonly ListedArticle[],
  words: Messages,
  locale: Locale,
  open: (id: string) => void,
): Node[] {
  const list = element('ul', { class: 'list' });
  articles.forEach((article, index) => {
    const title = `title-${index}`;
    const about = `about-${index}`;
    const foreign = article.locale && article.locale !== locale ? article.locale : undefined;
    const language: Record<string, string> = foreign ? { lang: foreign } : {};
    const note = [words.why[article.why?.match ?? ''], foreign && words.otherLanguage[foreign]];
    list.append(
      element(
        'li',
        {},
        button(
          {
            class: 'item',
            'data-id': article.id,
            'aria-labelledby': title,
            'aria-describedby': about,
          },
          () => open(article.id),
          element('span', { class: 'item-title', id: title, ...language }, article.title),
          element(
            'span',
            { class: 'item-about', id: about },
            element('span', { class: 'why' }, note.filter(Boolean).join(' · ')),
            element(
              'span',
              { class: 'excerpt', ...language },
              ...(article.highlight === undefined ? [article.excerpt] : marked(article.highlight)),
            ),
          ),
        ),
      ),
    );
  });
  return [element('h3', { class: 'heading' }, heading), list];
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
