import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { cleanArticleHtml } from '../html/article-html.ts';
import type { SqlDatabase } from './sql.ts';

const FOLDER = join(import.meta.dirname, '../../supabase/seed');

export const USER_ROLES = ['admin', 'employee', 'client'] as const;
export type UserRole = (typeof USER_ROLES)[number];
export const ARTICLE_LOCALES = ['en', 'nl'] as const;

const colour = z.string().regex(/^#[0-9a-f]{6}$/);
const seedTenant = z.strictObject({
  id: z.uuid(),
  slug: z.string(),
  name: z.string(),
  brand: z.strictObject({ accent: colour, accentText: colour, surface: colour, text: colour }),
  defaultLocale: z.enum(ARTICLE_LOCALES),
  imageHosts: z.array(z.string()),
  crmOrigins: z.array(z.url()),
  example: z.boolean().default(false),
});
const seedEntry = z.strictObject({
  key: z.string(),
  slug: z.string().optional(),
  title: z.string(),
  locale: z.enum(ARTICLE_LOCALES),
  roles: z.array(z.enum(USER_ROLES)),
  routes: z.array(z.string()),
  tenants: z.array(z.string()).min(1),
  state: z.enum(['draft', 'published']).default('published'),
});

export type SeedTenant = z.infer<typeof seedTenant>;

/** An article of one tenant, as it is put into the database. */
export interface SeedArticle {
  tenant: SeedTenant;
  id: string;
  slug: string;
  title: string;
  html: string;
  locale: 'en' | 'nl';
  roles: UserRole[];
  routes: string[];
  state: 'draft' | 'published';
}

/** The tenants of a local wiki. */
export function readSeedTenants(): SeedTenant[] {
  return z.array(seedTenant).parse(parse(readFileSync(join(FOLDER, 'tenants.yaml'), 'utf8')));
}

/** The articles of a local wiki, tenant by tenant. Throws when one links to another that is not there. */
export function readSeedArticles(tenants = readSeedTenants()): SeedArticle[] {
  const entries = z
    .array(seedEntry)
    .parse(parse(readFileSync(join(FOLDER, 'articles.yaml'), 'utf8')));
  return tenants.flatMap((tenant) => {
    const own = entries.filter((entry) => entry.tenants.includes(tenant.slug));
    return own.map(({ key, slug = key, title, locale, roles, routes, state }) => {
      const file = join(FOLDER, 'articles', locale, `${key}.html`);
      const html = readFileSync(file, 'utf8')
        .trim()
        .replace(/wiki:@([a-z0-9-]+)/g, (_, wanted: string) => {
          const same = own.filter((entry) => entry.key === wanted);
          const target = same.find((entry) => entry.locale === locale) ?? same[0];
          if (!target) throw new Error(`${file}: ${tenant.slug} has no article "${wanted}"`);
          return `wiki:${articleId(tenant.slug, target.locale, target.key)}`;
        });
      const id = articleId(tenant.slug, locale, key);
      return { tenant, id, slug, title, html, locale, roles, routes, state };
    });
  });
}

/** The id of the demo user with a role at a tenant. There is nobody behind it. */
export function demoUserId(tenant: string, role: UserRole): string {
  return stableId(`user/${tenant}/${role}`);
}

/** Puts tenants, demo users and articles into a wiki that has no tenant yet; leaves any other alone. */
export async function seed(database: SqlDatabase): Promise<void> {
  const tenants = readSeedTenants();
  const articles = readSeedArticles(tenants);
  await database.transaction(async (inner) => {
    const [existing] = await inner.query('select from public.tenants limit 1');
    if (existing) return;
    for (const tenant of tenants) await insertTenant(inner, tenant);
    for (const article of articles) await insertArticle(inner, article);
  });
}

async function insertTenant(database: SqlDatabase, tenant: SeedTenant): Promise<void> {
  const { id, slug, name, brand, defaultLocale, imageHosts, crmOrigins, example } = tenant;
  await database.query(
    `insert into public.tenants (
       id, slug, name, brand_accent, brand_accent_text, brand_surface, brand_text,
       default_locale, image_hosts, crm_origins, example
     ) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      ...[id, slug, name, brand.accent, brand.accentText, brand.surface, brand.text],
      ...[defaultLocale, imageHosts, crmOrigins, example],
    ],
  );
  for (const role of USER_ROLES) {
    await database.query(
      `insert into public.memberships (tenant_id, user_id, role, example)
       values ($1, $2, $3, true)`,
      [id, demoUserId(slug, role), role],
    );
  }
}

async function insertArticle(database: SqlDatabase, article: SeedArticle): Promise<void> {
  const { tenant, id, slug, title, locale, roles, routes, state } = article;
  const { html, text, excerpt, links } = cleanArticleHtml(article.html, tenant);
  await database.query(
    `insert into public.wiki_articles (
       tenant_id, id, slug, title, html, excerpt, body_text, locale, roles, routes, state
     ) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [tenant.id, id, slug, title, html, excerpt, text, locale, roles, routes, state],
  );
  await database.query('select wiki.write_links($1, $2, $3::text::jsonb)', [
    tenant.id,
    id,
    JSON.stringify(links),
  ]);
}

function articleId(tenant: string, locale: string, key: string): string {
  return stableId(`article/${tenant}/${locale}/${key}`);
}

/** A UUID (version 8, RFC 9562) that depends on nothing but the name. */
function stableId(name: string): string {
  const hex = createHash('sha256').update(`wiki-seed/${name}`).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
