import { button, h, redraw } from '../../in-page/elements.ts';
import { type Clock, timeLeft } from '../clocks.ts';
import { type Status, TRANSITIONS } from '../life-cycle.ts';
import { CLOSE_IT, nextAction } from '../next-action.ts';
import { escalateIncident, recordCommunication } from '../operations.ts';
import { nameOf, vendors } from '../rulebook.ts';
import { inUtc } from '../zoned-time.ts';
import type { Desk, Shown } from './desk.ts';
import { openMessage } from './messages-panel.ts';

/** What a button says that moves an incident on. */
const MOVES: Readonly<Record<Status, string>> = {
  open: 'Open it',
  acknowledged: 'Claim it',
  mitigated: 'The harm has stopped',
  resolved: 'It is resolved',
  closed: 'Close it',
  withdrawn: 'It was no incident',
};

/**
 * Severity, time left and what to do now: the largest things on the page.
 * @param write Writes the post-mortem, and leads to it.
 */
export function drawNow(
  panel: Element,
  desk: Desk,
  { state, clocks }: Shown,
  write: () => void,
): void {
  const next = nextAction(state, clocks);
  // Who is to call somebody should not have to look for where to say so.
  const atHand = next.clock?.state === 'overdue' ? actionsFor(next.clock, desk) : [];
  const writing = state.resolvedAt === undefined ? [] : [button('Write the post-mortem', write)];
  const moving = TRANSITIONS[state.status].map((status) => moveTo(status, state.status, desk));
  const buttons =
    next.text === CLOSE_IT ? [...moving, ...writing] : [...atHand, ...writing, ...moving];
  if (buttons[0]) buttons[0].className = 'primary';
  redraw(
    panel,
    h(
      'div',
      { class: 'incident-now', 'data-level': state.severity },
      h('p', { class: 'incident-severity' }, h('span', { class: 'severity' }, state.severity)),
      h(
        'p',
        { class: 'incident-left' },
        next.clock
          ? h('span', { 'data-left': next.clock.id }, timeLeft(next.clock, Date.now()))
          : 'No clock is running',
      ),
      // The stage has no time of its own: say whose it is.
      next.clock !== undefined &&
        !next.text.startsWith(next.clock.what) &&
        h('p', { class: 'incident-for' }, `to: ${next.clock.what}, ${next.clock.who}`),
      h('p', { class: 'incident-next' }, h('span', { class: 'unseen' }, 'Next: '), next.text),
      h('p', { class: 'incident-title' }, `${state.title}. ${state.severityRule}`),
    ),
    h('p', { class: 'tools' }, ...buttons),
  );
}

/** The button that moves an incident on, or back when it is not over after all. */
function moveTo(status: Status, from: Status, desk: Desk): HTMLButtonElement {
  const isBack = status === 'acknowledged' && from !== 'open';
  return button(
    isBack ? 'It is not over after all' : MOVES[status],
    () => void desk.update({ status }, `${MOVES[status]}: recorded.`),
    { 'data-status': status },
  );
}

/** Every clock, with the button that records that it was done. */
export function drawClocks(panel: Element, desk: Desk, { clocks, state }: Shown): void {
  const items = clocks.map((clock) =>
    h(
      'li',
      { 'data-clock-state': clock.state },
      h(
        'p',
        { class: 'clock-left' },
        h('strong', { 'data-left': clock.id }, timeLeft(clock, Date.now())),
      ),
      h('p', {}, h('b', {}, clock.what), `. ${clock.who}`),
      isOpen(clock) && h('p', { class: 'clock-due' }, dueText(clock)),
      h('p', { class: 'clock-rule' }, `${clock.within}. ${clock.source}`),
      clock.note !== undefined && h('p', { class: 'clock-rule' }, clock.note),
      isOpen(clock) && h('p', { class: 'clock-actions' }, ...actionsFor(clock, desk)),
    ),
  );
  const called = new Set(state.escalations.map(({ to }) => to));
  redraw(
    panel,
    h('ul', { class: 'incident-clocks' }, ...items),
    h(
      'details',
      { 'data-key': 'vendors' },
      h('summary', {}, 'Call in a vendor'),
      h(
        'ul',
        {},
        ...vendors(desk.kit.rulebook).map(({ id, name, statusPage }) =>
          h(
            'li',
            {},
            h('a', { href: statusPage }, `Status of ${name}`),
            ' ',
            called.has(id)
              ? 'Called in.'
              : button(`Called in ${name}`, () => void escalate(desk, [id]), { class: 'copy' }),
          ),
        ),
      ),
    ),
  );
}

/** When a clock ends, as one says it to somebody else, and as it still holds on paper. */
const dueText = ({ due = 0 }: Clock) => `Due ${inUtc(new Date(due).toISOString())}`;

function isOpen({ state }: Clock): boolean {
  return state === 'overdue' || state === 'running' || state === 'waiting';
}

/** What somebody can do about a clock, besides moving the incident on. */
function actionsFor(clock: Clock, desk: Desk): HTMLButtonElement[] {
  const act = (label: string, click: () => void) =>
    button(label, click, { 'data-key': `${label} ${clock.id}`, class: 'copy' });
  if (clock.id.startsWith('escalation')) {
    return [act(`Called: ${clock.who}`, () => void escalate(desk, rolesOf(clock, desk)))];
  }
  if (clock.id === 'internal-update') {
    return [act('Update posted', () => void recordUpdate(clock.who, desk))];
  }
  if (clock.id.startsWith('client-notice')) {
    return [
      act('Write the message', () => openMessage('client-incident-notice')),
      act(
        'Clients do not notice it',
        () => void desk.update({ client_visible: false }, 'No message to clients is due.'),
      ),
    ];
  }
  if (clock.id === 'client-update') {
    return [act('Write the message', () => openMessage('client-incident-update'))];
  }
  return [];
}

function recordUpdate(channel: string, desk: Desk): Promise<boolean> {
  return desk.act(
    (record, circumstances) =>
      recordCommunication(
        record,
        {
          recipient_id: channel,
          communication_type: 'internal',
          delivery_method: 'chat',
          delivery_status: 'sent',
        },
        circumstances,
      ),
    'The update is recorded.',
  );
}

/** The roles that a clock's step of the escalation path names. */
function rolesOf({ id }: Clock, desk: Desk): string[] {
  const shown = desk.look();
  const { severities, escalation } = desk.kit.rulebook;
  const scheme = severities.find((candidate) => candidate.id === shown?.state.scheme);
  const path = escalation.find(({ organisation }) => organisation === scheme?.organisation);
  const step = path?.steps[Number(id.split('-')[1]) - 1];
  return step?.to.filter((role) => role !== 'primary-engineer') ?? [];
}

async function escalate(desk: Desk, targets: readonly string[]): Promise<void> {
  for (const target of targets) {
    const done = await desk.act(
      (record, circumstances) =>
        escalateIncident(
          record,
          { escalated_to_user: target, escalation_level: nameOf(desk.kit.rulebook, target) },
          circumstances,
        ),
      `Escalated to ${nameOf(desk.kit.rulebook, target)}.`,
    );
    if (!done) return;
  }
}
