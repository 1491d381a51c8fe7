import type { Element, ElementContent, Root } from 'hast';
import { toHtml } from 'hast-util-to-html';
import { toString as plainText } from 'hast-util-to-string';
import { h } from 'hastscript';
import { mdxToHast } from 'satteri';
import type { Heading } from '../content-model/records.ts';
import { codeBlock } from './code-block.ts';
import { CONTENT_RENDERERS } from './content-components.ts';
import { scrollable } from './data-tables.ts';
import { IN_WIKI } from './in-wiki.ts';
import { interfaceText } from './interface-text.ts';
import type { PageContext } from './page-context.ts';

/** A component as it stands in the tree that the parser gives. */
interface JsxNode {
  type: 'mdxJsxFlowElement' | 'mdxJsxTextElement';
  name: string | null;
  attributes: { type: string; name?: string; value?: unknown }[];
  children: Node[];
}
type Node = ElementContent | JsxNode;

const isJsx = (node: Node): node is JsxNode =>
  (node as JsxNode).type === 'mdxJsxFlowElement' || (node as JsxNode).type === 'mdxJsxTextElement';

/** The literal attributes of a component or of an element written as one. */
function literalAttributes(node: JsxNode): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const { name, value } of node.attributes) {
    if (name !== undefined) attributes[name] = typeof value === 'string' ? value : '';
  }
  return attributes;
}

/** Ids of the headings of sections that are treated apart. */
export interface MarkedSections {
  /** Its ordered list is the steps of a runbook. */
  steps?: string | undefined;
  /** It is what gets copied, and is framed as that. */
  text?: string | undefined;
}

/** A rendered body. */
export interface Body {
  html: string;
  /** The items of the ordered list of the steps, each as HTML. */
  steps: string[];
}

/**
 * The body of a page as HTML: our components resolved, headings with their ids, code in colour,
 * tables that scroll, diagrams in place. `headings` are those of the content model, in order, so
 * that every id is the one that links are checked against.
 */
export function renderBody(
  mdx: string,
  headings: readonly Heading[],
  context: PageContext,
  marked: MarkedSections = {},
): Body {
  const tree = bodyTree(mdx, headings, context);
  const steps = marked.steps ? stepsAfter(tree, marked.steps) : [];
  if (marked.text) frameSection(tree, marked.text);
  const write = (nodes: ElementContent[]) =>
    toHtml({ type: 'root', children: nodes }, { allowDangerousHtml: true });
  return {
    html: write(tree.children as ElementContent[]),
    steps: steps.map((step) => write(step.children)),
  };
}

/** The body of a page as a tree. */
function bodyTree(mdx: string, headings: readonly Heading[], context: PageContext): Root {
  const tree = mdxToHast(mdx, { position: false }) as unknown as Root;
  const ids = headings.map(({ id }) => id);
  const text = interfaceText(context.locale);
  let title = '';
  let task = 0;

  const all = (nodes: Node[]): ElementContent[] => nodes.flatMap(one);

  function one(node: Node): ElementContent[] {
    if (isJsx(node)) return component(node);
    if (node.type !== 'element') return node.type === 'text' ? [node] : [];
    const { href } = node.properties;
    if (typeof href === 'string' && IN_WIKI.test(href)) return articleName(all(node.children));
    if (typeof href === 'string') node.properties.href = context.hrefOf(href);
    const render = BY_TAG[node.tagName];
    if (render) return [render(node)];
    node.children = all(node.children);
    return [node];
  }

  function component(node: JsxNode): ElementContent[] {
    const children = all(node.children);
    const attributes = literalAttributes(node);
    const renderer = CONTENT_RENDERERS[node.name as keyof typeof CONTENT_RENDERERS];
    if (renderer) return renderer(attributes, children, context);
    if (IN_WIKI.test(attributes.href ?? '')) return articleName(children);
    if (attributes.href !== undefined) attributes.href = context.hrefOf(attributes.href);
    // Plain HTML may be written in a page too. Anything else is reported by `check`.
    return node.name && /^[a-z][a-z0-9]*$/.test(node.name)
      ? [h(node.name, attributes, children)]
      : children;
  }

  /** An article of the wiki has no address: it is read in the CRM. So its link is no link, and says where. */
  const articleName = (words: ElementContent[]): ElementContent[] => [
    h('cite', words),
    { type: 'text', value: ` (${text.inWiki})` },
  ];

  function heading(node: Element): Element {
    title = plainText(node);
    const id = ids.shift() ?? '';
    node.properties.id = id;
    node.children = [
      ...all(node.children),
      h(
        'a.anchor',
        { href: `#${id}`, ariaLabel: text.linkToSection(title), dataPagefindIgnore: true },
        '#',
      ),
    ];
    return node;
  }

  function pre(node: Element): Element {
    const code = node.children.find((child): child is Element => child.type === 'element');
    const source = plainText(node);
    const language = (code?.properties.className as string[] | undefined)
      ?.find((name) => name.startsWith('language-'))
      ?.slice('language-'.length);
    if (language !== 'mermaid') return codeBlock(source, language, context.locale);
    const drawing = context.drawing(source);
    return drawing === undefined
      ? h('figure.diagram', [h('pre', source), h('figcaption', text.diagramMissing)])
      : h('figure.diagram', { tabIndex: 0, role: 'group' }, [
          { type: 'raw', value: drawing } as unknown as Element,
        ]);
  }

  function table(node: Element): Element {
    node.children = all(node.children);
    classCells(node);
    return scrollable(node, title || text.table) as Element;
  }

  /** An item to tick off. Where nothing is filled in, ticks are only shown. */
  function item(node: Element): Element {
    const holder = findTaskHolder(node);
    const box = holder?.children.find(isCheckbox);
    if (holder && box) holder.children = holder.children.filter((child) => child !== box);
    const children = all(node.children);
    node.children = children;
    if (!holder || box?.type !== 'element') return node;
    const checked = box.properties.checked === true;
    if (!context.fillsBlanks) {
      const mark = h('span.box', {
        role: 'img',
        ariaLabel: checked ? text.done : text.open,
        dataChecked: checked ? 'true' : undefined,
      });
      return h('li.task', [mark, h('div.task-text', children)]);
    }
    task += 1;
    const id = `step-${task}`;
    const plainWords = !children.some(
      (child) => child.type === 'element' && (isBlock(child) || containsField(child)),
    );
    return h('li.task', [
      h('input', { type: 'checkbox', id, name: id, ariaLabelledBy: `${id}-text` }),
      plainWords
        ? h('label.task-text', { id: `${id}-text`, htmlFor: id }, children)
        : h('div.task-text', { id: `${id}-text` }, children),
    ]);
  }

  const BY_TAG: Record<string, (node: Element) => Element> = {
    h2: heading,
    h3: heading,
    h4: heading,
    h5: heading,
    h6: heading,
    pre,
    table,
    li: item,
  };

  tree.children = all(tree.children as Node[]);
  return tree;
}

/** Puts a frame around what stands between a heading and the next one of its level. */
function frameSection(tree: Root, id: string): void {
  const isHeading = (node: Root['children'][number]) =>
    node.type === 'element' && node.tagName === 'h2';
  const start = tree.children.findIndex(
    (node) => node.type === 'element' && node.properties.id === id,
  );
  if (start < 0) return;
  const next = tree.children.findIndex((node, index) => index > start && isHeading(node));
  const end = next < 0 ? tree.children.length : next;
  const inside = tree.children.slice(start + 1, end) as ElementContent[];
  tree.children.splice(start + 1, inside.length, h('div.template-text', inside));
}

/** The items of the first ordered list after the heading with an id. */
function stepsAfter(tree: Root, id: string): Element[] {
  const start = tree.children.findIndex(
    (node) => node.type === 'element' && node.properties.id === id,
  );
  if (start < 0) return [];
  const list = tree.children
    .slice(start)
    .find((node): node is Element => node.type === 'element' && node.tagName === 'ol');
  return (list?.children ?? []).filter(
    (node): node is Element => node.type === 'element' && node.tagName === 'li',
  );
}

/**
 * Gives cells their classes: how the author aligned them, which the parser says with a style, and
 * that one short word, a date or a time is never broken over lines.
 */
function classCells(node: Element): void {
  for (const child of node.children) {
    if (child.type !== 'element') continue;
    if (child.tagName !== 'td' && child.tagName !== 'th') {
      classCells(child);
      continue;
    }
    const align = /text-align: (center|right)/.exec(String(child.properties.style ?? ''))?.[1];
    delete child.properties.style;
    const short = child.tagName === 'td' && /^\S{1,12}$/.test(plainText(child).trim());
    const classes = [...(align ? [`to-${align}`] : []), ...(short ? ['nowrap'] : [])];
    if (classes.length > 0) child.properties.className = classes;
  }
}

const BLOCKS = new Set(['p', 'ul', 'ol', 'div', 'pre', 'table', 'aside', 'section', 'figure']);
const isBlock = (node: Element) => BLOCKS.has(node.tagName);

function isCheckbox(node: ElementContent): boolean {
  return node.type === 'element' && node.tagName === 'input' && node.properties.type === 'checkbox';
}

/** The element that the checkbox of a task stands in: the item itself, or its first paragraph. */
function findTaskHolder(node: Element): Element | undefined {
  if (node.children.some(isCheckbox)) return node;
  return node.children.find(
    (child): child is Element =>
      child.type === 'element' && child.tagName === 'p' && child.children.some(isCheckbox),
  );
}

function containsField(node: Element): boolean {
  return (
    node.tagName === 'input' ||
    node.children.some((child) => child.type === 'element' && containsField(child))
  );
}
