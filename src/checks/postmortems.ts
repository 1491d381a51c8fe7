import { fillText } from '../content-model/plain-text.ts';
import type { ActionRow, Page } from '../content-model/records.ts';
import { ACTION_STATES } from '../content-model/vocabulary.ts';
import { type Check, keyPlace, type Observation, pagesOf } from './context.ts';
import { durationSeconds, inWords } from './quantity.ts';

type Postmortem = Extract<Page, { collection: 'postmortems' }>;
type ReadPostmortem = Postmortem & { data: NonNullable<Postmortem['data']> };

/** Rules over post-mortems: figures, the order of times, the deadline, and the actions. */
export const checkPostmortems: Check = function* (content, { today }) {
  for (const page of pagesOf(content, 'postmortems')) {
    yield* checkTimeline(page);
    for (const action of page.body.actions) {
      yield* checkAction(page, action);
      if (!page.data?.example) yield* checkOverdue(page, action, today);
    }
    if (!page.data) continue;
    const read = page as ReadPostmortem;
    yield* checkDuration(read);
    yield* checkMoments(read);
    if (!page.data.example) yield* checkLate(read, today);
  }
};

const HOUR = 3_600_000;
/** Incident response: the post-mortem of a P1 or P2 is due this long after resolution. */
const DUE_AFTER_HOURS = 48;
const MUST_BE_WRITTEN_SOON: readonly string[] = ['P1', 'P2'];

function* checkDuration(page: ReadPostmortem): Iterable<Observation> {
  const { detected, resolved, duration } = page.data;
  const actual = (Date.parse(resolved) - Date.parse(detected)) / 1000;
  if (actual < 0 || durationSeconds(duration) === actual) return;
  yield {
    rule: 'postmortem/duration',
    file: page.file,
    place: keyPlace(page, 'duration'),
    message: `The duration says ${duration}, but from detected (${detected}) to resolved (${resolved}) it took ${inWords(actual)}`,
    help: `Write "duration: ${isoDuration(actual)}", or correct the times.`,
  };
}

/** Pairs of moments of which the first may not come after the second. */
const MOMENTS = [
  ['started', 'detected'],
  ['detected', 'acknowledged'],
  ['detected', 'mitigated'],
  ['acknowledged', 'resolved'],
  ['mitigated', 'resolved'],
] as const;

function* checkMoments(page: ReadPostmortem): Iterable<Observation> {
  for (const [earlier, later] of MOMENTS) {
    const first = page.data[earlier];
    if (first === undefined || first <= page.data[later]) continue;
    yield {
      rule: 'postmortem/timeline-order',
      file: page.file,
      place: keyPlace(page, later),
      message: `"${later}" (${page.data[later]}) is before "${earlier}" (${first})`,
      help: 'Correct the time or the date of one of them. After midnight the date is the next day.',
    };
  }
}

function* checkTimeline(page: Postmortem): Iterable<Observation> {
  let last: string | undefined;
  for (const row of page.body.timeline) {
    const time = Date.parse(row.at);
    if (Number.isNaN(time)) {
      yield {
        rule: 'postmortem/timeline-order',
        file: page.file,
        place: row.place,
        message: row.at === '' ? 'This row has no time' : `"${row.at}" is not a time`,
        help: 'Write the time in UTC as 03:14, or as 2026-07-03 00:10 when it is another day than the day of detection.',
      };
      continue;
    }
    if (last !== undefined && time < Date.parse(last)) {
      yield {
        rule: 'postmortem/timeline-order',
        file: page.file,
        place: row.place,
        message: `This row (${moment(row.at)}) is earlier than the row before it (${moment(last)})`,
        help: 'Put the rows in order. If it was past midnight, give the date as well: 2026-07-03 00:10.',
      };
    }
    last = row.at;
  }
}

const moment = (at: string) => at.replace('T', ' ').replace('Z', '');

function* checkLate(page: ReadPostmortem, today: string): Iterable<Observation> {
  const { severity, resolved, completed } = page.data;
  if (!MUST_BE_WRITTEN_SOON.includes(severity)) return;
  const due = Date.parse(resolved) + DUE_AFTER_HOURS * HOUR;
  const dueText = new Date(due).toISOString().slice(0, 16).replace('T', ' ');
  if (completed === undefined && Date.parse(today) > due) {
    yield {
      rule: 'postmortem/late',
      file: page.file,
      place: keyPlace(page, 'resolved'),
      message: `This post-mortem of a ${severity} was due at ${dueText} UTC and is not finished`,
      help: 'Finish it and add "completed" with the time in UTC, for example completed: 2026-07-04T09:00Z.',
    };
  } else if (completed !== undefined && Date.parse(completed) > due) {
    yield {
      rule: 'postmortem/late',
      file: page.file,
      place: keyPlace(page, 'completed'),
      message: `This post-mortem of a ${severity} was due at ${dueText} UTC and was finished at ${moment(completed)}`,
      help: 'Correct "completed" if it is wrong. If it is right, this warning stays: it is the record that the deadline was missed.',
    };
  }
}

/** What people write in a cell that they have no answer for. */
const NO_ANSWER = /^(?:[-–—?.]*|n\/?a|none|nobody|unknown|tbd|todo|niemand|onbekend)$/i;

function* checkAction(page: Postmortem, row: ActionRow): Iterable<Observation> {
  const at = { file: page.file, place: row.place };
  const action = nameOfAction(row);
  if (NO_ANSWER.test(row.owner.trim())) {
    yield {
      rule: 'postmortem/action-owner',
      ...at,
      message: `Nobody owns the action "${action}"`,
      help: 'Name a role or a person in the Owner column.',
    };
  }
  const noDate = NO_ANSWER.test(row.due.trim());
  if (row.state === 'open' && noDate) {
    yield {
      rule: 'postmortem/action-due',
      ...at,
      message: `The open action "${action}" has no due date`,
      help: 'Write a date in the Due column, for example 2026-07-10.',
    };
  } else if (!noDate && !isDate(row.due.trim())) {
    yield {
      rule: 'postmortem/action-due',
      ...at,
      message: `"${row.due}" is not a date`,
      help: 'Write the date in the Due column as year-month-day, for example 2026-07-10.',
    };
  }
  if (!(ACTION_STATES as readonly string[]).includes(row.state)) {
    yield {
      rule: 'postmortem/action-state',
      ...at,
      message: row.state === '' ? 'This action has no state' : `"${row.state}" is not a state`,
      help: `Write one of ${ACTION_STATES.join(', ')} in the State column.`,
    };
  } else if (row.state === 'wont-do' && row.note.trim() === '') {
    yield {
      rule: 'postmortem/action-state',
      ...at,
      message: `The action "${action}" will not be done, and nothing says why`,
      help: 'Write the reason in the Note column.',
    };
  }
}

function* checkOverdue(page: Postmortem, row: ActionRow, today: string): Iterable<Observation> {
  const due = row.due.trim();
  if (row.state !== 'open' || !isDate(due) || due >= today) return;
  yield {
    rule: 'postmortem/action-overdue',
    file: page.file,
    place: row.place,
    message: `The action "${nameOfAction(row)}" of ${row.owner || 'nobody'} was due on ${due}`,
    help: 'Set its state to done, or agree on a new date. If it will not be done, set wont-do and say why.',
  };
}

const nameOfAction = (row: ActionRow) => fillText(row.action, (_, id) => id);

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(text);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** Seconds as the shortest ISO 8601 duration in hours and minutes: 4800 is `PT1H20M`. */
function isoDuration(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return `PT${hours > 0 ? `${hours}H` : ''}${rest > 0 || hours === 0 ? `${rest}M` : ''}`;
}
