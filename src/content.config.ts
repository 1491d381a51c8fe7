import { defineCollection, type SchemaContext } from 'astro:content';
import { docsSchema, i18nSchema } from '@astrojs/starlight/schema';
import type { Loader } from 'astro/loaders';
import { z } from 'astro/zod';
import { LOCALES } from './content-model/vocabulary.ts';
import { PORTAL } from './site/config.ts';
import { interfaceText } from './site/interface-text.ts';

/**
 * Starlight wants a collection of pages with something in it. Ours come from the content model and are
 * rendered by the routes, so it holds one that is nowhere shown.
 */
const onePage: Loader = {
  name: 'one-page',
  async load({ store }) {
    store.set({ id: 'index', data: { title: PORTAL.title.en } });
  },
};

// Starlight makes its schema anew for each page that it shows; made once here, it takes no time.
// Images, which need the context of a page, have no place in our frontmatter.
const schema = docsSchema()({ image: () => z.never() } as unknown as SchemaContext);

/**
 * Words that Starlight's own parts say, in ours. They are set without clearing the collection first:
 * Astro would then write a file that two builds at once take from each other.
 */
const shellTexts: Loader = {
  name: 'shell-texts',
  async load({ store, parseData }) {
    for (const id of LOCALES) {
      const data = await parseData({ id, data: { 'skipLink.label': interfaceText(id).skip } });
      store.set({ id, data });
    }
  },
};

export const collections = {
  docs: defineCollection({ loader: onePage, schema }),
  i18n: defineCollection({ loader: shellTexts, schema: i18nSchema() }),
};
