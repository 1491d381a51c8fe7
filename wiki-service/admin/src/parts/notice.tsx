import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';

/** Something that the person should know before going on. `alert` interrupts a screen reader. */
export function Notice(props: {
  kind: 'info' | 'alert';
  children: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div
      className="wk-notice"
      data-kind={props.kind}
      role={props.kind === 'alert' ? 'alert' : 'status'}
    >
      {props.kind === 'alert' && <Icon name="warn" />}
      <div className="wk-notice-text">{props.children}</div>
      {props.actions && <div className="wk-actions">{props.actions}</div>}
    </div>
  );
}
