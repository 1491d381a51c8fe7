import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPage } from '../../src/content-model/index.ts';
import { recordCommunication } from '../../src/incident/operations.ts';
import { writePostmortem } from '../../src/incident/postmortem.ts';
import type { IncidentRecord } from '../../src/incident/record.ts';
import { checkFolder, makeFolder } from '../checks/marked.ts';
import { at, change, declare, done, ENGINEER, project, rulebook } from './setting.ts';

const START = '2026-07-01T23:50Z';

const over = (record: IncidentRecord) =>
  change(
    record,
    ['2026-07-01T23:55Z', { status: 'acknowledged' }],
    ['2026-07-02T00:20Z', { status: 'mitigated' }],
    ['2026-07-02T01:10Z', { status: 'resolved' }],
  );

function written(record: IncidentRecord) {
  const page = writePostmortem(record, rulebook);
  if (page.refused !== undefined) throw new Error(page.refused);
  return page;
}

function read(record: IncidentRecord) {
  const { file, text } = written(record);
  const page = readPage(text, { file, hash: '' });
  if (page.collection !== 'postmortems' || !page.data)
    throw new Error(JSON.stringify(page.problems));
  return { ...page, data: page.data };
}

/** What `check` says about a post-mortem, beside the site's own data. */
async function errorsIn(record: IncidentRecord): Promise<string[]> {
  const root = makeFolder();
  cpSync(join(project, 'content/data'), join(root, 'data'), { recursive: true });
  const { file, text } = written(record);
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
  const { findings } = await checkFolder(root, { today: '2026-07-02' });
  return findings
    .filter(({ file: where, severity }) => severity === 'error' && where.includes('postmortems'))
    .map(({ rule, message }) => `${rule}: ${message}`);
}

describe('the post-mortem of an incident', () => {
  it('has its times, duration, people and timeline filled in', () => {
    const claimed = over(declare(START));
    const noted = change(claimed, ['2026-07-02T01:11Z', { note: 'All green', impact_users: '12' }]);
    const { data, body, file } = read(noted);
    expect(file).toBe('postmortems/2026-07-01-nobody-can-log-in.mdx');
    expect(data).toMatchObject({
      severity: 'P1',
      detected: '2026-07-01T23:50Z',
      acknowledged: '2026-07-01T23:55Z',
      mitigated: '2026-07-02T00:20Z',
      resolved: '2026-07-02T01:10Z',
      duration: 'PT1H20M',
      lead: 'Example Engineer',
      impact: { users: '12' },
    });
    expect(body.timeline.map(({ at: moment, event }) => `${moment} ${event}`)).toEqual([
      '2026-07-01T23:50Z Declared a P1: Nobody can log in (Example Engineer)',
      '2026-07-01T23:55Z Claimed (Example Engineer)',
      '2026-07-02T00:20Z Mitigation applied (Example Engineer)',
      '2026-07-02T01:10Z Resolution confirmed (Example Engineer)',
      '2026-07-02T01:11Z Users affected written down (Example Engineer)',
      '2026-07-02T01:11Z All green (Example Engineer)',
    ]);
  });

  it('takes over what was put right after the declaration', async () => {
    const record = change(over(declare(START)), [
      '2026-07-02T01:11Z',
      {
        reporter_user_id: 'Example Client <b>',
        client_id: 'example',
        component_id: 'stripe',
        start_timestamp: '2026-07-01T22:58:00.000Z',
        detection_timestamp: '2026-07-01T23:40:00.000Z',
      },
    ]);
    const { data, body } = read(record);
    expect(data).toMatchObject({
      services: ['stripe'],
      started: '2026-07-01T22:58Z',
      detected: '2026-07-01T23:40Z',
      duration: 'PT1H30M',
    });
    expect(body.timeline.slice(0, 3).map(({ at: moment, event }) => `${moment} ${event}`)).toEqual([
      '2026-07-01T22:58Z Began',
      '2026-07-01T23:40Z Detected',
      '2026-07-01T23:50Z Declared a P1: Nobody can log in (Example Engineer)',
    ]);
    expect(written(record).text).toContain(
      'Client: Example tenant. Component: Stripe. Reported by: Example Client \\<b\\>.',
    );
    expect(await errorsIn(record)).toEqual([]);
  });

  it('says what is not known yet, and check accepts it', async () => {
    const record = over(declare(START));
    expect(read(record).data.impact.dataLoss).toBe(
      'Not known yet: whether data was lost or corrupted.',
    );
    expect(await errorsIn(record)).toEqual([]);
  });

  it('is not written before the incident is resolved', () => {
    const { refused } = writePostmortem(declare(START), rulebook);
    expect(refused).toMatch(/is open.*declare it resolved first/);
  });

  it('shows as text whatever was typed, in every field', async () => {
    const hostile = [
      '<script>alert(1)</script> {process.exit(1)} import x from "y"',
      'export const a = 1',
      '| a | b | \\ ` ``` ~~~ # - 1. * _ [x](javascript:alert(1)) ![y](z) &amp; &#x3C;',
      'TODO TBD FIXME REPLACE: YYYY-MM-DD HH:MM Lorem Ipsum',
      'see https://github.com/example/x/blob/main/a.ts and www.example.com/|x',
      '---\ntitle: "x"\n---\n\n# heading\n\n- [ ] task',
      '⟦Role cto⟧ \u0000 \u2028 \u202e end',
    ].join('\n\n');
    const line = hostile.replace(/\s+/g, ' ').slice(0, 300);
    let record = over(declare(START, { title: line, category: line, reporter_user_id: line }));
    record = change(record, [
      '2026-07-02T01:11Z',
      {
        note: hostile,
        root_cause: hostile,
        fix: hostile,
        impact_users: hostile,
        impact_features: hostile,
        impact_clients: hostile,
        impact_data_loss: hostile,
        assigned: { role: 'tech-lead', person: line },
      },
    ]);
    const given = {
      recipient_id: line,
      communication_type: 'client' as const,
      delivery_method: line,
      delivery_status: 'sent' as const,
      summary: line,
    };
    record = done(
      recordCommunication(record, given, {
        rulebook,
        now: at('2026-07-02T01:12Z'),
        by: { ...ENGINEER, name: '<b>{x}</b>' },
      }),
    );
    expect(await errorsIn(record)).toEqual([]);
    const { links, components, body } = read(record);
    expect(links).toEqual([]);
    expect(components.map(({ name }) => name)).toEqual(['Role']);
    expect(body.timeline.map(({ event }) => event).join('\n')).toContain('<script>alert(1)');
  });

  it('keeps any text readable as MDX', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }), (text) => {
        if (text.trim() === '') return;
        const record = change(over(declare(START)), [
          '2026-07-02T01:11Z',
          { note: text, root_cause: text, impact_users: text },
        ]);
        expect(read(record).problems).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});
