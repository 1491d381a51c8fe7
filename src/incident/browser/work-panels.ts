import { h, redraw } from '../../in-page/elements.ts';
import { timelineOf } from '../timeline.ts';
import type { Desk, Shown } from './desk.ts';
import { field, select } from './dom.ts';

/** The runbook for the alert at hand, and the steps of the procedure to tick off. */
export function drawSteps(panel: Element, desk: Desk, { state }: Shown): void {
  const { rulebook, runbooks, procedure } = desk.kit;
  const alerts = [
    { value: '', label: 'Choose the alert' },
    ...rulebook.alerts.map(({ id, name }) => ({ value: id, label: name })),
  ];
  const alert = select(
    alerts,
    {
      'data-key': 'alert',
      change: () =>
        void (alert.value && desk.update({ alert: alert.value }, 'The alert is noted.')),
    },
    state.alert ?? '',
  );
  const answering = runbooks.filter((runbook) => runbook.alerts.includes(state.alert ?? ''));
  redraw(
    panel,
    field('Alert', alert),
    ...answering.map(({ title, path, steps }) =>
      h(
        'section',
        { class: 'incident-runbook' },
        h('h3', {}, 'Runbook: ', h('a', { href: path }, title)),
        h('ol', {}, ...steps.map((step) => h('li', { class: 'incident-text' }, step))),
      ),
    ),
    h('h3', {}, 'The steps of the response'),
    h(
      'ol',
      { class: 'incident-steps' },
      ...procedure.map(({ id, title, text, href }) => {
        const done = state.steps.includes(id);
        const box = h('input', {
          type: 'checkbox',
          'data-key': `step ${id}`,
          checked: done,
          change: () =>
            void desk.update({ step: { id, title, done: !done } }, `${title}: recorded.`),
        });
        return h(
          'li',
          {},
          h('label', {}, box, ` ${title}`),
          h(
            'details',
            { 'data-key': `text ${id}` },
            h('summary', {}, `How: ${title}`),
            h('p', { class: 'incident-text' }, text),
            h('a', { href }, 'On its page'),
          ),
        );
      }),
    ),
  );
}

/** The timeline as it writes itself. */
export function drawTimeline(panel: Element, desk: Desk, { record }: Shown): void {
  const lines = timelineOf(record, desk.kit.rulebook).toReversed();
  redraw(
    panel,
    h(
      'ol',
      { class: 'incident-timeline', reversed: true },
      ...lines.map(({ at, event, by }) =>
        h(
          'li',
          {},
          h('time', { datetime: at }, `${at.slice(0, 10)} ${at.slice(11, 19)} UTC`),
          ` ${event}${by ? ` (${by})` : ''}`,
        ),
      ),
    ),
  );
}
