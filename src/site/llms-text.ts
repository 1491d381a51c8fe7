import { LOCALES } from '../content-model/vocabulary.ts';
import { SECTION_IDS, SECTIONS_OF_SITE } from './sections.ts';
import type { Site } from './site.ts';

/** The table of contents for programs that read: every written page, by section, with its copy. */
export function llmsText(site: Site): string {
  const about = site.pages.get('/')?.description ?? '';
  const lines = ['# SONAN DIGITAL Docs', '', `> ${about} Each link leads to a page as Markdown.`];
  for (const locale of LOCALES) {
    for (const id of SECTION_IDS) {
      const pages = (site.sections[locale].get(id) ?? []).filter(({ source }) => source);
      if (pages.length === 0) continue;
      const { title } = SECTIONS_OF_SITE[id];
      lines.push('', `## ${title[locale]}${locale === LOCALES[0] ? '' : ` (${locale})`}`, '');
      for (const page of pages) {
        lines.push(`- [${page.title}](${page.path}index.md): ${page.description}`);
      }
    }
  }
  return `${lines.join('\n')}\n`;
}
