import { Notice } from '../parts/notice.tsx';
import { useWiki } from '../wiki-context.ts';
import { writeTime } from '../words/dates.ts';
import type { EditingSession, EditingState } from './editing-session.ts';

/** What the person has to know about the text on the screen, the most urgent first. */
export function EditingNotices(props: {
  session: EditingSession;
  state: EditingState;
  /** What has to be filled in before it can be saved. */
  missing: string | undefined;
  save: () => void;
  retry: () => void;
}) {
  const { session, state, missing } = props;
  const { words } = useWiki();
  const { newer, restoredFrom } = state;
  return (
    <>
      {state.failure && <SaveFailure {...props} />}
      {missing && <Notice kind="alert">{missing}</Notice>}
      {state.keeping === 'failed' && (
        <Notice kind="alert">
          {words.edit.notKept} {words.edit.notKeptHint}
        </Notice>
      )}
      {state.isOpenElsewhere && <Notice kind="info">{words.edit.openElsewhere}</Notice>}
      {restoredFrom !== undefined && (
        <Notice
          kind="info"
          actions={
            <>
              <button type="button" className="wk-button" onClick={() => session.dismissRestored()}>
                {words.edit.restoredKeep}
              </button>
              <button
                type="button"
                className="wk-button wk-quiet"
                onClick={() => void session.discard()}
              >
                {words.edit.discard}
              </button>
            </>
          }
        >
          {words.edit.restored(writeTime(restoredFrom, words.language))}
        </Notice>
      )}
      {newer && !state.failure && (
        <Notice
          kind="alert"
          actions={
            <button type="button" className="wk-button" onClick={() => session.showConflict(newer)}>
              {words.edit.compare}
            </button>
          }
        >
          {words.edit.newer(writeTime(newer.updatedAt, words.language))}
        </Notice>
      )}
    </>
  );
}

/** Why saving failed, that nothing is lost by it, and what to do. */
function SaveFailure({ session, state, save, retry }: Parameters<typeof EditingNotices>[0]) {
  const { words, signIn } = useWiki();
  const { failure } = state;
  if (!failure) return null;
  const { kind, current, detail } = failure;
  const again = (
    <button type="button" className="wk-button" onClick={retry}>
      {words.tryAgain}
    </button>
  );
  const actions = {
    stale: current && (
      <button type="button" className="wk-button" onClick={() => session.showConflict(current)}>
        {words.edit.compare}
      </button>
    ),
    'not-found': (
      <button
        type="button"
        className="wk-button"
        onClick={() => {
          session.detach();
          save();
        }}
      >
        {words.edit.saveAsNew}
      </button>
    ),
    'signed-out': (
      <>
        <button type="button" className="wk-button" onClick={() => void signIn().then(retry)}>
          {words.signInAgain}
        </button>
        {again}
      </>
    ),
  } as const;
  const isKept = state.isChanged && state.keeping === 'kept';
  return (
    <Notice kind="alert" actions={kind in actions ? actions[kind as keyof typeof actions] : again}>
      <strong>{words.edit.saveFailed}</strong>{' '}
      {kind === 'not-found' ? words.edit.gone : words.failures[kind]}
      {kind === 'refused' && detail ? ` (${detail})` : ''} {isKept && words.compare.kept}
    </Notice>
  );
}
