import { download, h } from '../../in-page/elements.ts';
import { fillIn } from '../fill-in.ts';
import { type Gone, listGone } from '../gone.ts';
import { mergeRuns } from '../merge-runs.ts';
import { formatMoment } from '../moments.ts';
import { countUndoable, type Run, reset, undo } from '../run.ts';
import { exportRun, importRun, MAX_FILE_LENGTH, runFileName } from '../run-file.ts';
import { asMarkdown, asText } from '../write-run.ts';
import type { Desk, Shown } from './desk.ts';
import type { Parts } from './panel.ts';
import type { PageList } from './read-list.ts';
import { sayDone } from './steps.ts';

/** What can be done with a run besides working through it. */
export interface Tools {
  draw(shown: Shown): void;
  /** Takes a run in from a file. One that is here already is brought up to date. */
  takeFile(file: File): Promise<void>;
}

/**
 * Brings the buttons of the desk to life, and lists below the form what the list no longer has.
 * The page fetches this once there is a run.
 */
export function makeTools(element: Element, part: Parts, list: PageList, desk: Desk): Tools {
  const { path, words, locale } = desk.checklist;
  const now = part('now');
  const undoButton = part('undo');
  const bringBack = part('bring-back');
  const byHand = part<HTMLTextAreaElement>('by-hand');
  const gone = makeGone(list, desk);
  element.append(gone.element);

  /** Copies a text of the open run, or puts it where it can be copied by hand. */
  async function copy(run: Run, write: typeof asText): Promise<void> {
    const moment = (at: string) => formatMoment(at, locale);
    byHand.value = write(list, run, { ...words, moment });
    try {
      await navigator.clipboard.writeText(byHand.value);
      desk.say(words.copied);
    } catch {
      desk.say(words.copyByHand, true);
      byHand.hidden = false;
      byHand.select();
    }
  }

  async function takeIn(taken: Run, said: string): Promise<void> {
    desk.open(taken.id);
    await desk.change(taken.id, (kept) => (kept ? mergeRuns(kept, taken) : taken), said);
  }

  /** What each button does with the open run. The focus goes to what takes it back. */
  const acts: Record<string, (run: Run) => unknown> = {
    'copy-text': (run) => copy(run, asText),
    'copy-markdown': (run) => copy(run, asMarkdown),
    export: (run) => download(runFileName(run), exportRun(run)),
    another() {
      desk.open();
      list.fields[0]?.input.focus();
    },
    async reset(run) {
      await desk.change(run.id, (latest = run) => reset(latest, Date.now()), words.wasReset);
      undoButton.focus();
    },
    async remove(run) {
      await desk.remove(run);
      bringBack.focus();
    },
    async undo(run) {
      await desk.change(run.id, (latest = run) => undo(latest), words.undone);
      now.focus();
    },
  };
  for (const [name, act] of Object.entries(acts)) {
    part(name).addEventListener('click', () => {
      const { run } = desk.look();
      if (run) void act(run);
    });
  }
  bringBack.addEventListener('click', async () => {
    const { deleted } = desk.look();
    if (deleted) await takeIn(deleted, words.undone);
    now.focus();
  });

  return {
    draw({ run, deleted }) {
      for (const name of Object.keys(acts)) part(name).hidden = !run;
      const count = run ? countUndoable(run) : 0;
      undoButton.hidden = count === 0;
      undoButton.textContent = fillIn(words.undo, { count });
      bringBack.hidden = !deleted;
      if (deleted) bringBack.textContent = fillIn(words.bringBack, { name: desk.nameOf(deleted) });
      byHand.hidden = true;
      gone.draw(run);
    },
    async takeFile(file) {
      const read =
        file.size > MAX_FILE_LENGTH
          ? { refused: 'too-large' as const }
          : importRun(await file.text());
      const refuse = (why: string) => desk.say(fillIn(words.refused, { why }), true);
      if (read.refused) return refuse(words[read.refused]);
      const { run } = read as { run: Run };
      if (run.page !== path) return refuse(fillIn(words.otherList, { title: run.title }));
      await takeIn(run, fillIn(words.imported, { name: desk.nameOf(run) }));
    },
  };
}

/** The progress of a run on what the list no longer has, listed as such. */
function makeGone(list: PageList, { checklist }: Desk) {
  const { words, locale } = checklist;
  const items = h('ul', {});
  const element = h(
    'section',
    { class: 'checklist-gone', 'aria-label': words.gone },
    h('p', { class: 'small-title' }, words.gone),
    h('p', {}, words.goneNote),
    items,
  );
  const itemOf = ({ what, tick, note, filled }: Gone) =>
    h(
      'li',
      {},
      filled ? `${what}: ${filled.value}` : what,
      tick && h('p', { class: 'task-stamp' }, ...sayDone(tick, words, locale)),
      note && h('p', { class: 'task-stamp' }, `${words.note}: ${note.value}`),
    );
  return {
    element,
    draw(run: Run | undefined) {
      const gone = run ? listGone(run, list) : [];
      element.hidden = gone.length === 0;
      items.replaceChildren(...gone.map(itemOf));
    },
  };
}
