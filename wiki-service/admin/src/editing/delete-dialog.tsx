import { useState } from 'react';
import type { Article } from '../api/wiki-api.ts';
import { Dialog } from '../parts/dialog.tsx';
import { useWiki } from '../wiki-context.ts';

/** Asks before an article is deleted for everybody. */
export function DeleteDialog(props: {
  article: Article;
  onClose: () => void;
  onDelete: () => Promise<void>;
}) {
  const { words } = useWiki();
  const [isBusy, setBusy] = useState(false);
  return (
    <Dialog title={words.edit.deleteTitle} onClose={props.onClose}>
      <p>{words.edit.deleteText(props.article.title)}</p>
      {props.article.state === 'published' && <p>{words.edit.deletePublished}</p>}
      <div className="wk-actions">
        <button type="button" className="wk-button" onClick={props.onClose}>
          {words.cancel}
        </button>
        <button
          type="button"
          className="wk-button wk-primary wk-danger"
          disabled={isBusy}
          onClick={() => {
            setBusy(true);
            void props.onDelete();
          }}
        >
          {words.remove}
        </button>
      </div>
    </Dialog>
  );
}
