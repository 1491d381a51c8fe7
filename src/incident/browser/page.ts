import { button, h } from '../../in-page/elements.ts';
import { isSingleKey } from '../../in-page/single-keys.ts';
import { timeLeft } from '../clocks.ts';
import type { IncidentKit } from '../kit.ts';
import { nameOf } from '../rulebook.ts';
import type { IncidentState } from '../state.ts';
import { Desk, type Shown } from './desk.ts';
import { field, select } from './dom.ts';
import { makeKnown } from './known-panel.ts';
import { makeMessages } from './messages-panel.ts';
import { drawClocks, drawNow } from './now-panel.ts';
import { declare, drawKept, makeClassifier } from './start-panel.ts';
import { RecordStore } from './store.ts';
import { drawSteps, drawTimeline } from './work-panels.ts';
import { makeWrapUp } from './wrap-up-panel.ts';

/** The home page's button leads here, and the incident is on. */
const DECLARE_AT_ONCE = '#declare-p1';

const find = <Found extends HTMLElement = HTMLElement>(name: string) =>
  document.querySelector(`[data-incident="${name}"]`) as Found;

const kit: IncidentKit = JSON.parse(find('kit').textContent ?? '');
const store = new RecordStore(kit.rulebook);
const desk = new Desk(kit, store, draw, say);
/** The incident whose forms are on the page: they are made once, so that nothing typed is lost. */
let made = '';
/** Brings those forms up to where the incident stands. */
let refreshForms: (state: IncidentState) => void = () => undefined;
/** Writes the post-mortem of that incident, and leads to it. */
let writePostmortem: () => void = () => undefined;
/** The clocks that were late when last looked at, so that each is announced once. */
let late: ReadonlySet<string> = new Set();

/** How long what was done stays in sight; the timeline says it from then on. */
const SAID_FOR = 10_000;
let saidUntil: ReturnType<typeof setTimeout> | undefined;

function say(text: string, isProblem: boolean): void {
  clearTimeout(saidUntil);
  find('problem').textContent = isProblem ? text : '';
  find('said').textContent = isProblem ? '' : text;
  saidUntil = setTimeout(() => {
    find('said').textContent = '';
  }, SAID_FOR);
}

function draw(shown: Shown): void {
  find('start').hidden = true;
  find('work').hidden = false;
  drawNow(find('now'), desk, shown, () => writePostmortem());
  drawClocks(find('clocks'), desk, shown);
  drawSteps(find('steps'), desk, shown);
  drawTimeline(find('timeline'), desk, shown);
  if (made === shown.record.id) {
    refreshForms(shown.state);
    return;
  }
  made = shown.record.id;
  late = new Set(overdue(shown));
  const refreshMessages = makeMessages(find('messages'), desk);
  const refreshKnown = makeKnown(find('known'), desk, shown.state);
  refreshForms = (state) => {
    refreshMessages(state);
    refreshKnown(state);
  };
  writePostmortem = makeWrapUp(find('wrap-up'), desk);
  find('now').focus();
}

const overdue = ({ clocks }: Shown) =>
  clocks.filter(({ state }) => state === 'overdue').map(({ id }) => id);

/** Brings the times up to now. Reads the clock anew each time, so sleep and a changed clock do no harm. */
function tick(): void {
  const shown = desk.look();
  if (!shown) return;
  for (const clock of shown.clocks) {
    for (const place of document.querySelectorAll(`[data-left="${clock.id}"]`)) {
      place.textContent = timeLeft(clock, Date.now());
    }
  }
  const now = new Set(overdue(shown));
  const newly = shown.clocks.filter(({ id }) => now.has(id) && !late.has(id));
  late = now;
  if (newly.length === 0) return;
  desk.refresh();
  for (const { what, who } of newly) {
    find('due').textContent = `Overdue: ${what}. ${who}`;
    if ('Notification' in window && Notification.permission === 'granted') {
      new Notification(what, { body: who, tag: what });
    }
  }
}

/** Who sits here; the page asks for it only once an incident is on. */
function makeActor(panel: Element): void {
  const allowed = kit.rulebook.operations.flatMap(({ allowedRoles }) => allowedRoles);
  const name = h('input', {
    type: 'text',
    autocomplete: 'off',
    maxlength: '120',
    input: () => {
      desk.actor = { ...desk.actor, name: name.value.trim() };
    },
  });
  const role = select(
    [...new Set(allowed)].map((id) => ({ value: id, label: nameOf(kit.rulebook, id) })),
    {
      change: () => {
        desk.actor = { ...desk.actor, role: role.value };
      },
    },
    desk.actor.role,
  );
  panel.replaceChildren(field('Your name', name), field('You act as', role));
}

/** Lets the browser say what is due while another window is in front. */
function makeNotify(panel: Element): void {
  const notify = button('Tell me when something is due', async () => {
    const answer = 'Notification' in window ? await Notification.requestPermission() : 'denied';
    say(
      answer === 'granted'
        ? 'This browser will tell you when something is due.'
        : 'This browser does not allow it.',
      answer !== 'granted',
    );
  });
  panel.replaceChildren(notify);
}

async function addNote(): Promise<void> {
  const note = find<HTMLInputElement>('note');
  const text = note.value.trim();
  if (text === '') return;
  if ((await desk.update({ note: text }, 'Noted.')) && note.value.trim() === text) note.value = '';
}

/** Back to all incidents. The page is not loaded anew: there may be no network by now. */
function goToStart(): void {
  // In the on-call pack the page has another address.
  history.replaceState(null, '', find('back').dataset.address ?? location.pathname);
  desk.leave();
  made = '';
  find('work').hidden = true;
  find('start').hidden = false;
  makeClassifier(find('classifier'), desk);
  void drawKept(find('kept'), desk, store);
  scrollTo(0, 0);
  find('declare').focus();
}

async function openFromAddress(): Promise<void> {
  const record = await store.get(location.hash.slice(1));
  if (record && record.id !== desk.record?.id) desk.show(record);
}

const declareP1 = () =>
  void declare(desk, { severity: 'P1', severity_rule: 'Declared as a P1 at once' });

find('declare').addEventListener('click', declareP1);
find<HTMLFormElement>('note-form').addEventListener('submit', (event) => {
  event.preventDefault();
  void addNote();
});
find('back').addEventListener('click', goToStart);
document.addEventListener('keydown', (event) => {
  if (find('work').hidden || !isSingleKey(event, 'n')) return;
  event.preventDefault();
  find('note').focus();
});
document.addEventListener('visibilitychange', tick);
addEventListener('hashchange', () => void openFromAddress());
store.onChangeElsewhere((id) => {
  void desk.follow(id);
  if (!find('start').hidden) void drawKept(find('kept'), desk, store);
});
setInterval(tick, 1_000);

makeActor(find('actor'));
makeNotify(find('notify'));
makeClassifier(find('classifier'), desk);
find<HTMLButtonElement>('declare').disabled = false;
void drawKept(find('kept'), desk, store);
if (location.hash === DECLARE_AT_ONCE) {
  // Out of the address first: a reload must not declare another one.
  history.replaceState(null, '', location.pathname);
  declareP1();
} else void openFromAddress();
