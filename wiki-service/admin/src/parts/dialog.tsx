import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useWiki } from '../wiki-context.ts';
import { Icon } from './icon.tsx';

/**
 * A dialog over the page. It is there for as long as it is rendered; the focus goes into it, stays
 * in it, and back to where it was. `onClose` is called for Escape and the cross.
 */
export function Dialog(props: {
  title: string;
  onClose: () => void;
  isWide?: boolean;
  children: ReactNode;
}) {
  const { words } = useWiki();
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const before = document.activeElement;
    const element = dialog.current;
    element?.showModal();
    // Without a field to fill in, the title has the focus: one begins by reading.
    const field = element?.querySelector<HTMLElement>('[data-focus]');
    (field ?? element?.querySelector('h2'))?.focus();
    return () => {
      element?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      className={props.isWide ? 'wk-dialog wk-dialog-wide' : 'wk-dialog'}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        props.onClose();
      }}
    >
      <div className="wk-dialog-head">
        <h2 id={titleId} tabIndex={-1}>
          {props.title}
        </h2>
        <button
          type="button"
          className="wk-button wk-quiet"
          aria-label={words.close}
          onClick={props.onClose}
        >
          <Icon name="close" />
        </button>
      </div>
      {props.children}
    </dialog>
  );
}
