/**
 * Where an incident can stand. The policy names `open` alone; the others are ours, see
 * docs/decisions/incident-life-cycle.md.
 */
export const STATUSES = [
  'open',
  'acknowledged',
  'mitigated',
  'resolved',
  'closed',
  'withdrawn',
] as const;
export type Status = (typeof STATUSES)[number];

/** Which status may follow which. A mitigation can fail, and a fix turn out to be none. */
export const TRANSITIONS: Readonly<Record<Status, readonly Status[]>> = {
  open: ['acknowledged', 'withdrawn'],
  acknowledged: ['mitigated', 'resolved', 'withdrawn'],
  mitigated: ['resolved', 'acknowledged'],
  resolved: ['closed', 'acknowledged'],
  closed: [],
  withdrawn: [],
};

/** Whether an incident still needs somebody. */
export function isGoingOn(status: Status): boolean {
  return status === 'open' || status === 'acknowledged' || status === 'mitigated';
}
