import { defineCollection, type SchemaContext } from 'astro:content';
import { docsSchema } from '@astrojs/starlight/schema';
import type { Loader } from 'astro/loaders';
import { z } from 'astro/zod';
import { readContent } from './site/content-once.ts';

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

export const collections = { docs: defineCollection({ loader: contentModel, schema }) };
