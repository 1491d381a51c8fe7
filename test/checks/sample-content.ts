import { stringify } from 'yaml';

/** Pages that are valid in every respect, for tests to spoil in one. */

type Fields = Record<string, unknown>;

/** A page from frontmatter and body. A value that is a string of YAML starts with `=`. */
export function page(fields: Fields, body: string): string {
  const lines = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) =>
      typeof value === 'string' && value.startsWith('=')
        ? `${key}: ${value.slice(1)}\n`
        : stringify({ [key]: value }),
    );
  return `---\n${lines.join('')}---\n\n${body.trim()}\n`;
}

const everyPage = { title: 'A page', description: 'What it is about.', owner: 'tech-lead' };

export const guide = (body = '## Start\n\nGo.', fields: Fields = {}) =>
  page({ ...everyPage, ...fields }, body);

export const adr = (number: number | string, fields: Fields = {}, body = adrBody()) =>
  page(
    {
      ...everyPage,
      number,
      status: 'accepted',
      date: '2026-06-30',
      deciders: ['Tech Lead'],
      ...fields,
    },
    body,
  );

export const adrBody = ({
  decision = 'We do it.',
  alternatives = '### Another way\n\n**Rejected** because:\n\n- It costs more.',
} = {}) => `
## Context

There is a question.

## Decision

${decision}

## Alternatives Considered

${alternatives}

## Consequences

### Positive

- It works.

### Negative

- It takes time.

## Future Considerations

None are known.

## Related

Nothing yet.
`;

export const runbook = (fields: Fields = {}, body = runbookBody()) =>
  page(
    {
      ...everyPage,
      services: ['crm'],
      scheme: 'sonan',
      severity: 'P1',
      verified: '2026-07-01',
      ...fields,
    },
    body,
  );

export const runbookBody = (steps = '1. Look.\n2. Act.\n3. Tell.') => `
## When this applies

Something is down.

## Steps

${steps}

## Escalation

Call the Tech Lead.
`;

export const checklist = (fields: Fields = {}, steps = '- [ ] Do it.') =>
  page({ ...everyPage, subject: 'client', ...fields }, `## Steps\n\n${steps}`);

export const template = (fields: Fields = {}, text = 'Dear client,') =>
  page(
    { ...everyPage, kind: 'message', ...fields },
    `## When to use\n\nAlways.\n\n## Text\n\n${text}`,
  );

export const postmortem = (
  fields: Fields = {},
  {
    timeline = '| 03:14 | Errors rise. |\n| 03:40 | All is well. |',
    actions = '| Add an alert | Tech Lead | 2026-07-20 | open | |',
  } = {},
) =>
  page(
    {
      ...everyPage,
      scheme: 'sonan',
      severity: 'P1',
      detected: '2026-07-02T03:14Z',
      acknowledged: '2026-07-02T03:20Z',
      mitigated: '2026-07-02T03:40Z',
      resolved: '2026-07-02T04:34Z',
      completed: '2026-07-03T09:00Z',
      duration: 'PT1H20M',
      lead: 'Tech Lead',
      impact: { users: 'All', features: 'All', clients: 'Errors', dataLoss: 'No' },
      ...fields,
    },
    `
## Impact

Nobody could sign in.

## Timeline

| Time (UTC) | Event |
| --- | --- |
${timeline}

## Root cause

A wrong setting.

## Fix applied

The right setting.

## Prevention actions

| Action | Owner | Due | State | Note |
| --- | --- | --- | --- | --- |
${actions}

## Follow-up items

- [ ] Tell the clients.
`,
  );

export const playbook = (
  raci = '| Intake | A | R |',
  phases = '### Phase 0: Intake\n\n- Ask.\n\n**Owners:** Sales\n\n**Duration:** 1 day\n\n**Artifacts:** A list\n\n**Exit gate:** the list is whole.',
) =>
  page(
    { ...everyPage, organisation: 'sonan' },
    `
## Phases

${phases}

## RACI

<Raci>

| Activity | Sales | Platform |
| --- | --- | --- |
${raci}

</Raci>
`,
  );

const source = { document: 'incident-response', place: 'Step 6' };

/** `data/facts.yaml` with facts of each kind. */
export const facts = JSON.stringify([
  {
    id: 'invitation-validity',
    value: 'PT24H',
    unit: 'duration',
    about: { en: 'How long an invitation is valid' },
    owner: 'tech-lead',
    source,
    mentions: {
      en: ['invitation is valid for {value}', '{value} invitation window'],
      nl: ['uitnodiging is {value} geldig'],
    },
  },
  {
    id: 'kickoff-held',
    value: 'P5D',
    unit: 'duration',
    text: { en: '5 business days', nl: '5 werkdagen' },
    about: { en: 'When the kickoff is held' },
    owner: 'tech-lead',
    source,
  },
  {
    id: 'free-users',
    value: 50,
    unit: 'count',
    about: { en: 'Users on the free tier' },
    owner: 'tech-lead',
    source,
    mentions: { en: ['free for up to {value} users'] },
  },
  {
    id: 'uptime',
    value: 99.9,
    unit: 'percent',
    about: { en: 'Uptime' },
    owner: 'tech-lead',
    source,
    mentions: { en: ['uptime of {value}'] },
  },
]);
