import { button, h, redraw } from '../../in-page/elements.ts';
import { fillMessage } from '../message.ts';
import { recordCommunication } from '../operations.ts';
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
        h('h3', {}, h('a', { href: path }, title)),
        h('ol', {}, ...steps.map((step) => h('li', { class: 'incident-text' }, step))),
      ),
    ),
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

/** The messages, with their blanks as fields. Made once, so that nothing typed is drawn over. */
export function makeMessages(panel: Element, desk: Desk): void {
  const { messages } = desk.kit;
  const place = h('div');
  const pick = select(
    messages.map(({ id, title }) => ({ value: id, label: title })),
    { change: () => show() },
  );
  const show = () => {
    const message = messages.find(({ id }) => id === pick.value);
    if (!message) return;
    const values: Record<string, string> = {};
    const output = h('output', { class: 'incident-text incident-message' });
    const fill = () => {
      output.textContent = fillMessage(message, values);
    };
    const fields = message.placeholders.map(({ id, label, options }, index) => {
      const list = `blank-${index}`;
      const shown = desk.look()?.state;
      values[id] =
        id === 'severity'
          ? (shown?.severity ?? '')
          : id === 'description'
            ? (shown?.title ?? '')
            : '';
      const input = h('input', {
        type: 'text',
        list: options.length > 0 ? list : undefined,
        value: values[id],
        input: () => {
          values[id] = input.value;
          fill();
        },
      });
      const box = field(label, input);
      if (options.length > 0) {
        box.append(h('datalist', { id: list }, ...options.map((value) => h('option', { value }))));
      }
      return box;
    });
    fill();
    const copy = button('Copy the message', async () => {
      const done = await navigator.clipboard.writeText(output.textContent ?? '').then(
        () => true,
        () => false,
      );
      copy.textContent = done ? 'Copied' : 'Select the text and press Ctrl+C';
      setTimeout(() => {
        copy.textContent = 'Copy the message';
      }, 2_000);
    });
    const mail = button('Open in mail', () => {
      const query = new URLSearchParams({
        subject: message.subject ?? message.title,
        body: output.textContent ?? '',
      });
      location.href = `mailto:?${query.toString().replaceAll('+', '%20')}`;
    });
    const sent = button('I sent it', () => {
      void desk.act(
        (record, circumstances) =>
          recordCommunication(
            record,
            {
              recipient_id: message.channel === 'email' ? 'clients' : 'the team',
              communication_type: message.channel === 'email' ? 'client' : 'internal',
              delivery_method: message.channel,
              delivery_status: 'sent',
              summary: message.title,
            },
            circumstances,
          ),
        'The message is recorded.',
      );
    });
    place.replaceChildren(
      h('p', {}, message.sender ? `Sent by: ${message.sender}` : ''),
      ...fields,
      output,
      h('p', { class: 'tools' }, copy, message.channel === 'email' && mail, sent),
    );
  };
  panel.replaceChildren(field('Message', pick), place);
  show();
}
