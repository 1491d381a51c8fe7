import { z } from 'zod';
import { LOCALES, type Locale } from '../content-model/vocabulary.ts';
import { openWiki, type WikiAccess, type WikiClient, WikiUnreachable } from './wiki-client.ts';

const articleSchema = z.object({
  id: z.string(),
  tenant_id: z.string(),
  slug: z.string(),
  title: z.string(),
  html: z.string(),
  locale: z.enum(LOCALES),
  roles: z.array(z.string()),
  state: z.enum(['draft', 'published']),
  revision: z.number(),
  updated_at: z.string(),
});
const tenantSchema = z.object({
  id: z.string(),
  slug: z.string(),
  default_locale: z.enum(LOCALES),
});
const slugSchema = z.object({ slug: z.string(), article_id: z.string(), locale: z.enum(LOCALES) });

/** An article as sync reads it. */
export interface Article {
  id: string;
  tenant: string;
  slug: string;
  title: string;
  html: string;
  locale: Locale;
  roles: readonly string[];
  published: boolean;
  /** When it was last saved, RFC 3339. */
  savedAt: string;
}

/** All that sync knows of one tenant's wiki. */
export interface Tenant {
  id: string;
  slug: string;
  defaultLocale: Locale;
  articles: readonly Article[];
  /** The article that a slug leads or led to, by language. */
  slugs: ReadonlyMap<string, string>;
  client: WikiClient;
}

/**
 * Reads every tenant's articles, whole or not at all: throws `WikiUnreachable` when anything is
 * missing. Somebody may write while this reads, so what does not add up is read once more.
 */
export async function readWiki(access: WikiAccess): Promise<Tenant[]> {
  const tenants: Tenant[] = [];
  for (const token of access.tokens) {
    const client = openWiki(access, token);
    try {
      tenants.push(await readTenant(access, client));
    } catch (error) {
      if (!(error instanceof WikiUnreachable) || error.cause !== undefined) throw error;
      tenants.push(await readTenant(access, client));
    }
  }
  if (tenants.length === 0) throw new WikiUnreachable(`There is no token for ${access.name}`);
  return tenants.sort((a, b) => (a.slug < b.slug ? -1 : 1));
}

async function readTenant(access: WikiAccess, client: WikiClient): Promise<Tenant> {
  const [tenant, ...others] = await client.readAll('tenants', tenantSchema, 'id');
  if (!tenant || others.length > 0) {
    throw new WikiUnreachable(`A token for ${access.name} does not stand for exactly one tenant`);
  }
  const rows = await client.readAll('wiki_articles', articleSchema, 'id');
  if (rows.some((row) => row.tenant_id !== tenant.id)) {
    throw new WikiUnreachable(`${access.name} gave another tenant's articles`);
  }
  const slugs = new Map<string, string>();
  for (const locale of LOCALES) {
    const filter = `locale=eq.${locale}`;
    for (const row of await client.readAll('wiki_slugs', slugSchema, 'slug', filter)) {
      slugs.set(`${locale}/${row.slug}`, row.article_id);
    }
  }
  return {
    id: tenant.id,
    slug: tenant.slug,
    defaultLocale: tenant.default_locale,
    articles: rows.map(({ id, slug, title, html, locale, roles, state, updated_at }) => ({
      ...{ id, slug, title, html, locale, roles },
      tenant: tenant.slug,
      published: state === 'published',
      savedAt: updated_at,
    })),
    slugs,
    client,
  };
}

/** How an article is called in findings: `wiki:sonan/en/signing-a-contract`. */
export function articleFile({ tenant, locale, slug }: Pick<Article, 'tenant' | 'locale' | 'slug'>) {
  return `wiki:${tenant}/${locale}/${slug}`;
}
