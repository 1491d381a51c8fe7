import type { Element } from 'hast';
import { h } from 'hastscript';
import type { AdrStatus, Locale } from '../content-model/vocabulary.ts';
import type { AdrEntry, AdrRelations } from './adr-relations.ts';
import { scrollable } from './data-tables.ts';
import { formatDate } from './format.ts';
import { interfaceText } from './interface-text.ts';

/** The status of a decision as a mark: colour, and always the word. */
export function statusMark(status: AdrStatus, locale: Locale): Element {
  return h('span.status', { dataStatus: status }, interfaceText(locale).adrStatus[status]);
}

/** The list of all ADRs by number: status, date, and which later ones change them. */
export function adrTable(
  adrs: readonly AdrEntry[],
  relations: ReadonlyMap<number, AdrRelations>,
  locale: Locale,
): Element {
  const text = interfaceText(locale);
  return scrollable(
    h('table.adr-table', [
      h(
        'thead',
        h('tr', [
          h('th', { scope: 'col' }, 'ADR'),
          h('th', { scope: 'col' }, text.decision),
          h('th', { scope: 'col' }, text.status),
          h('th', { scope: 'col' }, text.date),
        ]),
      ),
      h(
        'tbody',
        adrs.map((adr) =>
          h('tr', [
            h('td.number', String(adr.number).padStart(3, '0')),
            h('th', { scope: 'row' }, [
              h('a', { href: adr.path }, adr.title),
              ...changes(relations.get(adr.number), locale),
            ]),
            h('td', statusMark(adr.status, locale)),
            h('td.nowrap', h('time', { dateTime: adr.date }, formatDate(adr.date, locale))),
          ]),
        ),
      ),
    ]),
    text.allAdrs,
  ) as Element;
}

/** What has come over a decision since: its status alone does not tell that a part has changed. */
function changes(relations: AdrRelations | undefined, locale: Locale): Element[] {
  const names = interfaceText(locale).relations;
  return (['supersededBy', 'amendedBy'] as const).flatMap((name) => {
    const newer = relations?.[name] ?? [];
    if (newer.length === 0) return [];
    const links = newer.flatMap(({ to }, position) => [
      position === 0 ? ' ' : ', ',
      h('a', { href: to.path }, to.code),
    ]);
    return [h('p.changed-by', [names[name], ...links])];
  });
}
