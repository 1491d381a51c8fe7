import { describe, expect, it } from 'vitest';
import { type Clock, clocksOf, timeLeft } from '../../src/incident/clocks.ts';
import { nextAction } from '../../src/incident/next-action.ts';
import { escalateIncident, recordCommunication } from '../../src/incident/operations.ts';
import type { IncidentRecord } from '../../src/incident/record.ts';
import { stateOf } from '../../src/incident/state.ts';
import { addWindow } from '../../src/incident/working-time.ts';
import { at, change, declare, done, ENGINEER, rulebook } from './setting.ts';

const clocks = (record: IncidentRecord, now: string) =>
  clocksOf(stateOf(record), rulebook, at(now));

function clock(record: IncidentRecord, id: string, now: string): Clock {
  const found = clocks(record, now).find((candidate) => candidate.id === id);
  if (!found) throw new Error(`There is no clock "${id}".`);
  return found;
}

const due = (record: IncidentRecord, id: string, now = '2026-07-01T10:00Z') =>
  new Date(clock(record, id, now).due ?? Number.NaN).toISOString().slice(0, 16);

const START = '2026-07-01T10:00Z';

describe('the response window (Incident response, 1. Incident Classification)', () => {
  it.each([
    ['P1', '2026-07-01T10:15'],
    ['P2', '2026-07-01T11:00'],
    ['P3', '2026-07-01T14:00'],
    ['P4', '2026-07-02T17:00'],
  ])('of a %s that was declared on a Wednesday at 10:00 ends at %s', (severity, end) => {
    expect(due(declare(START, { severity }), 'response')).toBe(end);
  });

  it('runs, is overdue, and is met or missed by the claim', () => {
    const open = declare(START);
    expect(clock(open, 'response', '2026-07-01T10:14Z').state).toBe('running');
    expect(clock(open, 'response', '2026-07-01T10:16Z').state).toBe('overdue');
    const soon = change(open, ['2026-07-01T10:05Z', { status: 'acknowledged' }]);
    expect(clock(soon, 'response', '2026-07-03T10:16Z').state).toBe('met');
    const late = change(open, ['2026-07-01T10:25Z', { status: 'acknowledged' }]);
    expect(clock(late, 'response', '2026-07-03T10:16Z').state).toBe('missed');
  });

  it('of a P3 at Mr. DJ is 8 working hours (3. Escalatiepaden)', () => {
    const friday = declare('2026-07-03T13:00Z', { scheme: 'mr-dj', severity: 'P3' });
    expect(clock(friday, 'response', START)).toMatchObject({
      within: '8 working hours',
      note: expect.stringMatching(/Freshdesk.*Working hours are assumed/),
    });
    // 15:00 in Amsterdam: two hours on Friday, six on Monday.
    expect(due(friday, 'response')).toBe('2026-07-06T13:00');
  });
});

describe('escalation (Incident response, 3. Escalation Path)', () => {
  const escalate = (record: IncidentRecord, to: string, now: string) =>
    done(
      escalateIncident(
        record,
        { escalated_to_user: to, escalation_level: 'next' },
        { rulebook, now: at(now), by: ENGINEER },
      ),
    );

  it('takes a P1 to the Tech Lead and the Operations Manager at once, to the CTO after 2 hours', () => {
    const record = declare(START);
    expect(clock(record, 'escalation-2', START)).toMatchObject({
      who: 'Tech Lead and Operations Manager',
      due: at(START),
    });
    expect(due(record, 'escalation-4')).toBe('2026-07-01T12:00');
    expect(clock(record, 'escalation-4', START).who).toBe('CTO');
  });

  it('counts as done once everyone has been called', () => {
    const one = escalate(declare(START), 'tech-lead', START);
    expect(clock(one, 'escalation-2', '2026-07-01T10:05Z').state).toBe('overdue');
    const both = escalate(one, 'operations-manager', '2026-07-01T10:03Z');
    expect(clock(both, 'escalation-2', '2026-07-01T10:05Z').state).toBe('met');
  });

  it('at once has no length: it says how long it took, and is missed only when nobody was called', () => {
    const one = escalate(declare(START), 'tech-lead', '2026-07-01T10:00:20Z');
    const both = escalate(one, 'operations-manager', '2026-07-01T10:02:30Z');
    const called = clock(both, 'escalation-2', '2026-07-01T10:05Z');
    expect(timeLeft(called, at('2026-07-01T10:05Z'))).toBe('Done after 2 min 30 s');
    const cto = escalate(declare(START), 'cto', '2026-07-01T12:01Z');
    expect(clock(cto, 'escalation-4', '2026-07-01T12:05Z').state).toBe('missed');
  });

  it('takes a P2 to the Tech Lead after an hour, unless it is resolved by then', () => {
    const record = declare(START, { severity: 'P2' });
    expect(due(record, 'escalation-3')).toBe('2026-07-01T11:00');
    const resolved = change(
      record,
      ['2026-07-01T10:10Z', { status: 'acknowledged' }],
      ['2026-07-01T10:50Z', { status: 'resolved' }],
    );
    expect(clock(resolved, 'escalation-3', '2026-07-01T15:00Z').state).toBe('met');
  });

  it('asks for nobody once it is over, and says whether that was in time', () => {
    const resolved = change(
      declare(START),
      ['2026-07-01T10:10Z', { status: 'acknowledged' }],
      ['2026-07-01T11:30Z', { status: 'resolved' }],
    );
    expect(clock(resolved, 'escalation-2', '2026-07-01T15:00Z').state).toBe('missed');
    expect(clock(resolved, 'escalation-4', '2026-07-01T15:00Z').state).toBe('met');
    const again = change(resolved, ['2026-07-01T12:30Z', { status: 'acknowledged' }]);
    expect(clock(again, 'escalation-4', '2026-07-01T15:00Z').state).toBe('overdue');
  });

  it.each(['P1', 'P2'])('a %s may call in vendors as needed, which has no time', (severity) => {
    const record = declare(START, { severity });
    const vendors = clock(record, 'vendors', START);
    expect(vendors).toMatchObject({ state: 'as-needed', within: 'As needed' });
    expect(vendors.who).toMatch(/Vercel, Supabase, Stripe/);
    const called = escalate(record, 'stripe', '2026-07-01T10:07Z');
    expect(clock(called, 'vendors', '2026-07-01T10:08Z').state).toBe('met');
  });

  it.each(['P3', 'P4'])('takes a %s to nobody', (severity) => {
    const ids = clocks(declare(START, { severity }), START).map(({ id }) => id);
    expect(ids.filter((id) => /^escalation|^vendors/.test(id))).toEqual([]);
  });

  it.each([
    ['P1', 'Engineering'],
    ['P2', 'Operations and Engineering'],
  ])('takes a %s at Mr. DJ to %s at once', (severity, who) => {
    const record = declare(START, { scheme: 'mr-dj', severity });
    const called = clocks(record, START).find(({ id }) => id.startsWith('escalation'));
    expect(called).toMatchObject({ who, due: at(START) });
  });
});

describe('messages (Incident response, 2d. Communicate, and 5. Client Communication Templates)', () => {
  const send = (
    record: IncidentRecord,
    type: 'internal' | 'client',
    now: string,
    promised?: string,
  ) =>
    done(
      recordCommunication(
        record,
        {
          recipient_id: 'everybody',
          communication_type: type,
          delivery_method: 'email',
          delivery_status: 'sent',
          next_promised_at: promised,
        },
        { rulebook, now: at(now), by: ENGINEER },
      ),
    );

  it.each([
    ['P1', '2026-07-01T10:15'],
    ['P2', '2026-07-01T10:30'],
  ])('the team hears of a %s every so often, next at %s', (severity, end) => {
    expect(due(declare(START, { severity }), 'internal-update')).toBe(end);
  });

  it('the time to the next update starts again with each one', () => {
    const record = send(declare(START), 'internal', '2026-07-01T10:12Z');
    expect(due(record, 'internal-update')).toBe('2026-07-01T10:27');
  });

  it('the first notice of a P1 is due in both versions of the open question', () => {
    const record = declare(START, { detection_timestamp: '2026-07-01T09:50:00.000Z' });
    expect(due(record, 'client-notice-after-declaration')).toBe('2026-07-01T10:15');
    expect(due(record, 'client-notice-after-lasting')).toBe('2026-07-01T10:05');
  });

  it('a P2 asks to consider it after an hour, and a P3 does not', () => {
    const record = declare(START, { severity: 'P2' });
    expect(due(record, 'client-notice-after-lasting')).toBe('2026-07-01T11:00');
    const ids = clocks(declare(START, { severity: 'P3' }), START).map(({ id }) => id);
    expect(ids.filter((id) => id.startsWith('client'))).toEqual([]);
  });

  it('nobody writes to clients about what they do not notice', () => {
    const record = change(declare(START), ['2026-07-01T10:01Z', { client_visible: false }]);
    expect(clocks(record, START).filter(({ id }) => id.startsWith('client'))).toEqual([]);
  });

  it('the next one follows after 30 to 60 minutes, or when the last one promised it', () => {
    const sent = send(declare(START), 'client', '2026-07-01T10:12Z');
    expect(due(sent, 'client-update')).toBe('2026-07-01T11:12');
    expect(clock(sent, 'client-update', '2026-07-01T10:30Z').state).toBe('waiting');
    expect(clock(sent, 'client-update', '2026-07-01T10:50Z').state).toBe('running');
    const promised = send(
      declare(START),
      'client',
      '2026-07-01T10:12Z',
      '2026-07-01T10:45:00.000Z',
    );
    expect(due(promised, 'client-update')).toBe('2026-07-01T10:45');
  });
});

describe('the post-mortem (Incident response, 2h. Document)', () => {
  const resolve = (severity: string, when: string) =>
    change(
      declare(when, { severity }),
      [when, { status: 'acknowledged' }],
      [when, { status: 'resolved' }],
    );

  it.each(['P1', 'P2'])('of a %s is due 48 hours after resolution', (severity) => {
    expect(due(resolve(severity, START), 'post-mortem')).toBe('2026-07-03T10:00');
  });

  it('is done when the incident is closed', () => {
    const closed = change(resolve('P1', START), ['2026-07-02T10:00Z', { status: 'closed' }]);
    expect(clock(closed, 'post-mortem', '2026-07-09T10:00Z').state).toBe('met');
  });

  it.each(['P3', 'P4'])('of a %s is not asked for', (severity) => {
    const ids = clocks(resolve(severity, START), START).map(({ id }) => id);
    expect(ids).not.toContain('post-mortem');
  });

  it.each([
    ['a leap day', '2028-02-28T12:00Z', '2028-03-01T12:00'],
    ['the night that clocks go forward', '2026-03-28T12:00Z', '2026-03-30T12:00'],
    ['the night that clocks go back', '2026-10-24T12:00Z', '2026-10-26T12:00'],
    ['the end of a year', '2026-12-31T12:00Z', '2027-01-02T12:00'],
  ])('is due 48 hours later across %s', (_, when, end) => {
    expect(due(resolve('P1', when), 'post-mortem', when)).toBe(end);
  });
});

describe('the targets of a tier (Subscription Tier Values and Metrics)', () => {
  // Declared on Wednesday 1 July 2026, 10:00: the latest moment of each target.
  it.each([
    ['premium', 'P1', '2026-07-01T10:30', '2026-07-01T14:00'],
    ['premium', 'P2', '2026-07-01T12:00', '2026-07-02T10:00'],
    ['premium', 'P3', '2026-07-01T18:00', '2026-07-04T10:00'],
    ['premium', 'P4', '2026-07-03T10:00', '2026-07-06T18:00'],
    ['standard', 'P1', '2026-07-01T12:00', '2026-07-02T10:00'],
    ['standard', 'P2', '2026-07-01T18:00', '2026-07-03T10:00'],
    ['standard', 'P3', '2026-07-02T10:00', '2026-07-06T10:00'],
    ['standard', 'P4', '2026-07-04T10:00', '2026-07-08T10:00'],
    ['basic', 'P1', '2026-07-01T18:00', '2026-07-03T10:00'],
    ['basic', 'P2', '2026-07-02T10:00', '2026-07-06T10:00'],
    ['basic', 'P3', '2026-07-04T10:00', '2026-07-15T17:00'],
    ['basic', 'P4', '2026-07-10T17:00', '2026-07-15T10:00'],
  ])(
    '%s promises for a %s a response by %s and a resolution by %s',
    (tier, severity, one, other) => {
      const record = declare(START, { scheme: 'incident-policy', severity, tier });
      expect(due(record, 'tier-response')).toBe(one);
      expect(due(record, 'tier-resolution')).toBe(other);
    },
  );
});

describe('a new severity', () => {
  it('gives an incident that got worse the whole window of its new level', () => {
    const record = change(declare(START, { severity: 'P3' }), [
      '2026-07-01T12:00Z',
      { severity: 'P1', severity_reason: 'Now for everybody' },
    ]);
    expect(due(record, 'response')).toBe('2026-07-01T12:15');
    expect(due(record, 'escalation-4')).toBe('2026-07-01T14:00');
  });

  it('gives an incident that got better no time back', () => {
    const record = change(declare(START), [
      '2026-07-01T10:40Z',
      { severity: 'P2', severity_reason: 'Only invoices' },
    ]);
    expect(due(record, 'escalation-3')).toBe('2026-07-01T11:00');
  });
});

describe('working time', () => {
  const amsterdam = { business: true, zone: 'Europe/Amsterdam' };
  it.each([
    ['on a working day', '2026-07-01T08:00Z', '2026-07-01T09:00Z', 'PT1H'],
    ['before it opens', '2026-07-01T03:00Z', '2026-07-01T08:00Z', 'PT1H'],
    ['after it closed on Friday', '2026-07-03T20:00Z', '2026-07-06T08:00Z', 'PT1H'],
    ['over the weekend when clocks go forward', '2026-03-27T15:00Z', '2026-03-30T14:00Z', 'PT8H'],
    ['over the weekend when clocks go back', '2026-10-23T14:00Z', '2026-10-26T15:00Z', 'PT8H'],
    ['over a leap day', '2028-02-28T15:00Z', '2028-02-29T15:00Z', 'PT8H'],
  ])('counts %s', (_, start, end, duration) => {
    expect(addWindow(at(start), duration, amsterdam)).toBe(at(end));
  });

  it('a window that is not in working time does not care what clocks on the wall do', () => {
    expect(addWindow(at('2026-03-28T23:30Z'), 'PT2H', { business: false })).toBe(
      at('2026-03-29T01:30Z'),
    );
  });
});

describe('what to do next', () => {
  const next = (record: IncidentRecord, now: string) => {
    const state = stateOf(record);
    return nextAction(state, clocksOf(state, rulebook, at(now)));
  };

  it('is to claim it, then what is late, then the next stage', () => {
    const open = declare(START);
    expect(next(open, START)).toMatchObject({
      text: 'Claim the incident',
      clock: { id: 'response' },
    });
    const claimed = change(open, ['2026-07-01T10:02Z', { status: 'acknowledged' }]);
    expect(next(claimed, '2026-07-01T10:03Z').text).toBe(
      'Escalate at once: Tech Lead and Operations Manager',
    );
    const atMrDj = declare(START, { scheme: 'mr-dj' });
    expect(next(atMrDj, '2026-07-01T10:01Z').text).toBe('Escalate at once: Engineering');
    const p3 = change(declare(START, { severity: 'P3' }), [START, { status: 'acknowledged' }]);
    expect(next(p3, START).text).toBe('Stop the harm');
  });

  it('is the post-mortem once it is over, and nothing once that is written', () => {
    const over = change(
      declare(START),
      ['2026-07-01T10:02Z', { status: 'acknowledged' }],
      ['2026-07-01T15:00Z', { status: 'resolved' }],
    );
    expect(next(over, '2026-07-01T15:01Z')).toMatchObject({
      text: 'Write the post-mortem',
      clock: { id: 'post-mortem' },
    });
    const small = change(
      declare(START, { severity: 'P3' }),
      ['2026-07-01T10:02Z', { status: 'acknowledged' }],
      ['2026-07-01T15:00Z', { status: 'resolved' }],
    );
    expect(next(small, '2026-07-01T15:01Z').text).toBe('Close it: no rule asks for a post-mortem');
    const closed = change(over, ['2026-07-02T10:00Z', { status: 'closed' }]);
    expect(next(closed, '2026-07-09T10:00Z')).toEqual({ text: 'Nothing more to do' });
  });
});
