import { ASIDE_DAYS, type SetAside } from '../drafts/draft-store.ts';
import { ArticleText } from '../parts/article-text.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { useLoaded } from '../use-loaded.ts';
import { useWiki } from '../wiki-context.ts';
import { writeTime } from '../words/dates.ts';
import type { EditingSession } from './editing-session.ts';

/** Texts that were not used, to look at and to bring back. Those of this article first. */
export function AsideDialog(props: { session: EditingSession; onClose: () => void }) {
  const { store, person, words } = useWiki();
  const articleId = props.session.state().article?.id;
  const [texts, reload] = useLoaded('aside', () => store.asideOf(person));
  const isOwn = (text: SetAside) => text.articleId !== null && text.articleId === articleId;
  const shown =
    texts.status === 'ready'
      ? [...texts.value.filter(isOwn), ...texts.value.filter((text) => !isOwn(text))]
      : [];
  return (
    <Dialog title={words.aside.title} onClose={props.onClose} isWide>
      <p className="wk-hint">{words.aside.hint(ASIDE_DAYS)}</p>
      {texts.status === 'ready' && shown.length === 0 && <p>{words.aside.none}</p>}
      <ul className="wk-aside-texts">
        {shown.map((text) => (
          <li key={text.id}>
            <details>
              <summary>
                <strong>{text.fields.title || words.list.unsavedTitle}</strong>{' '}
                <span className="wk-note">
                  {writeTime(text.at, words.language)}, {words.aside.why[text.why]}
                </span>
              </summary>
              <ArticleText html={text.fields.html} />
              <div className="wk-actions">
                <button
                  type="button"
                  className="wk-button"
                  onClick={() => void props.session.bringBack(text.fields).then(props.onClose)}
                >
                  {words.aside.bringBack}
                </button>
                <button
                  type="button"
                  className="wk-button wk-quiet"
                  onClick={() => void store.forgetAside(text.id).then(reload)}
                >
                  {words.aside.forget}
                </button>
              </div>
            </details>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
