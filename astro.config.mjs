import starlight from '@astrojs/starlight';
import { defineConfig } from 'astro/config';
import { EDITION, PORTAL } from './src/site/config.ts';
import { contentReload } from './src/site/content-reload.ts';
import { cacheOf } from './src/site/output-cache.ts';
import { portalOutput } from './src/site/portal-output.ts';
import { publicFolder } from './src/site/public-files.ts';

/** Starlight without the pages it makes itself: ours come from `src/pages`, with no fallbacks. */
function starlightShell(options) {
  const shell = starlight(options);
  const setup = shell.hooks['astro:config:setup'];
  shell.hooks['astro:config:setup'] = (parameters) => setup({ ...parameters, injectRoute() {} });
  return shell;
}

/** Every page loads a script of Starlight's for its own sidebar. Ours is another, so ours stands in for it. */
const pageScript = {
  name: 'portal:page-script',
  load: {
    filter: { id: /\/components-internals\/SidebarPersistState\.js(?:\?|$)/ },
    handler: () => "import '/src/site/browser/page.ts';",
  },
};

const out = process.env.PORTAL_OUT ?? `./dist/_editions/${EDITION}`;
const cacheDir = `./${cacheOf(out)}`;

const component = (name) => [name, `./src/components/${name}.astro`];

export default defineConfig({
  site: PORTAL.url,
  outDir: out,
  publicDir: await publicFolder(cacheDir),
  cacheDir,
  trailingSlash: 'always',
  build: { format: 'directory', inlineStylesheets: 'never' },
  // Every page is a click away at most, and an idle tab at 3 a.m. should load nothing by itself.
  prefetch: false,
  devToolbar: { enabled: false },
  experimental: { incrementalBuild: true },
  integrations: [
    starlightShell({
      title: PORTAL.title,
      locales: {
        root: { label: 'English', lang: 'en' },
        nl: { label: 'Nederlands', lang: 'nl' },
      },
      favicon: '/favicon.svg',
      customCss: ['./src/styles/portal.css'],
      routeMiddleware: './src/route-data.ts',
      sidebar: [],
      pagefind: false,
      expressiveCode: false,
      markdown: { headingLinks: false },
      disable404Route: true,
      components: Object.fromEntries(
        [
          'Head',
          'ThemeProvider',
          'SkipLink',
          'PageFrame',
          'TwoColumnContent',
          'Header',
          'Sidebar',
          'PageSidebar',
          'Banner',
          'ContentPanel',
          'PageTitle',
          'MarkdownContent',
          'Footer',
        ].map(component),
      ),
    }),
    portalOutput(),
  ],
  vite: {
    plugins: [contentReload(), pageScript],
    server: { watch: { ignored: ['**/.cache/**', '**/.data/**', '**/dist/**'] } },
    // Scripts and styles stay files, so that a Content-Security-Policy needs no exception for them.
    // The output folder is kept from build to build, see src/site/kept-output.ts.
    build: { assetsInlineLimit: 0, emptyOutDir: false },
    ssr: { external: ['satteri', 'prismjs', '@dagrejs/dagre'] },
  },
});
