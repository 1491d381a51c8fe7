import { h } from '../../in-page/elements.ts';
import type { IncidentState } from '../state.ts';
import { field } from './dom.ts';

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** A field that shows what the record says, also after another tab has changed it. */
export interface FollowingField {
  element: HTMLElement;
  /** Brings it up to what is known, unless somebody is changing it here. */
  refresh(state: IncidentState): void;
  /** Takes what is known for seen already, once it is shown in another way. */
  rebase(state: IncidentState): void;
}

/**
 * Ties a control to a value of the record. What somebody has typed and not yet kept is left alone; if
 * the record changes meanwhile, a line beneath says what it says now.
 */
export function follow(
  label: string,
  control: Control,
  read: (state: IncidentState) => string,
  state: IncidentState,
): FollowingField {
  const note = h('p', { class: 'incident-elsewhere', role: 'status' });
  let known = read(state);
  control.value = known;
  return {
    element: h('div', {}, field(label, control), note),
    refresh(current) {
      const before = known;
      known = read(current);
      if (control.value === before || control.value === known) {
        control.value = known;
        note.textContent = '';
      } else if (known !== before) {
        note.textContent = `Changed meanwhile to: ${known || 'nothing'}`;
      }
    },
    rebase(current) {
      known = read(current);
    },
  };
}
