import { defineCollection } from 'astro:content';
import { docsSchema } from '@astrojs/starlight/schema';
import type { Loader } from 'astro/loaders';
import { loadContent } from './content-model/load.ts';
import { CONTENT_ROOT } from './site/config.ts';

/**
 * The pages under `content/` as the content model reads them, which also judges their frontmatter,
 * by the schema of their folder and in words for their authors. Bodies are rendered by the routes.
 */
const contentModel: Loader = {
  name: 'content-model',
  async load({ store, parseData }) {
    const content = await loadContent(CONTENT_ROOT);
    store.clear();
    for (const page of content.pages) {
      if (page.collection === null || !page.data) continue;
      const id = page.path.slice(1, -1);
      const data = await parseData({
        id,
        data: { title: page.data.title, description: page.data.description },
      });
      store.set({ id, data, digest: page.hash });
    }
  },
};

export const collections = {
  docs: defineCollection({ loader: contentModel, schema: docsSchema() }),
};
