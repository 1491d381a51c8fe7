import { ApiFailure } from '../api/failure.ts';
import type { Person } from '../api/person.ts';
import type { Article, ArticleFields, WikiApi } from '../api/wiki-api.ts';
import type { Draft, DraftStore, SetAside } from '../drafts/draft-store.ts';
import { DraftWriter, type Keeping } from '../drafts/draft-writer.ts';

/** What is being done with the service just now. */
export type Busy = 'saving' | 'publishing' | 'unpublishing' | 'deleting';

/** Everything that the editor shows about the article that is being edited. */
export interface EditingState {
  /** The article as the service has it; `null` before it was saved for the first time. */
  article: Article | null;
  /** What was typed. `html` is as it was when the document was last read from the editor. */
  fields: ArticleFields;
  /** Counted up when the document has to be shown anew. */
  version: number;
  isChanged: boolean;
  keeping: Keeping;
  busy: Busy | undefined;
  /** Why the last attempt to save or publish failed. */
  failure: ApiFailure | undefined;
  /** What somebody else saved meanwhile. */
  conflict: Article | undefined;
  /** What the service has, when somebody else saved after the text that was found again was typed. */
  newer: Article | undefined;
  /** When the text was typed that was found again, in milliseconds since 1970. */
  restoredFrom: number | undefined;
  /** Another tab has the same article open, with a text of its own. */
  isOpenElsewhere: boolean;
}

/** The document on the screen. */
export interface Surface {
  /** Everything that was typed, as HTML. */
  readHtml(): string;
  /** Gives headings the anchors that they got when they were saved. */
  takeAnchors(html: string): void;
}

export interface SessionParts {
  api: WikiApi;
  store: DraftStore;
  person: Person;
  /** Brings HTML into the form in which the service stores it. */
  tidy: (html: string) => string;
  newId: () => string;
  now: () => number;
}

/** One person who edits one article in one tab: what they typed, where it is kept, and how it is saved. */
export class EditingSession {
  readonly draftId: string;
  readonly #parts: SessionParts;
  readonly #writer: DraftWriter;
  readonly #listeners = new Set<() => void>();
  #createKey: string;
  #state: EditingState;
  #surface: Surface | undefined;
  /** The document as it was when it was last the same as the service's. */
  #unchangedHtml: string | undefined;
  /** The article is gone, and its draft goes with it. */
  #isOver = false;

  constructor(
    parts: SessionParts,
    start: {
      draftId: string;
      createKey: string;
      article: Article | null;
      fields: ArticleFields;
      restoredFrom?: number;
      newer?: Article;
      isOpenElsewhere?: boolean;
    },
  ) {
    this.#parts = parts;
    this.draftId = start.draftId;
    this.#createKey = start.createKey;
    this.#writer = new DraftWriter((keeping) => this.#change({ keeping }));
    // A save that had arrived although its answer did not leaves a draft of what is stored already.
    const isStored = start.newer !== undefined && this.#isSame(start.newer, start.fields);
    const isRestored = start.restoredFrom !== undefined && !isStored;
    this.#state = {
      article: (isStored && start.newer) || start.article,
      fields: start.fields,
      version: 0,
      isChanged: isRestored,
      keeping: isRestored ? 'kept' : 'nothing',
      busy: undefined,
      failure: undefined,
      conflict: undefined,
      restoredFrom: isRestored ? start.restoredFrom : undefined,
      newer: isStored ? undefined : start.newer,
      isOpenElsewhere: start.isOpenElsewhere ?? false,
    };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = (): EditingState => this.#state;

  /** Connects the document on the screen, which shows `fields.html` of this moment. */
  connect(surface: Surface): () => void {
    this.#surface = surface;
    const { article, fields } = this.#state;
    const html = surface.readHtml();
    const isStored = (article?.html ?? '') === fields.html || this.#isSameText(article, html);
    this.#unchangedHtml = isStored ? html : undefined;
    return () => {
      if (this.#surface !== surface) return;
      this.#change({ fields: this.#typed() });
      this.#surface = undefined;
    };
  }

  /** To be called at every change of the document. */
  documentChanged(): void {
    this.#change({ isChanged: true });
    this.#keep();
  }

  changeFields(fields: Partial<Omit<ArticleFields, 'html'>>): void {
    this.#change({ fields: { ...this.#state.fields, ...fields }, isChanged: true });
    this.#keep();
  }

  /** Saves, and gives whether the service has it now. */
  async save(): Promise<boolean> {
    return this.#attempt('saving', () => this.#store());
  }

  /** Publishes or takes back; what was typed is saved first. */
  async setState(state: Article['state']): Promise<boolean> {
    const busy = state === 'published' ? 'publishing' : 'unpublishing';
    return this.#attempt(busy, async () => {
      if (this.#state.isChanged || !this.#state.article) await this.#store();
      const { article } = this.#state;
      if (!article) throw new ApiFailure('not-found');
      const stored = await this.#parts.api.setState(article.id, article.revision, state);
      this.#change({ article: stored });
      // A draft that was typed on meanwhile is based on what there is now.
      if (this.#state.isChanged) this.#keep();
    });
  }

  /** Deletes the article. Its text is set aside in this browser, for the service keeps none. */
  async remove(): Promise<boolean> {
    return this.#attempt('deleting', async () => {
      const { article } = this.#state;
      if (article) await this.#parts.api.remove(article.id, article.revision);
      this.#isOver = true;
      await this.#putAside(this.#typed(), 'deleted');
      this.#keep();
      await this.settled();
    });
  }

  /** Takes what somebody typed back to what the service has. The text is set aside. */
  async discard(): Promise<void> {
    await this.#putAside(this.#typed(), 'discarded');
    const { fields, newer } = this.#state;
    const article = newer ?? this.#state.article;
    this.#showAnew({
      article,
      newer: undefined,
      fields: article ? fieldsOf(article) : { ...fields, title: '', slug: '', html: '' },
      isChanged: false,
      failure: undefined,
      conflict: undefined,
      restoredFrom: undefined,
    });
    this.#keep();
    await this.settled();
  }

  /**
   * Goes on with a text that was made of mine and `theirs`. What of either is not in it is set aside.
   */
  async resolve(chosen: ArticleFields, theirs: Article): Promise<void> {
    const mine = this.#typed();
    if (!this.#isSame(chosen, mine)) await this.#putAside(mine, 'mine');
    if (!this.#isSame(chosen, theirs)) await this.#putAside(fieldsOf(theirs), 'theirs');
    this.#showAnew({
      article: theirs,
      fields: chosen,
      isChanged: !this.#isSame(chosen, theirs),
      conflict: undefined,
      newer: undefined,
      failure: undefined,
      restoredFrom: undefined,
    });
    this.#keep();
  }

  /** Puts a text that had been set aside in the place of the one that is there. */
  async bringBack(text: ArticleFields): Promise<void> {
    const now = this.#typed();
    if (!this.#isSame(now, text)) await this.#putAside(now, 'mine');
    this.#showAnew({ fields: text, isChanged: true });
    this.#keep();
  }

  /** Looks at what somebody else saved, without saving. */
  showConflict(current: Article): void {
    this.#change({ conflict: current });
  }

  /** Puts the decision off. The draft stays as it is. */
  hideConflict(): void {
    this.#change({ conflict: undefined });
  }

  /** The article was deleted by somebody: the next save makes a new one of the same text. */
  detach(): void {
    this.#createKey = this.#parts.newId();
    this.#unchangedHtml = undefined;
    this.#change({ article: null, failure: undefined, isChanged: true });
    this.#keep();
  }

  dismissRestored(): void {
    this.#change({ restoredFrom: undefined });
  }

  /** What was typed, as it is now. */
  typed(): ArticleFields {
    return this.#typed();
  }

  /** Resolves when everything that was typed is kept. */
  async settled(): Promise<void> {
    await this.#writer.settled();
  }

  async #attempt(busy: Busy, act: () => Promise<void>): Promise<boolean> {
    if (this.#state.busy) return false;
    this.#change({ busy, failure: undefined });
    try {
      await act();
      this.#change({ busy: undefined });
      return true;
    } catch (error) {
      const failure = error instanceof ApiFailure ? error : whyRefused(error);
      const conflict = failure.kind === 'stale' ? failure.current : undefined;
      this.#change({ busy: undefined, failure, ...(conflict && { conflict }) });
      return false;
    }
  }

  async #store(): Promise<void> {
    const typed = this.#typed();
    const sent = { ...typed, html: this.#parts.tidy(typed.html) };
    const stored = await this.#send(sent);
    this.#change({ article: stored, restoredFrom: undefined, newer: undefined });
    if (!sameFields(this.#typed(), typed)) {
      // Typed on meanwhile: that is based on what is stored now.
      this.#unchangedHtml = undefined;
    } else if (stored.html === sent.html && this.#surface) {
      this.#surface.takeAnchors(stored.html);
      this.#unchangedHtml = this.#surface.readHtml();
      this.#change({ fields: { ...fieldsOf(stored), html: this.#unchangedHtml } });
    } else {
      this.#showAnew({ fields: fieldsOf(stored) });
    }
    this.#keep();
    await this.settled();
  }

  async #send(sent: ArticleFields): Promise<Article> {
    const { api } = this.#parts;
    const { article } = this.#state;
    try {
      if (article) return await api.save(article.id, article.revision, sent);
      const created = await api.create(sent, this.#createKey);
      if (this.#isSame(created, sent)) return created;
      // It had been created before, and the answer got lost. Since then one typed on, or somebody else did.
      if (created.revision > 1) throw new ApiFailure('stale', { current: created });
      return await api.save(created.id, created.revision, sent);
    } catch (error) {
      // The save before had arrived, and its answer got lost.
      const isArrived = error instanceof ApiFailure && error.current;
      if (isArrived && this.#isSame(isArrived, sent)) return isArrived;
      throw error;
    }
  }

  #keep(): void {
    this.#writer.write(async () => {
      const fields = this.#typed();
      const { article } = this.#state;
      const isChanged = !this.#isOver && !this.#isUnchanged(fields);
      this.#change({ fields, isChanged });
      if (!isChanged) {
        await this.#parts.store.forget(this.draftId);
        return 'nothing';
      }
      await this.#parts.store.keep(this.#draft(fields, article));
      return 'kept';
    });
  }

  /** To be called when the page goes: what is still on its way to the disk would be lost. */
  leave(): void {
    const fields = this.#typed();
    if (this.#state.keeping !== 'keeping' || this.#isOver || this.#isUnchanged(fields)) return;
    this.#parts.store.keepAtOnce(this.#draft(fields, this.#state.article));
  }

  #draft(fields: ArticleFields, article: Article | null): Draft {
    return {
      id: this.draftId,
      tenantId: this.#parts.person.tenantId,
      personId: this.#parts.person.id,
      articleId: article?.id ?? null,
      createKey: this.#createKey,
      base: article,
      fields,
      changedAt: this.#parts.now(),
    };
  }

  async #putAside(fields: ArticleFields, why: SetAside['why']): Promise<void> {
    if (isEmpty(fields)) return;
    const { person, store, newId, now } = this.#parts;
    await store.setAside({
      id: newId(),
      tenantId: person.tenantId,
      personId: person.id,
      articleId: this.#state.article?.id ?? null,
      fields: { ...fields, html: this.#parts.tidy(fields.html) },
      why,
      at: now(),
    });
  }

  #typed(): ArticleFields {
    const { fields } = this.#state;
    return this.#surface ? { ...fields, html: this.#surface.readHtml() } : fields;
  }

  #isUnchanged(fields: ArticleFields): boolean {
    const { article } = this.#state;
    if (!article) return isEmpty(fields);
    const isSameDocument =
      this.#unchangedHtml === undefined
        ? this.#isSameText(article, fields.html)
        : fields.html === this.#unchangedHtml;
    return (
      isSameDocument && sameFields({ ...fields, html: '' }, { ...fieldsOf(article), html: '' })
    );
  }

  #isSameText(article: { html: string } | null, html: string): boolean {
    try {
      return this.#parts.tidy(article?.html ?? '') === this.#parts.tidy(html);
    } catch {
      return false;
    }
  }

  #isSame(one: ArticleFields, other: ArticleFields): boolean {
    return (
      this.#isSameText(one, other.html) && sameFields({ ...one, html: '' }, { ...other, html: '' })
    );
  }

  /** Has the document shown anew. Until it is, the text is what is in `fields`. */
  #showAnew(change: Partial<EditingState>): void {
    this.#surface = undefined;
    this.#unchangedHtml = undefined;
    this.#change({ ...change, version: this.#state.version + 1 });
  }

  #change(change: Partial<EditingState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

/** What one writes of an article that is stored. */
export function fieldsOf({
  title,
  slug,
  html,
  locale,
  roles,
  routes,
}: ArticleFields): ArticleFields {
  return { title, slug, html, locale, roles, routes };
}

/** The text cannot even be sent: it is nested or repeated beyond what an article needs. */
function whyRefused(error: unknown): ApiFailure {
  return new ApiFailure('refused', {
    detail: error instanceof Error ? error.message : String(error),
  });
}

function isEmpty({ title, html }: ArticleFields): boolean {
  return title.trim() === '' && html.replace(/<(?!img|hr)[^>]*>/g, '').trim() === '';
}

function sameFields(one: ArticleFields, other: ArticleFields): boolean {
  return (
    one.title === other.title &&
    one.slug === other.slug &&
    one.html === other.html &&
    one.locale === other.locale &&
    sameMembers(one.roles, other.roles) &&
    sameMembers(one.routes, other.routes)
  );
}

function sameMembers(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((member) => other.includes(member));
}
