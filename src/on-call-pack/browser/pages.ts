import { isSingleKey, setUpSingleKeys } from '../../in-page/single-keys.ts';
import { onCopyClick } from '../../site/browser/copy.ts';
import { stopAtWhatScrolls } from '../../site/browser/scrolling.ts';
import { setUpTheme } from '../../site/browser/theme.ts';

/** An address that declares a P1, as it does on the portal. */
const DECLARE_AT_ONCE = '/incident/declare-p1';

const find = (id: string) => document.getElementById(id);
const home = find('/') as HTMLElement;
const incident = find('/incident/') as HTMLElement;
const back = incident.querySelector<HTMLElement>('[data-incident="back"]');
const notThere = document.querySelector('[data-not-there]') as HTMLElement;
const menu = find('menu') as HTMLElement;

let current = home;

/** The id that an address names: `#/runbooks/crm-down/` is `/runbooks/crm-down/`. */
function idInAddress(): string {
  const id = location.hash.slice(1);
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}

const pageAround = (part: Element | null) => part?.closest<HTMLElement>('.pack-page') ?? undefined;
/** What has an id, or else the page that the id belongs to. */
const partOf = (id: string) => find(id === '' ? home.id : id) ?? find(id.replace(/[^/]+$/, ''));

/** Shows one page and hides the one before, so that the browser's own search still finds what is in it. */
function show(page: HTMLElement): void {
  if (page !== current) current.setAttribute('hidden', 'until-found');
  page.removeAttribute('hidden');
  current = page;
  document.title = `${page.dataset.label} | On-call pack`;
  for (const link of menu.querySelectorAll('a')) {
    if (link.getAttribute('href') === `#${page.id}`) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  if (menu.matches(':popover-open')) menu.hidePopover();
  stopAtWhatScrolls(page);
}

/** Moves the reader to a page, or to a part of it. */
function moveTo(page: HTMLElement, part: HTMLElement): void {
  show(page);
  const place = part === page ? page.querySelector('h1') : part;
  if (part === page) scrollTo(0, 0);
  else part.scrollIntoView();
  if (!place?.matches('a, button, input, select')) place?.setAttribute('tabindex', '-1');
  place?.focus({ preventScroll: true });
}

/** Shows what the address names. What is no address of the pack is the id of an incident. */
function follow(): void {
  const id = idInAddress();
  notThere.hidden = true;
  if (id === DECLARE_AT_ONCE) {
    // Out of the address first: a reload must not declare another one.
    history.replaceState(null, '', `#${incident.id}`);
    show(incident);
    find(DECLARE_AT_ONCE)?.click();
    return;
  }
  const part = partOf(id);
  const page = pageAround(part);
  if (part && page) moveTo(page, part);
  else if (!id.startsWith('/')) show(incident);
  else {
    moveTo(home, home);
    notThere.hidden = false;
    notThere.textContent = `${id} is not in this pack. It may be on the portal: ${notThere.dataset.notThere}${id}`;
  }
}

/** One key takes a note, from whichever page the reader is on while an incident is open. */
function takeNote(event: KeyboardEvent): void {
  const isOpen = incident.querySelector<HTMLElement>('[data-incident="work"]')?.hidden === false;
  if (!isOpen || current === incident || !isSingleKey(event, 'n')) return;
  history.pushState(null, '', `#${incident.id}`);
  show(incident);
}

if (back) back.dataset.address = `#${incident.id}`;
setUpTheme();
setUpSingleKeys();
stopAtWhatScrolls(home);
// Once the desk stands too: an address may declare an incident.
addEventListener('DOMContentLoaded', () => location.hash !== '' && follow());
addEventListener('hashchange', follow);
addEventListener('resize', () => stopAtWhatScrolls(current));
document.addEventListener('keydown', takeNote, { capture: true });
// The browser is about to go to something on a hidden page: by its own search, or by an address.
document.addEventListener('beforematch', ({ target }) => {
  const page = pageAround(target as Element);
  if (!page) return;
  show(page);
  if (pageAround(partOf(idInAddress())) !== page) history.pushState(null, '', `#${page.id}`);
});
document.addEventListener('click', (event) => {
  const target = event.target as Element;
  onCopyClick(target);
  if (target.closest('[data-print]')) print();
  if (target.closest('.skip')) {
    event.preventDefault();
    moveTo(current, current);
  }
});
