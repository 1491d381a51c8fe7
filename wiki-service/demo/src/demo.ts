import { routes } from 'virtual:crm-routes';
import { brandColours } from '../../widget/src/brand.ts';
import type { CrmHelp } from '../../widget/src/crm-help.ts';
import { element } from '../../widget/src/element.ts';
import { type DemoAccount, listAccounts, readBrand, signIn } from './demo-users.ts';
import { type Both, inLanguage, LANGUAGES } from './language.ts';
import { renderPage } from './page.ts';
import { addressOf, type Place, placeOf, routeOf, startOf } from './place.ts';

const LABELS: Record<string, Both> = {
  demo: 'Demo|Demo',
  about:
    'An example of the CRM, to show its help. All data is made up for it, and nothing is saved.|Een voorbeeld van het CRM, om de hulp te tonen. Alle gegevens zijn ervoor bedacht en niets wordt opgeslagen.',
  tenant: 'Tenant|Tenant',
  role: 'Signed in as|Aangemeld als',
  language: 'Language|Taal',
  look: 'Appearance|Weergave',
  session: 'Session|Sessie',
  menu: 'Pages of the CRM|Pagina’s van het CRM',
  editor: 'Write help articles|Hulpartikelen schrijven',
  failed:
    'The demo users could not be read. Is the wiki service running in development?|De demogebruikers konden niet worden gelezen. Draait de wikidienst in ontwikkelmodus?',
};
const ROLES: Record<string, Both> = {
  admin: 'Administrator|Beheerder',
  employee: 'Employee|Medewerker',
  client: 'Client|Klant',
};
/** A page of the wiki service, not of the demo. */
const EDITOR = '/admin/wiki';
const LANGUAGE_NAMES = { en: 'English', nl: 'Nederlands' };
const LOOKS: Record<string, Both> = {
  system: 'As the system|Zoals het systeem',
  light: 'Light|Licht',
  dark: 'Dark|Donker',
};
const SESSIONS: Record<string, Both> = { valid: 'Valid|Geldig', expired: 'Expired|Verlopen' };

let accounts: DemoAccount[] = [];
let place: Place = placeOf(location);
let session = 'valid';
let look = 'system';

const brand = new CSSStyleSheet();
document.adoptedStyleSheets = [...document.adoptedStyleSheets, brand];

const help = document.createElement('crm-help') as CrmHelp;
const root = document.querySelector('#demo') ?? document.body;
const say = (text: Both) => inLanguage(text, place.language);

/** Goes to another place, as a single-page CRM does: the address changes and the page is drawn anew. */
function go(to: Place): void {
  const isOther = to.tenant !== place.tenant || to.role !== place.role;
  place = to;
  history.pushState(null, '', addressOf(place));
  if (isOther) identify();
  draw();
  document.querySelector<HTMLElement>('h1')?.focus();
}

/** Gives the widget the tokens of whoever is signed in now. */
function identify(): void {
  const { tenant, role } = place;
  const getToken = () => (session === 'expired' ? null : signIn(tenant, role));
  help.token = getToken;
  void readBrand(getToken).then((colours) => {
    if (place.tenant === tenant) brand.replaceSync(`:root{${brandColours(colours)}}`);
  });
}

function draw(): void {
  const route = routeOf(place, routes);
  document.documentElement.lang = place.language;
  document.documentElement.dataset.look = look;
  help.setAttribute('route', place.path);
  help.setAttribute('locale', place.language);
  const name = route ? route.name[place.language] : place.path;
  document.title = `${name} · ${say(LABELS.demo ?? '')}`;
  root.replaceChildren(
    drawDemoBar(),
    element(
      'div',
      { class: 'crm' },
      element('header', { class: 'bar' }, element('strong', {}, tenantName()), drawPerson()),
      drawMenu(),
      element(
        'main',
        { id: 'page' },
        element('h1', { tabindex: '-1' }, name),
        ...renderPage(place, routes, go),
      ),
    ),
  );
}

/** What is not part of the CRM: who to be, and how. */
function drawDemoBar(): HTMLElement {
  const tenants = new Map(accounts.map(({ tenant, name }) => [tenant, name]));
  const roles = accounts.filter(({ tenant }) => tenant === place.tenant).map(({ role }) => role);
  return element(
    'section',
    { class: 'demo-bar', 'aria-label': say(LABELS.demo ?? '') },
    element('p', {}, element('b', {}, say(LABELS.demo ?? '')), ` ${say(LABELS.about ?? '')}`),
    element(
      'div',
      { class: 'choices' },
      choice('tenant', tenants, place.tenant, (tenant) => go({ ...place, tenant })),
      choice(
        'role',
        new Map(roles.map((role) => [role, say(ROLES[role] ?? role)])),
        place.role,
        (role) => go({ ...place, role, path: startOf(role) }),
      ),
      choice(
        'language',
        new Map(LANGUAGES.map((one) => [one, LANGUAGE_NAMES[one]])),
        place.language,
        (language) => go({ ...place, language: language === 'nl' ? 'nl' : 'en' }),
      ),
      choice('look', spoken(LOOKS), look, (chosen) => {
        look = chosen;
        draw();
      }),
      choice('session', spoken(SESSIONS), session, (chosen) => {
        session = chosen;
        // The same function would still have a token of before.
        identify();
        draw();
      }),
    ),
  );
}

function spoken(texts: Record<string, Both>): Map<string, string> {
  return new Map(Object.entries(texts).map(([key, text]) => [key, say(text)]));
}

function choice(
  id: string,
  options: ReadonlyMap<string, string>,
  current: string,
  choose: (key: string) => void,
): HTMLElement {
  const select = element(
    'select',
    { id, name: id },
    ...[...options].map(([key, label]) =>
      element('option', { value: key, ...(key === current && { selected: '' }) }, label),
    ),
  );
  select.onchange = () => {
    choose(select.value);
    document.getElementById(id)?.focus();
  };
  return element(
    'div',
    { class: 'choice' },
    element('label', { for: id }, say(LABELS[id] ?? id)),
    select,
  );
}

function tenantName(): string {
  return accounts.find(({ tenant }) => tenant === place.tenant)?.name ?? place.tenant;
}

function drawPerson(): HTMLElement {
  return element('span', { class: 'person' }, say(ROLES[place.role] ?? place.role));
}

function drawMenu(): HTMLElement {
  const items = routes
    .filter(({ area, route }) => area === place.role && !/\{|\/new$/.test(route))
    .sort((a, b) => Number(a.route === EDITOR) - Number(b.route === EDITOR))
    .map(({ route, name }) => {
      const isEditor = route === EDITOR;
      const to = { ...place, path: route };
      const query = new URLSearchParams({ tenant: place.tenant, locale: place.language });
      const link = element(
        'a',
        {
          href: isEditor ? `${route}?${query}` : addressOf(to),
          ...(route === place.path && { 'aria-current': 'page' }),
        },
        isEditor ? say(LABELS.editor ?? '') : name[place.language],
      );
      if (!isEditor) {
        link.onclick = (event) => {
          if (event.ctrlKey || event.metaKey || event.shiftKey) return;
          event.preventDefault();
          go(to);
        };
      }
      return element('li', {}, link);
    });
  return element('nav', { 'aria-label': say(LABELS.menu ?? '') }, element('ul', {}, ...items));
}

async function start(): Promise<void> {
  try {
    accounts = await listAccounts();
  } catch {
    root.replaceChildren(
      element('p', { class: 'failed', role: 'alert' }, say(LABELS.failed ?? '')),
    );
    return;
  }
  document.body.append(help);
  identify();
  draw();
  addEventListener('popstate', () => {
    const before = place;
    place = placeOf(location);
    if (before.tenant !== place.tenant || before.role !== place.role) identify();
    draw();
  });
}

void start();
