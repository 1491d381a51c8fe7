import { ATTRIBUTES, ELEMENTS } from './allowed.ts';
import { element } from './element.ts';
import type { Messages } from './messages.ts';

/** What a link of an article needs to know of the place it is shown in. */
export interface ArticlePlace {
  words: Messages;
  /** Address of the portal, for links to its pages; without one they are shown as text. */
  portal: string | null;
  /** Called when a link to an article, or to a place in this one (`id` undefined), is followed. */
  follow: (id: string | undefined, anchor: string | undefined) => void;
}

/** The Sanitizer API, which TypeScript's own types do not have yet. */
interface Sanitizing {
  setHTML?(html: string, options: { sanitizer: object }): void;
}

const SANITIZER = {
  elements: ELEMENTS,
  attributes: ATTRIBUTES,
  comments: false,
  dataAttributes: false,
};

/** Headings of an article stand two levels below: the panel has a title, and the article another. */
const LEVELS_ABOVE = 2;

/** The text of an article as elements, sanitised by the browser, with its links made to work. */
export async function readArticleHtml(html: string, place: ArticlePlace): Promise<HTMLElement> {
  const text = element('div', { class: 'prose' });
  if ((text as Sanitizing).setHTML) {
    (text as Sanitizing).setHTML?.(html, { sanitizer: SANITIZER });
  } else {
    const { setPurified } = await import('./purify.ts');
    setPurified(text, html, ELEMENTS, ATTRIBUTES);
  }
  for (const heading of text.querySelectorAll('h2,h3,h4')) {
    heading.setAttribute('aria-level', String(Number(heading.tagName[1]) + LEVELS_ABOVE));
  }
  for (const table of text.querySelectorAll('table')) {
    // A wide table is scrolled by itself, with the keyboard too.
    const frame = element('div', {
      class: 'table',
      role: 'group',
      tabindex: '0',
      'aria-label': place.words.table,
    });
    table.replaceWith(frame);
    frame.append(table);
  }
  for (const image of text.querySelectorAll('img')) image.loading = 'lazy';
  for (const link of text.querySelectorAll('a')) connect(link, place);
  return text;
}

function connect(link: HTMLAnchorElement, { words, portal, follow }: ArticlePlace): void {
  const href = link.getAttribute('href') ?? '';
  const [, scheme, target, anchor] = /^(?:([a-z]+):)?([^#]*)(?:#(.*))?$/is.exec(href) ?? [];
  const page = scheme === 'portal' && portal && portal.replace(/\/$/, '') + href.slice(7);
  if (scheme === 'wiki' || (!scheme && anchor)) {
    // Followed inside the panel. There is no address that could be opened elsewhere.
    link.removeAttribute('href');
    link.setAttribute('role', 'link');
    link.tabIndex = 0;
    const go = () => follow(scheme && target, anchor);
    link.onclick = go;
    link.onkeydown = (event) => {
      if (event.key === 'Enter') go();
    };
  } else if (scheme === 'https' || page) {
    if (page) link.href = page;
    link.target = '_blank';
    link.rel = 'noopener noreferrer';
    link.append(element('span', { class: 'unseen' }, ` ${words.newTab}`));
  } else if (scheme !== 'mailto') {
    link.replaceWith(...link.childNodes);
  }
}
