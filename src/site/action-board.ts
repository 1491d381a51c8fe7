import type { ActionRow, Page } from '../content-model/records.ts';
import type { SitePage } from './site.ts';

export type PostmortemPage = Extract<Page, { collection: 'postmortems' }>;
export type BoardState = 'overdue' | 'open' | 'done' | 'wont-do';

/** One prevention action with the post-mortem it comes from. */
export interface BoardAction extends ActionRow {
  boardState: BoardState;
  from: { title: string; path: string };
}

export interface OwnerGroup {
  owner: string;
  actions: BoardAction[];
}

export interface ActionBoard {
  /** Of real post-mortems only. */
  counts: Record<BoardState, number>;
  owners: OwnerGroup[];
  /** Of post-mortems that are examples: shown, never counted. */
  examples: OwnerGroup[];
}

const ORDER: readonly BoardState[] = ['overdue', 'open', 'done', 'wont-do'];

/** Where an action stands on a day: what is open after its due date is overdue. */
export function boardState(action: Pick<ActionRow, 'state' | 'due'>, today: string): BoardState {
  if (action.state === 'done' || action.state === 'wont-do') return action.state;
  return action.due !== '' && action.due < today ? 'overdue' : 'open';
}

function byOwner(actions: BoardAction[]): OwnerGroup[] {
  const groups = Map.groupBy(actions, ({ owner }) => owner);
  return [...groups]
    .map(([owner, list]) => ({
      owner,
      actions: list.sort(
        (one, other) =>
          ORDER.indexOf(one.boardState) - ORDER.indexOf(other.boardState) ||
          one.due.localeCompare(other.due),
      ),
    }))
    .sort((one, other) => one.owner.localeCompare(other.owner));
}

/**
 * The board over all post-mortems, grouped by owner, what is overdue first.
 * @param today `YYYY-MM-DD`
 */
export function actionBoard(pages: readonly SitePage[], today: string): ActionBoard {
  const actions = pages.flatMap(({ source, title, path }) =>
    source?.collection === 'postmortems'
      ? source.body.actions.map((action) => ({
          example: source.data?.example ?? false,
          action: {
            ...action,
            boardState: boardState(action, today),
            from: { title, path },
          } satisfies BoardAction,
        }))
      : [],
  );
  const real = actions.filter(({ example }) => !example).map(({ action }) => action);
  const examples = actions.filter(({ example }) => example).map(({ action }) => action);
  const count = (state: BoardState) => real.filter((action) => action.boardState === state).length;
  return {
    counts: {
      overdue: count('overdue'),
      open: count('open'),
      done: count('done'),
      'wont-do': count('wont-do'),
    },
    owners: byOwner(real),
    examples: byOwner(examples),
  };
}
