import { useEffect, useRef, useState } from 'react';
import { ApiFailure } from '../api/failure.ts';
import { PageLink } from '../list/list-page.tsx';
import { FailureNotice } from '../parts/failure-notice.tsx';
import { Icon } from '../parts/icon.tsx';
import { useWiki, type Wiki } from '../wiki-context.ts';
import { ArticleEditor } from './article-editor.tsx';
import type { SessionParts } from './editing-session.ts';
import { type OpenArticle, openArticle, type Target } from './open-article.ts';

type Opening =
  | { status: 'opening' }
  | { status: 'open'; path: string; opened: OpenArticle }
  | { status: 'failed'; failure: ApiFailure };

/** One article: found, with what was typed before, and let go of when one leaves. */
export function ArticlePage({ path, target }: { path: string; target: Target }) {
  const wiki = useWiki();
  const { words } = wiki;
  const [opening, setOpening] = useState<Opening>({ status: 'opening' });
  const [attempt, setAttempt] = useState(0);
  const current = useRef<OpenArticle>(undefined);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the path says what the target is
  useEffect(() => {
    // A new article gets an address when it is kept, and another one when it is saved.
    if (current.current && isAt(current.current, target)) return undefined;
    let isWanted = true;
    setOpening({ status: 'opening' });
    letGo(current.current);
    current.current = undefined;
    openArticle(target, partsOf(wiki)).then(
      (opened) => {
        if (!isWanted) return letGo(opened);
        current.current = opened;
        setOpening({ status: 'open', path, opened });
      },
      (error) => {
        const failure = error instanceof ApiFailure ? error : new ApiFailure('unavailable');
        if (isWanted) setOpening({ status: 'failed', failure });
      },
    );
    return () => {
      isWanted = false;
    };
  }, [path, attempt]);

  useEffect(
    () => () => {
      letGo(current.current);
      current.current = undefined;
    },
    [],
  );

  if (opening.status === 'open') {
    const { session } = opening.opened;
    return <ArticleEditor key={session.draftId} session={session} path={path} />;
  }
  return (
    <main className="wk-article-page">
      <PageLink className="wk-back" path="/">
        <Icon name="back" />
        {words.edit.back}
      </PageLink>
      {opening.status === 'opening' && (
        <p className="wk-loading" role="status">
          {words.loading}
        </p>
      )}
      {opening.status === 'failed' && (
        <OpeningFailure
          failure={opening.failure}
          isDraft={target.kind === 'draft'}
          retry={() => setAttempt((count) => count + 1)}
        />
      )}
    </main>
  );
}

function OpeningFailure(props: { failure: ApiFailure; isDraft: boolean; retry: () => void }) {
  const { words } = useWiki();
  const { kind } = props.failure;
  if (kind === 'not-found') return <p className="wk-empty">{words.notFound}</p>;
  if (kind === 'forbidden' && props.isDraft) {
    return <p className="wk-empty">{words.edit.openDraftElsewhere}</p>;
  }
  return <FailureNotice failure={props.failure} retry={props.retry} />;
}

function isAt({ session }: OpenArticle, target: Target): boolean {
  if (target.kind === 'new') return false;
  const { article } = session.state();
  return target.id === (target.kind === 'article' ? article?.id : session.draftId);
}

/** Other tabs may have the draft when everything that was typed is in it. */
function letGo(opened: OpenArticle | undefined): void {
  void opened?.session.settled().then(opened.release);
}

function partsOf({ api, store, person, tidy }: Wiki): SessionParts {
  return { api, store, person, tidy, newId: () => crypto.randomUUID(), now: () => Date.now() };
}
