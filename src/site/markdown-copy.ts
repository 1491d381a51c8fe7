import type { Root as HastRoot } from 'hast';
import { toMdast } from 'hast-util-to-mdast';
import type { Nodes } from 'mdast';
import { gfmToMarkdown } from 'mdast-util-gfm';
import { toMarkdown } from 'mdast-util-to-markdown';
import type { Heading } from '../content-model/records.ts';
import { bodyTree } from './body.ts';
import type { PageContext } from './page-context.ts';

/**
 * A page as plain Markdown: title and description, then the body with facts, roles, terms and
 * tables as the page shows them. Diagrams stay Mermaid. Links are paths on the site.
 */
export function markdownCopy(
  mdx: string,
  head: { title: string; description: string; headings: readonly Heading[] },
  context: PageContext,
): string {
  const tree = bodyTree(mdx, head.headings, { ...context, fillsBlanks: false }, { plain: true });
  const body = toMdast(tree as HastRoot, {
    handlers: {
      // A term is a link to the glossary on the page; in a text its words are enough.
      abbr: (state, node) => state.all(node),
    },
  }) as Nodes;
  const text = toMarkdown(body, {
    extensions: [gfmToMarkdown({ tablePipeAlign: false })],
    bullet: '-',
    rule: '-',
  });
  return `# ${head.title}\n\n> ${head.description}\n\n${text}`;
}
