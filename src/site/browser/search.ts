// By its address: imported, every page would load it and wait for it.
import style from './search.css?url';
import { type FacetName, searchText } from './search-text.ts';

/** What Pagefind tells of one page that it found. */
interface Fragment {
  url: string;
  excerpt: string;
  meta: { title?: string; kind?: string; about?: string };
  sub_results: { title: string; url: string; excerpt: string }[];
}

interface Results {
  results: { id: string; data(): Promise<Fragment> }[];
  filters: Record<string, Record<string, number>>;
}

interface Pagefind {
  options(options: object): Promise<void>;
  init(): Promise<void>;
  filters(): Promise<Results['filters']>;
  preload(term: string): Promise<void>;
  search(term: string | null, options?: object): Promise<Results>;
}

const PAGE_SIZE = 8;
/** Shown while the rest of the first results is still on its way. */
const AT_ONCE = 3;
/** One letter is in nearly every word: answering it would fetch most of the index. */
const SHORTEST = 2;
const PLACES_PER_PAGE = 2;
const FACETS: readonly FacetName[] = ['kind', 'service', 'tenant', 'status'];

const text = searchText(document.documentElement.lang);

type Attributes = Record<string, string>;

/** An element with attributes and children; text becomes text, never markup. */
function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** An excerpt: Pagefind gives escaped text in which only `<mark>` is markup. */
function excerpt(html: string): HTMLElement {
  const made = element('p');
  for (const [index, part] of html.split(/<\/?mark>/).entries()) {
    const parsed = new DOMParser().parseFromString(`<p>${part}</p>`, 'text/html');
    const plain = parsed.body.textContent ?? '';
    made.append(index % 2 === 1 ? element('mark', {}, plain) : plain);
  }
  return made;
}

const input = element('input', {
  type: 'search',
  placeholder: text.placeholder,
  'aria-label': text.label,
  autocomplete: 'off',
  spellcheck: 'false',
  enterkeyhint: 'search',
});
const status = element('p', { role: 'status', class: 'search-status' }, text.start);
const list = element('ol', { class: 'search-results' });
const more = element('button', { type: 'button', class: 'search-more', hidden: '' }, text.more);
const facets = element('div', { class: 'search-facets' });
const close = element('button', { type: 'button', class: 'search-close' }, text.close);
const dialog = element(
  'dialog',
  { class: 'search', 'aria-label': text.label },
  element('div', { class: 'search-head' }, input, close),
  facets,
  status,
  list,
  more,
);

/** Settles when the dialog has its style, or cannot have it. */
const styled = new Promise<void>((resolve) => {
  const link = element('link', { rel: 'stylesheet', href: style });
  link.onload = link.onerror = () => resolve();
  document.head.append(link);
});

let engine: Promise<Pagefind> | undefined;

/** The search engine and its facets, loaded once; a failed load is tried again. */
function load(): Promise<Pagefind> {
  engine ??= (async () => {
    const path = `${import.meta.env.BASE_URL}pagefind/pagefind.js`;
    const pagefind = (await import(/* @vite-ignore */ path)) as Pagefind;
    // Searching takes a few milliseconds; a worker would have to be fetched first.
    await pagefind.options({ excerptLength: 18, noWorker: true });
    await pagefind.init();
    return pagefind;
  })().catch((error) => {
    engine = undefined;
    throw error;
  });
  return engine;
}

/** The facets, filled in once the engine has told which values there are. */
async function showFacets(): Promise<void> {
  if (facets.childElementCount > 0) return;
  const values = await (await load()).filters();
  if (facets.childElementCount > 0) return;
  for (const name of FACETS) {
    const options = Object.keys(values[name] ?? {}).sort();
    if (options.length === 0) continue;
    const select = element(
      'select',
      { 'aria-label': text.facets[name], name },
      element('option', { value: '' }, text.all[name]),
      ...options.map((option) => element('option', { value: option }, option)),
    );
    facets.append(select);
  }
}

const chosenFilters = (): Record<string, string> =>
  Object.fromEntries(
    [...facets.querySelectorAll('select')]
      .filter(({ value }) => value !== '')
      .map(({ name, value }) => [name, value]),
  );

let asked = 0;
let found: Results['results'] = [];

/** Searches for what stands in the field. An answer that comes too late is dropped. */
async function search(): Promise<void> {
  asked += 1;
  const question = asked;
  const term = input.value.trim();
  const filters = chosenFilters();
  const filtered = Object.keys(filters).length > 0;
  if (term.length < SHORTEST && !filtered) return show([], text.start);
  const waiting = setTimeout(() => {
    if (question === asked) status.textContent = text.loading;
  }, 150);
  try {
    const { results } = await (await load()).search(term === '' ? null : term, { filters });
    const first = await fragments(results.slice(0, AT_ONCE));
    if (question !== asked) return;
    found = results;
    if (first.length > 0) show(first, text.results(results.length));
    else show([], `${term === '' ? text.noneFiltered : text.none(term)} ${text.noneHint}`);
    const rest = await fragments(results.slice(AT_ONCE, PAGE_SIZE));
    if (question === asked) add(rest);
  } catch {
    if (question === asked) show([], text.failed);
  } finally {
    clearTimeout(waiting);
  }
}

const fragments = (results: Results['results']): Promise<Fragment[]> =>
  Promise.all(results.map((result) => result.data()));

function show(pages: Fragment[], message: string): void {
  status.textContent = message;
  list.replaceChildren();
  add(pages);
}

/** Puts pages under those on show, so that the reader's place in the list stays. */
function add(pages: Fragment[]): HTMLElement[] {
  const items = pages.map(resultItem);
  list.append(...items);
  more.hidden = list.childElementCount === 0 || found.length <= list.childElementCount;
  return items;
}

/** One page: its kind, what it is about, its title, and the sections of it that fit best. */
function resultItem({ url, excerpt: page, meta, sub_results: places }: Fragment): HTMLElement {
  const best = places.filter((place) => place.url !== url).slice(0, PLACES_PER_PAGE);
  return element(
    'li',
    {},
    element(
      'a',
      { href: url },
      element(
        'span',
        { class: 'search-kind' },
        [meta.kind, meta.about].filter(Boolean).join(' · '),
      ),
      element('span', { class: 'search-title' }, meta.title ?? url),
      ...(best.length === 0 ? [excerpt(page)] : []),
    ),
    ...best.map((place) =>
      element(
        'a',
        { href: place.url, class: 'search-place' },
        element('span', {}, place.title),
        excerpt(place.excerpt),
      ),
    ),
  );
}

async function showMore(): Promise<void> {
  const start = list.childElementCount;
  const items = add(await fragments(found.slice(start, start + PAGE_SIZE)));
  items[0]?.querySelector('a')?.focus();
}

/** Arrow keys walk from the field through the results and back; Escape leaves at once. */
function walk(event: KeyboardEvent): void {
  // A browser would first clear a search field, and close the dialog only at the second press.
  if (event.key === 'Escape') dialog.close();
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined || (event.target as Element).matches('select')) return;
  const stops = [input, ...list.querySelectorAll('a')];
  const at = stops.indexOf(document.activeElement as HTMLInputElement);
  stops[Math.min(Math.max(at + step, 0), stops.length - 1)]?.focus();
  event.preventDefault();
}

dialog.addEventListener('keydown', walk);
dialog.addEventListener('click', (event) => {
  if (event.target === dialog) dialog.close();
  if ((event.target as Element).closest('a')) dialog.close();
});
close.addEventListener('click', () => dialog.close());
more.addEventListener('click', showMore);
facets.addEventListener('change', search);
input.addEventListener('input', search);
input.addEventListener('keydown', (event) => {
  if (event.key === 'Enter') list.querySelector('a')?.click();
});

/**
 * Opens the search dialog, and loads the engine while the reader starts to type.
 * @param typed gives what the reader has typed meanwhile; the last search stays when that is nothing
 */
export async function openDialog(typed: () => string): Promise<void> {
  await styled;
  const begun = typed();
  if (!dialog.isConnected) document.body.append(dialog);
  if (!dialog.open) dialog.showModal();
  if (begun === '') {
    input.select();
  } else {
    input.value = begun;
    search();
  }
  showFacets().catch(() => {
    if (input.value === '') status.textContent = text.failed;
  });
}
