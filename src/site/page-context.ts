import type { z } from 'zod';
import type { placeholderSchema } from '../content-model/schemas/placeholders.ts';
import type { AdrEntry, AdrRelations } from './adr-relations.ts';
import type { DataContext } from './data-tables.ts';

export type Placeholder = z.infer<typeof placeholderSchema>;

/** What the body of one page may show besides its own text. */
export interface PageContext extends DataContext {
  adrs: readonly AdrEntry[];
  /** What each of them is tied to, by number. */
  adrRelations: ReadonlyMap<number, AdrRelations>;
  placeholders: readonly Placeholder[];
  /** Blanks become fields to type into (checklists) rather than marked words (templates). */
  fillsBlanks: boolean;
  /** Where the glossary of the page's language is. */
  glossaryPath: string;
  /** A link's address on the site, from the address as written. */
  hrefOf: (url: string) => string;
  /** The drawing kept for a Mermaid source, or nothing. */
  drawing: (source: string) => string | undefined;
}
