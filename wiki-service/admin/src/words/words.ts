import type { FailureKind } from '../api/failure.ts';
import { en } from './words-en.ts';
import { nl } from './words-nl.ts';

/** The days that are known of a drift, written out. */
export interface DriftDays {
  portal?: string | null;
  article?: string | null;
  /** When sync last looked. */
  seen: string;
}

/** All that the editor says, in one language. */
export interface Words {
  language: 'en' | 'nl';
  wiki: string;
  close: string;
  cancel: string;
  remove: string;
  loading: string;
  tryAgain: string;
  signInAgain: string;
  failures: Record<FailureKind, string>;
  states: Record<'draft' | 'published', string>;
  roles: Record<'admin' | 'employee' | 'client', string>;
  locales: Record<'en' | 'nl', string>;
  list: {
    title: string;
    newArticle: string;
    search: string;
    filters: string;
    anyState: string;
    anyRole: string;
    anyLocale: string;
    anyProblem: string;
    state: string;
    role: string;
    locale: string;
    route: string;
    problem: string;
    problems: Record<'broken-links' | 'drift' | 'no-views', string>;
    sort: string;
    sorts: Record<'updated' | 'created' | 'title', string>;
    clear: string;
    columns: {
      title: string;
      state: string;
      roles: string;
      routes: string;
      changed: string;
      views: string;
      look: string;
    };
    shown: (count: number, isAll: boolean) => string;
    more: string;
    nothingYet: string;
    nothingFound: string;
    brokenLinks: (count: number) => string;
    drift: string;
    feedback: (helpful: number, unhelpful: number) => string;
    unsaved: string;
    unsavedHint: string;
    unsavedTitle: string;
  };
  searches: {
    title: string;
    hint: string;
    nothing: string;
    times: (times: number) => string;
    write: string;
    dismiss: string;
    dismissed: (query: string) => string;
  };
  edit: {
    back: string;
    title: string;
    titleHint: string;
    text: string;
    textHint: string;
    newTitle: string;
    save: string;
    saving: string;
    publish: string;
    unpublish: string;
    preview: string;
    delete: string;
    deleteTitle: string;
    deleteText: (title: string) => string;
    deletePublished: string;
    saved: string;
    published: string;
    unpublished: string;
    deleted: string;
    allSaved: string;
    keptHere: string;
    keeping: string;
    notKept: string;
    notKeptHint: string;
    neverSaved: string;
    restored: (when: string) => string;
    restoredKeep: string;
    discard: string;
    newer: (when: string) => string;
    compare: string;
    openElsewhere: string;
    saveAsNew: string;
    gone: string;
    openDraftElsewhere: string;
    saveFailed: string;
    publishNeedsRoles: string;
    titleMissing: string;
    slugMissing: string;
    aside: string;
  };
  details: {
    title: string;
    address: string;
    addressHint: string;
    addressFree: string;
    addressTaken: (title: string) => string;
    addressInvalid: string;
    addressOld: string;
    locale: string;
    roles: string;
    rolesHint: string;
    routes: string;
    routesHint: string;
    addRoute: string;
    routeInvalid: string;
    routeAdded: (route: string) => string;
  };
  problems: {
    title: string;
    none: string;
    afterSave: string;
    brokenArticle: string;
    brokenDraft: string;
    brokenPortal: (path: string) => string;
    show: string;
    drift: Record<string, (page: string, days: DriftDays) => string>;
    driftElse: (page: string, days: DriftDays) => string;
    factChanged: (about: string, now: string) => string;
    updateFact: string;
  };
  toolbar: {
    label: string;
    block: string;
    paragraph: string;
    heading: (level: number) => string;
    bold: string;
    italic: string;
    strike: string;
    code: string;
    link: string;
    bulletList: string;
    orderedList: string;
    blockquote: string;
    codeBlock: string;
    callout: string;
    table: string;
    image: string;
    fact: string;
    rule: string;
    undo: string;
    redo: string;
  };
  context: {
    link: string;
    image: string;
    fact: string;
    callout: string;
    table: string;
    code: string;
    edit: string;
    editImage: string;
    unlink: string;
    language: string;
    kinds: Record<string, string>;
    rowAbove: string;
    rowBelow: string;
    columnBefore: string;
    columnAfter: string;
    deleteRow: string;
    deleteColumn: string;
    deleteTable: string;
    headerRow: string;
    removeCallout: string;
  };
  linkDialog: {
    title: string;
    kind: string;
    kinds: Record<'article' | 'portal' | 'web', string>;
    searchArticle: string;
    searchPortal: string;
    noPortal: string;
    noMatch: string;
    webAddress: string;
    webHint: string;
    webInvalid: string;
    place: string;
    wholePage: string;
    insert: string;
    chosen: (title: string) => string;
    noText: string;
  };
  imageDialog: {
    title: string;
    address: string;
    hosts: (hosts: string) => string;
    noHosts: string;
    invalid: (hosts: string) => string;
    alt: string;
    altHint: string;
    insert: string;
  };
  factDialog: { title: string; search: string; hint: string; insert: string; noMatch: string };
  previewDialog: {
    title: string;
    as: string;
    visible: (role: string) => string;
    notPublished: (role: string) => string;
    notForRole: (role: string) => string;
    where: string;
    nowhere: string;
    place: (place: number, count: number) => string;
    notShown: string;
    links: string;
    linkFine: string;
    /** What a link that leads nowhere is called. */
    gone: string;
    linkMissing: string;
    linkDraft: string;
    linkNotForRole: (role: string) => string;
    unsaved: string;
  };
  compare: {
    title: string;
    intro: (when: string) => string;
    mine: string;
    theirs: string;
    both: string;
    choose: string;
    part: (number: number, of: number) => string;
    onlyMine: string;
    onlyTheirs: string;
    bothChanged: string;
    empty: string;
    same: (count: number) => string;
    allMine: string;
    allTheirs: string;
    use: string;
    later: string;
    kept: string;
    done: string;
    fields: { title: string; slug: string; locale: string; roles: string; routes: string };
  };
  aside: {
    title: string;
    hint: (days: number) => string;
    none: string;
    why: Record<'mine' | 'theirs' | 'discarded' | 'deleted', string>;
    bringBack: string;
    forget: string;
  };
  notFound: string;
  forbidden: string;
  signedOut: string;
}

const LANGUAGES = { en, nl } satisfies Record<string, Words>;

/** The words of a language; English for one that the editor does not speak. */
export function wordsFor(language: string): Words {
  return language.startsWith('nl') ? LANGUAGES.nl : LANGUAGES.en;
}
