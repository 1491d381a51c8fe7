import type { Root as HastRoot } from 'hast';
import { toMdast } from 'hast-util-to-mdast';
import type { Nodes } from 'mdast';
import { gfmToMarkdown } from 'mdast-util-gfm';
import { toMarkdown } from 'mdast-util-to-markdown';
import { mdxToMdast } from 'satteri';
import {
  childrenOf,
  isJsx,
  type JsxNode,
  literalAttributes,
  type Node,
} from '../content-model/tree.ts';
import { CONTENT_RENDERERS } from './content-components.ts';
import { roleName } from './data-tables.ts';
import { localText } from './format.ts';
import { formatFact } from './format-fact.ts';
import { IN_WIKI } from './in-wiki.ts';
import { interfaceText } from './interface-text.ts';
import type { PageContext } from './page-context.ts';

/**
 * A page as plain Markdown: title and description, then the text as its author wrote it, with
 * facts, roles, terms and tables of data as the page shows them. Diagrams stay Mermaid. Links are
 * addresses on the site.
 */
export function markdownCopy(
  mdx: string,
  head: { title: string; description: string },
  context: PageContext,
): string {
  const body = mdx.replace(/^---\r?\n[\s\S]*?\r?\n---\r?\n/, '');
  const text = rewrite(mdxToMdast(body) as Node, body, context);
  return `# ${head.title}\n\n> ${head.description}\n\n${text.trim()}\n`;
}

/** The source text of a node, with what stands inside it in its final form. */
function rewrite(node: Node, source: string, context: PageContext): string {
  const [start, end] = rangeOf(node);
  let text = '';
  let at = start;
  for (const child of childrenOf(node)) {
    if (!child.position) continue;
    const [from, to] = rangeOf(child);
    text += source.slice(at, from) + convert(child, source, context);
    at = to;
  }
  return text + source.slice(at, end);
}

function rangeOf(node: Node): [from: number, to: number] {
  return [node.position?.start.offset ?? 0, node.position?.end.offset ?? 0];
}

function convert(node: Node, source: string, context: PageContext): string {
  if (isJsx(node)) return component(node, source, context);
  if (node.type !== 'link') return rewrite(node, source, context);
  if (IN_WIKI.test(node.url)) {
    const words = childrenOf(node).map((child) => convert(child, source, context));
    return `${words.join('')} (${interfaceText(context.locale).inWiki})`;
  }
  const href = context.hrefOf(node.url);
  const text = rewrite(node, source, context);
  return href === node.url ? text : text.replace(`(${node.url}`, `(${href}`);
}

function component(node: JsxNode, source: string, context: PageContext): string {
  const attributes = literalAttributes(node);
  const write = WRITERS[node.name ?? ''];
  if (write) return write(attributes, () => inside(node, source, context), context);
  const renderer = CONTENT_RENDERERS[node.name as keyof typeof CONTENT_RENDERERS];
  if (!renderer) return inside(node, source, context);
  return fromTree({ type: 'root', children: renderer(attributes, [], context) });
}

/** What stands between the tags of a component. */
function inside(node: JsxNode, source: string, context: PageContext): string {
  return childrenOf(node)
    .map((child) => convert(child, source, context))
    .join(node.type === 'mdxJsxFlowElement' ? '\n\n' : '');
}

type Writer = (
  attributes: Record<string, string>,
  inside: () => string,
  context: PageContext,
) => string;

const quote = (text: string) => text.replace(/^/gm, '> ').replace(/^> $/gm, '>');

/** Components that a text says in other words than the page. The others become what they show. */
const WRITERS: Record<string, Writer> = {
  Fact({ id }, _inside, { data, locale }) {
    const fact = data.facts.find((candidate) => candidate.id === id);
    return fact ? formatFact(fact, locale) : interfaceText(locale).unknown('fact', id ?? '');
  },
  Role: ({ id = '' }, _inside, context) => roleName(id, context),
  Term({ id = '' }, _inside, { data, locale, glossaryPath }) {
    const entry = data.glossary.find((candidate) => candidate.id === id);
    return `[${entry ? localText(entry.term, locale) : id}](${glossaryPath}#${id})`;
  },
  Blank: ({ id = '' }, _inside, { placeholders }) =>
    `[${placeholders.find((candidate) => candidate.id === id)?.label ?? id}]`,
  Aside: ({ title, type = 'note' }, inside, { locale }) => {
    const names: Record<string, string> = interfaceText(locale).aside;
    return quote(`**${title ?? names[type] ?? type}**\n\n${inside()}`);
  },
  OpenQuestion: ({ title = '', owner = '' }, inside, context) =>
    quote(
      `**${interfaceText(context.locale).openQuestion}: ${title}** (${roleName(owner, context)})\n\n${inside()}`,
    ),
  Raci: (_attributes, inside) => inside(),
};

function fromTree(tree: HastRoot): string {
  return toMarkdown(toMdast(tree) as Nodes, {
    extensions: [gfmToMarkdown({ tablePipeAlign: false })],
    bullet: '-',
  }).trim();
}
