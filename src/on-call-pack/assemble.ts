import { createHash } from 'node:crypto';
import type { Element, ElementContent, Root } from 'hast';
import { toHtml } from 'hast-util-to-html';
import { h } from 'hastscript';
import type { Locale } from '../content-model/vocabulary.ts';
import { formatMoment } from '../site/format.ts';
import { INCIDENT_PATH, type PackGroup, type PackPage } from './contents.ts';

/** Everything that the pack is put together from. */
export interface PackParts {
  groups: readonly PackGroup[];
  /** Each page as it stands in the pack, by path; the portal's home page is among them. */
  pages: ReadonlyMap<string, string>;
  /** What runs when the pack is open. */
  script: string;
  style: string;
  /** The tab's picture, as a `data:` address. */
  icon: string;
  made: Made;
}

/** Where and when the pack comes from. */
export interface Made {
  /** A moment in UTC, to the minute: `2026-11-20T11:31Z`. */
  at: string;
  /** The commit it was made from, in words; absent where nobody knows. */
  commit: string | undefined;
  /** The address of the portal, and there the one of the pack itself. */
  portal: string;
  address: string;
}

/** Before the first paint, so that no page flashes in the wrong theme. A browser may keep nothing for a file. */
const THEME = `(() => {
  let choice = 'auto';
  try { choice = localStorage.getItem('theme') ?? choice; } catch {}
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  document.documentElement.dataset.theme = choice === 'auto' ? (dark ? 'dark' : 'light') : choice;
})();`;

/** Without scripts all pages stand one below the other. */
const WITHOUT_SCRIPTS =
  '.pack-page[hidden]{display:block!important;content-visibility:visible!important}.pack-search,.pack-menu{display:none!important}';

/** The whole pack as one page that loads nothing and says its own size. */
export function assemblePack(parts: PackParts): string {
  const withSize = (size: string) => assemble(parts, size);
  const bytes = Buffer.byteLength(withSize('0 kB'));
  return withSize(packSize(bytes));
}

/** A size in bytes as people say it: `812 kB`. */
export function packSize(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1_000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

function assemble(parts: PackParts, size: string): string {
  const { groups, made, script, style } = parts;
  const pages = groups.flatMap((group) => group.pages);
  const policy = [
    "default-src 'none'",
    `script-src ${[THEME, script].map(hashOf).join(' ')}`,
    `style-src ${[style, WITHOUT_SCRIPTS].map(hashOf).join(' ')}`,
    // Diagrams carry style attributes, which can run nothing.
    "style-src-attr 'unsafe-inline'",
    'img-src data:',
    "form-action 'none'",
    "base-uri 'none'",
  ].join('; ');
  const root: Root = {
    type: 'root',
    children: [
      { type: 'doctype' },
      h('html', { lang: 'en', dir: 'ltr', 'data-theme': 'light' }, [
        h('head', [
          h('meta', { charset: 'utf-8' }),
          h('meta', { 'http-equiv': 'Content-Security-Policy', content: policy }),
          h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
          h('meta', { name: 'robots', content: 'noindex' }),
          h('title', 'On-call pack | SONAN DIGITAL'),
          h('link', { rel: 'icon', href: parts.icon }),
          h('script', [raw(THEME)]),
          h('style', [raw(style)]),
          h('noscript', h('style', [raw(WITHOUT_SCRIPTS)])),
        ]),
        h('body', [
          h('a.skip', { href: '#/' }, 'Skip to content'),
          header(),
          h('.frame', [
            sidebar(groups),
            h('.pack-pages', [
              ageNotice(made),
              h('p.pack-not-there', {
                role: 'status',
                hidden: true,
                'data-not-there': made.portal,
              }),
              page('/', 'Start', raw(home(parts, size))),
              ...pages.map((entry) =>
                page(entry.path, entry.label, raw(parts.pages.get(entry.path) ?? ''), entry),
              ),
              foot(made, pages.length, size),
            ]),
          ]),
          h('p.unseen', {
            role: 'status',
            'data-copy-status': '',
            'data-copied': 'Copied',
            'data-failed': 'Press Ctrl+C',
          }),
          h('script', [raw(script)]),
        ]),
      ]),
    ],
  };
  return `${toHtml(root, { allowDangerousHtml: true })}\n`;
}

/** A source as a Content-Security-Policy names it. */
function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/** HTML that is made already. */
function raw(value: string): ElementContent {
  return { type: 'raw', value };
}

/** One page of the pack. It is hidden until it is looked for, by its address or by the browser's own search. */
function page(path: string, label: string, content: ElementContent, entry?: PackPage): Element {
  return h(
    '.pack-page',
    {
      id: path,
      hidden: path === '/' ? undefined : 'until-found',
      'data-label': label,
      'data-kind': entry?.kind,
      'data-about': entry?.about,
      'data-alerts': entry?.alerts.join('\n'),
    },
    [content],
  );
}

const line = (d: string) =>
  h('path', { d, fill: 'none', stroke: 'currentColor', 'stroke-width': 2 });

function icon(...children: Element[]): Element {
  return h('svg', { viewBox: '0 0 20 20', width: 18, height: 18, 'aria-hidden': 'true' }, children);
}

function searchIcon(): Element {
  return icon(line('M14 8.5a5.5 5.5 0 1 1-11 0 5.5 5.5 0 0 1 11 0z'), line('m13 13 5 5'));
}

function header(): Element {
  return h('header.site-header', [
    h(
      'button.menu-button',
      { type: 'button', popovertarget: 'menu', 'aria-label': 'Contents' },
      icon(line('M2 5h16M2 10h16M2 15h16')),
    ),
    h(
      'a.site-title',
      { href: '#/' },
      h('span', [h('span.pack-of', 'SONAN DIGITAL '), h('b', 'On-call pack')]),
    ),
    h(
      'button.search-button',
      {
        type: 'button',
        'data-search-open': '',
        'aria-label': 'Search',
        'aria-keyshortcuts': 'Control+K /',
      },
      [searchIcon(), h('span', 'Search'), h('kbd', { 'aria-hidden': 'true' }, '/')],
    ),
    h('a.pack-incident', { href: '#/incident/' }, 'Incident'),
  ]);
}

function sidebar(groups: readonly PackGroup[]): Element {
  return h('nav.sidebar#menu', { popover: '', 'aria-label': 'Contents' }, [
    h(
      'button.menu-close',
      { type: 'button', popovertarget: 'menu', popovertargetaction: 'hide' },
      'Close',
    ),
    ...groups.map(({ title, pages }) =>
      h('.nav-group', [
        h('p.nav-title', title),
        h(
          'ul',
          pages.map((entry) => h('li', linkTo(entry))),
        ),
      ]),
    ),
    h('.reader-choices', [
      h('label', [
        h('span', 'Theme'),
        h('select', { 'data-theme-choice': '' }, [
          h('option', { value: 'auto' }, 'System'),
          h('option', { value: 'light' }, 'Light'),
          h('option', { value: 'dark' }, 'Dark'),
        ]),
      ]),
      h('label', [
        h('input', { type: 'checkbox', 'data-single-keys': '', checked: true }),
        ' Shortcuts of one key',
      ]),
    ]),
  ]);
}

const LANGUAGES: Record<Locale, string> = { en: 'English', nl: 'Dutch' };

function linkTo({ path, label, locale }: PackPage): Element {
  const lang = locale === 'en' ? undefined : locale;
  return h('a', { href: `#${path}`, hreflang: lang }, [
    h('span', { lang }, label),
    ...(lang ? [` (${LANGUAGES[locale]})`] : []),
  ]);
}

/** The portal's home page under a head that says what this file is, and all of the pack below it. */
function home({ pages, groups, made }: PackParts, size: string): string {
  const head = [
    h('h1', 'On-call pack'),
    h('p.lede', `Made ${formatMoment(made.at, 'en')}. Needs no network.`),
    h('button.pack-search', { type: 'button', 'data-search-open': '' }, [
      searchIcon(),
      'Search runbooks, alerts, messages and rules',
    ]),
  ];
  const contents = h(
    '.prose.pack-contents',
    h(
      'p',
      `Everything in this file (${size}). Links marked (portal) and links to other sites need a network.`,
    ),
    groups.map(({ path, title, pages: listed }) =>
      h('section', { 'aria-labelledby': contentsId(path) }, [
        h('h2', { id: contentsId(path) }, title),
        h(
          'ul',
          listed.map((entry) =>
            h('li', [
              ...(/^P[1-4]/.test(entry.about) ? [severity(entry.about.slice(0, 2)), ' '] : []),
              linkTo(entry),
            ]),
          ),
        ),
      ]),
    ),
  );
  return (pages.get('/') ?? '')
    .replace(/<h1[\s\S]*?<\/h1>/, () => html(head))
    .replace('</main>', () => `${html([contents])}</main>`);
}

/** The id of a group's part of the contents, to which links to the section's index lead; a page's own goes before. */
function contentsId(path: string): string {
  return path === INCIDENT_PATH ? '/now' : path;
}

function severity(level: string): Element {
  return h('span.severity', { 'data-level': level }, level);
}

function html(children: ElementContent[]): string {
  return toHtml({ type: 'root', children }, { allowDangerousHtml: true });
}

/** Shown by the script when the copy is old. */
function ageNotice({ at, address }: Made): Element {
  return h('p.pack-age', { role: 'status', hidden: true, 'data-made': at }, [
    h('strong', { 'data-age': '' }),
    ' What it says may have changed. When you have a network, get a new one: ',
    h('a', { href: address }, address),
  ]);
}

function foot({ at, commit, address }: Made, count: number, size: string): Element {
  return h('footer.pack-foot', [
    h('span', `On-call pack, made ${formatMoment(at, 'en')}`),
    h('span', commit ? `From ${commit}` : 'From a commit that is not known'),
    h('span', `${count} pages, ${size}`),
    h('a', { href: address }, ['A newer one', h('span.needs-portal', ' (portal)')]),
  ]);
}
