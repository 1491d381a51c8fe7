import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Person } from '../api/person.ts';
import type { Article, ArticleFields } from '../api/wiki-api.ts';

/** What somebody has typed and the service does not have yet. */
export interface Draft {
  /** One per tab that somebody types in, so that two tabs do not overwrite each other. */
  id: string;
  tenantId: string;
  personId: string;
  /** `null` for an article that was never saved. */
  articleId: string | null;
  /** Names the one act of creating the article, for the case that its answer got lost. */
  createKey: string;
  /** The article as it was when the typing began. */
  base: Article | null;
  fields: ArticleFields;
  /** Milliseconds since 1970. */
  changedAt: number;
}

/** A text that was not chosen or not wanted, kept for a while because the service keeps no history. */
export interface SetAside {
  id: string;
  tenantId: string;
  personId: string;
  articleId: string | null;
  fields: ArticleFields;
  /** Mine, when the other text was chosen; theirs, when mine was; discarded or deleted by oneself. */
  why: 'mine' | 'theirs' | 'discarded' | 'deleted';
  at: number;
}

interface DraftSchema extends DBSchema {
  drafts: { key: string; value: Draft; indexes: { person: [string, string] } };
  aside: { key: string; value: SetAside; indexes: { person: [string, string] } };
}

/** How long a text that was set aside is kept. */
export const ASIDE_DAYS = 30;
const DAY_MS = 86_400_000;

/** Texts that are kept in this browser. Every method rejects when the browser keeps nothing. */
export interface DraftStore {
  keep(draft: Draft): Promise<void>;
  /**
   * Keeps it before this returns, for a page that is about to go and cannot wait for a disk. Does
   * what it can: where there is no room, it keeps nothing.
   */
  keepAtOnce(draft: Draft): void;
  forget(id: string): Promise<void>;
  /** One person's drafts at one tenant, newest first. */
  draftsOf(person: Person): Promise<Draft[]>;
  setAside(text: SetAside): Promise<void>;
  asideOf(person: Person): Promise<SetAside[]>;
  forgetAside(id: string): Promise<void>;
}

/** The drafts in IndexedDB. It is opened at the first use, and again when the browser closed it. */
export function openDraftStore(name = 'sonan-wiki'): DraftStore {
  let opened: Promise<IDBPDatabase<DraftSchema>> | undefined;
  const database = () => {
    const opening = opened ?? open(name, () => (opened = undefined));
    opened = opening;
    opening.catch(() => (opened = undefined));
    return opening;
  };
  const leaving = leavingDrafts(`${name} leaving `);
  const keyOf = (person: Person): [string, string] => [person.tenantId, person.id];
  return {
    async keep(draft) {
      // Strict: when it is said to be kept, it is on the disk.
      const change = (await database()).transaction('drafts', 'readwrite', {
        durability: 'strict',
      });
      await Promise.all([change.store.put(draft), change.done]);
      leaving.forget(draft.id);
    },
    keepAtOnce: leaving.keep,
    async forget(id) {
      leaving.forget(id);
      await (await database()).delete('drafts', id);
    },
    async draftsOf(person) {
      for (const draft of leaving.read()) await this.keep(draft);
      const drafts = await (await database()).getAllFromIndex('drafts', 'person', keyOf(person));
      return drafts.sort((a, b) => b.changedAt - a.changedAt);
    },
    async setAside(text) {
      await (await database()).put('aside', text);
    },
    async asideOf(person) {
      const base = await database();
      const texts = await base.getAllFromIndex('aside', 'person', keyOf(person));
      const limit = Date.now() - ASIDE_DAYS * DAY_MS;
      await Promise.all(
        texts.filter(({ at }) => at < limit).map(({ id }) => base.delete('aside', id)),
      );
      return texts.filter(({ at }) => at >= limit).sort((a, b) => b.at - a.at);
    },
    async forgetAside(id) {
      await (await database()).delete('aside', id);
    },
  };
}

function open(name: string, whenClosed: () => void): Promise<IDBPDatabase<DraftSchema>> {
  return openDB<DraftSchema>(name, 1, {
    upgrade(database) {
      for (const store of ['drafts', 'aside'] as const) {
        database
          .createObjectStore(store, { keyPath: 'id' })
          .createIndex('person', ['tenantId', 'personId']);
      }
    },
    terminated: whenClosed,
  });
}

/** What pages left behind when they went: a few texts at most, each under a key of its own. */
function leavingDrafts(prefix: string) {
  return {
    keep(draft: Draft): void {
      try {
        localStorage.setItem(prefix + draft.id, JSON.stringify(draft));
      } catch {
        // Full, or not allowed: what the database has by now is there.
      }
    },
    forget(id: string): void {
      localStorage.removeItem(prefix + id);
    },
    read(): Draft[] {
      const keys = Object.keys(localStorage).filter((key) => key.startsWith(prefix));
      return keys.map((key) => JSON.parse(localStorage.getItem(key) ?? 'null'));
    },
  };
}
