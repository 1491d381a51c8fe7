import { element } from '../../widget/src/element.ts';
import type { DemoRoute } from '../build.ts';
import { type Both, inLanguage } from './language.ts';
import { type Field, PAGE_CONTENTS, type PageContent } from './page-contents.ts';
import { addressOf, type Place, pathOf, routeOf } from './place.ts';

const NOTHING_SAVED: Both =
  'This is a demo: nothing was saved.|Dit is een demo: er is niets opgeslagen.';
const NO_PAGE: Both = 'The demo has no such page.|Deze pagina is er niet in de demo.';
const OPEN: Both = 'Open|Openen';

/** What stands under the title of a page. `go`: to another place of the demo. */
export function renderPage(
  place: Place,
  routes: readonly DemoRoute[],
  go: (to: Place) => void,
): Node[] {
  const say = (text: Both) => inLanguage(text, place.language);
  const current = routeOf(place, routes);
  if (!current) return [element('p', {}, say(NO_PAGE))];

  const linkTo = (route: string, attributes: Record<string, string> = {}, text?: string) => {
    const to = { ...place, path: pathOf(route) };
    const name = routes.find((one) => one.route === route)?.name[place.language] ?? route;
    const link = element('a', { href: addressOf(to), ...attributes }, text ?? name);
    link.onclick = (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      go(to);
    };
    return link;
  };
  const links = (wanted: readonly string[]) =>
    element('p', { class: 'links' }, ...wanted.map((route) => linkTo(route)));

  const RENDERERS: {
    [Kind in PageContent['kind']]: (content: Extract<PageContent, { kind: Kind }>) => Node[];
  } = {
    board: ({ figures, links: wanted }) => [
      element(
        'dl',
        { class: 'figures' },
        ...figures.map(([label, value]) =>
          element('div', {}, element('dt', {}, say(label)), element('dd', {}, value)),
        ),
      ),
      links(wanted),
    ],
    list: ({ columns, rows, create, open }) => [
      ...(create ? [element('p', {}, linkTo(create, { class: 'primary' }))] : []),
      element(
        'div',
        { class: 'frame' },
        element(
          'table',
          {},
          element(
            'thead',
            {},
            element(
              'tr',
              {},
              ...columns.map((column) => element('th', { scope: 'col' }, say(column))),
              open && element('td', {}),
            ),
          ),
          element(
            'tbody',
            {},
            ...rows.map((row, index) =>
              element(
                'tr',
                {},
                ...row.map((cell) => element('td', {}, say(cell))),
                // One record is enough to show what its page looks like.
                open &&
                  element(
                    'td',
                    {},
                    index === 0 && linkTo(open, {}, `${say(OPEN)} ${say(row[0] ?? '')}`),
                  ),
              ),
            ),
          ),
        ),
      ),
    ],
    record: ({ facts, links: wanted }) => [
      element(
        'dl',
        { class: 'facts' },
        ...facts.map(([label, value]) =>
          element('div', {}, element('dt', {}, say(label)), element('dd', {}, say(value))),
        ),
      ),
      links(wanted),
    ],
    form: ({ fields, submit }) => {
      const answer = element('p', { role: 'status' });
      const form = element(
        'form',
        {},
        ...fields.map((field, index) => renderField(field, `field-${index}`, say)),
        element('button', { class: 'primary' }, say(submit)),
        answer,
      );
      form.onsubmit = (event) => {
        event.preventDefault();
        answer.textContent = say(NOTHING_SAVED);
      };
      return [form];
    },
  };

  const content = PAGE_CONTENTS[current.route];
  return content ? RENDERERS[content.kind](content as never) : [];
}

function renderField(
  { label, type = 'text', choices }: Field,
  id: string,
  say: (text: Both) => string,
): HTMLElement {
  const control = choices
    ? element('select', { id }, ...choices.map((one) => element('option', {}, say(one))))
    : type === 'textarea'
      ? element('textarea', { id, rows: '4' })
      : element('input', { id, type });
  return element('div', { class: 'field' }, element('label', { for: id }, say(label)), control);
}
