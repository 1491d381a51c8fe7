import type { DemoRoute } from '../build.ts';
import type { Language } from './language.ts';

/** Where in the demo one is, and as whom. All of it stands in the address. */
export interface Place {
  /** Path in the CRM, for example `/admin/clients/example`. */
  path: string;
  tenant: string;
  role: string;
  language: Language;
}

const BASE = '/demo';
/** What stands for `{id}` in the addresses of the demo. */
const EXAMPLE_ID = 'example';
const STARTS: Record<string, string> = {
  admin: '/admin',
  employee: '/employee',
  client: '/portal',
};

/** The first page of a role. */
export function startOf(role: string): string {
  return STARTS[role] ?? '/admin';
}

/** The place that an address of the demo stands for. */
export function placeOf({ pathname, search }: { pathname: string; search: string }): Place {
  const query = new URLSearchParams(search);
  const role = query.get('role') ?? 'admin';
  const path = pathname.slice(BASE.length).replace(/\/$/, '');
  return {
    path: path || startOf(role),
    tenant: query.get('tenant') ?? 'sonan',
    role: role in STARTS ? role : 'admin',
    language: query.get('lang') === 'nl' ? 'nl' : 'en',
  };
}

export function addressOf({ path, tenant, role, language }: Place): string {
  return `${BASE}${path}?${new URLSearchParams({ tenant, role, lang: language })}`;
}

/** A path that a route stands for: `/admin/clients/{id}` becomes `/admin/clients/example`. */
export function pathOf(route: string): string {
  return route.replace(/\{[^}]+\}/g, EXAMPLE_ID);
}

/** The route that a place is on, or `undefined`. */
export function routeOf({ path }: Place, routes: readonly DemoRoute[]): DemoRoute | undefined {
  return routes.find(({ route }) => pathOf(route) === path);
}
