import type { Change, Entry, IncidentRecord } from './record.ts';
import { nameOf, type Rulebook } from './rulebook.ts';

/** One line of the timeline: when, what, by whom. */
export interface TimelineEntry {
  /** In UTC, to the millisecond. */
  at: string;
  event: string;
  /** Empty when nobody gave a name. */
  by: string;
}

/** What happened, in the order in which it did: the detection, then every entry of the log. */
export function timelineOf(record: IncidentRecord, rulebook: Rulebook): TimelineEntry[] {
  return record.entries.flatMap(({ at, by, ...entry }, index) => {
    const lines = eventsOf({ at, by, ...entry } as Entry, rulebook).map((event) => ({
      at,
      event,
      by: by.name,
    }));
    const detected = index === 0 ? detectionOf(record) : undefined;
    return detected && detected < at
      ? [{ at: detected, event: 'Detected', by: '' }, ...lines]
      : lines;
  });
}

/** When the incident was detected, as the last entry that says so has it. */
function detectionOf({ entries }: IncidentRecord): string | undefined {
  const stated = entries.flatMap((entry) => {
    if (entry.operation === 'report-incident') return [entry.input.detection_timestamp];
    if (entry.operation !== 'update-incident') return [];
    return [entry.input.change_set.detection_timestamp];
  });
  return stated.findLast((at) => at !== undefined);
}

function eventsOf(entry: Entry, rulebook: Rulebook): string[] {
  switch (entry.operation) {
    case 'report-incident':
      return [`Declared a ${entry.input.severity}: ${sentence(entry.input.title)}`];
    case 'update-incident':
      return changeEvents(entry.input.change_set, rulebook);
    case 'escalate-incident': {
      const { escalated_to_user: to, reason } = entry.input;
      return [`Escalated to ${nameOf(rulebook, to)}${reason ? `: ${reason}` : ''}`];
    }
    case 'record-communication': {
      const { communication_type: type, recipient_id, delivery_status, summary } = entry.input;
      const what = { internal: 'Update', 'status-page': 'Status page', client: 'Client message' };
      const state = delivery_status === 'sent' ? 'sent to' : 'prepared for';
      return [`${what[type]} ${state} ${recipient_id}${summary ? `: ${summary}` : ''}`];
    }
  }
}

const STATUS_EVENTS: Readonly<Record<NonNullable<Change['status']>, string>> = {
  open: 'Opened',
  acknowledged: 'Claimed',
  mitigated: 'Mitigation applied',
  resolved: 'Resolution confirmed',
  closed: 'Closed',
  withdrawn: 'Withdrawn: it was no incident',
};

function changeEvents(change: Change, rulebook: Rulebook): string[] {
  const events: (string | undefined)[] = [
    change.status && STATUS_EVENTS[change.status],
    change.severity && `Reclassified as ${change.severity}: ${change.severity_reason ?? ''}`,
    change.title && `Described as: ${change.title}`,
    change.alert && `Alert: ${rulebook.alerts.find(({ id }) => id === change.alert)?.name}`,
    change.assigned &&
      `${change.assigned.person} took the role ${nameOf(rulebook, change.assigned.role)}`,
    change.step && `${change.step.done ? 'Done' : 'Not done after all'}: ${change.step.title}`,
    change.root_cause && 'Root cause written down',
    change.fix && 'Fix written down',
    change.client_visible === undefined
      ? undefined
      : `Clients ${change.client_visible ? 'notice it' : 'do not notice it'}`,
    change.note,
  ];
  return events.filter((event) => event !== undefined && event !== '') as string[];
}

const sentence = (text: string) => text.replace(/\s+/g, ' ').trim();
