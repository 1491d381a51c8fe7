import type { SiteData } from '../content-model/schemas/data.ts';
import { interfaceText } from './interface-text.ts';
import { SECTIONS_OF_SITE } from './sections.ts';
import type { SitePage } from './site.ts';

/** A word that a search can be narrowed to (`filter`), or that a result shows. */
export interface Facet {
  name: 'kind' | 'service' | 'tenant' | 'status' | 'section';
  value: string;
  filter: boolean;
}

/** By what a page can be found and narrowed down, in its own language. */
export function searchFacets(page: SitePage, data: SiteData): Facet[] {
  const facets: Facet[] = [];
  const filter = (name: Facet['name'], value: string | undefined) => {
    if (value) facets.push({ name, value, filter: true });
  };
  const show = (name: Facet['name'], value: string) => facets.push({ name, value, filter: false });
  if (page.section) {
    const { kind, title } = SECTIONS_OF_SITE[page.section];
    filter('kind', kind[page.locale]);
    show('kind', kind[page.locale]);
    show('section', title[page.locale]);
  }
  for (const id of page.source?.data?.services ?? []) {
    filter('service', data.services.find((service) => service.id === id)?.name);
  }
  const tenant = page.source?.data?.tenant;
  filter('tenant', data.tenants.find(({ id }) => id === tenant)?.name);
  if (page.source?.collection === 'adr' && page.source.data) {
    filter('status', interfaceText(page.locale).adrStatus[page.source.data.status]);
  }
  return facets;
}
