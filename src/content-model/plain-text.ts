import { childrenOf, isJsx, type JsxNode, literalAttributes, type Node } from './tree.ts';
import type { ContentComponent } from './vocabulary.ts';
import { CONTENT_COMPONENTS } from './vocabulary.ts';

/**
 * A component that has no text of its own stands in plain text as `⟦Fact invitation-validity⟧`.
 * `fillText` puts what it stands for in its place.
 */
const TOKEN = /⟦(\w+)(?: ([^⟧]*))?⟧/g;

/** The text of inline nodes: markup gone, code kept, components as tokens. */
export function inlineText(nodes: readonly Node[]): string {
  return nodes.map(inline).join('');
}

function inline(node: Node): string {
  switch (node.type) {
    case 'text':
      return node.value.replaceAll('\n', ' ');
    case 'inlineCode':
      return node.value;
    case 'break':
      return '\n';
    case 'image':
    case 'imageReference':
      return node.alt ?? '';
    case 'footnoteReference':
    case 'html':
      return '';
    default:
      return isJsx(node) && isComponent(node.name) && node.children.length === 0
        ? token(node)
        : inlineText(childrenOf(node));
  }
}

/** The text of blocks, an empty line between them; list items and table rows on lines of their own. */
export function blockText(nodes: readonly Node[]): string {
  return nodes
    .map(block)
    .filter((text) => text !== '')
    .join('\n\n');
}

function block(node: Node): string {
  switch (node.type) {
    case 'heading':
      return `${'#'.repeat(node.depth)} ${inlineText(node.children).trim()}`;
    case 'list':
      return node.children
        .map((item, index) => {
          const number = node.ordered ? `${(node.start ?? 1) + index}.` : '-';
          const box = typeof item.checked === 'boolean' ? ` [${item.checked ? 'x' : ' '}]` : '';
          const mark = number + box;
          return `${mark} ${itemText(item).replaceAll('\n', '\n  ')}`;
        })
        .join('\n');
    case 'table': {
      const [head = '', ...rows] = node.children.map(rowText);
      const rule = `|${' --- |'.repeat(node.children[0]?.children.length ?? 0)}`;
      return [head, rule, ...rows].join('\n');
    }
    case 'code':
      return node.value;
    case 'blockquote':
    case 'root':
      return blockText(node.children);
    case 'definition':
    case 'footnoteDefinition':
    case 'thematicBreak':
    case 'html':
      return '';
    case 'mdxJsxFlowElement':
      if (isComponent(node.name) && node.children.length === 0) return token(node);
      return node.children.some(isInline) ? inlineText(node.children) : blockText(node.children);
    default:
      return inline(node).trim();
  }
}

const rowText = (row: Extract<Node, { type: 'tableRow' }>) =>
  `| ${row.children.map((cell) => inlineText(cell.children).trim().replaceAll('|', '\\|')).join(' | ')} |`;

/** The text of a list item: its paragraphs, lists and code, one under the other. */
export function itemText(item: Node): string {
  return childrenOf(item)
    .map(block)
    .filter((text) => text !== '')
    .join('\n');
}

const INLINE_TYPES: ReadonlySet<Node['type']> = new Set([
  'text',
  'emphasis',
  'strong',
  'delete',
  'inlineCode',
  'link',
  'linkReference',
  'image',
  'imageReference',
  'break',
  'footnoteReference',
  'mdxJsxTextElement',
  'mdxTextExpression',
]);

/** Whether a node stands in a line of text rather than on its own. */
export function isInline(node: Node): boolean {
  return INLINE_TYPES.has(node.type);
}

/** Whether a name is one of the components that content may use. */
export function isComponent(name: string | null): name is ContentComponent {
  return name !== null && Object.hasOwn(CONTENT_COMPONENTS, name);
}

function token(node: JsxNode): string {
  const [id] = Object.values(literalAttributes(node));
  return id === undefined ? `⟦${node.name}⟧` : `⟦${node.name} ${id}⟧`;
}

/**
 * Puts text in the place of every component in a plain text of the model.
 * @param say What to write for a component and its id; `undefined` leaves it out.
 */
export function fillText(
  text: string,
  say: (component: ContentComponent, id: string) => string | undefined,
): string {
  return text.replace(TOKEN, (whole, name: string, id: string | undefined) =>
    isComponent(name) ? (say(name, id ?? '') ?? '') : whole,
  );
}

/** The id of the component that a text consists of, when it is nothing but one of that name. */
export function soleId(text: string, name: ContentComponent): string | undefined {
  const match = /^⟦(\w+) ([^⟧]*)⟧$/.exec(text.trim());
  return match?.[1] === name ? match[2] : undefined;
}
