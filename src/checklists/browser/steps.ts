import { h } from '../../in-page/elements.ts';
import { fillIn } from '../fill-in.ts';
import { inWords, tidy } from '../list.ts';
import { formatLocally, formatMoment } from '../moments.ts';
import { DONE, MAX_VALUE, type Mark, noteOf, type Run, tickOf, valueAt } from '../run.ts';
import type { Words } from '../words.ts';
import type { Desk } from './desk.ts';
import type { PageStep } from './read-list.ts';

/** Gives a step its note, and a line that says who ticked it and when. */
export function makeStep(step: PageStep, desk: Desk): (run: Run | undefined) => void {
  const { box, item } = step;
  const { words, locale } = desk.checklist;
  const tickKey = tickOf(step.id);
  const noteKey = noteOf(step.id);
  const said = tidy(step.words.map((part) => inWords(part, () => '…')).join(''));
  const about = fillIn(words.noteOn, { step: said });
  const area = h('textarea', {
    rows: '2',
    maxlength: String(MAX_VALUE),
    'aria-label': about,
    input: () => void desk.keep(noteKey, area.value),
  });
  const summary = h('summary', { 'aria-label': about }, words.note);
  const details = h('details', { class: 'task-note' }, summary, area);
  const stamp = h('p', { class: 'task-stamp' });
  const onPaper = h('p', { class: 'task-note-paper' });
  item.append(details, stamp, onPaper);
  box.addEventListener('change', () => void desk.keep(tickKey, box.checked ? DONE : ''));
  let shown: string | undefined;

  return (run) => {
    const tick = run?.marks[tickKey];
    const note = run ? valueAt(run, noteKey) : '';
    if (!desk.isOnItsWay(tickKey)) box.checked = Boolean(tick?.value);
    if (!desk.isOnItsWay(noteKey) && area.value !== note) area.value = note;
    stamp.replaceChildren(...(tick?.value ? sayDone(tick, words, locale) : []));
    onPaper.textContent = note && `${words.note}: ${note}`;
    // A note that is there is seen; otherwise the reader folds and unfolds it.
    if (note || shown !== run?.id) details.open = note !== '';
    shown = run?.id;
  };
}

/** Who ticked a step and when: in UTC, and as the reader's own clock has it. */
export function sayDone({ by, at }: Mark, words: Words, locale: string): (Node | string)[] {
  const time = formatLocally(at, locale);
  const moment = h('time', { datetime: at }, formatMoment(at, locale));
  const [before = '', after = ''] = (by === '' ? words.done : words.doneBy).split('{moment}');
  const here = h('span', { class: 'here' }, time && ` (${fillIn(words.here, { time })})`);
  return [fillIn(before, { who: by }), moment, after, here];
}
