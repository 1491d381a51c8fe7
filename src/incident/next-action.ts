import type { Clock } from './clocks.ts';
import type { IncidentState } from './state.ts';

/** What to do now, and the clock that counts for it. */
export interface NextAction {
  text: string;
  /** Absent when no time is running. */
  clock?: Clock;
}

/**
 * The one thing to do next: claim it where that has a time, then whatever is late, then the next stage.
 * @param clocks As `clocksOf` gives them, the most pressing first.
 */
export function nextAction(state: IncidentState, clocks: readonly Clock[]): NextAction {
  const pressing = clocks.find((clock) => clock.state === 'overdue' || clock.state === 'running');
  const response = clocks.find(({ id }) => id === 'response');
  if (state.status === 'open' && response) return { text: STAGES.open, clock: response };
  if (pressing?.state === 'overdue') {
    return { text: `${pressing.what}: ${pressing.who}`, clock: pressing };
  }
  const isDue = clocks.some(({ id }) => id === 'post-mortem');
  const text = state.status === 'resolved' && !isDue ? CLOSE_IT : STAGES[state.status];
  return { text, clock: pressing };
}

/** What comes after a resolution that no rule asks to write about. */
export const CLOSE_IT = 'Close it: no rule asks for a post-mortem';

const STAGES: Readonly<Record<IncidentState['status'], string>> = {
  open: 'Claim the incident',
  acknowledged: 'Stop the harm',
  mitigated: 'Mend the cause, verify it in production, declare it resolved',
  resolved: 'Write the post-mortem',
  closed: 'Nothing more to do',
  withdrawn: 'Nothing to do: it was no incident',
};
