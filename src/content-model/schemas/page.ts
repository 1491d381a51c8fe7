import { z } from 'zod';
import { LOCALES } from '../vocabulary.ts';
import { id, isoDate, prose, sitePath } from './primitives.ts';

const anchor = z.string().regex(/^[^\s#@]+$/, {
  error: 'write the anchor of a heading without "#", for example send-it-again',
});

/** What every page says about itself, whatever its collection. */
export const pageSchema = z.strictObject({
  title: prose.describe('The heading of the page and its name in lists and search results.'),
  description: prose.describe(
    'One sentence that tells a reader whether this is the page they need.',
  ),
  owner: id.describe('The role in data/roles.yaml that keeps this page right.'),
  audience: z
    .array(id)
    .min(1)
    .default(['staff'])
    .describe('Who may see the page: ids from access/audiences.yaml. Staff see every page.'),
  reviewed: isoDate
    .optional()
    .describe(
      'When somebody last read the whole page and found it right. Leave it out for "never".',
    ),
  reviewEvery: z
    .int()
    .positive()
    .default(180)
    .describe('After how many days the page has to be reviewed again.'),
  services: z
    .array(id)
    .default([])
    .describe('The services it is about: ids from data/services.yaml.'),
  tenant: id.optional().describe('The tenant it is about: an id from data/tenants.yaml.'),
  tags: z.array(id).default([]).describe('Further words to find it by.'),
  formerly: z
    .array(sitePath)
    .default([])
    .describe('Earlier addresses of this page. Each redirects here.'),
  wiki: z
    .array(
      z.strictObject({
        section: anchor
          .optional()
          .describe(
            'The section of this page: what stands after # in its address. All when left out.',
          ),
        tenant: id.default('sonan').describe('Whose wiki: an id from data/tenants.yaml.'),
        article: prose.describe('The article, by its slug.'),
        locale: z
          .enum(LOCALES)
          .optional()
          .describe('The language of the article; that of the page when left out.'),
        articleSection: anchor
          .optional()
          .describe('The section of the article. All when left out.'),
      }),
    )
    .default([])
    .describe('Articles of the wiki about the same thing: sync tells when one side changes.'),
  sidebar: z
    .strictObject({
      order: z.number().optional().describe('Pages with a lower number come first.'),
      label: prose.optional().describe('A shorter name for the sidebar.'),
    })
    .optional(),
});
