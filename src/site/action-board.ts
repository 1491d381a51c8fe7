import { fillText } from '../content-model/plain-text.ts';
import type { ActionRow, Page } from '../content-model/records.ts';
import type { Locale } from '../content-model/vocabulary.ts';
import { responseTimes, type SeverityTimes } from '../insight/response-times.ts';
import { type DataContext, roleName } from './data-tables.ts';
import { formatFact } from './format-fact.ts';
import { pathInLocale, type SitePage } from './site.ts';

export type PostmortemPage = Extract<Page, { collection: 'postmortems' }>;
export type BoardState = 'overdue' | 'open' | 'done' | 'wont-do';

/** In the order in which a reader should see them. */
export const BOARD_STATES: readonly BoardState[] = ['overdue', 'open', 'done', 'wont-do'];

/** One prevention action with the post-mortem it comes from. */
export interface BoardAction extends ActionRow {
  boardState: BoardState;
  from: { title: string; path: string };
}

export interface OwnerGroup {
  owner: string;
  counts: Record<BoardState, number>;
  actions: BoardAction[];
}

/** How long the incidents of one severity scheme took. The letters of two schemes mean different things. */
export interface SchemeTimes {
  /** The id of the scheme. */
  scheme: string;
  severities: SeverityTimes[];
}

/** What some post-mortems add up to. */
export interface BoardPart {
  counts: Record<BoardState, number>;
  owners: OwnerGroup[];
  schemes: SchemeTimes[];
}

export interface ActionBoard {
  /** Of real post-mortems only. */
  real: BoardPart;
  /** Of post-mortems that are examples: shown apart, and in no figure of the others. */
  examples: BoardPart;
}

/** Where an action stands on a day: what is open after its due date is overdue. */
export function boardState(action: Pick<ActionRow, 'state' | 'due'>, today: string): BoardState {
  if (action.state === 'done' || action.state === 'wont-do') return action.state;
  return action.due !== '' && action.due < today ? 'overdue' : 'open';
}

/**
 * The board over all post-mortems: actions by owner, what is overdue first, and response times.
 * @param today `YYYY-MM-DD`
 */
export function actionBoard(
  pages: readonly SitePage[],
  today: string,
  context: DataContext,
): ActionBoard {
  const postmortems = onceEach(pages, context.locale);
  const part = (example: boolean) => {
    const chosen = postmortems.filter(({ source }) => (source.data?.example ?? false) === example);
    return boardPart(chosen, today, context);
  };
  return { real: part(false), examples: part(true) };
}

type PostmortemSitePage = SitePage & { source: PostmortemPage };

/** A post-mortem that is there in several languages is one: the reader's, where there is a choice. */
function onceEach(pages: readonly SitePage[], locale: Locale): PostmortemSitePage[] {
  const postmortems = pages.filter(
    (page): page is PostmortemSitePage => page.source?.collection === 'postmortems',
  );
  const versions = Map.groupBy(postmortems, (page) => pathInLocale(page.path, page.locale, 'en'));
  return [...versions.values()].flatMap(
    (same) => same.find((page) => page.locale === locale) ?? same.slice(0, 1),
  );
}

function boardPart(
  postmortems: readonly PostmortemSitePage[],
  today: string,
  context: DataContext,
): BoardPart {
  const actions = postmortems.flatMap(({ source, title, path }) =>
    source.body.actions.map(
      (action): BoardAction => ({
        ...action,
        action: plain(action.action, context),
        note: plain(action.note, context),
        owner: roleName(action.owner, context),
        boardState: boardState(action, today),
        from: { title, path },
      }),
    ),
  );
  const read = postmortems.flatMap(({ source }) => (source.data ? [source.data] : []));
  const schemes = Map.groupBy(read, ({ scheme }) => scheme);
  return {
    counts: countsOf(actions),
    owners: byOwner(actions),
    schemes: [...schemes].map(([scheme, incidents]) => ({
      scheme,
      severities: responseTimes(incidents, today),
    })),
  };
}

/** Text with what its components stand for in their place. */
function plain(text: string, context: DataContext): string {
  return fillText(text, (component, id) => {
    if (component === 'Role') return roleName(id, context);
    const fact = component === 'Fact' && context.data.facts.find((known) => known.id === id);
    return fact ? formatFact(fact, context.locale) : id;
  });
}

function countsOf(actions: readonly BoardAction[]): Record<BoardState, number> {
  const count = (state: BoardState) =>
    actions.filter(({ boardState }) => boardState === state).length;
  return {
    overdue: count('overdue'),
    open: count('open'),
    done: count('done'),
    'wont-do': count('wont-do'),
  };
}

/** Who is late comes first, then who has the most to do. */
function byOwner(actions: readonly BoardAction[]): OwnerGroup[] {
  return [...Map.groupBy(actions, ({ owner }) => owner)]
    .map(([owner, list]) => ({
      owner,
      counts: countsOf(list),
      actions: list.sort(
        (one, other) =>
          BOARD_STATES.indexOf(one.boardState) - BOARD_STATES.indexOf(other.boardState) ||
          one.due.localeCompare(other.due),
      ),
    }))
    .sort(
      ({ owner: one, counts: ofOne }, { owner: other, counts: ofOther }) =>
        ofOther.overdue - ofOne.overdue || ofOther.open - ofOne.open || one.localeCompare(other),
    );
}
