import { button, h } from '../../in-page/elements.ts';
import { type Change, LONGEST_LINE } from '../record.ts';
import { nameOf, type Rulebook } from '../rulebook.ts';
import type { IncidentState } from '../state.ts';
import type { Desk } from './desk.ts';
import { field, select } from './dom.ts';
import { follow } from './follow.ts';
import { choicesOfSchemes, makeQuestions } from './questions.ts';
import { NOT_DESCRIBED_YET, NOT_SAID_YET } from './start-panel.ts';
import { makeTimes } from './times-panel.ts';

type TextKey = {
  [Key in keyof Change]-?: NonNullable<Change[Key]> extends string ? Key : never;
}[keyof Change];

/** What can be put right, with how the page reads it from where the incident stands. */
interface Known {
  name: TextKey;
  label: string;
  read: (state: IncidentState, rulebook: Rulebook) => string | undefined;
  /** A text of several lines. */
  long?: true;
  /** One of these, and nothing else. */
  choices?: (rulebook: Rulebook) => { value: string; label: string }[];
  /** It must always say something. */
  needed?: true;
}

const NOT_SAID = { value: '', label: 'Not said' };

const tiers = (rulebook: Rulebook) => [
  NOT_SAID,
  ...rulebook['service-levels'].flatMap((levels) =>
    levels.tiers.map(({ id, name }) => ({ value: id, label: name.en })),
  ),
];

const named = (list: readonly { id: string; name: string }[]) =>
  list.map(({ id, name }) => ({ value: id, label: name }));

/** Whom and what it concerns: a P1 is declared without asking any of this. */
const CONCERNED: readonly Known[] = [
  {
    name: 'title',
    label: 'What is wrong, in a few words',
    read: ({ title }) => title,
    needed: true,
  },
  {
    name: 'client_id',
    label: 'Client',
    read: ({ client }) => client,
    choices: ({ tenants }) => named(tenants),
  },
  {
    name: 'tier',
    label: 'Service tier of the client',
    read: ({ tier }) => tier,
    choices: tiers,
  },
  {
    name: 'component_id',
    label: 'Affected service',
    read: ({ component }) => component,
    choices: ({ services }) => named(services),
  },
  {
    name: 'reporter_user_id',
    label: 'Reported by',
    read: ({ reporter }, rulebook) => nameOf(rulebook, reporter),
    needed: true,
  },
  { name: 'category', label: 'Category', read: ({ category }) => category, needed: true },
  { name: 'impact_level', label: 'Impact level', read: (state) => state.impactLevel, needed: true },
  {
    name: 'urgency_level',
    label: 'Urgency level',
    read: (state) => state.urgencyLevel,
    needed: true,
  },
];

/** What the post-mortem will want to know, in the order of its page. */
const FOR_THE_POSTMORTEM: readonly Known[] = [
  { name: 'impact_users', label: 'Users affected', read: ({ impact }) => impact.users },
  { name: 'impact_features', label: 'Features affected', read: ({ impact }) => impact.features },
  { name: 'impact_clients', label: 'What clients notice', read: ({ impact }) => impact.clients },
  {
    name: 'impact_data_loss',
    label: 'Data lost or corrupted',
    read: ({ impact }) => impact.dataLoss,
  },
  { name: 'root_cause', label: 'Root cause', long: true, read: ({ rootCause }) => rootCause },
  { name: 'fix', label: 'Fix', long: true, read: ({ fix }) => fix },
];

/**
 * What is known of the incident: whom it concerns, when, the severity, people and the texts of the
 * post-mortem. Gives the function that brings the fields up to where the incident stands.
 */
export function makeKnown(
  panel: Element,
  desk: Desk,
  state: IncidentState,
): (state: IncidentState) => void {
  const concerned = CONCERNED.map((known) => makeField(known, desk, state));
  const texts = FOR_THE_POSTMORTEM.map((known) => makeField(known, desk, state));
  const parts = [
    makeTimes(desk, state),
    makeReclassify(desk, state),
    makeRoles(desk, state),
  ] as const;
  const [times, reclassify, roles] = parts;
  panel.replaceChildren(
    h('fieldset', {}, h('legend', {}, 'Whom and what it concerns'), ...elements(concerned)),
    times.element,
    reclassify.element,
    roles.element,
    h('fieldset', {}, h('legend', {}, 'For the post-mortem'), ...elements(texts)),
  );
  return (current) => {
    for (const { refresh } of [...concerned, ...parts, ...texts]) refresh(current);
  };
}

const elements = (fields: readonly { element: Element }[]) => fields.map(({ element }) => element);

function makeField(
  { name, label, read, long, choices, needed }: Known,
  desk: Desk,
  state: IncidentState,
) {
  const { rulebook } = desk.kit;
  const value = (current: IncidentState) => {
    const known = read(current, rulebook) ?? '';
    return known === NOT_SAID_YET || known === NOT_DESCRIBED_YET ? '' : known;
  };
  const keep = () => {
    const now = desk.look()?.state;
    if (!now) return;
    control.value = control.value.trim();
    if (control.value === value(now)) return;
    // Nobody empties by mistake what must be said; and a choice once made can only be made anew.
    if (control.value === '' && (needed || choices)) control.value = value(now);
    else void desk.update({ [name]: control.value }, `${label}: kept.`);
  };
  const control = choices
    ? select(choices(rulebook), { change: keep })
    : long
      ? h('textarea', { rows: '3', change: keep })
      : h('input', { type: 'text', autocomplete: 'off', change: keep });
  return follow(label, control, value, state);
}

/** Another severity, by the same rules or by others, as somebody says it or as the answers have it. */
function makeReclassify(desk: Desk, state: IncidentState) {
  const { rulebook } = desk.kit;
  const scheme = select(choicesOfSchemes(rulebook), { change: () => offer() });
  const severity = select([]);
  const reason = h('input', { type: 'text', autocomplete: 'off', maxlength: `${LONGEST_LINE}` });
  const questions = makeQuestions(rulebook, ({ severity: found, rule }, answered) => {
    if (!answered || found === undefined) return;
    severity.value = found;
    reason.value = rule.slice(0, LONGEST_LINE);
  });
  let offered = '';
  /** The levels of the scheme. What it lacks becomes its most severe one: in doubt the higher. */
  const offer = () => {
    // The scheme of a record may be gone from the data since.
    if (scheme.value === '') scheme.selectedIndex = 0;
    if (scheme.value === offered) return;
    offered = scheme.value;
    const levels = rulebook.severities.find(({ id }) => id === offered)?.levels ?? [];
    const before = severity.value;
    severity.replaceChildren(
      ...levels.map(({ id, name }) => h('option', { value: id }, `${id} ${name.en}`)),
    );
    severity.value = levels.some(({ id }) => id === before) ? before : (levels[0]?.id ?? '');
    questions.ask(offered);
  };
  const rules = follow('By whose rules', scheme, (current) => current.scheme, state);
  offer();
  const level = follow('Severity', severity, (current) => current.severity, state);
  const go = button(
    'Reclassify',
    async () => {
      const change = {
        severity: severity.value,
        scheme: scheme.value === desk.look()?.state.scheme ? undefined : scheme.value,
        severity_reason: reason.value.trim() || undefined,
      };
      if (await desk.update(change, `It is a ${severity.value} now.`)) reason.value = '';
    },
    { class: 'copy' },
  );
  return {
    element: h(
      'fieldset',
      { class: 'incident-act' },
      h('legend', {}, 'Reclassify'),
      rules.element,
      level.element,
      field('Reason', reason),
      go,
      h(
        'details',
        { class: 'incident-again' },
        h('summary', {}, 'Answer the questions again'),
        questions.element,
      ),
    ),
    refresh(current: IncidentState) {
      rules.refresh(current);
      offer();
      level.refresh(current);
    },
  };
}

function makeRoles(desk: Desk, state: IncidentState) {
  const { rulebook } = desk.kit;
  const taken = h('ul');
  const role = select(rulebook.roles.map(({ id }) => ({ value: id, label: nameOf(rulebook, id) })));
  const person = h('input', { type: 'text', autocomplete: 'off' });
  const take = button(
    'Take the role',
    async () => {
      const assigned = { role: role.value, person: person.value.trim() };
      if (!assigned.person) person.focus();
      else if (await desk.update({ assigned }, 'The role is taken.')) person.value = '';
    },
    { class: 'copy' },
  );
  const refresh = ({ people }: IncidentState) =>
    taken.replaceChildren(
      ...Object.entries(people).map(([id, name]) =>
        h('li', {}, `${nameOf(rulebook, id)}: ${name}`),
      ),
    );
  refresh(state);
  return {
    element: h(
      'fieldset',
      {},
      h('legend', {}, 'Who takes which role'),
      taken,
      h('div', { class: 'incident-act' }, field('Role', role), field('Person', person), take),
    ),
    refresh,
  };
}
