import { defineRouteMiddleware, type StarlightRouteData } from '@astrojs/starlight/route-data';
import { interfaceText } from './site/interface-text.ts';
import { type NavigationLink, navigationOf } from './site/navigation.ts';
import { sitePageOf } from './site/portal.ts';

type SidebarEntry = StarlightRouteData['sidebar'][number];

function group(label: string, links: readonly NavigationLink[], page: string): SidebarEntry {
  return {
    type: 'group',
    label,
    collapsed: false,
    badge: undefined,
    entries: links.map(({ href, label, current, nested }) => ({
      type: 'link',
      label,
      href,
      isCurrent: href === page,
      badge: undefined,
      attrs: {
        ...(current && href !== page ? { 'data-within': 'true' } : {}),
        ...(nested ? { class: 'nested' } : {}),
      },
    })),
  };
}

/** Gives each page the navigation of its own section, and alternates only where they exist. */
export const onRequest = defineRouteMiddleware(async ({ locals, url }) => {
  const route = locals.starlightRoute;
  const { site, page } = await sitePageOf(url.pathname);
  route.head = route.head.filter(
    ({ tag, attrs }) =>
      !(tag === 'link' && (attrs?.rel === 'alternate' || attrs?.rel === 'sitemap')) &&
      // The page that says that there is none stands at any address.
      !(tag === 'link' && attrs?.rel === 'canonical' && !page) &&
      !(
        tag === 'meta' &&
        (attrs?.name === 'generator' ||
          String(attrs?.name ?? attrs?.property).match(/^(og|twitter):/))
      ),
  );
  for (const entry of route.head) {
    if (entry.tag === 'title' && page?.view === 'home') entry.content = page.title;
  }
  // Where there is no page of ours (404), the way to all sections is still of use.
  const place = page ?? site.pages.get('/');
  if (!place) return;
  const text = interfaceText(place.locale);
  const { section, sections, previous, next } = navigationOf(site, place);
  const links = section ? [section.overview, ...section.links] : [];
  route.sidebar = [
    ...(section ? [group(section.title, links, place.path)] : []),
    group(text.sections, sections, place.path),
  ];
  const asLink = (link: NavigationLink | null) =>
    link
      ? {
          type: 'link' as const,
          label: link.label,
          href: link.href,
          isCurrent: false,
          badge: undefined,
          attrs: {},
        }
      : undefined;
  route.pagination = { prev: asLink(previous), next: asLink(next) };
});
