import type { Editor } from '@tiptap/core';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { Fact } from '../api/wiki-api.ts';
import { CompareDialog } from '../compare/compare-dialog.tsx';
import { PageLink } from '../list/list-page.tsx';
import { Icon } from '../parts/icon.tsx';
import { writePlace } from '../place.ts';
import { useLoaded } from '../use-loaded.ts';
import { useWiki } from '../wiki-context.ts';
import { AsideDialog } from './aside-dialog.tsx';
import { DeleteDialog } from './delete-dialog.tsx';
import { DetailsPanel } from './details-panel.tsx';
import { EditingNotices } from './editing-notices.tsx';
import type { EditingSession, EditingState } from './editing-session.ts';
import { PreviewDialog } from './preview-dialog.tsx';
import { ProblemsPanel, useProblems } from './problems-panel.tsx';
import { isSlug, slugFor } from './slug.ts';
import { TextEditor } from './text-editor.tsx';

const NO_FACTS: readonly Fact[] = [];

type Open = 'preview' | 'delete' | 'aside';

/** The page on which one writes an article. */
export function ArticleEditor({ session, path }: { session: EditingSession; path: string }) {
  const wiki = useWiki();
  const { api, words, tenant, announce, go } = wiki;
  const state = useSyncExternalStore(session.subscribe, session.state, session.state);
  const { article, fields } = state;
  const [editor, setEditor] = useState<Editor | null>(null);
  const [open, setOpen] = useState<Open>();
  const [missing, setMissing] = useState<string>();
  const title = useRef<HTMLInputElement>(null);
  const [facts] = useLoaded('facts', () => api.facts());
  const [saved] = useLoaded(article ? `${article.id} ${article.revision}` : undefined, () =>
    api.problems(article?.id ?? ''),
  );
  const problems = useProblems(
    article ? saved : undefined,
    editor,
    facts.status === 'ready' ? facts.value : NO_FACTS,
  );

  useEffect(() => {
    document.title = `${fields.title || words.edit.newTitle} – ${tenant.name}`;
  }, [fields.title, words, tenant]);

  // A new text gets an address, so that reloading the page finds it again. Only when the text comes to
  // be somewhere else: when the path changes, somebody is leaving.
  const target = article
    ? ({ kind: 'article', id: article.id } as const)
    : state.keeping === 'kept' && ({ kind: 'draft', id: session.draftId } as const);
  const place = target ? writePlace({ page: 'article', target }) : undefined;
  const latestPath = useRef(path);
  latestPath.current = path;
  useEffect(() => {
    if (place && place !== latestPath.current) go(place, { replace: true });
  }, [place, go]);

  // Where the browser keeps nothing, one is at least asked before the text is gone.
  useEffect(() => {
    if (state.keeping !== 'failed') return undefined;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [state.keeping]);

  const whatIsMissing = (): string | undefined => {
    const { title: name, slug } = session.typed();
    if (!name.trim()) return words.edit.titleMissing;
    if (!slug) return words.edit.slugMissing;
    return isSlug(slug) ? undefined : words.details.addressInvalid;
  };

  const act = async (run: () => Promise<boolean>, done: string) => {
    const reason = whatIsMissing();
    setMissing(reason);
    if (reason) {
      announce(reason);
      if (!session.typed().title.trim()) title.current?.focus();
      return;
    }
    if (await run()) announce(done);
  };
  const save = () => act(() => session.save(), words.edit.saved);
  const publish = () => {
    if (fields.roles.length > 0) {
      return act(() => session.setState('published'), words.edit.published);
    }
    setMissing(words.edit.publishNeedsRoles);
    return announce(words.edit.publishNeedsRoles);
  };

  const latestSave = useRef(save);
  latestSave.current = save;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 's') return;
      event.preventDefault();
      void latestSave.current();
    };
    // What could not be saved for want of a connection is saved when there is one.
    const onOnline = () => {
      if (session.state().failure?.kind === 'offline') void latestSave.current();
    };
    const onLeave = () => session.leave();
    document.addEventListener('keydown', onKeyDown);
    window.addEventListener('online', onOnline);
    window.addEventListener('pagehide', onLeave);
    return () => {
      window.removeEventListener('pagehide', onLeave);
      document.removeEventListener('keydown', onKeyDown);
      window.removeEventListener('online', onOnline);
    };
  }, [session]);

  const changeTitle = (name: string) => {
    const isFollowing = article?.state !== 'published' && fields.slug === slugFor(fields.title);
    session.changeFields({ title: name, ...(isFollowing && { slug: slugFor(name) }) });
  };

  return (
    <main className="wk-article-page">
      <h1 className="wk-unseen">{fields.title || words.edit.newTitle}</h1>
      <header className="wk-bar">
        <PageLink className="wk-back" path="/">
          <Icon name="back" />
          {words.edit.back}
        </PageLink>
        {article && (
          <span className="wk-state" data-state={article.state}>
            {words.states[article.state]}
          </span>
        )}
        <SaveStatus state={state} />
        <div className="wk-actions">
          <button type="button" className="wk-button" onClick={() => setOpen('preview')}>
            {words.edit.preview}
          </button>
          {article?.state === 'published' ? (
            <button
              type="button"
              className="wk-button"
              aria-disabled={state.busy !== undefined}
              onClick={() => void act(() => session.setState('draft'), words.edit.unpublished)}
            >
              {words.edit.unpublish}
            </button>
          ) : (
            <button
              type="button"
              className="wk-button"
              aria-disabled={state.busy !== undefined}
              onClick={() => void publish()}
            >
              {words.edit.publish}
            </button>
          )}
          <button
            type="button"
            className="wk-button wk-primary"
            aria-disabled={state.busy !== undefined || (!state.isChanged && article !== null)}
            onClick={() => void save()}
          >
            {state.busy === 'saving' ? words.edit.saving : words.edit.save}
          </button>
        </div>
      </header>
      <EditingNotices
        session={session}
        state={state}
        missing={missing}
        save={() => void save()}
        retry={() => void (state.failure ? save() : undefined)}
      />
      <div className="wk-columns">
        {problems.count > 0 && (
          <div className="wk-urgent">
            <ProblemsPanel problems={problems} editor={editor} />
          </div>
        )}
        <div className="wk-writing">
          <label className="wk-title">
            <span>{words.edit.title}</span>
            <input
              ref={title}
              type="text"
              value={fields.title}
              maxLength={200}
              placeholder={words.edit.titleHint}
              lang={fields.locale}
              onChange={(event) => changeTitle(event.target.value)}
            />
          </label>
          <TextEditor
            key={state.version}
            session={session}
            locale={fields.locale}
            facts={facts.status === 'ready' ? facts.value : []}
            problems={saved.status === 'ready' ? saved.value : undefined}
            onEditor={setEditor}
          />
        </div>
        <div className="wk-side">
          <DetailsPanel session={session} state={state} />
          {problems.count === 0 && <ProblemsPanel problems={problems} editor={editor} />}
          <div className="wk-actions wk-rare">
            <button type="button" className="wk-button wk-quiet" onClick={() => setOpen('aside')}>
              {words.edit.aside}
            </button>
            {article && (
              <button
                type="button"
                className="wk-button wk-quiet wk-danger"
                onClick={() => setOpen('delete')}
              >
                {words.edit.delete}
              </button>
            )}
          </div>
        </div>
      </div>
      {open === 'preview' && (
        <PreviewDialog state={state} typed={session.typed()} onClose={() => setOpen(undefined)} />
      )}
      {open === 'aside' && <AsideDialog session={session} onClose={() => setOpen(undefined)} />}
      {open === 'delete' && article && (
        <DeleteDialog
          article={article}
          onClose={() => setOpen(undefined)}
          onDelete={async () => {
            const isGone = await session.remove();
            setOpen(undefined);
            if (!isGone) return;
            announce(words.edit.deleted);
            go('/', { replace: true });
          }}
        />
      )}
      {state.conflict && (
        <CompareDialog
          base={article}
          mine={session.typed()}
          theirs={state.conflict}
          onClose={() => {
            session.hideConflict();
            announce(words.compare.kept);
          }}
          onChoose={async (chosen) => {
            if (!state.conflict) return;
            await session.resolve(chosen, state.conflict);
            announce(words.compare.done);
          }}
        />
      )}
    </main>
  );
}

/** Whether what was typed is saved, or kept, or neither. */
function SaveStatus({ state }: { state: EditingState }) {
  const { words } = useWiki();
  const text = () => {
    if (!state.isChanged) return state.article ? words.edit.allSaved : words.edit.neverSaved;
    if (state.keeping === 'kept') return words.edit.keptHere;
    return state.keeping === 'failed' ? words.edit.notKept : words.edit.keeping;
  };
  return (
    <p
      className="wk-save-status"
      role="status"
      data-keeping={state.isChanged ? state.keeping : 'saved'}
    >
      {text()}
    </p>
  );
}
