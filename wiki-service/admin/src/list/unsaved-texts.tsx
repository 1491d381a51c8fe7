import { writePlace } from '../place.ts';
import { useLoaded } from '../use-loaded.ts';
import { useWiki } from '../wiki-context.ts';
import { writeTime } from '../words/dates.ts';
import { PageLink } from './list-page.tsx';

/** What this person typed in this browser and did not save. */
export function UnsavedTexts() {
  const { store, person, words } = useWiki();
  const [drafts] = useLoaded('drafts', () => store.draftsOf(person));
  if (drafts.status !== 'ready' || drafts.value.length === 0) return null;
  return (
    <section className="wk-unsaved" aria-labelledby="wk-unsaved-title">
      <h2 id="wk-unsaved-title">{words.list.unsaved}</h2>
      <p className="wk-hint">{words.list.unsavedHint}</p>
      <ul>
        {drafts.value.map((draft) => (
          <li key={draft.id}>
            <PageLink
              path={writePlace({
                page: 'article',
                target: draft.articleId
                  ? { kind: 'article', id: draft.articleId }
                  : { kind: 'draft', id: draft.id },
              })}
            >
              {draft.fields.title || words.list.unsavedTitle}
            </PageLink>{' '}
            <time dateTime={new Date(draft.changedAt).toISOString()}>
              {writeTime(draft.changedAt, words.language)}
            </time>
          </li>
        ))}
      </ul>
    </section>
  );
}
