import type { SessionAnswer } from './answers.ts';
import { brandColours } from './brand.ts';
import css from './crm-help.css?inline';
import { button, element, icon } from './element.ts';
import { chooseLocale, messagesFor } from './messages.ts';
import { createPanel } from './panel.ts';
import { type TokenSource, WikiClient } from './wiki-client.ts';

const QUESTION_MARK = 'M9 9.2a3.1 3.1 0 1 1 4.6 2.7c-1 .6-1.6 1.2-1.6 2.4M12 17.6v.1';

const look = new CSSStyleSheet();
look.replaceSync(css);

/**
 * `<crm-help>`: a button, and a panel with help for the page that its reader is on.
 * Its attributes, properties and events stand in the README.
 */
export class CrmHelp extends HTMLElement {
  static observedAttributes = ['api', 'locale', 'route'];

  #colours = new CSSStyleSheet();
  #client = new WikiClient(() => this.#welcome());
  #launcher = button(
    { class: 'launcher', 'aria-haspopup': 'dialog', 'aria-expanded': 'false' },
    () => this.toggle(),
  );
  #panel = createPanel({
    client: this.#client,
    route: () => (this.getAttribute('route') ?? location.pathname).replace(/[?#].*/, ''),
    portal: () => this.getAttribute('portal'),
    tell: (event, detail) => (event === 'close' ? this.close() : this.#tell(event, detail)),
  });
  /** What had the focus before the panel did. */
  #before: HTMLElement | undefined;
  #gone = new AbortController();

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [look, this.#colours];
    root.append(this.#launcher, this.#panel.dialog);
    this.#paint();
  }

  connectedCallback(): void {
    // A framework may have set it before this class was there.
    if (Object.hasOwn(this, 'token')) {
      const { token } = this;
      Reflect.deleteProperty(this, 'token');
      this.token = token;
    }
    this.#gone = new AbortController();
    addEventListener('online', this.#panel.onHope, this.#gone);
    addEventListener('pagehide', this.#panel.onLeave, this.#gone);
    this.#speak();
  }

  disconnectedCallback(): void {
    this.close();
    this.#gone.abort();
  }

  attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    if (before === now) return;
    if (name === 'api') this.#client.base = (now ?? '').replace(/\/$/, '');
    else if (!this.isConnected) return;
    else if (name === 'locale') this.#speak();
    else this.#panel.onRoute();
  }

  /** A token, or a function that gets one; see {@link TokenSource}. It never stands in HTML. */
  get token(): TokenSource | undefined {
    return this.#client.source;
  }

  set token(source: TokenSource | undefined) {
    if (source === this.token) return;
    this.#client.source = source;
    this.#panel.onHope();
  }

  /** Opens the panel: at an article (id or slug), or where its reader left it on this page. */
  open(article?: string, anchor?: string): void {
    const { dialog } = this.#panel;
    const wasOpen = dialog.open;
    const { activeElement } = document;
    this.#panel.open(article, anchor);
    if (wasOpen) return;
    this.#before = activeElement as HTMLElement;
    this.#launcher.setAttribute('aria-expanded', 'true');
    this.#tell('open');
  }

  close(): void {
    if (!this.#panel.dialog.open) return;
    this.#launcher.setAttribute('aria-expanded', 'false');
    if (this.#panel.close()) {
      this.#launcher.focus();
      // Does nothing when that is gone, or was nothing that takes the focus.
      this.#before?.focus();
    }
    this.#tell('close');
  }

  toggle(): void {
    if (this.#panel.dialog.open) this.close();
    else this.open();
  }

  #tell(event: string, detail = {}): void {
    const options = { bubbles: true, composed: true, detail };
    this.dispatchEvent(new CustomEvent(`crm-help-${event}`, options));
  }

  #speak(): void {
    const locale = chooseLocale(this.getAttribute('locale') || document.documentElement.lang);
    const { help } = messagesFor(locale);
    this.#launcher.lang = locale;
    this.#launcher.replaceChildren(icon(QUESTION_MARK), element('span', {}, help));
    this.#panel.speak(locale);
  }

  #paint(session?: SessionAnswer): void {
    this.#colours.replaceSync(`:host{${brandColours(session?.tenant?.brand)}}`);
  }

  async #welcome(): Promise<void> {
    this.#panel.onReader();
    // Without an answer there are colours all the same.
    const answer = await this.#client
      .get<SessionAnswer>('/v1/session', this.#gone.signal)
      .catch(() => undefined);
    this.#paint(answer?.value);
  }
}

if (!customElements.get('crm-help')) customElements.define('crm-help', CrmHelp);
