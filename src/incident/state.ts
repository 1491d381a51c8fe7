import type { Status } from './life-cycle.ts';
import type { Actor, Change, Entry, EntryOf, IncidentRecord, InputOf } from './record.ts';

/** Where an incident stands, as its record tells. All moments are in UTC, as `Date` writes them. */
export interface IncidentState {
  id: string;
  title: string;
  category: string;
  scheme: string;
  severity: string;
  /** The rule that decided the severity, or the reason of its last change. */
  severityRule: string;
  /** Every severity it has had, in order, with when and why. */
  severities: { at: string; severity: string; why: string }[];
  impactLevel: string;
  urgencyLevel: string;
  client: string;
  component: string;
  /** Who reported it: a name, or the id of a role when nobody gave one. */
  reporter: string;
  alert?: string;
  tier?: string;
  status: Status;
  /** Absent while nobody knows when it began. */
  startedAt?: string;
  detectedAt: string;
  declaredAt: string;
  acknowledgedAt?: string;
  mitigatedAt?: string;
  resolvedAt?: string;
  closedAt?: string;
  /** Who took it on, and in which role. */
  lead?: Actor;
  /** Role to the person who took it. */
  people: Record<string, string>;
  /** Everybody who did something, by name, in order. */
  actors: string[];
  clientVisible?: boolean;
  impact: { users?: string; features?: string; clients?: string; dataLoss?: string };
  rootCause?: string;
  fix?: string;
  /** Ids of the steps that are done. */
  steps: string[];
  escalations: { at: string; to: string; reason?: string }[];
  communications: ({ at: string } & InputOf<'record-communication'>)[];
}

/** Works out where an incident stands. */
export function stateOf({ id, entries }: Pick<IncidentRecord, 'id' | 'entries'>): IncidentState {
  const [first, ...rest] = entries;
  if (first?.operation !== 'report-incident') {
    throw new Error('The record of an incident starts with its report.');
  }
  return rest.reduce<IncidentState>(after, named(reported(id, first), first.by));
}

function reported(id: string, { at, input }: EntryOf<'report-incident'>): IncidentState {
  return {
    id,
    title: input.title,
    category: input.category,
    scheme: input.scheme,
    severity: input.severity,
    severityRule: input.severity_rule,
    severities: [{ at, severity: input.severity, why: input.severity_rule }],
    impactLevel: input.impact_level,
    urgencyLevel: input.urgency_level,
    client: input.client_id,
    component: input.component_id,
    reporter: input.reporter_user_id,
    alert: input.alert,
    tier: input.tier,
    status: input.status,
    detectedAt: input.detection_timestamp,
    declaredAt: at,
    people: {},
    actors: [],
    impact: {},
    steps: [],
    escalations: [],
    communications: [],
  };
}

/** Where an incident stands after one entry more. */
export function after(state: IncidentState, entry: Entry): IncidentState {
  const known = named(state, entry.by);
  switch (entry.operation) {
    case 'update-incident':
      return changed(known, entry);
    case 'escalate-incident': {
      const { escalated_to_user: to, reason } = entry.input;
      return { ...known, escalations: [...known.escalations, { at: entry.at, to, reason }] };
    }
    case 'record-communication':
      return {
        ...known,
        communications: [...known.communications, { at: entry.at, ...entry.input }],
      };
    default:
      return known;
  }
}

function named(state: IncidentState, { name }: Actor): IncidentState {
  if (name === '' || state.actors.includes(name)) return state;
  return { ...state, actors: [...state.actors, name] };
}

function changed(
  state: IncidentState,
  { at, by, input: { change_set: change } }: EntryOf<'update-incident'>,
): IncidentState {
  const next: IncidentState = {
    ...state,
    title: change.title ?? state.title,
    category: change.category ?? state.category,
    impactLevel: change.impact_level ?? state.impactLevel,
    urgencyLevel: change.urgency_level ?? state.urgencyLevel,
    client: change.client_id ?? state.client,
    component: change.component_id ?? state.component,
    reporter: change.reporter_user_id ?? state.reporter,
    startedAt: change.start_timestamp ?? state.startedAt,
    detectedAt: change.detection_timestamp ?? state.detectedAt,
    alert: change.alert ?? state.alert,
    tier: change.tier ?? state.tier,
    clientVisible: change.client_visible ?? state.clientVisible,
    impact: {
      users: change.impact_users ?? state.impact.users,
      features: change.impact_features ?? state.impact.features,
      clients: change.impact_clients ?? state.impact.clients,
      dataLoss: change.impact_data_loss ?? state.impact.dataLoss,
    },
    rootCause: change.root_cause ?? state.rootCause,
    fix: change.fix ?? state.fix,
  };
  if (change.assigned) {
    next.people = { ...state.people, [change.assigned.role]: change.assigned.person };
  }
  if (change.step) {
    const others = state.steps.filter((step) => step !== change.step?.id);
    next.steps = change.step.done ? [...others, change.step.id] : others;
  }
  const scheme = change.scheme ?? state.scheme;
  const isOther = change.severity !== state.severity || scheme !== state.scheme;
  if (change.severity !== undefined && isOther) {
    next.scheme = scheme;
    const why = change.severity_reason ?? '';
    next.severity = change.severity;
    next.severityRule = why;
    next.severities = [...state.severities, { at, severity: change.severity, why }];
  }
  return change.status === undefined ? next : moved(next, change.status, at, by);
}

/** What a new status says about the moments: going back takes back what was said too early. */
function moved(state: IncidentState, status: Status, at: string, by: Actor): IncidentState {
  const next = { ...state, status };
  if (status === 'acknowledged') {
    next.acknowledgedAt ??= at;
    next.lead ??= by;
    delete next.mitigatedAt;
    delete next.resolvedAt;
  }
  if (status === 'mitigated') next.mitigatedAt = at;
  if (status === 'resolved') {
    next.resolvedAt = at;
    next.mitigatedAt ??= at;
  }
  if (status === 'closed') next.closedAt = at;
  return next;
}

/** A change that says nothing, which no log should hold. */
export function isEmpty(change: Change): boolean {
  return Object.values(change).every((value) => value === undefined);
}
