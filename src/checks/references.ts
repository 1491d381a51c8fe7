import type { Audience } from '../access/audiences.ts';
import type { Content, Page, Place } from '../content-model/records.ts';
import { didYouMean } from '../content-model/suggestion.ts';
import { type Check, collectionPages, keyPlace, type Observation } from './context.ts';

/** The lists that ids come from. */
type Vocabulary =
  | 'roles'
  | 'services'
  | 'tenants'
  | 'alerts'
  | 'severities'
  | 'service-levels'
  | 'escalation'
  | 'operations'
  | 'organisations'
  | 'glossary'
  | 'audiences';

/** What each frontmatter key names. */
const KEYS: Record<string, Vocabulary> = {
  owner: 'roles',
  sender: 'roles',
  services: 'services',
  tenant: 'tenants',
  alerts: 'alerts',
  scheme: 'severities',
  organisation: 'organisations',
  audience: 'audiences',
};

/** What an attribute of each component names. Facts have a rule of their own. */
const ATTRIBUTES: Record<string, [attribute: string, vocabulary: Vocabulary]> = {
  Role: ['id', 'roles'],
  Term: ['id', 'glossary'],
  OpenQuestion: ['owner', 'roles'],
  Severities: ['scheme', 'severities'],
  ServiceLevels: ['scheme', 'service-levels'],
  Escalation: ['path', 'escalation'],
  Contacts: ['organisation', 'organisations'],
  Operation: ['id', 'operations'],
};

/** Rules over ids: what a page names is in the shared data. */
export const checkReferences: Check = function* (content, { audiences }) {
  const known = vocabularies(content, audiences);
  for (const page of collectionPages(content)) {
    for (const [key, vocabulary] of Object.entries(KEYS)) {
      const value: unknown = (page.data as Record<string, unknown> | undefined)?.[key];
      const ids = Array.isArray(value)
        ? value.map((id, index) => [id, `${key}.${index}`])
        : [[value, key]];
      for (const [id, path] of ids) {
        if (typeof id === 'string') yield* judge(page, id, keyPlace(page, path), vocabulary, known);
      }
    }
    for (const { name, attributes, place } of page.components) {
      const [attribute, vocabulary] = ATTRIBUTES[name] ?? [];
      const id = attribute === undefined ? undefined : attributes[attribute];
      if (id !== undefined && vocabulary) yield* judge(page, id, place, vocabulary, known);
    }
  }
};

function* judge(
  page: Page,
  id: string,
  place: Place,
  vocabulary: Vocabulary,
  known: Record<Vocabulary, readonly string[]>,
): Iterable<Observation> {
  const ids = known[vocabulary];
  // A content root without such a list has nothing to hold the page against.
  if (ids.length === 0 || ids.includes(id)) return;
  const file = vocabulary === 'audiences' ? 'access/audiences.yaml' : `data/${vocabulary}.yaml`;
  yield {
    rule: 'content/reference',
    file: page.file,
    place,
    message: `There is no "${id}" in ${file}`,
    help: `${didYouMean(id, ids)}Use an id from ${file}, or add it there.`,
  };
}

function vocabularies(
  { data }: Content,
  audiences: readonly Audience[],
): Record<Vocabulary, readonly string[]> {
  const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id);
  return {
    roles: ids(data.roles),
    services: ids(data.services),
    tenants: ids(data.tenants),
    alerts: ids(data.alerts),
    severities: ids(data.severities),
    'service-levels': ids(data['service-levels']),
    escalation: ids(data.escalation),
    operations: ids(data.operations),
    organisations: ids(data.organisations),
    glossary: ids(data.glossary),
    audiences: ids(audiences),
  };
}
