import type { ElementContent } from 'hast';
import { h } from 'hastscript';
import type { SiteData } from '../content-model/schemas/data.ts';
import type { Locale } from '../content-model/vocabulary.ts';
import { durationMinutes, formatDuration, localText } from './format.ts';
import { interfaceText } from './interface-text.ts';

/** What a rendered piece needs to know: the shared data and the reader's language. */
export interface DataContext {
  data: SiteData;
  locale: Locale;
}

type Hast = ElementContent;

/** A wide table that scrolls by itself on a narrow screen, and that the keyboard can scroll too. */
export function scrollable(table: Hast, label: string): Hast {
  return h('div.table', { tabIndex: 0, role: 'group', ariaLabel: label }, table);
}

function table(label: string, head: string[], rows: (Hast | string)[][]): Hast {
  return scrollable(
    h('table', [
      h(
        'thead',
        h(
          'tr',
          head.map((cell) => h('th', { scope: 'col' }, cell)),
        ),
      ),
      h(
        'tbody',
        rows.map(([first, ...rest]) =>
          h('tr', [h('th', { scope: 'row' }, first ?? ''), ...rest.map((cell) => h('td', cell))]),
        ),
      ),
    ]),
    label,
  );
}

/** A level of severity as a mark: its colour and shape by level, and always a word beside it. */
export function severityMark(level: string, name?: string): Hast {
  return h('span.severity', { dataLevel: level }, name ? `${level} · ${name}` : level);
}

/** The name of a role. Without one of that id, the id itself, so that a page never lies about it. */
export function roleName(id: string, { data, locale }: DataContext): string {
  const role = data.roles.find((candidate) => candidate.id === id);
  return role ? localText(role.name, locale) : id;
}

function list(items: Hast[][] | string[]): Hast {
  return h(
    'ul',
    items.map((item) => h('li', item)),
  );
}

/** A severity scheme: one block for each level, most severe first, with what makes it that level. */
export function severities(scheme: string, context: DataContext): Hast[] | undefined {
  const found = context.data.severities.find(({ id }) => id === scheme);
  if (!found) return undefined;
  const { locale } = context;
  const text = interfaceText(locale);
  const levels = found.levels.map((level) =>
    h('li.level', { dataLevel: level.id }, [
      h('p.level-head', [
        severityMark(level.id, localText(level.name, locale)),
        ...(level.response
          ? [
              h('span.level-window', [
                `${text.respondWithin} `,
                h('strong', localText(level.response.text, locale)),
              ]),
            ]
          : []),
      ]),
      ...(level.definition ? [h('p', localText(level.definition, locale))] : []),
      ...(level.conditions.length > 0
        ? [
            h('p.small-title', text.conditions),
            list(level.conditions.map((condition) => localText(condition.text, locale))),
          ]
        : []),
      ...(level.action
        ? [h('p.small-title', text.whatToDo), h('p', localText(level.action, locale))]
        : []),
      ...(level.examples.length > 0
        ? [
            h('p.small-title', text.examples),
            list(level.examples.map((example) => localText(example, locale))),
          ]
        : []),
    ]),
  );
  return [
    ...(found.questions.length > 0
      ? [
          h('div.questions', [
            h('p.small-title', text.questions),
            h(
              'ol',
              found.questions.map((question) =>
                h('li', [
                  h('strong', localText(question.ask, locale)),
                  ' ',
                  localText(question.leadsTo, locale),
                ]),
              ),
            ),
          ]),
        ]
      : []),
    h('ul.levels', levels),
    ...(found.advice ? [h('p', localText(found.advice, locale))] : []),
  ];
}

/** The service tiers of a scheme: response and resolution for each level of severity, and the rest. */
export function serviceLevels(scheme: string, context: DataContext): Hast[] | undefined {
  const found = context.data['service-levels'].find(({ id }) => id === scheme);
  if (!found) return undefined;
  const { locale } = context;
  const text = interfaceText(locale);
  return found.tiers.flatMap((tier) => {
    const levels = [...new Set([...Object.keys(tier.response), ...Object.keys(tier.resolution)])];
    const name = localText(tier.name, locale);
    const range = (value: (typeof tier.response)[string] | undefined) =>
      value ? localText(value.text, locale) : '–';
    return [
      h('div.tier', [
        h('p.tier-name', [h('strong', name), ` ${localText(tier.clients, locale)}`]),
        table(
          name,
          [text.severity, text.response, text.resolution],
          levels
            .sort()
            .map((level) => [
              severityMark(level),
              range(tier.response[level]),
              range(tier.resolution[level]),
            ]),
        ),
        h('dl.facts', [
          h('div', [
            h('dt', text.availability),
            h('dd', `${tier.availability.toLocaleString(locale, { minimumFractionDigits: 1 })}%`),
          ]),
          h('div', [h('dt', text.support), h('dd', localText(tier.support, locale))]),
        ]),
      ]),
    ];
  });
}

/** Who is called when, in order. The time counts from the declaration of the incident. */
export function escalation(path: string, context: DataContext): Hast[] | undefined {
  const found = context.data.escalation.find(({ id }) => id === path);
  if (!found) return undefined;
  const { locale } = context;
  const text = interfaceText(locale);
  return [
    h(
      'ol.escalation',
      found.steps.map((step) => {
        const minutes = durationMinutes(step.after);
        const who =
          step.to.length > 0
            ? step.to.map((role) => roleName(role, context)).join(' + ')
            : text.nobody;
        return h('li', [
          h('p.escalation-when', [
            h(
              'span.escalation-time',
              minutes > 0 ? text.after(formatDuration(step.after, locale)) : text.atOnce,
            ),
            ...step.severities.map((level) => severityMark(level)),
          ]),
          h('p.escalation-who', who),
          h('p', localText(step.when, locale)),
          ...(step.how ? [h('p', localText(step.how, locale))] : []),
        ]);
      }),
    ),
  ];
}

/** The roles of an organisation with the people and addresses that are known. */
export function contacts(organisation: string, context: DataContext): Hast[] | undefined {
  const roles = context.data.roles.filter((role) => role.organisation === organisation);
  if (roles.length === 0) return undefined;
  const { locale } = context;
  const text = interfaceText(locale);
  const rows = roles.map((role) => ({
    name: localText(role.name, locale),
    does: role.responsibility ? localText(role.responsibility, locale) : '',
    person: role.person ?? '',
    email: role.email ?? '',
  }));
  const columns = [
    { title: text.responsibility, cell: (row: (typeof rows)[number]) => row.does },
    { title: text.person, cell: (row: (typeof rows)[number]) => row.person },
    {
      title: text.email,
      cell: (row: (typeof rows)[number]) =>
        row.email ? h('a', { href: `mailto:${row.email}` }, row.email) : '',
    },
  ].filter((column) => rows.some((row) => column.cell(row) !== ''));
  return [
    table(
      localText(
        context.data.organisations.find(({ id }) => id === organisation)?.description ?? {
          en: organisation,
        },
        locale,
      ),
      [text.role, ...columns.map(({ title }) => title)],
      rows.map((row) => [row.name, ...columns.map(({ cell }) => cell(row) || '–')]),
    ),
  ];
}

/** An operation: who may do it, what goes in, the steps, and what stops it. */
export function operation(id: string, context: DataContext): Hast[] | undefined {
  const found = context.data.operations.find((candidate) => candidate.id === id);
  if (!found) return undefined;
  const { locale } = context;
  const text = interfaceText(locale);
  const field = (entry: {
    name: string;
    note?: { en: string; nl?: string } | undefined;
    default?: string | undefined;
  }) => {
    const notes = [
      entry.default === undefined ? '' : text.defaultIs(entry.default),
      entry.note ? localText(entry.note, locale) : '',
    ].filter(Boolean);
    return h('li', [h('code', entry.name), ...(notes.length > 0 ? [` ${notes.join('. ')}`] : [])]);
  };
  return [
    h('div.operation', [
      h('p', localText(found.purpose, locale)),
      h('p.small-title', text.mayDoThis),
      h('p', found.allowedRoles.map((role) => roleName(role, context)).join(', ')),
      h('div.columns', [
        ...(found.required.length > 0
          ? [h('div', [h('p.small-title', text.required), h('ul', found.required.map(field))])]
          : []),
        ...(found.optional.length > 0
          ? [h('div', [h('p.small-title', text.optional), h('ul', found.optional.map(field))])]
          : []),
      ]),
      h('p.small-title', text.steps),
      h(
        'ol',
        found.steps.map((step) => h('li', localText(step, locale))),
      ),
      h('div.halts', [
        h('p.small-title', text.halts),
        list(found.halts.map((halt) => localText(halt, locale))),
      ]),
    ]),
  ];
}
