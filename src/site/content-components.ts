import type { Element, ElementContent } from 'hast';
import { toString as plainText } from 'hast-util-to-string';
import { h } from 'hastscript';
import type { ContentComponent } from '../content-model/vocabulary.ts';
import { adrTable } from './adr-table.ts';
import {
  contacts,
  escalation,
  operation,
  roleName,
  serviceLevels,
  severities,
} from './data-tables.ts';
import { localText } from './format.ts';
import { formatFact } from './format-fact.ts';
import { interfaceText } from './interface-text.ts';
import type { PageContext } from './page-context.ts';

type Renderer = (
  attributes: Record<string, string>,
  children: ElementContent[],
  context: PageContext,
) => ElementContent[];

/** What stands in place of a component that names something unknown. `check` reports it too. */
function unknown(what: string, id: string | undefined, context: PageContext): ElementContent[] {
  return [h('strong.unknown', interfaceText(context.locale).unknown(what, id ?? ''))];
}

const elements = (children: ElementContent[]) =>
  children.filter((child): child is Element => child.type === 'element');

function descendants(node: Element, tagName: string): Element[] {
  return elements(node.children).flatMap((child) => [
    ...(child.tagName === tagName ? [child] : []),
    ...descendants(child, tagName),
  ]);
}

/** Marks the codes in the cells of a RACI table, and adds what they stand for. */
function raci(children: ElementContent[], context: PageContext): ElementContent[] {
  const names = interfaceText(context.locale).raci;
  for (const row of elements(children).flatMap((child) => descendants(child, 'tr'))) {
    const [first, ...cells] = elements(row.children);
    if (first?.tagName === 'td') {
      first.tagName = 'th';
      first.properties.scope = 'row';
    }
    for (const cell of cells) {
      if (cell.tagName !== 'td') continue;
      const codes = plainText(cell).trim();
      if (!/^[RACI](\s*[/,]\s*[RACI])*$/.test(codes)) continue;
      cell.properties.className = ['codes'];
      cell.children = codes
        .split(/\s*[/,]\s*/)
        .flatMap((code, index) => [
          ...(index > 0 ? [{ type: 'text' as const, value: ' ' }] : []),
          h('abbr.raci', { dataCode: code, title: names[code as keyof typeof names] }, code),
        ]);
    }
  }
  return [
    h('div.raci-table', [
      ...children,
      h(
        'p.raci-key',
        Object.entries(names).flatMap(([code, name]) => [
          h('span', [h('abbr.raci', { dataCode: code }, code), ` ${name}`]),
          ' ',
        ]),
      ),
    ]),
  ];
}

/** How each component that content may use is shown. */
export const CONTENT_RENDERERS: Record<ContentComponent, Renderer> = {
  Fact({ id }, _children, context) {
    const fact = context.data.facts.find((candidate) => candidate.id === id);
    if (!fact) return unknown('fact', id, context);
    return [
      h(
        'data.fact',
        {
          value: String(fact.value),
          dataFact: fact.id,
          title: localText(fact.about, context.locale),
        },
        formatFact(fact, context.locale),
      ),
    ];
  },
  Role({ id = '' }, _children, context) {
    return context.data.roles.some((role) => role.id === id)
      ? [h('span.role', roleName(id, context))]
      : unknown('role', id, context);
  },
  Term({ id = '' }, _children, context) {
    const entry = context.data.glossary.find((candidate) => candidate.id === id);
    if (!entry) return unknown('term', id, context);
    return [
      h(
        'a.term',
        {
          href: `${context.glossaryPath}#${id}`,
          title: localText(entry.definition, context.locale),
        },
        localText(entry.term, context.locale),
      ),
    ];
  },
  Blank({ id = '' }, _children, context) {
    const blank = context.placeholders.find((candidate) => candidate.id === id);
    const label = blank?.label ?? id;
    if (!context.fillsBlanks) return [h('mark.blank', `[${label}]`)];
    return [
      h('input.blank', {
        type: 'text',
        ariaLabel: label,
        placeholder: label,
        name: id,
        autocomplete: 'off',
        dataFills: blank?.fills,
        size: Math.max(label.length, 8),
        ...(blank && blank.options.length > 0 ? { list: `options-${id}` } : {}),
      }),
    ];
  },
  Aside({ type = 'note', title }, children, context) {
    const names = interfaceText(context.locale).aside;
    const name = names[type as keyof typeof names] ?? names.note;
    return [
      h('aside.aside', { dataType: type, ariaLabel: title ?? name }, [
        h('p.aside-title', { ariaHidden: 'true' }, title ?? name),
        ...children,
      ]),
    ];
  },
  OpenQuestion({ id = '', owner = '', title = '' }, children, context) {
    const text = interfaceText(context.locale);
    return [
      h('section.question', { id: `question-${id}`, ariaLabel: `${text.openQuestion}: ${title}` }, [
        h('p.question-tag', [
          h('strong', text.openQuestion),
          ` · ${text.ownedBy}: ${roleName(owner, context)}`,
        ]),
        h('p.question-title', title),
        ...children,
      ]),
    ];
  },
  Raci(_attributes, children, context) {
    return raci(children, context);
  },
  Severities({ scheme = '' }, _children, context) {
    return severities(scheme, context) ?? unknown('severity scheme', scheme, context);
  },
  ServiceLevels({ scheme = '' }, _children, context) {
    return serviceLevels(scheme, context) ?? unknown('service levels', scheme, context);
  },
  Escalation({ path = '' }, _children, context) {
    return escalation(path, context) ?? unknown('escalation path', path, context);
  },
  Contacts({ organisation = '' }, _children, context) {
    return contacts(organisation, context) ?? unknown('organisation', organisation, context);
  },
  Operation({ id = '' }, _children, context) {
    return operation(id, context) ?? unknown('operation', id, context);
  },
  AdrIndex(_attributes, _children, context) {
    return [adrTable(context.adrs, context.adrRelations, context.locale)];
  },
};
