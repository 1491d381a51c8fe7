import { button, h, redraw } from '../../in-page/elements.ts';
import { importRecord, MAX_FILE_BYTES, mergeRecords } from '../exchange.ts';
import { type Given, reportIncident } from '../operations.ts';
import { type IncidentRecord, LONGEST_LINE } from '../record.ts';
import type { Evaluation } from '../severity.ts';
import { stateOf } from '../state.ts';
import type { Desk } from './desk.ts';
import { field, select } from './dom.ts';
import { choicesOfSchemes, makeQuestions } from './questions.ts';
import type { RecordStore } from './store.ts';

/** Stands for what the policy wants to be told and nobody has said. */
export const NOT_SAID_YET = 'not said yet';

/** The title of an incident that nobody has described. */
export const NOT_DESCRIBED_YET = 'Not described yet';

/** What a declaration fills in by itself; all of it can be put right while the incident goes on. */
const UNSAID: Given<'report-incident'> = {
  category: NOT_SAID_YET,
  impact_level: NOT_SAID_YET,
  urgency_level: NOT_SAID_YET,
  client_id: 'sonan',
  component_id: 'crm',
  scheme: 'sonan',
};

/** Puts an incident on record, detected now. */
export function declare(desk: Desk, given: Given<'report-incident'>): Promise<boolean> {
  const id = crypto.randomUUID();
  return desk.perform(
    id,
    (_, circumstances) =>
      reportIncident(
        id,
        {
          ...UNSAID,
          title: NOT_DESCRIBED_YET,
          reporter_user_id: desk.actor.name || desk.actor.role,
          detection_timestamp: new Date(circumstances.now).toISOString(),
          ...given,
        },
        circumstances,
      ),
    `${given.severity} declared.`,
  );
}

/** Describe what happens, answer, and get the severity with the rule that decided it. */
export function makeClassifier(panel: Element, desk: Desk): void {
  const { rulebook } = desk.kit;
  const title = h('input', { type: 'text', autocomplete: 'off', maxlength: '300' });
  const scheme = select(choicesOfSchemes(rulebook), { change: () => questions.ask(scheme.value) });
  let found: Evaluation | undefined;
  const go = button('Declare it', () => {
    if (found?.severity === undefined) return;
    void declare(desk, {
      severity: found.severity,
      severity_rule: found.rule.slice(0, LONGEST_LINE),
      scheme: scheme.value,
      title: title.value.trim() || NOT_DESCRIBED_YET,
    });
  });
  const questions = makeQuestions(rulebook, (judged) => {
    found = judged;
    go.textContent = found.severity ? `Declare ${found.severity}` : 'Declare it';
    go.disabled = found.severity === undefined;
  });
  panel.replaceChildren(
    field('What happens', title),
    field('By whose rules', scheme),
    questions.element,
    h('p', { class: 'tools' }, go),
  );
  questions.ask(scheme.value);
}

/** The incidents that this browser keeps, and the way to bring one in from a file. */
export async function drawKept(panel: Element, desk: Desk, store: RecordStore): Promise<void> {
  const records = await store.list();
  const items = records.map((record) => {
    const { severity, title, status, declaredAt } = stateOf(record);
    const label = `${severity} ${title}, ${status}, ${declaredAt.slice(0, 16).replace('T', ' ')} UTC`;
    return h(
      'li',
      {},
      button(label, () => desk.show(record), { 'data-key': record.id, class: 'copy' }),
    );
  });
  const file = h('input', {
    type: 'file',
    accept: '.json,application/json',
    change: () => void bringIn(file, desk),
  });
  redraw(
    panel,
    items.length > 0 ? h('ul', {}, ...items) : h('p', {}, 'No incident is kept in this browser.'),
    field('Import a record', file),
  );
}

async function bringIn(input: HTMLInputElement, desk: Desk): Promise<void> {
  const [file] = input.files ?? [];
  if (!file) return;
  const text = file.size > MAX_FILE_BYTES ? ' '.repeat(MAX_FILE_BYTES + 1) : await file.text();
  const { record, refused } = importRecord(text, desk.kit.rulebook);
  input.value = '';
  if (!record) desk.refuse(refused);
  else await takeIn(record, desk);
}

/** Keeps an imported record, unless what is kept under its id is not its beginning. */
async function takeIn(record: IncidentRecord, desk: Desk): Promise<void> {
  await desk.perform(
    record.id,
    (latest) => mergeRecords(latest, record),
    'The record is imported.',
  );
}
