import fc from 'fast-check';
import { expect, it } from 'vitest';
import { exportRecord, importRecord } from '../../src/incident/exchange.ts';
import { STATUSES, TRANSITIONS } from '../../src/incident/life-cycle.ts';
import {
  escalateIncident,
  type Outcome,
  recordCommunication,
  updateIncident,
} from '../../src/incident/operations.ts';
import { COMMUNICATION_TYPES, type IncidentRecord } from '../../src/incident/record.ts';
import { stateOf } from '../../src/incident/state.ts';
import { timelineOf } from '../../src/incident/timeline.ts';
import { at, declare, rulebook } from './setting.ts';

/** One thing somebody tries to do, allowed or not, at a time that may lie before the last one. */
const attempt = fc.record({
  minutes: fc.integer({ min: -30, max: 600 }),
  role: fc.constantFrom(
    'policy-technical-support',
    'policy-incident-manager',
    'policy-client-contact',
  ),
  act: fc.oneof(
    fc.record({ kind: fc.constant('status' as const), status: fc.constantFrom(...STATUSES) }),
    fc.record({
      kind: fc.constant('severity' as const),
      severity: fc.constantFrom('P1', 'P2', 'P3', 'P4', 'P5'),
      scheme: fc.constantFrom(undefined, 'sonan', 'mr-dj', 'incident-policy', 'nobody'),
      why: fc.string(),
    }),
    fc.record({ kind: fc.constant('note' as const), note: fc.string({ unit: 'binary' }) }),
    fc.record({
      kind: fc.constant('correct' as const),
      /** Minutes from the declaration, before it and after. */
      detected: fc.option(fc.integer({ min: -600, max: 600 }), { nil: undefined }),
      started: fc.option(fc.integer({ min: -900, max: 600 }), { nil: undefined }),
      reporter: fc.option(fc.string({ unit: 'grapheme' }), { nil: undefined }),
      client: fc.option(fc.constantFrom('sonan', 'mr-dj', 'nobody'), { nil: undefined }),
      component: fc.option(fc.constantFrom('crm', 'stripe', 'nothing'), { nil: undefined }),
    }),
    fc.record({
      kind: fc.constant('escalate' as const),
      to: fc.constantFrom('cto', 'tech-lead', 'vercel', 'nobody'),
    }),
    fc.record({
      kind: fc.constant('message' as const),
      type: fc.constantFrom(...COMMUNICATION_TYPES),
    }),
  ),
});

function perform(
  record: IncidentRecord,
  { minutes, role, act }: typeof attempt extends fc.Arbitrary<infer T> ? T : never,
): Outcome {
  const now = at('2026-07-01T10:00Z') + minutes * 60_000;
  const circumstances = { rulebook, now, by: { name: '', role } };
  switch (act.kind) {
    case 'status':
      return updateIncident(record, { status: act.status }, circumstances);
    case 'severity':
      return updateIncident(
        record,
        { severity: act.severity, scheme: act.scheme, severity_reason: act.why },
        circumstances,
      );
    case 'note':
      return updateIncident(record, { note: act.note }, circumstances);
    case 'correct':
      return updateIncident(
        record,
        {
          detection_timestamp: minutesAfter(act.detected),
          start_timestamp: minutesAfter(act.started),
          reporter_user_id: act.reporter,
          client_id: act.client,
          component_id: act.component,
        },
        circumstances,
      );
    case 'escalate':
      return escalateIncident(
        record,
        { escalated_to_user: act.to, escalation_level: 'next' },
        circumstances,
      );
    case 'message':
      return recordCommunication(
        record,
        { recipient_id: 'all', communication_type: act.type, delivery_method: 'chat' },
        circumstances,
      );
  }
}

const minutesAfter = (minutes: number | undefined) =>
  minutes === undefined
    ? undefined
    : new Date(at('2026-07-01T10:00Z') + minutes * 60_000).toISOString();

it('no sequence of operations reaches an illegal status, loses an entry or breaks the record', () => {
  fc.assert(
    fc.property(fc.array(attempt, { maxLength: 40 }), (attempts) => {
      let record = declare('2026-07-01T10:00Z');
      for (const next of attempts) {
        const before = stateOf(record);
        const { record: after, halt } = perform(record, next);
        if (!after) {
          expect(halt).not.toBe('');
          continue;
        }
        expect(after.entries.slice(0, -1)).toEqual(record.entries);
        const { status, startedAt, detectedAt, declaredAt, client, component, scheme, severity } =
          stateOf(after);
        if (status !== before.status) expect(TRANSITIONS[before.status]).toContain(status);
        const inOrder = [startedAt ?? detectedAt, detectedAt, declaredAt];
        expect(inOrder).toEqual([...inOrder].sort());
        expect(['sonan', 'mr-dj']).toContain(client);
        const { levels } = rulebook.severities.find(({ id }) => id === scheme) ?? {};
        expect(levels?.map(({ id }) => id)).toContain(severity);
        expect(['crm', 'stripe']).toContain(component);
        const lines = timelineOf(after, rulebook).filter(
          (line) => line.at === after.entries.at(-1)?.at,
        );
        expect(lines).not.toEqual([]);
        record = after;
      }
      const moments = timelineOf(record, rulebook).map((line) => line.at);
      expect(moments).toEqual([...moments].sort());
      expect(importRecord(exportRecord(record), rulebook).record).toEqual(record);
    }),
    { numRuns: 150 },
  );
});
