import type { SiteData } from '../content-model/schemas/data.ts';

/**
 * What the organisation has laid down about incidents, as `content/data/` holds it. Everything in
 * this folder takes its values from here: no window, interval or role is written in code.
 */
export type Rulebook = Pick<
  SiteData,
  | 'sources'
  | 'roles'
  | 'services'
  | 'tenants'
  | 'alerts'
  | 'severities'
  | 'service-levels'
  | 'escalation'
  | 'operations'
  | 'facts'
>;

/** The part of the site's data that incidents need. */
export function rulebookFrom(data: SiteData): Rulebook {
  return {
    sources: data.sources,
    roles: data.roles,
    services: data.services,
    tenants: data.tenants,
    alerts: data.alerts,
    severities: data.severities,
    'service-levels': data['service-levels'],
    escalation: data.escalation,
    operations: data.operations,
    facts: data.facts,
  };
}

/** Where a rule is written: the document's title and the place in it. */
export function sourceText(
  { sources }: Pick<Rulebook, 'sources'>,
  source: { document: string; place: string },
): string {
  const title = sources.find(({ id }) => id === source.document)?.title ?? source.document;
  return `${title}, ${source.place}`;
}

/** The English name of a role or vendor; the id itself where there is none of that id. */
export function nameOf({ roles, services }: Rulebook, id: string): string {
  const role = roles.find((candidate) => candidate.id === id);
  return role?.name.en ?? services.find((service) => service.id === id)?.name ?? id;
}

/** The name of a client; the id itself where there is none of that id. */
export function clientName({ tenants }: Rulebook, id: string): string {
  return tenants.find((tenant) => tenant.id === id)?.name ?? id;
}

/** The English name of a service tier; the id itself where there is none of that id. */
export function tierName(rulebook: Rulebook, id: string): string {
  const tiers = rulebook['service-levels'].flatMap((levels) => levels.tiers);
  return tiers.find((tier) => tier.id === id)?.name.en ?? id;
}

/** The vendors whose support can be called in: services with a status page of their own. */
export function vendors({ services }: Rulebook): Rulebook['services'] {
  return services.filter(({ statusPage }) => statusPage !== undefined);
}
