import { button, h, redraw } from '../../in-page/elements.ts';
import { fillIn } from '../fill-in.ts';
import { formatMoment } from '../moments.ts';
import { countDone, lastChange, type Run, valueAt, WORKER } from '../run.ts';
import type { Desk, Shown } from './desk.ts';
import type { PageList } from './read-list.ts';

/** The parts of the desk, which are on the page already, by name. */
export type Parts = <Part extends HTMLElement>(name: string) => Part;

/** Brings to life what stands above the form: how far the open run is, and the runs there are. */
export function makePanel(part: Parts, list: PageList, desk: Desk): (shown: Shown) => void {
  const { words, locale } = desk.checklist;
  const now = part('now');
  const bar = part<HTMLProgressElement>('bar');
  const ids = list.steps.map(({ id }) => id);
  const progressOf = (run: Run) =>
    fillIn(words.progress, { done: countDone(run, ids), all: ids.length });

  return ({ run, runs, message: { text, isProblem }, isSaving }) => {
    now.hidden = bar.hidden = !run;
    now.replaceChildren(...(run ? [h('strong', {}, desk.nameOf(run)), progressOf(run)] : []));
    bar.max = ids.length;
    bar.value = run ? countDone(run, ids) : 0;
    const hint = run && (valueAt(run, WORKER) === '' ? words.whoHint : '');
    part('hint').textContent = hint ?? words.fresh;
    part('said').ariaBusy = String(isSaving);
    write(part('said'), isProblem ? '' : text);
    write(part('problem'), isProblem ? text : '');
    part('under-way').hidden = runs.length === 0;
    redraw(
      part('runs'),
      ...runs.map((each) => {
        const moment = formatMoment(lastChange(each), locale);
        const name = button(desk.nameOf(each), () => desk.open(each.id), {
          'data-key': each.id,
          'aria-current': each === run && 'true',
        });
        return h('li', {}, name, ` ${progressOf(each)}, ${fillIn(words.changed, { moment })}`);
      }),
    );
  };
}

/** Said once: a screen reader would repeat what is only written anew. */
function write(place: Element, text: string): void {
  if (place.textContent !== text) place.textContent = text;
}
