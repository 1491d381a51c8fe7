import type { Change, Entry, IncidentRecord } from './record.ts';
import { clientName, nameOf, type Rulebook, tierName } from './rulebook.ts';
import { stateOf } from './state.ts';
import { inUtc } from './zoned-time.ts';

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
    return index === 0 ? [...beforeReport(record), ...lines] : lines;
  });
}

/** What happened before anybody wrote anything down, as far as it is known by now. */
function beforeReport(record: IncidentRecord): TimelineEntry[] {
  const { startedAt, detectedAt, declaredAt } = stateOf(record);
  return [
    ...(startedAt ? [{ at: startedAt, event: 'Began', by: '' }] : []),
    ...(detectedAt < declaredAt ? [{ at: detectedAt, event: 'Detected', by: '' }] : []),
  ];
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

/** Texts too long for the timeline: it says that they were written. */
const WRITTEN = [
  { key: 'impact_users', what: 'Users affected' },
  { key: 'impact_features', what: 'Features affected' },
  { key: 'impact_clients', what: 'What clients notice' },
  { key: 'impact_data_loss', what: 'Loss of data' },
  { key: 'root_cause', what: 'Root cause' },
  { key: 'fix', what: 'Fix' },
] as const satisfies readonly { key: keyof Change; what: string }[];

function changeEvents(change: Change, rulebook: Rulebook): string[] {
  const events: (string | undefined)[] = [
    change.status && STATUS_EVENTS[change.status],
    change.severity &&
      `Reclassified as ${change.severity}${byRulesOf(change, rulebook)}: ${change.severity_reason ?? ''}`,
    change.title && `Described as: ${change.title}`,
    change.category && `Category: ${change.category}`,
    change.impact_level && `Impact level: ${change.impact_level}`,
    change.urgency_level && `Urgency level: ${change.urgency_level}`,
    change.client_id && `Client: ${clientName(rulebook, change.client_id)}`,
    change.component_id && `Component: ${nameOf(rulebook, change.component_id)}`,
    change.reporter_user_id && `Reported by: ${nameOf(rulebook, change.reporter_user_id)}`,
    change.start_timestamp && `Start put at ${inUtc(change.start_timestamp)}`,
    change.detection_timestamp && `Detection put at ${inUtc(change.detection_timestamp)}`,
    change.tier && `Service tier: ${tierName(rulebook, change.tier)}`,
    change.alert &&
      `Alert: ${rulebook.alerts.find(({ id }) => id === change.alert)?.name ?? change.alert}`,
    change.assigned &&
      `${change.assigned.person} took the role ${nameOf(rulebook, change.assigned.role)}`,
    change.step && `${change.step.done ? 'Done' : 'Not done after all'}: ${change.step.title}`,
    ...WRITTEN.filter(({ key }) => change[key] !== undefined).map(
      ({ key, what }) => `${what} ${change[key] === '' ? 'taken back' : 'written down'}`,
    ),
    change.client_visible === undefined
      ? undefined
      : `Clients ${change.client_visible ? 'notice it' : 'do not notice it'}`,
    change.note,
  ];
  return events.filter((event) => event !== undefined && event !== '') as string[];
}

function byRulesOf({ scheme }: Change, { severities }: Rulebook): string {
  if (scheme === undefined) return '';
  return `, ${severities.find(({ id }) => id === scheme)?.title.en ?? scheme}`;
}

const sentence = (text: string) => text.replace(/\s+/g, ' ').trim();
