import type { ElementContent } from 'hast';
import {
  contacts,
  type DataContext,
  escalation,
  operation,
  serviceLevels,
  severities,
} from './data-tables.ts';
import { localText } from './format.ts';

/** One entry of a data file on its page: a severity scheme, an organisation's contacts. */
export interface DataBlock {
  id: string;
  title: string;
  /** The document that it is from, and the place in it. */
  source: string | undefined;
  content: ElementContent[];
}

export type DataViewId = 'severities' | 'service-levels' | 'escalation' | 'contacts' | 'operations';

/** A place in a source document, as readers know the document. */
export function sourceText(
  source: { document: string; place: string } | undefined,
  { data }: Pick<DataContext, 'data'>,
): string | undefined {
  if (!source) return undefined;
  const title = data.sources.find(({ id }) => id === source.document)?.title ?? source.document;
  return `${title}, ${source.place}`;
}

function blocks<
  Entry extends {
    id: string;
    title: { en: string; nl?: string | undefined };
    source: { document: string; place: string };
  },
>(
  entries: readonly Entry[],
  render: (id: string, context: DataContext) => ElementContent[] | undefined,
  context: DataContext,
): DataBlock[] {
  return entries.map((entry) => ({
    id: entry.id,
    title: localText(entry.title, context.locale),
    source: sourceText(entry.source, context),
    content: render(entry.id, context) ?? [],
  }));
}

/** The pages that show a whole data file, block by block. */
export const DATA_VIEWS: Record<DataViewId, (context: DataContext) => DataBlock[]> = {
  severities: (context) => blocks(context.data.severities, severities, context),
  'service-levels': (context) => blocks(context.data['service-levels'], serviceLevels, context),
  escalation: (context) => blocks(context.data.escalation, escalation, context),
  operations: (context) => blocks(context.data.operations, operation, context),
  contacts: (context) =>
    context.data.organisations.flatMap(({ id, name }) => {
      const content = contacts(id, context);
      return content ? [{ id, title: name, source: undefined, content }] : [];
    }),
};
