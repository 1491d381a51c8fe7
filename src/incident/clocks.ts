import { isGoingOn } from './life-cycle.ts';
import { nameOf, type Rulebook, sourceText, vendors } from './rulebook.ts';
import type { IncidentState } from './state.ts';
import { addWindow, zoneOf } from './working-time.ts';

/**
 * Where a clock stands. `running` counts down to `due`; `waiting` starts at `from`; `overdue` has
 * passed its time; `met` and `missed` are over; `as-needed` has no time at all.
 */
export type ClockState = 'running' | 'waiting' | 'overdue' | 'met' | 'missed' | 'as-needed';

/** One thing that is due: what, to whom, by when, and which rule says so. */
export interface Clock {
  /** Stable from one moment to the next: `response`, `escalation-2`. */
  id: string;
  /** What is due. */
  what: string;
  /** To whom, or by whom. */
  who: string;
  /** Milliseconds since 1970; absent where a rule names no time. */
  due?: number;
  /** From when on it may be done, where the rule gives a span. */
  from?: number;
  /** When it was done. */
  done?: number;
  /** Done, and due from the first moment on. No rule says how soon that is: what it took is what counts. */
  atOnce?: boolean;
  state: ClockState;
  /** The rule's value in words: "15 minutes". */
  within: string;
  /** Document and place of the rule. */
  source: string;
  /** What the rule leaves open, or what was assumed. */
  note?: string;
}

type Draft = Omit<Clock, 'state'>;

/** The severity scheme whose organisation has rules for updates, clients and post-mortems. */
const SONAN = 'sonan';

/** The clocks that SONAN DIGITAL's facts set, by severity. The values are in data/facts.yaml. */
const FACTS = {
  internalUpdate: { P1: 'internal-update-p1', P2: 'internal-update-p2' },
  channel: 'incident-channel',
  noticeAfterDeclaration: { P1: 'client-notice-p1-after-declaration' },
  noticeAfterLasting: {
    P1: 'client-notice-p1-after-lasting',
    P2: 'client-notice-p2-after-lasting',
  },
  clientUpdate: { P1: ['client-update-soonest', 'client-update-latest'] },
  postmortem: { P1: 'postmortem-due', P2: 'postmortem-due' },
} as const;

/** The severities that are escalated at all, and with which vendors may be called in. */
const ESCALATED: readonly string[] = ['P1', 'P2'];

const ASSUMED = 'Working hours are assumed: Monday to Friday, 09:00 to 17:00, no holidays.';

/**
 * Every clock of an incident as it stands at a moment, the most pressing first.
 * @param now Milliseconds since 1970.
 */
export function clocksOf(state: IncidentState, rulebook: Rulebook, now: number): Clock[] {
  const drafts = [
    ...responseClock(state, rulebook),
    ...escalationClocks(state, rulebook),
    ...(state.scheme === SONAN
      ? [
          ...vendorClock(state, rulebook),
          ...internalUpdateClock(state, rulebook),
          ...clientClocks(state, rulebook),
          ...postmortemClock(state, rulebook),
        ]
      : []),
    ...tierClocks(state, rulebook),
  ];
  return drafts
    .map((draft) => ({ ...draft, state: clockState(draft, state, now) }))
    .sort((one, other) => urgency(one) - urgency(other));
}

function clockState(
  { due, from, done, atOnce }: Draft,
  state: IncidentState,
  now: number,
): ClockState {
  if (due === undefined) return done === undefined ? 'as-needed' : 'met';
  if (done !== undefined) return atOnce || done <= due ? 'met' : 'missed';
  if (!isGoingOn(state.status) && state.resolvedAt === undefined) return 'met';
  if (now > due) return 'overdue';
  return from !== undefined && now < from ? 'waiting' : 'running';
}

const ORDER: readonly ClockState[] = [
  'overdue',
  'running',
  'waiting',
  'as-needed',
  'missed',
  'met',
];

/** Smaller is more pressing: what is late or running by its time, then the rest. */
function urgency({ state, due }: Clock): number {
  const open = state === 'overdue' || state === 'running' || state === 'waiting';
  return (open ? 0 : ORDER.indexOf(state)) * 1e15 + (due ?? 0);
}

/**
 * Since when an incident has been at its severity or a more severe one, without a break. A P1 that
 * becomes a P2 keeps the time it has used; a P3 that becomes a P1 gets the whole window of a P1.
 */
export function severeSince({ severities, severity }: IncidentState): number {
  let since = severities.at(-1)?.at ?? '';
  for (const entry of severities.toReversed()) {
    if (entry.severity > severity) break;
    since = entry.at;
  }
  return Date.parse(since);
}

const moment = (at: string | undefined) => (at === undefined ? undefined : Date.parse(at));

function responseClock(state: IncidentState, rulebook: Rulebook): Draft[] {
  const scheme = rulebook.severities.find(({ id }) => id === state.scheme);
  const window = scheme?.levels.find(({ id }) => id === state.severity)?.response;
  if (!scheme || !window) return [];
  const zone = zoneOf(scheme.organisation);
  const { business } = window;
  const path = rulebook.escalation.find(({ organisation }) => organisation === scheme.organisation);
  const first = path?.steps.find((step) => step.severities.includes(state.severity));
  return [
    {
      id: 'response',
      what: 'Claim the incident',
      who: names(first?.to ?? [], rulebook),
      due: addWindow(severeSince(state), window.max, { business, zone }),
      done: moment(state.acknowledgedAt),
      within: window.text.en,
      source: sourceText(rulebook, scheme.source),
      note: [first?.how?.en, business ? ASSUMED : ''].filter(Boolean).join(' ') || undefined,
    },
  ];
}

const names = (ids: readonly string[], rulebook: Rulebook) =>
  ids.map((id) => nameOf(rulebook, id)).join(' and ');

function escalationClocks(state: IncidentState, rulebook: Rulebook): Draft[] {
  const scheme = rulebook.severities.find(({ id }) => id === state.scheme);
  const path = rulebook.escalation.find(
    ({ organisation }) => organisation === scheme?.organisation,
  );
  if (!path) return [];
  const since = severeSince(state);
  return path.steps.flatMap((step, index): Draft[] => {
    // Claiming is what the engineer who is called first does: that has a clock of its own.
    const to = step.to.filter((role) => role !== 'primary-engineer');
    if (!step.severities.includes(state.severity) || to.length === 0) return [];
    const due = addWindow(since, step.after, { business: false });
    const times = to.map((role) =>
      moment(state.escalations.find((escalation) => escalation.to === role)?.at),
    );
    const everyone = times.every((time) => time !== undefined);
    // Nobody needs to be called about what is over: in time, when it was over before they were due.
    const over = moment(state.resolvedAt);
    return [
      {
        id: `escalation-${index + 1}`,
        what: due > since ? 'Escalate, unless it is resolved' : 'Escalate at once',
        who: names(to, rulebook),
        due,
        done: everyone ? Math.max(...(times as number[])) : over,
        atOnce: everyone && due === since,
        within: step.when.en,
        source: sourceText(rulebook, path.source),
        note: step.how?.en,
      },
    ];
  });
}

/** Who can be called in has no time of its own: the source says "as needed". */
function vendorClock(state: IncidentState, rulebook: Rulebook): Draft[] {
  if (!isGoingOn(state.status) || !ESCALATED.includes(state.severity)) return [];
  const path = rulebook.escalation.find(({ organisation }) => organisation === SONAN);
  if (!path) return [];
  const able = vendors(rulebook);
  const called = state.escalations.findLast(({ to }) => able.some(({ id }) => id === to));
  return [
    {
      id: 'vendors',
      what: 'Call in the support of a vendor',
      who: able.map(({ name }) => name).join(', '),
      done: moment(called?.at),
      within: 'As needed',
      source: sourceText(rulebook, path.source),
      note:
        state.severity === 'P1'
          ? undefined
          : 'The source can also be read so that vendors are for a P1 alone.',
    },
  ];
}

function internalUpdateClock(state: IncidentState, rulebook: Rulebook): Draft[] {
  const fact = factFor(FACTS.internalUpdate, state, rulebook);
  if (!fact || !isGoingOn(state.status)) return [];
  const last = state.communications.findLast((sent) => sent.communication_type === 'internal');
  const start = Math.max(moment(last?.at) ?? 0, severeSince(state));
  const channel = rulebook.facts.find(({ id }) => id === FACTS.channel);
  return [
    {
      id: 'internal-update',
      what: 'Post an update for the team',
      who: String(channel?.value ?? ''),
      due: addWindow(start, String(fact.value), { business: false }),
      within: `every ${words(fact)}`,
      source: sourceText(rulebook, fact.source),
    },
  ];
}

/** The first message to clients, in both versions of the open question, and the ones after it. */
function clientClocks(state: IncidentState, rulebook: Rulebook): Draft[] {
  const sent = state.communications.filter(
    ({ communication_type, delivery_status }) =>
      communication_type === 'client' && delivery_status === 'sent',
  );
  const first = moment(sent[0]?.at);
  if (first !== undefined) return clientUpdateClock(state, rulebook, sent);
  if (!isGoingOn(state.status) || state.clientVisible === false) return [];
  const who = 'Operations Manager to clients';
  const declared = factFor(FACTS.noticeAfterDeclaration, state, rulebook);
  const lasting = factFor(FACTS.noticeAfterLasting, state, rulebook);
  const isP2 = state.severity === 'P2';
  const lastsFrom = lasting
    ? addWindow(moment(state.detectedAt) ?? 0, String(lasting.value), { business: false })
    : 0;
  return [
    ...(declared
      ? [
          {
            id: 'client-notice-after-declaration',
            what: 'Send clients the first notice',
            who,
            due: addWindow(severeSince(state), String(declared.value), { business: false }),
            within: `within ${words(declared)} of declaring it`,
            source: sourceText(rulebook, declared.source),
            note: 'One of two versions; the sources disagree. For an incident that clients notice.',
          },
        ]
      : []),
    ...(lasting
      ? [
          {
            id: 'client-notice-after-lasting',
            what: isP2 ? 'Consider writing to clients' : 'Send clients the first notice',
            who,
            due: lastsFrom,
            within: `once it has lasted more than ${words(lasting)}`,
            source: sourceText(rulebook, lasting.source),
            note: isP2
              ? 'If clients see the affected feature.'
              : 'One of two versions; the sources disagree. For an incident that clients notice.',
          },
        ]
      : []),
  ];
}

function clientUpdateClock(
  state: IncidentState,
  rulebook: Rulebook,
  sent: IncidentState['communications'],
): Draft[] {
  const ids = FACTS.clientUpdate[state.severity as keyof typeof FACTS.clientUpdate];
  const [soonest, latest] = (ids ?? []).map((id) => rulebook.facts.find((fact) => fact.id === id));
  const last = sent.at(-1);
  if (!soonest || !latest || !last || !isGoingOn(state.status)) return [];
  const start = Date.parse(last.at);
  const promised = moment(last.next_promised_at);
  const due = addWindow(start, String(latest.value), { business: false });
  const from = addWindow(start, String(soonest.value), { business: false });
  return [
    {
      id: 'client-update',
      what: 'Send clients an update',
      who: 'Operations Manager to clients',
      due: Math.min(due, promised ?? due),
      from: Math.min(from, promised ?? from),
      within: `every ${words(soonest)} to ${words(latest)}`,
      source: sourceText(rulebook, latest.source),
      note: promised !== undefined && promised < due ? 'As the last message promised.' : undefined,
    },
  ];
}

function postmortemClock(state: IncidentState, rulebook: Rulebook): Draft[] {
  const fact = factFor(FACTS.postmortem, state, rulebook);
  const resolved = moment(state.resolvedAt);
  if (!fact || resolved === undefined) return [];
  return [
    {
      id: 'post-mortem',
      what: 'Finish the post-mortem',
      who: state.lead?.name || 'Whoever led the incident',
      due: addWindow(resolved, String(fact.value), { business: false }),
      done: moment(state.closedAt),
      within: `within ${words(fact)} of resolution`,
      source: sourceText(rulebook, fact.source),
    },
  ];
}

function tierClocks(state: IncidentState, rulebook: Rulebook): Draft[] {
  return rulebook['service-levels'].flatMap((levels) =>
    levels.tiers
      .filter(({ id }) => id === state.tier)
      .flatMap((tier) =>
        TARGETS.flatMap(({ id, what, done }): Draft[] => {
          const window = tier[id][state.severity];
          if (!window) return [];
          const start = severeSince(state);
          const { business } = window;
          return [
            {
              id: `tier-${id}`,
              what: `${what} (${tier.name.en} tier)`,
              who: 'To the client',
              due: addWindow(start, window.max, { business }),
              done: done(state),
              within: window.text.en,
              source: sourceText(rulebook, levels.source),
              note: business ? ASSUMED : undefined,
            },
          ];
        }),
      ),
  );
}

const TARGETS = [
  {
    id: 'response',
    what: 'First response',
    done: (state: IncidentState) => moment(state.acknowledgedAt),
  },
  {
    id: 'resolution',
    what: 'Resolution',
    done: (state: IncidentState) => moment(state.resolvedAt),
  },
] as const;

type Fact = Rulebook['facts'][number];

function factFor(
  bySeverity: Readonly<Record<string, string>>,
  { severity }: IncidentState,
  { facts }: Rulebook,
): Fact | undefined {
  return facts.find(({ id }) => id === bySeverity[severity]);
}

const UNITS = { D: 'day', H: 'hour', M: 'minute' } as const;

/** A fact's duration in words; the facts used here have one unit each: `PT15M`. */
function words({ value }: Fact): string {
  const [, count, unit] = /^PT?(\d+)([DHM])$/.exec(String(value)) ?? [];
  if (!count || !unit) return String(value);
  return `${count} ${UNITS[unit as keyof typeof UNITS]}${count === '1' ? '' : 's'}`;
}

const MINUTE = 60_000;

/**
 * `4 min 10 s left`, `Due now`, `3 min 5 s over`, or how it ended.
 * @param now Milliseconds since 1970.
 */
export function timeLeft(clock: Clock, now: number): string {
  if (clock.due === undefined) return clock.done === undefined ? 'When needed' : 'Called in';
  if (clock.atOnce && clock.done !== undefined && clock.done > clock.due) {
    return `Done after ${inUnits(clock.done - clock.due)}`;
  }
  if (clock.state === 'met') return 'In time';
  if (clock.state === 'missed') return 'Not in time';
  const left = clock.due - now;
  if (left < 0 && left > -MINUTE) return 'Due now';
  return left >= 0 ? `${inUnits(left)} left` : `${inUnits(-left)} over`;
}

function inUnits(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1_000);
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) return `${Math.floor(hours / 24)} days ${hours % 24} h`;
  if (hours > 0) return `${hours} h ${minutes % 60} min`;
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
}
