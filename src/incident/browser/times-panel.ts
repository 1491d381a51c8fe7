import { button, h } from '../../in-page/elements.ts';
import type { Change } from '../record.ts';
import type { IncidentState } from '../state.ts';
import { inUtc, momentShown, shownIn } from '../zoned-time.ts';
import type { Desk } from './desk.ts';
import { field, select } from './dom.ts';
import { type FollowingField, follow } from './follow.ts';

/** The times that somebody finds out later. */
const TIMES = [
  {
    key: 'detection_timestamp',
    name: 'Detected',
    label: 'Detected',
    read: (state: IncidentState) => state.detectedAt,
  },
  {
    key: 'start_timestamp',
    name: 'Began',
    label: 'Began, once that is known',
    read: (state: IncidentState) => state.startedAt,
  },
] as const satisfies readonly { key: keyof Change; name: string; label: string; read: unknown }[];

/** When it was detected and when it began, in UTC or in the zone of this browser, which is named. */
export function makeTimes(desk: Desk, state: IncidentState) {
  const local = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const zones = [...new Set(['UTC', local])];
  const zone = select(
    zones.map((name) => ({
      value: name,
      label: name === 'UTC' ? name : `${name} (here)`,
    })),
    { change: () => changeZone() },
  );
  let shownZone = zone.value;
  const echo = h('p', { class: 'incident-echo incident-text', role: 'status' });
  const shown = (at: string | undefined) => (at ? shownIn(Date.parse(at), shownZone) : '');
  const inputs = TIMES.map(({ key, name, label, read }) => {
    const input = h('input', {
      type: 'datetime-local',
      max: '9999-12-31T23:59',
      input: () => say(),
    });
    return {
      key,
      name,
      read,
      input,
      following: follow(label, input, (now) => shown(read(now)), state),
    };
  });
  const written = () =>
    inputs.map(({ name, input }) => ({
      name,
      moment: input.value === '' ? undefined : momentShown(input.value, shownZone),
    }));

  function say(): void {
    const times = written().map(({ name, moment }) =>
      moment === undefined || Number.isNaN(moment)
        ? `${name}: not said`
        : `${name}: ${inUtc(new Date(moment).toISOString())}`,
    );
    const text = times.join('\n');
    if (echo.textContent !== text) echo.textContent = text;
  }

  function changeZone(): void {
    const moments = written();
    shownZone = zone.value;
    const now = desk.look()?.state;
    for (const [index, { input, following }] of inputs.entries()) {
      const { moment } = moments[index] ?? {};
      if (moment !== undefined && !Number.isNaN(moment)) input.value = shownIn(moment, shownZone);
      if (now) following.rebase(now);
    }
    say();
  }

  function keep(): void {
    const now = desk.look()?.state;
    if (!now) return;
    const changed = inputs.filter(
      ({ read, input }) => input.value !== '' && input.value !== shown(read(now)),
    );
    const moments = changed.map(({ input }) => momentShown(input.value, shownZone));
    const never = changed.find((_, index) => Number.isNaN(moments[index]));
    if (never) {
      const time = never.input.value.replace('T', ' ');
      desk.refuse(`Clocks in ${shownZone} never show ${time}: they skip it when summer begins.`);
    } else if (changed.length === 0) desk.refuse('The times are as they were.');
    else {
      const change = changed.map(({ key }, index) => [key, new Date(moments[index] ?? 0)] as const);
      void desk.update(
        Object.fromEntries(change.map(([key, moment]) => [key, moment.toISOString()])),
        'The times are kept.',
      );
    }
  }

  say();
  const element = h(
    'fieldset',
    {},
    h('legend', {}, 'When'),
    h(
      'div',
      { class: 'incident-act' },
      field('Times are in', zone),
      ...inputs.map(({ following }) => following.element),
      button('Keep the times', keep, { class: 'copy' }),
    ),
    echo,
  );
  const refresh: FollowingField['refresh'] = (current) => {
    for (const { following } of inputs) following.refresh(current);
    say();
  };
  return { element, refresh };
}
