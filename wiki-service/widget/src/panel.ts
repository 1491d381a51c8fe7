import type { ArticleAnswer, HelpAnswer, ListedArticle, SearchAnswer } from './answers.ts';
import { readArticleHtml } from './article-html.ts';
import { button, element, icon } from './element.ts';
import { feedbackForm } from './feedback.ts';
import { articleList, message, skeleton } from './lists.ts';
import { type Locale, messagesFor } from './messages.ts';
import { type WikiClient, WikiError } from './wiki-client.ts';

/** What the panel needs of the element that it belongs to. */
export interface PanelHost {
  client: WikiClient;
  /** The route of the page that the reader is on now. */
  route: () => string;
  /** Address of the portal, or null. */
  portal: () => string | null;
  /** Lets the CRM know. */
  tell: (event: string, detail?: object) => void;
}

/** The panel with help, beside the page or over it. */
export interface Panel {
  dialog: HTMLDialogElement;
  /** Opens it at an article (id or slug), or where its reader left it on this page. */
  open: (article?: string, anchor?: string) => void;
  /** Closes it. Gives true when the focus was inside and has to go somewhere else. */
  close: () => boolean;
  speak: (locale: Locale) => void;
  /** The page under it is another one now. */
  onRoute: () => void;
  /** Somebody else reads now: nothing of the one before stays. */
  onReader: () => void;
  /** What was in the way may be gone: a token, a connection. */
  onHope: () => void;
  /** Sends what was chosen and not sent yet. */
  onLeave: () => void;
}

/** What the panel shows, with what is needed to come back to it. */
type View = { scroll?: number; left?: string } & (
  | { kind: 'page' }
  | { kind: 'search'; query: string; typing: boolean }
  | { kind: 'article'; key: string; anchor?: string | undefined }
);

/** What takes the place of the panel's content. */
interface Content {
  nodes: (Node | string)[];
  /** For screen readers, politely. */
  say?: string;
  /** What an article starts with, to go on reading from. */
  start?: HTMLElement;
  leave?: () => void;
}

const SKELETON_AFTER_MS = 150;
const TYPING_PAUSE_MS = 300;
/** Whoever looks at an empty result for so long has typed all that they wanted. */
const SETTLED_AFTER_MS = 2000;
/** Below this the panel takes the whole window, and what is under it waits. */
const ROOM_FOR_BOTH = '(min-width: 40em)';
const ARROW_LEFT = 'M15 5l-7 7 7 7';
const CROSS = 'M6 6l12 12M18 6L6 18';

/** Makes the panel of one element. */
export function createPanel(host: PanelHost): Panel {
  let words = messagesFor('en');
  let locale: Locale = 'en';
  let trail: View[] = [];
  let shownRoute: string | undefined;
  let loading = new AbortController();
  let typing = 0;
  let retrying = 0;
  let troubled = false;
  let leave: (() => void) | undefined;
  const answered = new Set<string>();

  const name = element('h2', { id: 'name', tabindex: '-1' });
  const back = button({ class: 'round' }, goBack, icon(ARROW_LEFT));
  const cross = button({ class: 'round' }, () => host.tell('close'), icon(CROSS));
  const field = element('input', {
    type: 'search',
    autocomplete: 'off',
    enterkeyhint: 'search',
    maxlength: '200',
  });
  const form = element('form', { role: 'search' }, field);
  const notice = element('p', { class: 'notice', hidden: '' });
  const body = element('div', { class: 'body', tabindex: '-1' });
  const status = element('p', { class: 'unseen', role: 'status' });
  const dialog = element(
    'dialog',
    { 'aria-labelledby': 'name' },
    element('header', {}, back, name, cross),
    form,
    notice,
    body,
    status,
  );
  const focused = () => (dialog.getRootNode() as ShadowRoot).activeElement as HTMLElement | null;
  const current = (): View => trail.at(-1) ?? { kind: 'page' };

  form.onsubmit = (event) => {
    event.preventDefault();
    search(false);
  };
  field.oninput = () => {
    clearTimeout(typing);
    typing = window.setTimeout(search, TYPING_PAUSE_MS, true);
  };
  dialog.oncancel = (event) => {
    event.preventDefault();
    host.tell('close');
  };
  dialog.onkeydown = (event) => {
    const { key } = event;
    const stops = [field, ...body.querySelectorAll<HTMLElement>('.item-title')];
    const at = stops.indexOf(focused() ?? body);
    const next = at >= 0 && stops[at + Number(key === 'ArrowDown') - Number(key === 'ArrowUp')];
    if (key === 'Escape') {
      // The CRM has uses of its own for this key.
      event.stopPropagation();
      event.preventDefault();
      if (at || !field.value) {
        host.tell('close');
      } else {
        field.value = '';
        search(false);
      }
    } else if (next && next !== focused()) {
      event.preventDefault();
      next.focus();
    }
  };

  function restart(): void {
    trail = [{ kind: 'page' }];
    field.value = '';
    body.replaceChildren();
  }

  /** `isTyping`: more may come, so the service shall not remember that nothing was found. */
  function search(isTyping: boolean): void {
    clearTimeout(typing);
    const query = field.value.trim();
    if (!query && current().kind === 'page') return;
    trail = [{ kind: 'page' }];
    if (query) trail.push({ kind: 'search', query, typing: isTyping });
    show();
  }

  function openArticle(key: string, anchor?: string): void {
    Object.assign(current(), { scroll: body.scrollTop, left: key });
    trail.push({ kind: 'article', key, anchor });
    show(true);
  }

  function goBack(): void {
    trail.pop();
    if (current().kind === 'page') field.value = '';
    // The button may be gone before there is something to go to.
    body.focus();
    show(true);
  }

  /** Fills the panel with what the current view asks for; `move` takes the focus there. */
  async function show(move = false): Promise<void> {
    loading.abort();
    loading = new AbortController();
    const { signal } = loading;
    const view = current();
    clearTimeout(retrying);
    back.disabled = trail.length < 2;
    status.textContent = '';
    body.setAttribute('aria-busy', 'true');
    const waiting = setTimeout(
      () => fill({ nodes: [skeleton()], say: words.loading }),
      body.hasChildNodes() ? SKELETON_AFTER_MS : 0,
    );
    let content: Content;
    try {
      content = await load(view, signal);
      troubled = false;
    } catch (error) {
      content = signal.aborted ? { nodes: [] } : explain(error);
    }
    clearTimeout(waiting);
    if (signal.aborted) return;
    body.removeAttribute('aria-busy');
    fill(content);
    body.scrollTop = view.scroll ?? 0;
    if (view.kind === 'article' && view.anchor) goTo(view.anchor);
    else if (move) {
      const item = body.querySelector<HTMLElement>(`[data-id="${CSS.escape(view.left ?? '')}"]`);
      (content.start ?? item ?? body).focus({ preventScroll: true });
    }
  }

  function fill(content: Content): void {
    leave?.();
    leave = content.leave;
    // Focus must not fall out of the panel with what had it.
    if (body.contains(focused())) body.focus({ preventScroll: true });
    body.replaceChildren(...content.nodes);
    status.textContent = content.say ?? '';
  }

  function goTo(anchor: string): void {
    const place = body.querySelector<HTMLElement>(`.prose [id="${CSS.escape(anchor)}"]`);
    if (!place) return;
    place.tabIndex = -1;
    place.focus();
    place.scrollIntoView();
  }

  async function load(view: View, signal: AbortSignal): Promise<Content> {
    const get = async <T>(path: string, query: Record<string, string> = {}): Promise<T> => {
      const address = `/v1/${path}?${new URLSearchParams({ ...query, locale })}`;
      const { value, kept } = await host.client.get<T>(address, signal);
      notice.hidden = !kept;
      return value;
    };
    if (view.kind === 'article')
      return article(await get(`articles/${encodeURIComponent(view.key)}`));
    if (view.kind === 'search') {
      const { query, typing: isTyping } = view;
      const answer = await get<SearchAnswer>('search', {
        q: query,
        ...(isTyping && { typing: 'true' }),
      });
      if (isTyping && !answer.total) {
        typing = window.setTimeout(() => {
          view.typing = false;
          get('search', { q: query }).catch(() => undefined);
        }, SETTLED_AFTER_MS);
      }
      return results(query, answer);
    }
    const route = host.route();
    const { articles } = await get<HelpAnswer>('help', { route });
    shownRoute = route;
    return articles.length > 0
      ? { nodes: list(words.forThisPage, articles), say: words.articles + articles.length }
      : { nodes: [message(words.noArticles, words.noArticlesHint)], say: words.noArticles };
  }

  function list(heading: string, articles: ListedArticle[]): Node[] {
    return articleList(heading, articles, words, locale, openArticle);
  }

  function results(query: string, { results: found, total, corrected }: SearchAnswer): Content {
    host.tell('search', { query, total });
    if (found.length === 0) {
      const nothing = `${words.nothingFound}“${query}”`;
      const toPage: [string, () => void] = [words.forThisPage, goBack];
      return { nodes: [message(nothing, words.nothingFoundHint, ...toPage)], say: nothing };
    }
    const count = words.results + (total > found.length ? `${found.length} / ${total}` : total);
    const note = corrected ? element('p', { class: 'note' }, words.corrected) : '';
    return { nodes: [note, ...list(count, found)], say: count };
  }

  async function article({ id, slug, title, html, locale }: ArticleAnswer): Promise<Content> {
    const text = await readArticleHtml(html, {
      words,
      portal: host.portal(),
      follow(target, anchor) {
        if (target) openArticle(target, anchor);
        else if (anchor) goTo(anchor);
      },
    });
    const start = element('h3', { class: 'title', tabindex: '-1' }, title);
    const feedback = feedbackForm(words, answered.has(id), async (answer) => {
      await host.client.post(`/v1/articles/${id}/feedback`, answer);
      answered.add(id);
      host.tell('feedback', { id, helpful: answer.helpful });
    });
    host.tell('article', { id, slug });
    // It is a count; a reader is not told when it fails.
    host.client.post(`/v1/articles/${id}/views`).catch(() => undefined);
    return {
      nodes: [element('article', { lang: locale }, start, text), feedback.element],
      start,
      leave: feedback.leave,
    };
  }

  function explain(error: unknown): Content {
    const { trouble, seconds } = error instanceof WikiError ? error : new WikiError('unavailable');
    const [title, template] = words.troubles[trouble];
    const hint = template.replace('#', String(seconds));
    troubled = true;
    notice.hidden = true;
    host.tell(trouble === 'expired' ? 'session-expired' : 'error', { trouble });
    if (trouble === 'limited') retrying = window.setTimeout(show, seconds * 1000);
    return {
      nodes: [message(title, hint, words.retry, () => show(true))],
      say: `${title}. ${hint}`,
    };
  }

  return {
    dialog,
    open(key, anchor) {
      if (key) trail = [{ kind: 'page' }, { kind: 'article', key, anchor }];
      else if (shownRoute !== host.route()) restart();
      if (!dialog.open) {
        const hasRoom = matchMedia(ROOM_FOR_BOTH).matches;
        dialog[hasRoom ? 'show' : 'showModal']();
        // On a small screen a focused field would bring the keyboard up over everything.
        (hasRoom ? field : name).focus();
      }
      if (key || troubled || !body.hasChildNodes()) show(!!key);
    },
    close() {
      leave?.();
      const inside = dialog.contains(focused());
      dialog.close();
      return inside;
    },
    speak(spoken) {
      locale = spoken;
      words = messagesFor(locale);
      dialog.lang = locale;
      name.textContent = words.help;
      back.setAttribute('aria-label', words.back);
      cross.setAttribute('aria-label', words.close);
      field.placeholder = words.search;
      field.setAttribute('aria-label', words.search);
      notice.textContent = words.kept;
      if (dialog.open) show();
      else restart();
    },
    onRoute() {
      // Whoever is reading reads on: the steps of an article may lead over several pages.
      if (dialog.open && current().kind === 'page') show();
    },
    onReader() {
      answered.clear();
      restart();
      if (dialog.open) show();
    },
    onHope() {
      notice.hidden = true;
      if (dialog.open && troubled) show();
    },
    onLeave: () => leave?.(),
  };
}
