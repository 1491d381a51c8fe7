import { describe, expect, test } from 'vitest';
import { guide, pageOf } from './pages.ts';

const at = (line: number) => ({ line, column: 1 });

describe('an ADR', () => {
  const page = pageOf(
    'adr',
    guide(`## Alternatives Considered

### Sub-routes of the CRM

They would be served from \`/sites/{slug}\`.

**Rejected** because:

- **Coupling.** One outage takes all down.
- Limits are shared.

### Another host

**Not selected.** It costs more.

### Later

**Deferred** until there is demand:

1. Nobody asks for it.

### Undecided

Nothing is said.

## Consequences

### Positive

- Clear scope
- Free choice

### Negative

Two code bases instead of one.
`),
  );

  test('gives each alternative with its verdict and its reasons', () => {
    expect(page.body.alternatives).toEqual([
      {
        title: 'Sub-routes of the CRM',
        verdict: 'rejected',
        reasons: ['Coupling. One outage takes all down.', 'Limits are shared.'],
        place: at(9),
      },
      {
        title: 'Another host',
        verdict: 'not-selected',
        reasons: ['It costs more.'],
        place: at(18),
      },
      { title: 'Later', verdict: 'deferred', reasons: ['Nobody asks for it.'], place: at(22) },
      { title: 'Undecided', reasons: [], place: at(28) },
    ]);
  });

  test('gives its consequences, from lists or from paragraphs', () => {
    expect(page.body.positive).toEqual(['Clear scope', 'Free choice']);
    expect(page.body.negative).toEqual(['Two code bases instead of one.']);
  });
});

test('a runbook gives its steps with what belongs to each', () => {
  const page = pageOf(
    'runbooks',
    guide(`## Steps

1. Open the dashboard of **Sentry**.
2. Roll back:

   \`\`\`bash
   vercel rollback
   \`\`\`

   - Tell the <Role id="tech-lead" />.

### When that does not help

1. Call the vendor.

## Escalation

1. Not a step.
`),
  );
  expect(page.body.steps).toEqual([
    { text: 'Open the dashboard of Sentry.', blanks: [], place: at(9) },
    {
      text: 'Roll back:',
      details: 'vercel rollback\n- Tell the ⟦Role tech-lead⟧.',
      blanks: [],
      place: at(10),
    },
    { text: 'Call the vendor.', group: 'When that does not help', blanks: [], place: at(20) },
  ]);
});

test('a checklist gives every box to tick, with its group and its blanks', () => {
  const page = pageOf(
    'checklists',
    guide(`## Steps

### Before

- [ ] Record made for <Blank id="client" />
  - [ ] Address checked
- Not a box
- [x] Invited

## Notes

- [ ] Not a step
`),
  );
  expect(page.body.steps).toEqual([
    { text: 'Record made for ⟦Blank client⟧', group: 'Before', blanks: ['client'], place: at(11) },
    { text: 'Address checked', group: 'Before', blanks: [], place: { line: 12, column: 3 } },
    { text: 'Invited', group: 'Before', blanks: [], place: at(14) },
  ]);
});

test('a template gives the text to copy and its blanks', () => {
  const page = pageOf(
    'templates',
    guide(`## When to use

At once, <Blank id="never" />.

## Text

Dear <Blank id="client" />,

We are on it.
You hear from us **soon**.

### Timeline

| Time | Event |
| ---- | ----- |
| <Blank id="time" /> | Seen |
`),
  );
  expect(page.body.text).toBe(
    [
      'Dear ⟦Blank client⟧,',
      '',
      'We are on it. You hear from us soon.',
      '',
      '### Timeline',
      '',
      '| Time | Event |',
      '| --- | --- |',
      '| ⟦Blank time⟧ | Seen |',
    ].join('\n'),
  );
  expect(page.body.blanks).toEqual([
    { id: 'client', place: { line: 13, column: 6 } },
    { id: 'time', place: { line: 22, column: 3 } },
  ]);
});

test('a post-mortem gives its timeline in UTC, its actions and its follow-ups', () => {
  const page = pageOf(
    'postmortems',
    guide(`## Timeline

| Time (UTC) | Event |
| ---------- | ----- |
| 23:50 | \`login\` fails |
| 2026-07-03 00:10 | Fixed |
| later | Closed |

## Prevention actions

| Action | Owner | Due | State | Note |
| ------ | ----- | --- | ----- | ---- |
| Stop the build | <Role id="tech-lead" /> | 2026-07-09 | open | |
| Ask | Primary Engineer | | wont-do | Unread |

## Follow-up items

- [x] Runbook updated
- [ ] Alert added
`).replace('owner: tech-lead', 'owner: tech-lead\ndetected: 2026-07-02T23:50Z'),
    { name: '2026-07-01-late.mdx' },
  );
  expect(page.body.timeline).toEqual([
    { at: '2026-07-02T23:50Z', event: 'login fails', place: at(12) },
    { at: '2026-07-03T00:10Z', event: 'Fixed', place: at(13) },
    { at: 'later', event: 'Closed', place: at(14) },
  ]);
  expect(page.body.actions).toEqual([
    {
      action: 'Stop the build',
      owner: 'tech-lead',
      due: '2026-07-09',
      state: 'open',
      note: '',
      place: at(20),
    },
    {
      action: 'Ask',
      owner: 'Primary Engineer',
      due: '',
      state: 'wont-do',
      note: 'Unread',
      place: at(21),
    },
  ]);
  expect(page.body.followUps).toEqual([
    { text: 'Runbook updated', done: true, place: at(25) },
    { text: 'Alert added', done: false, place: at(26) },
  ]);
});

test('a post-mortem without a readable time of detection takes the day of its file name', () => {
  const page = pageOf(
    'postmortems',
    guide('## Timeline\n\n| T | E |\n| - | - |\n| 3:14 | Seen |\n'),
    {
      name: '2026-07-01-late.mdx',
    },
  );
  expect(page.body.timeline[0]?.at).toBe('2026-07-01T03:14Z');
});

describe('a playbook', () => {
  test('gives its phases with what each label says', () => {
    const page = pageOf(
      'playbooks',
      guide(`## Phases

### Phase 0: Intake

**Owners:** Sales → Platform

**Duration:** 1 day

- Write it down.
- Confirm it.

**Artifacts:**

- The list
- The date

**Exit gate:** Dates are confirmed.

### Wrap up

- Close.

**Artifacts:** A report
`),
    );
    expect(page.body.phases).toEqual([
      {
        number: 0,
        title: 'Intake',
        owners: 'Sales → Platform',
        duration: '1 day',
        steps: ['Write it down.', 'Confirm it.'],
        artifacts: ['The list', 'The date'],
        exit: 'Dates are confirmed.',
        place: at(9),
      },
      {
        number: 1,
        title: 'Wrap up',
        owners: '',
        duration: '',
        steps: ['Close.'],
        artifacts: ['A report'],
        exit: '',
        place: at(25),
      },
    ]);
  });

  test('gives its RACI row by row, several codes in a cell apart', () => {
    const page = pageOf(
      'playbooks',
      guide(`## RACI

<Raci>

| Activiteit | Sales | <Role id="tech-lead" /> | Support |
| ---------- | :---: | :---------------------: | :-----: |
| Triage     |   R   |           A/R           |         |

</Raci>
`),
      { locale: 'nl' },
    );
    expect(page.body.raci).toEqual([
      {
        activity: 'Triage',
        codes: [
          { role: 'Sales', codes: ['R'] },
          { role: 'tech-lead', codes: ['A', 'R'] },
          { role: 'Support', codes: [] },
        ],
        place: at(13),
      },
    ]);
  });
});

test('a body of another shape gives empty lists', () => {
  const odd = guide('Just text.\n\n## Steps\n\nNo list here.\n\n## Timeline\n\nNo table.\n');
  expect(pageOf('runbooks', odd).body).toEqual({ steps: [] });
  expect(pageOf('checklists', odd).body).toEqual({ steps: [] });
  expect(pageOf('postmortems', odd).body).toEqual({ timeline: [], actions: [], followUps: [] });
  expect(pageOf('adr', odd).body).toEqual({ alternatives: [], positive: [], negative: [] });
  expect(pageOf('playbooks', odd).body).toEqual({ phases: [], raci: [] });
  expect(pageOf('templates', odd).body).toEqual({ text: '', blanks: [] });
});
