import { describe, expect, it } from 'vitest';
import { STATUSES, TRANSITIONS } from '../../src/incident/life-cycle.ts';
import {
  escalateIncident,
  type Outcome,
  recordCommunication,
  reportIncident,
  updateIncident,
} from '../../src/incident/operations.ts';
import type { Change } from '../../src/incident/record.ts';
import { stateOf } from '../../src/incident/state.ts';
import { timelineOf } from '../../src/incident/timeline.ts';
import { at, change, declare, done, ENGINEER, ID, reportInput, rulebook } from './setting.ts';

const START = '2026-07-01T10:00Z';
const record = declare(START);
const now = at('2026-07-01T10:05Z');
const as = (role: string) => ({ rulebook, now, by: { name: 'Somebody', role } });

/** One valid call of each operation. */
const CALLS: Record<string, (role: string) => Outcome> = {
  'report-incident': (role) => reportIncident(ID, reportInput(START), as(role)),
  'update-incident': (role) => updateIncident(record, { note: 'Rolling back' }, as(role)),
  'escalate-incident': (role) =>
    escalateIncident(record, { escalated_to_user: 'cto', escalation_level: 'next' }, as(role)),
  'record-communication': (role) =>
    recordCommunication(
      record,
      { recipient_id: '#crm-alerts', communication_type: 'internal', delivery_method: 'chat' },
      as(role),
    ),
};

describe('who may do what (Incident Operations and Communication Management)', () => {
  const everybody = rulebook.roles.map(({ id }) => id);

  it.each(rulebook.operations)('$id goes by the list of the policy', ({ id, allowedRoles }) => {
    const call = CALLS[id];
    expect(everybody.filter((role) => call?.(role).record).sort()).toEqual(
      [...allowedRoles].sort(),
    );
    expect(call?.('policy-client-contact').halt).toMatch(/Client Contact may not do this/);
  });
});

describe('what an operation needs', () => {
  const REQUIRED = rulebook.operations.find(({ id }) => id === 'report-incident')?.required ?? [];

  it.each(REQUIRED)('a report without $name stops and says so', ({ name }) => {
    const given = { ...reportInput(START), [name]: undefined };
    const { halt } = reportIncident(ID, given, as('policy-technical-support'));
    expect(halt).toBe(`A required field is missing: ${name}.`);
  });

  it.each([
    ['a client that does not exist', { client_id: 'nobody' }, 'There is no client "nobody".'],
    ['a component that does not exist', { component_id: 'x' }, 'There is no component "x".'],
    ['a severity that the scheme lacks', { scheme: 'mr-dj', severity: 'P4' }, /severity has not/],
    ['a scheme that does not exist', { scheme: 'x' }, 'There is no severity scheme "x".'],
    [
      'a detection that is still to come',
      { detection_timestamp: '2027-01-01T00:00:00.000Z' },
      /future/,
    ],
  ])('a report of %s stops', (_, given, why) => {
    const { halt } = reportIncident(ID, { ...reportInput(START), ...given }, as(ENGINEER.role));
    expect(halt).toMatch(why);
  });

  it('an escalation goes to a role that is escalated to, or to a vendor', () => {
    const to = (target: string) =>
      escalateIncident(
        record,
        { escalated_to_user: target, escalation_level: 'next' },
        as(ENGINEER.role),
      );
    for (const target of ['tech-lead', 'cto', 'supabase', 'policy-executive']) {
      expect(to(target).halt).toBeUndefined();
    }
    expect(to('team-lead').halt).toMatch(/no escalation role/);
  });

  it('a message is pending unless said otherwise, and stamped when it is sent', () => {
    const sent = CALLS['record-communication']?.(ENGINEER.role).record?.entries.at(-1);
    expect(sent?.input).toMatchObject({ delivery_status: 'pending' });
    const given = {
      recipient_id: 'clients',
      communication_type: 'client' as const,
      delivery_method: 'email',
      delivery_status: 'sent' as const,
    };
    const entry = done(recordCommunication(record, given, as(ENGINEER.role))).entries.at(-1);
    expect(entry?.input).toMatchObject({ sent_at: '2026-07-01T10:05:00.000Z' });
  });

  it('a new severity needs its reason', () => {
    const change = { severity: 'P2' };
    expect(updateIncident(record, change, as(ENGINEER.role)).halt).toMatch(/reason/);
  });
});

describe('a severity by other rules', () => {
  const by = (change: Change) => updateIncident(record, change, as(ENGINEER.role));
  const why = 'It is at Mr. DJ';

  it('is that of the scheme from then on, with the reason', () => {
    const changed = done(by({ severity: 'P1', scheme: 'mr-dj', severity_reason: why }));
    const state = stateOf(changed);
    expect(state).toMatchObject({ scheme: 'mr-dj', severity: 'P1', severityRule: why });
    expect(state.severities.map(({ severity }) => severity)).toEqual(['P1', 'P1']);
    expect(timelineOf(changed, rulebook).at(-1)?.event).toBe(
      'Reclassified as P1, Severity at Mr. DJ: It is at Mr. DJ',
    );
  });

  it.each([
    ['without a reason', { severity: 'P1', scheme: 'mr-dj' }, /reason/],
    ['without the severity', { scheme: 'mr-dj', severity_reason: why }, /which severity/],
    ['of rules that do not exist', { severity: 'P1', scheme: 'x', severity_reason: why }, /no sev/],
    ['that they lack', { severity: 'P4', scheme: 'mr-dj', severity_reason: why }, /has no P4/],
  ])('%s is refused', (_, change, halt) => expect(by(change).halt).toMatch(halt));
});

describe('what is put right after the declaration', () => {
  const START_OF_DAY = '2026-07-01T00:00:00.000Z';
  const resolved = change(
    record,
    ['2026-07-01T10:01Z', { status: 'acknowledged' }],
    ['2026-07-01T10:03Z', { status: 'resolved' }],
  );

  it('is where the incident stands from then on, and the log says who changed it', () => {
    const corrected = done(
      updateIncident(
        record,
        {
          reporter_user_id: 'Example Client',
          client_id: 'example',
          component_id: 'stripe',
          start_timestamp: START_OF_DAY,
          detection_timestamp: '2026-07-01T09:30:00.000Z',
        },
        as(ENGINEER.role),
      ),
    );
    expect(stateOf(corrected)).toMatchObject({
      reporter: 'Example Client',
      client: 'example',
      component: 'stripe',
      startedAt: START_OF_DAY,
      detectedAt: '2026-07-01T09:30:00.000Z',
    });
    expect(corrected.entries.at(-1)).toMatchObject({
      at: '2026-07-01T10:05:00.000Z',
      by: { name: 'Somebody' },
      operation: 'update-incident',
    });
  });

  it.each([
    ['a client that does not exist', { client_id: 'nobody' }, 'There is no client "nobody".'],
    ['a component that does not exist', { component_id: 'x' }, 'There is no component "x".'],
    ['no reporter', { reporter_user_id: ' ' }, /reporter_user_id/],
    [
      'a detection in the future',
      { detection_timestamp: '2026-07-01T10:06:00.000Z' },
      'The detection lies in the future.',
    ],
    [
      'a detection after the resolution',
      { detection_timestamp: '2026-07-01T10:04:00.000Z' },
      'The detection lies after the resolution (2026-07-01 10:03 UTC).',
    ],
    [
      'a detection after the declaration',
      { detection_timestamp: '2026-07-01T10:02:00.000Z' },
      /detected before it was declared \(2026-07-01 10:00 UTC\)/,
    ],
    [
      'a start in the future',
      { start_timestamp: '2026-07-01T10:06:00.000Z' },
      'The start lies in the future.',
    ],
    [
      'a start after the detection',
      { start_timestamp: START_OF_DAY, detection_timestamp: '2026-06-30T23:00:00.000Z' },
      'The start (2026-07-01 00:00 UTC) lies after the detection (2026-06-30 23:00 UTC).',
    ],
  ])('%s is refused with the reason', (_, set, why) => {
    expect(updateIncident(resolved, set, as(ENGINEER.role)).halt).toMatch(why);
  });

  it('a detection before the start that is known is refused', () => {
    const began = change(record, [
      '2026-07-01T10:01Z',
      { start_timestamp: '2026-07-01T09:50:00.000Z' },
    ]);
    const earlier = { detection_timestamp: '2026-07-01T09:40:00.000Z' };
    expect(updateIncident(began, earlier, as(ENGINEER.role)).halt).toMatch(/after the detection/);
  });
});

/** One change of everything that can change. */
const CHANGES: Record<Exclude<keyof Change, 'severity_reason'>, Change> = {
  status: { status: 'acknowledged' },
  severity: { severity: 'P2', severity_reason: 'Few people use it' },
  scheme: { severity: 'P1', scheme: 'mr-dj', severity_reason: 'It is at Mr. DJ' },
  title: { title: 'Login is slow' },
  category: { category: 'performance' },
  impact_level: { impact_level: 'low' },
  urgency_level: { urgency_level: 'low' },
  client_id: { client_id: 'example' },
  component_id: { component_id: 'stripe' },
  reporter_user_id: { reporter_user_id: 'Example Client' },
  start_timestamp: { start_timestamp: '2026-07-01T09:00:00.000Z' },
  detection_timestamp: { detection_timestamp: '2026-07-01T09:30:00.000Z' },
  alert: { alert: 'login-failing' },
  tier: { tier: rulebook['service-levels'][0]?.tiers[0]?.id },
  assigned: { assigned: { role: 'cto', person: 'Example CTO' } },
  step: { step: { id: 'detect', title: 'Detect', done: true } },
  client_visible: { client_visible: true },
  impact_users: { impact_users: 'all' },
  impact_features: { impact_features: 'login' },
  impact_clients: { impact_clients: 'an error' },
  impact_data_loss: { impact_data_loss: 'No' },
  root_cause: { root_cause: 'A variable' },
  fix: { fix: 'Set it' },
  note: { note: 'All green' },
};

it.each(Object.entries(CHANGES))('a change of %s has its line in the timeline', (_, set) => {
  const changed = done(updateIncident(record, set, as(ENGINEER.role)));
  const lines = timelineOf(changed, rulebook).filter(({ by }) => by === 'Somebody');
  expect(lines).toHaveLength(1);
  expect(lines[0]?.event).not.toMatch(/undefined/);
});

describe('the life cycle (docs/decisions/incident-life-cycle.md)', () => {
  const PATHS = {
    open: [],
    acknowledged: ['acknowledged'],
    mitigated: ['acknowledged', 'mitigated'],
    resolved: ['acknowledged', 'resolved'],
    closed: ['acknowledged', 'resolved', 'closed'],
    withdrawn: ['withdrawn'],
  } as const;

  it.each(STATUSES)('%s leads to what may follow it, and to nothing else', (status) => {
    const there = change(
      record,
      ...PATHS[status].map((next) => [START, { status: next }] as never),
    );
    const possible = STATUSES.filter(
      (next) => updateIncident(there, { status: next }, as(ENGINEER.role)).record,
    );
    expect(possible).toEqual(STATUSES.filter((next) => TRANSITIONS[status].includes(next)));
  });

  it('an incident that is reopened is neither mitigated nor resolved', () => {
    const reopened = change(
      record,
      ['2026-07-01T10:01Z', { status: 'acknowledged' }],
      ['2026-07-01T10:20Z', { status: 'resolved' }],
      ['2026-07-01T10:30Z', { status: 'acknowledged' }],
    );
    const state = stateOf(reopened);
    expect(state).toMatchObject({ status: 'acknowledged' });
    expect(state.acknowledgedAt).toBe('2026-07-01T10:01:00.000Z');
    expect([state.mitigatedAt, state.resolvedAt]).toEqual([undefined, undefined]);
  });
});

it('a clock that is set back does not turn the order of events around', () => {
  const later = change(record, ['2026-07-01T12:00Z', { note: 'one' }]);
  const back = change(later, ['2026-07-01T09:00Z', { note: 'two' }]);
  expect(back.entries.at(-1)?.at).toBe('2026-07-01T12:00:00.000Z');
});
