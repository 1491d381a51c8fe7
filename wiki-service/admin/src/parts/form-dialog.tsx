import type { ReactNode } from 'react';
import { useWiki } from '../wiki-context.ts';
import { Dialog } from './dialog.tsx';

/** A dialog that asks for something, and does it when one agrees. */
export function FormDialog(props: {
  title: string;
  /** What the button says that agrees. */
  action: string;
  /** Whether there is something to agree to. */
  isReady?: boolean;
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
}) {
  const { words } = useWiki();
  const { title, action, isReady = true, onSubmit, onClose, children } = props;
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        className="wk-form"
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit();
        }}
      >
        {children}
        <div className="wk-actions">
          <button type="button" className="wk-button" onClick={onClose}>
            {words.cancel}
          </button>
          <button type="submit" className="wk-button wk-primary" disabled={!isReady}>
            {action}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
