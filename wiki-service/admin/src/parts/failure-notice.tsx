import type { ApiFailure } from '../api/failure.ts';
import { useWiki } from '../wiki-context.ts';
import { Notice } from './notice.tsx';

/** Why something could not be had, and what one can do about it. */
export function FailureNotice({ failure, retry }: { failure: ApiFailure; retry: () => void }) {
  const { words, signIn } = useWiki();
  return (
    <Notice
      kind="alert"
      actions={
        <>
          {failure.kind === 'signed-out' && (
            <button type="button" className="wk-button" onClick={() => void signIn().then(retry)}>
              {words.signInAgain}
            </button>
          )}
          <button type="button" className="wk-button" onClick={retry}>
            {words.tryAgain}
          </button>
        </>
      }
    >
      {words.failures[failure.kind]}
    </Notice>
  );
}
