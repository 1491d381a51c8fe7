import type { ListedArticle } from './answers.ts';
import { button, element } from './element.ts';
import type { Locale, Messages } from './messages.ts';

const SKELETON_ROWS = 3;
const HIT_START = '\uE000';
const HIT_END = '\uE001';

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

/** A text whose hits stand between two marks that no keyboard has. */
function marked(text: string): (Node | string)[] {
  return text.split(HIT_START).flatMap((piece, index) => {
    if (index === 0) return [piece];
    const [hit = '', ...rest] = piece.split(HIT_END);
    return [element('mark', {}, hit), rest.join('')];
  });
}

/** Grey rows of the size that articles will have. */
export function skeleton(words: Messages): HTMLElement {
  return element(
    'div',
    { class: 'skeleton' },
    element('span', { class: 'unseen' }, words.loading),
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
