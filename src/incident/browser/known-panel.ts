import { githubNewFileUrl } from '../../authoring/github-urls.ts';
import { button, download, h } from '../../in-page/elements.ts';
import { exportRecord, recordFileName } from '../exchange.ts';
import { writePostmortem } from '../postmortem.ts';
import type { Change } from '../record.ts';
import { nameOf } from '../rulebook.ts';
import type { IncidentState } from '../state.ts';
import type { Desk } from './desk.ts';
import { field, select } from './dom.ts';

type TextField = {
  [Key in keyof Change]-?: NonNullable<Change[Key]> extends string ? Key : never;
}[keyof Change];

/** What the post-mortem will want to know, in the order of its page. */
const FIELDS: readonly { name: TextField; label: string; long?: true; read: Read }[] = [
  { name: 'title', label: 'What is wrong, in a few words', read: (state) => state.title },
  { name: 'impact_users', label: 'Users affected', read: (state) => state.impact.users },
  { name: 'impact_features', label: 'Features affected', read: (state) => state.impact.features },
  { name: 'impact_clients', label: 'What clients notice', read: (state) => state.impact.clients },
  {
    name: 'impact_data_loss',
    label: 'Data lost or corrupted',
    read: (state) => state.impact.dataLoss,
  },
  { name: 'root_cause', label: 'Root cause', long: true, read: (state) => state.rootCause },
  { name: 'fix', label: 'Fix', long: true, read: (state) => state.fix },
];
type Read = (state: IncidentState) => string | undefined;

/** What is known of the incident: severity, people, tier and the texts of the post-mortem. */
export function makeKnown(panel: Element, desk: Desk): void {
  const state = desk.look()?.state;
  if (!state) return;
  const { rulebook } = desk.kit;
  const inputs = FIELDS.map(({ name, label, long, read }) => {
    const save = () => {
      const value = control.value.trim();
      const shown = desk.look();
      if (!shown || value === '' || value === (read(shown.state) ?? '')) return;
      void desk.update({ [name]: value }, `${label}: kept.`);
    };
    const control = long
      ? h('textarea', { rows: '3', change: save })
      : h('input', { type: 'text', change: save });
    control.value = read(state) ?? '';
    return field(label, control);
  });
  const levels = rulebook.severities.find(({ id }) => id === state.scheme)?.levels ?? [];
  const severity = select(
    levels.map(({ id, name }) => ({ value: id, label: `${id} ${name.en}` })),
    {},
    state.severity,
  );
  const reason = h('input', { type: 'text' });
  const tier = select(
    [
      { value: '', label: 'Not said' },
      ...rulebook['service-levels'].flatMap(({ tiers }) =>
        tiers.map(({ id, name }) => ({ value: id, label: name.en })),
      ),
    ],
    {
      change: () => void (tier.value && desk.update({ tier: tier.value }, 'The tier is noted.')),
    },
    state.tier ?? '',
  );
  const role = select(rulebook.roles.map(({ id }) => ({ value: id, label: nameOf(rulebook, id) })));
  const person = h('input', { type: 'text', autocomplete: 'off' });
  panel.replaceChildren(
    ...inputs,
    h(
      'fieldset',
      {},
      h('legend', {}, 'Reclassify'),
      field('Severity', severity),
      field('Reason', reason),
      button(
        'Reclassify',
        () => {
          const change = {
            severity: severity.value,
            severity_reason: reason.value.trim() || undefined,
          };
          void desk.update(change, `It is a ${severity.value} now.`);
        },
        { class: 'copy' },
      ),
    ),
    field('Service tier of the client', tier),
    h(
      'fieldset',
      {},
      h('legend', {}, 'Who takes which role'),
      field('Role', role),
      field('Person', person),
      button(
        'Take the role',
        () => {
          const assigned = { role: role.value, person: person.value.trim() };
          if (assigned.person) void desk.update({ assigned }, 'The role is taken.');
          else person.focus();
        },
        { class: 'copy' },
      ),
    ),
  );
}

/** The record as a file, on paper, and as a post-mortem. */
export function makeWrapUp(panel: Element, desk: Desk): void {
  const result = h('div', { role: 'status' });
  panel.replaceChildren(
    h(
      'p',
      { class: 'tools' },
      button('Write the post-mortem', () => showPostmortem(result, desk)),
      button('Export the record', () => {
        if (desk.record) download(recordFileName(desk.record), exportRecord(desk.record));
      }),
      button('Print', () => print()),
    ),
    result,
  );
}

function showPostmortem(result: Element, desk: Desk): void {
  const { record } = desk;
  if (!record) return;
  const page = writePostmortem(record, desk.kit.rulebook);
  if (page.refused !== undefined) {
    result.replaceChildren(h('p', {}, page.refused));
    return;
  }
  const { file, text } = page;
  const { url, filled } = githubNewFileUrl(
    desk.kit.repository,
    `${desk.kit.contentFolder}/${file}`,
    text,
  );
  const area = h('textarea', { rows: '12', readonly: true, 'data-postmortem': file });
  area.value = text;
  result.replaceChildren(
    h(
      'p',
      { class: 'tools' },
      h('a', { class: 'button primary', href: url }, 'Open it in GitHub’s editor'),
      button('Download it', () => download(file.replace('postmortems/', ''), text)),
    ),
    h(
      'p',
      {},
      filled
        ? 'What is not known yet says so; write it before you finish the page.'
        : 'The text is too long for a link: download it, or copy it from here into the editor.',
    ),
    field('The post-mortem', area),
  );
}
