import { button, h } from '../../in-page/elements.ts';
import type { MessageTemplate } from '../kit.ts';
import { fillMessage } from '../message.ts';
import { recordCommunication } from '../operations.ts';
import { clientName, type Rulebook } from '../rulebook.ts';
import type { IncidentState } from '../state.ts';
import { inUtc } from '../zoned-time.ts';
import type { Desk } from './desk.ts';
import { field, select } from './dom.ts';
import { type FollowingField, follow } from './follow.ts';
import { NOT_DESCRIBED_YET } from './start-panel.ts';

/** The organisation itself is no client to write to. */
const OURSELVES = 'sonan';

type Say = (state: IncidentState, rulebook: Rulebook) => string | undefined;

/** What the record can fill in by itself, by the id of the blank. */
const FROM_THE_RECORD: Readonly<Record<string, Say>> = {
  severity: ({ severity }) => severity,
  description: ({ title }) => (title === NOT_DESCRIBED_YET ? undefined : title),
  summary: ({ rootCause, fix }) => [rootCause, fix].filter(Boolean).join(' '),
  'client-name': ({ client }, rulebook) =>
    client === OURSELVES ? undefined : clientName(rulebook, client),
  'began-at': ({ startedAt, detectedAt }) => inUtc(startedAt ?? detectedAt),
  'restored-at': ({ resolvedAt }) => resolvedAt && inUtc(resolvedAt),
  'notified-at': ({ communications }) => {
    const first = communications.find(({ communication_type: type }) => type === 'client');
    return first && inUtc(first.at);
  },
};

/**
 * The messages, with their blanks as fields. Made once, so that nothing typed is drawn over; the
 * function that it gives brings the blanks that nobody has typed in up to where the incident stands.
 */
export function makeMessages(panel: Element, desk: Desk): (state: IncidentState) => void {
  const { messages } = desk.kit;
  const place = h('div');
  let refresh: (state: IncidentState) => void = () => undefined;
  const pick = select(
    messages.map(({ id, title }) => ({ value: id, label: title })),
    { 'data-key': PICK, change: () => show() },
  );
  const show = () => {
    const message = messages.find(({ id }) => id === pick.value);
    const state = desk.look()?.state;
    if (message && state) refresh = showMessage(place, message, desk, state);
  };
  panel.replaceChildren(field('Message', pick), place);
  show();
  return (state) => refresh(state);
}

const PICK = 'message';

/** Leads to a message, ready to be filled in. */
export function openMessage(id: string): void {
  const pick = document.querySelector<HTMLSelectElement>(`[data-key="${PICK}"]`);
  if (!pick) return;
  if (pick.value !== id) {
    pick.value = id;
    pick.dispatchEvent(new Event('change'));
  }
  pick.focus();
}

function showMessage(place: Element, message: MessageTemplate, desk: Desk, state: IncidentState) {
  const { placeholders, channel } = message;
  const mail = h('a', { class: 'button' }, 'Open in mail');
  const output = h('output', { class: 'incident-text incident-message' });
  const blanks = placeholders.map(({ id, label, options }, index) => {
    const list = options.length > 0 ? `blank-${index}` : undefined;
    const input = h('input', { type: 'text', list, input: () => fill() });
    const read = (now: IncidentState) => FROM_THE_RECORD[id]?.(now, desk.kit.rulebook) ?? '';
    const following: FollowingField = follow(label, input, read, state);
    if (list) {
      const choices = options.map((value) => h('option', { value }));
      following.element.append(h('datalist', { id: list }, ...choices));
    }
    return { id, input, ...following };
  });
  const fill = () => {
    const values = Object.fromEntries(blanks.map(({ id, input }) => [id, input.value]));
    const body = fillMessage(message, values);
    output.textContent = body;
    const query = new URLSearchParams({ subject: message.subject ?? message.title, body });
    mail.href = `mailto:?${query.toString().replaceAll('+', '%20')}`;
  };
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
  const promised = h('input', { type: 'number', min: '1', max: '1440', inputmode: 'numeric' });
  const sent = button('I sent it', () => {
    void recordSent(message, desk, promised.validity.valid ? promised.valueAsNumber : Number.NaN);
  });
  fill();
  place.replaceChildren(
    h('p', {}, message.sender ? `Sent by: ${message.sender}` : ''),
    ...blanks.map(({ element }) => element),
    output,
    ...(channel === 'email'
      ? [field('Minutes until the next message, if this one promises it', promised)]
      : []),
    h('p', { class: 'tools' }, copy, channel === 'email' && mail, sent),
  );
  return (now: IncidentState) => {
    for (const { refresh } of blanks) refresh(now);
    fill();
  };
}

/** @param promised Minutes until the next message; `NaN` when none was promised. */
function recordSent(
  { channel, title }: MessageTemplate,
  desk: Desk,
  promised: number,
): Promise<boolean> {
  const toClients = channel === 'email';
  return desk.act(
    (record, circumstances) =>
      recordCommunication(
        record,
        {
          recipient_id: toClients ? 'clients' : 'the team',
          communication_type: toClients ? 'client' : 'internal',
          delivery_method: channel,
          delivery_status: 'sent',
          summary: title,
          next_promised_at: Number.isNaN(promised)
            ? undefined
            : new Date(circumstances.now + promised * 60_000).toISOString(),
        },
        circumstances,
      ),
    'The message is recorded.',
  );
}
