import { createContext, useContext } from 'react';
import type { Person } from './api/person.ts';
import type { Article, Tenant, WikiApi } from './api/wiki-api.ts';
import type { DraftStore } from './drafts/draft-store.ts';
import type { Words } from './words/words.ts';

/** What is known of an article that something links to; `missing` when there is none. */
export type LinkTarget = Pick<Article, 'title' | 'state' | 'roles'> | 'missing';

/** What every part of the editor needs. */
export interface Wiki {
  api: WikiApi;
  store: DraftStore;
  person: Person;
  tenant: Tenant;
  words: Words;
  /** Brings HTML into the form in which it is stored. */
  tidy: (html: string) => string;
  /** Goes to another page of the editor, for example `/articles/<id>`. */
  go: (path: string, options?: { replace?: boolean }) => void;
  /** The address of a page of the editor, for links. */
  address: (path: string) => string;
  /** Says something to people who do not see the screen, and shows it for a while. */
  announce: (text: string) => void;
  /** Has the person sign in again. Resolves when they did, or did not. */
  signIn: () => Promise<void>;
  /** Finds out what a link to an article leads to. Rejects when that cannot be known now. */
  findTarget: (articleId: string) => Promise<LinkTarget>;
}

export const WikiContext = createContext<Wiki | undefined>(undefined);

/** The editor's surroundings. Only inside of `WikiAdmin`. */
export function useWiki(): Wiki {
  const wiki = useContext(WikiContext);
  if (!wiki) throw new Error('This part of the editor only works inside of WikiAdmin.');
  return wiki;
}
