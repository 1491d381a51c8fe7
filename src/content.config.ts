import { defineCollection, type SchemaContext } from 'astro:content';
import { docsSchema, i18nSchema } from '@astrojs/starlight/schema';
import type { Loader } from 'astro/loaders';
import { z } from 'astro/zod';
import { LOCALES } from './content-model/vocabulary.ts';
import { readContent } from './site/content-once.ts';
import { interfaceText } from './site/interface-text.ts';

/**
 * The pages under `content/` as the content model reads them, which also judges their frontmatter,
 * by the schema of their folder and in words for their authors. Bodies are rendered by the routes.
 */
const contentModel: Loader = {
  name: 'content-model',
  async load({ store }) {
    const content = await readContent();
    store.clear();
    for (const page of content.pages) {
      if (page.collection === null || !page.data) continue;
      const { title, description } = page.data;
      store.set({ id: page.path.slice(1, -1), data: { title, description }, digest: page.hash });
    }
  },
};

// Starlight makes its schema anew for each page that it shows; made once here, it takes no time.
// Images, which need the context of a page, have no place in our frontmatter.
const schema = docsSchema()({ image: () => z.never() } as unknown as SchemaContext);

/** Words that Starlight's own parts say, in ours. */
const shellTexts = () =>
  LOCALES.map((locale) => ({ id: locale, 'skipLink.label': interfaceText(locale).skip }));

export const collections = {
  docs: defineCollection({ loader: contentModel, schema }),
  i18n: defineCollection({ loader: shellTexts, schema: i18nSchema() }),
};
