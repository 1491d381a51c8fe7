import type { SiteData } from '../content-model/schemas/data.ts';
import { interfaceText } from './interface-text.ts';
import { SECTIONS_OF_SITE } from './sections.ts';
import type { SitePage } from './site.ts';

/** A word that a search can be narrowed to (`filter`), or that a result shows. */
export interface Facet {
  name: 'kind' | 'service' | 'tenant' | 'status' | 'about';
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
    const kind = SECTIONS_OF_SITE[page.section].kind[page.locale];
    filter('kind', kind);
    show('kind', kind);
  }
  for (const id of page.source?.data?.services ?? []) {
    filter('service', data.services.find((service) => service.id === id)?.name);
  }
  const tenant = page.source?.data?.tenant;
  const tenantName = data.tenants.find(({ id }) => id === tenant)?.name;
  filter('tenant', tenantName);
  if (tenantName) show('about', tenantName);
  if (page.source?.collection === 'runbooks' && page.source.data && !tenantName) {
    show('about', page.source.data.severity);
  }
  if (page.source?.collection === 'adr' && page.source.data) {
    const status = interfaceText(page.locale).adrStatus[page.source.data.status];
    filter('status', status);
    show('about', status);
  }
  return facets;
}
