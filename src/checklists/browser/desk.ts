import type { KeptRecords } from '../../in-page/kept-records.ts';
import { fillIn } from '../fill-in.ts';
import { FOR, lastChange, lastWorker, type Run, startRun, valueAt, write } from '../run.ts';
import type { Words } from '../words.ts';

/** Which checklist a desk is for. */
export interface Checklist {
  /** Its address on the site. Runs belong to it, wherever the list is shown. */
  path: string;
  title: string;
  locale: string;
  words: Words;
}

/** What the page draws. */
export interface Shown {
  /** The run that is open; nothing while the form is blank. */
  run: Run | undefined;
  /** The runs of this list in this browser, the latest changed first. */
  runs: readonly Run[];
  /** The run that was deleted last, while it can be brought back. */
  deleted: Run | undefined;
  /** What was done, or what is wrong. */
  message: { text: string; isProblem: boolean };
  /** Something is on its way to the disk, so the message is of an earlier change. */
  isSaving: boolean;
}

/** A checklist's runs, the one of them that is open, and the ways to change them. */
export interface Desk {
  readonly checklist: Checklist;
  /** Reads what this browser keeps, and opens the run that was open before a reload. */
  start(): Promise<void>;
  /** What there is to draw now. */
  look(): Shown;
  nameOf(run: Run): string;
  /** Whether something typed or ticked at a place of the open run is not on disk yet. */
  isOnItsWay(key: string): boolean;
  /** Opens a run, or with nothing a blank form. */
  open(id?: string): void;
  say(text: string, isProblem?: boolean): void;
  /** Keeps what stands at a place of the open run, and begins a run if none is open. */
  keep(key: string, value: string): Promise<void>;
  /** Changes the newest version of a run, and says what was done once it is kept. */
  change(id: string, apply: (latest: Run | undefined) => Run, said: string): Promise<void>;
  /** Deletes a run; it can be brought back while the page is open. */
  remove(run: Run): Promise<void>;
}

/** The desk of one checklist over the runs that the browser keeps. `draw` is called at every change. */
export function makeDesk(
  checklist: Checklist,
  store: KeptRecords<Run>,
  draw: (shown: Shown) => void,
): Desk {
  const { path, title, words } = checklist;
  let openId: string | undefined;
  let runs: readonly Run[] = [];
  /** Who worked through a list in this browser last. */
  let worker = '';
  let deleted: Run | undefined;
  let message = { text: '', isProblem: false };
  /** What is still to be written, by run and place. */
  const wanted = new Map<string, string>();

  const placeOf = (key: string) => `${openId} ${key}`;
  const nameOf = (run: Run) => valueAt(run, FOR) || words.nameless;
  const look = () => ({
    run: runs.find(({ id }) => id === openId),
    runs,
    deleted,
    message,
    isSaving: wanted.size > 0,
  });
  const show = () => draw(look());

  function say(text: string, isProblem = false): void {
    message = { text, isProblem };
    show();
  }

  function open(id?: string): void {
    openId = id;
    rememberOpen(path, id);
    say('');
  }

  async function refresh(): Promise<void> {
    const all = await store.list();
    worker = lastWorker(all);
    runs = all
      .filter(({ page }) => page === path)
      .sort((one, other) => lastChange(other).localeCompare(lastChange(one)));
    show();
  }

  async function change(
    id: string,
    apply: (latest: Run | undefined) => Run,
    said: string,
  ): Promise<void> {
    const { kept } = await store.change(id, (latest) => ({ record: apply(latest) }));
    if (deleted?.id === id) deleted = undefined;
    message = { text: kept ? said : words.notKept, isProblem: !kept };
    await refresh();
  }

  /** Closes a run that was deleted, here or in another tab. */
  async function close(run: Run, said: string): Promise<void> {
    deleted = run;
    open();
    await refresh();
    say(fillIn(said, { name: nameOf(run) }));
  }

  store.onChangeElsewhere(({ id, removed }) => {
    const { run } = look();
    if (removed && run?.id === id) void close(run, words.removedElsewhere);
    else void refresh();
  });

  return {
    checklist,
    look,
    nameOf,
    open,
    say,
    change,
    isOnItsWay: (key) => wanted.has(placeOf(key)),
    async start() {
      openId = openBefore(path);
      await refresh();
      if (!look().run && wanted.size === 0) open();
    },
    async keep(key, value) {
      openId ??= crypto.randomUUID();
      const id = openId;
      rememberOpen(path, id);
      const place = placeOf(key);
      const isOnItsWay = wanted.has(place);
      wanted.set(place, value);
      // Whoever writes there now goes on with the newest value, and skips those between.
      if (isOnItsWay) return;
      show();
      for (let next = value; ; next = wanted.get(place) ?? '') {
        const apply = (latest = startRun({ id, page: path, title, worker }, Date.now())): Run =>
          write(latest, key, next, Date.now());
        await change(id, apply, words.saved);
        if (wanted.get(place) === next) break;
      }
      wanted.delete(place);
      show();
    },
    async remove(run) {
      if (await store.remove(run.id)) await close(run, words.removed);
      else say(words.notRemoved, true);
    },
  };
}

const OPEN = 'open checklist run ';

/** The run that this tab had open; nothing where the browser does not tell. */
function openBefore(path: string): string | undefined {
  try {
    return sessionStorage.getItem(OPEN + path) || undefined;
  } catch {
    return undefined;
  }
}

function rememberOpen(path: string, id = ''): void {
  try {
    sessionStorage.setItem(OPEN + path, id);
  } catch {
    // Then a reload shows the list of runs, from which it is one click away.
  }
}
