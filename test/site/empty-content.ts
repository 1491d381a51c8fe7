import type { Content } from '../../src/content-model/records.ts';
import type { SiteData } from '../../src/content-model/schemas/data.ts';
import { DATA_FILES } from '../../src/content-model/schemas/data.ts';

/** A content root with nothing in it. */
export function emptyContent(): Content {
  const data = Object.fromEntries(Object.keys(DATA_FILES).map((name) => [name, []]));
  return {
    root: '/nowhere',
    pages: [],
    data: data as unknown as SiteData,
    problems: [],
    assets: [],
    skipped: [],
  };
}
