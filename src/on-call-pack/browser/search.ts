import MiniSearch from 'minisearch';
import { h } from '../../in-page/elements.ts';
import { isSingleKey } from '../../in-page/single-keys.ts';
import { excerpt } from './excerpt.ts';
import { type SearchEntry, searchEntries } from './search-entries.ts';

const START = 'Type a word, an alert or a command.';
/** How many pages are listed; whoever wants another types another word. */
const MOST = 12;
const PLACES_PER_PAGE = 2;
/** How much a page counts by its kind: what to do now goes before what to read. */
const KINDS: Readonly<Record<string, number>> = { Runbook: 1.5, Incident: 1.3, Reference: 0.8 };
/** How much a runbook counts by its severity. */
const LEVELS: Readonly<Record<string, number>> = { P1: 1.2, P2: 1.1 };

let built: MiniSearch<SearchEntry> | undefined;

/** The index, made once from what is on the page, so that the file carries none. */
function index(): MiniSearch<SearchEntry> {
  if (!built) {
    built = new MiniSearch<SearchEntry>({
      fields: ['title', 'alerts', 'heading', 'text'],
      storeFields: ['page', 'title', 'kind', 'about', 'heading', 'text'],
      searchOptions: {
        boost: { title: 5, alerts: 4, heading: 2 },
        prefix: true,
        fuzzy: (term) => (term.length > 3 ? 0.2 : false),
        boostDocument: (_id, _term, stored) =>
          (KINDS[String(stored?.kind)] ?? 1) * (LEVELS[String(stored?.about).slice(0, 2)] ?? 1),
      },
    });
    built.addAll(
      [...document.querySelectorAll<HTMLElement>('.pack-page[data-kind]')].flatMap(searchEntries),
    );
  }
  return built;
}

interface Found extends SearchEntry {
  terms: string[];
}

/** The parts that fit, by page, the best page first: those with every word, or else with any like it. */
function find(term: string): Found[][] {
  const all = index().search(term, { combineWith: 'AND' });
  const results = all.length > 0 ? all : index().search(term, { fuzzy: 0.4 });
  const byPage = new Map<string, Found[]>();
  for (const result of results as unknown as Found[]) {
    byPage.set(result.page, [...(byPage.get(result.page) ?? []), result]);
  }
  return [...byPage.values()];
}

const input = h('input', {
  type: 'search',
  placeholder: 'Search',
  'aria-label': 'Search the on-call pack',
  autocomplete: 'off',
  spellcheck: 'false',
  enterkeyhint: 'search',
  input: search,
});
const status = h('p', { role: 'status', class: 'search-status' }, START);
const list = h('ol', { class: 'search-results' });
const dialog = h(
  'dialog',
  { class: 'search', 'aria-label': 'Search the on-call pack', keydown: walk },
  h(
    'div',
    { class: 'search-head' },
    input,
    h('button', { type: 'button', class: 'search-close', click: () => dialog.close() }, 'Close'),
  ),
  status,
  list,
);

function search(): void {
  const term = input.value.trim();
  const pages = term === '' ? [] : find(term);
  list.replaceChildren(...pages.slice(0, MOST).map(resultItem));
  if (term === '') status.textContent = START;
  else if (pages.length === 0) {
    status.textContent = `Nothing found for “${term}”. Try fewer or shorter words.`;
  } else status.textContent = `${pages.length} ${pages.length === 1 ? 'page' : 'pages'}`;
}

/** One page: its kind, its title, and the parts of it that fit best. */
function resultItem(parts: Found[]): HTMLElement {
  const [best] = parts as [Found, ...Found[]];
  const places = parts.filter(({ heading }) => heading !== '').slice(0, PLACES_PER_PAGE);
  const text = ({ text: whole, terms }: Found) =>
    h(
      'p',
      {},
      ...excerpt(whole, terms).map(({ part, found }) => (found ? h('mark', {}, part) : part)),
    );
  return h(
    'li',
    {},
    h(
      'a',
      { href: `#${best.page}` },
      h('span', { class: 'search-kind' }, [best.kind, best.about].filter(Boolean).join(' · ')),
      h('span', { class: 'search-title' }, best.title),
      places.length === 0 && text(best),
    ),
    ...places.map((place) =>
      h(
        'a',
        { href: `#${encodeURI(place.id)}`, class: 'search-place' },
        h('span', {}, place.heading),
        text(place),
      ),
    ),
  );
}

/** Arrow keys walk from the field through the results and back; Enter in the field opens the first. */
function walk(event: Event): void {
  const { key } = event as KeyboardEvent;
  // A browser would first clear a search field, and close the dialog only at the second press.
  if (key === 'Escape') dialog.close();
  if (key === 'Enter' && document.activeElement === input) list.querySelector('a')?.click();
  const step = { ArrowDown: 1, ArrowUp: -1 }[key];
  if (step === undefined) return;
  const stops = [input, ...list.querySelectorAll('a')];
  const at = stops.indexOf(document.activeElement as HTMLInputElement);
  stops[Math.min(Math.max(at + step, 0), stops.length - 1)]?.focus();
  event.preventDefault();
}

function open(): void {
  if (!dialog.isConnected) document.body.append(dialog);
  if (!dialog.open) dialog.showModal();
  input.select();
  // While the reader starts to type.
  setTimeout(index);
}

dialog.addEventListener('click', (event) => {
  if (event.target === dialog || (event.target as Element).closest('a')) dialog.close();
});
document.addEventListener('click', (event) => {
  if ((event.target as Element).closest('[data-search-open]')) open();
});
document.addEventListener('keydown', (event) => {
  const withControl = event.key === 'k' && (event.ctrlKey || event.metaKey);
  if (!withControl && !isSingleKey(event, '/')) return;
  event.preventDefault();
  open();
});
