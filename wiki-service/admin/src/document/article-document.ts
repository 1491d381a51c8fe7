import type { Fragment, Mark, Node, Schema } from '@tiptap/pm/model';
import type { EditorView } from '@tiptap/pm/view';
import type { Element, ElementContent, Properties, Root, RootContent } from 'hast';
import { toHtml } from 'hast-util-to-html';
import { parseHtml } from '../../../src/html/parse-html.ts';

/** Marks by their elements; the attributes of both have the same names. */
const MARKS: Readonly<Record<string, string>> = {
  a: 'link',
  code: 'code',
  em: 'italic',
  s: 'strike',
  strong: 'bold',
};
const MARK_ELEMENTS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(MARKS).map(([element, mark]) => [mark, element]),
);
/** Blocks that hold blocks, by their elements. */
const CONTAINERS: Readonly<Record<string, string>> = {
  aside: 'callout',
  blockquote: 'blockquote',
  li: 'listItem',
  ol: 'orderedList',
  td: 'tableCell',
  th: 'tableHeader',
  ul: 'bulletList',
};
const CONTAINER_ELEMENTS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(CONTAINERS).map(([element, node]) => [node, element]),
);

/**
 * The inside of each line of text as it was read. The document knows the marks of a piece of text
 * but not how they were nested, so a line that nobody changed is written out from here.
 */
const linesAsRead = new WeakMap<Node, ElementContent[]>();

/**
 * Reads HTML that `cleanArticleHtml` has made into a document of the editor.
 * The document keeps its source: `writeDocument` gives the same HTML while it is not changed.
 */
export function readDocument(html: string, schema: Schema): Node {
  const reader = makeReader(schema);
  return schema.topNodeType.createChecked(null, reader.blocks(parseHtml(html).children));
}

/**
 * Writes a document as HTML. It has everything that was typed, empty lines too; `cleanArticleHtml`
 * brings it into the form in which it is stored.
 */
export function writeDocument(document: Node): string {
  const root: Root = { type: 'root', children: document.children.flatMap(writeBlock) };
  return toHtml(root, { characterReferences: { useNamedReferences: true } });
}

/**
 * Gives headings the anchors that they have in `stored`, which was made of this very document. It is
 * no change that one could undo, nor one that has to be saved.
 */
export function adoptAnchors(view: EditorView, stored: string): void {
  const anchors = [...stored.matchAll(/<h[2-4] id="([^"]*)"/g)].map(([, id]) => id);
  const change = view.state.tr.setMeta('addToHistory', false).setMeta('preventUpdate', true);
  let place = 0;
  view.state.doc.descendants((node, at) => {
    if (node.type.name !== 'heading' || node.content.size === 0) return;
    const id = anchors[place];
    place += 1;
    if (id && id !== node.attrs.id) change.setNodeAttribute(at, 'id', id);
  });
  if (change.docChanged) view.dispatch(change);
}

function makeReader(schema: Schema) {
  const create = (
    type: string,
    attributes: Record<string, unknown>,
    content: Node[] = [],
  ): Node => {
    const nodeType = schema.nodes[type];
    if (!nodeType) throw new Error(`The editor has no "${type}".`);
    return nodeType.createChecked(attributes, content);
  };

  function textblock(type: string, attributes: Record<string, unknown>, source: ElementContent[]) {
    const node = create(
      type,
      attributes,
      source.flatMap((child) => inline(child, [])),
    );
    linesAsRead.set(node, source);
    return node;
  }

  /** Blocks, with text between them as paragraphs. Never empty, for no container may be. */
  function blocks(children: readonly RootContent[]): Node[] {
    const found: Node[] = [];
    let line: ElementContent[] = [];
    const endLine = () => {
      if (line.length > 0) found.push(textblock('paragraph', {}, line));
      line = [];
    };
    for (const child of children) {
      const block = child.type === 'element' ? readBlock(child) : undefined;
      if (block) {
        endLine();
        found.push(block);
      } else if (child.type === 'element') line.push(child);
      // Between blocks there is nothing but line feeds; text that stands alone is never only space.
      else if (child.type === 'text' && (line.length > 0 || /[^ \t\n\f]/.test(child.value))) {
        line.push(child);
      }
    }
    endLine();
    return found.length > 0 ? found : [create('paragraph', {})];
  }

  function readBlock(element: Element): Node | undefined {
    const { tagName, properties, children } = element;
    if (tagName === 'p') return textblock('paragraph', {}, children);
    if (/^h[2-4]$/.test(tagName)) {
      return textblock(
        'heading',
        { level: Number(tagName[1]), id: properties.id ?? null },
        children,
      );
    }
    if (tagName === 'hr') return create('horizontalRule', {});
    if (tagName === 'pre') return readCode(element);
    if (tagName === 'table') return create('table', {}, children.flatMap(readRows));
    if (tagName === 'ol' || tagName === 'ul') {
      const items = elementsOf(children).map((item) =>
        create('listItem', {}, blocks(item.children)),
      );
      const start = tagName === 'ol' ? { start: Number(properties.start ?? 1) } : {};
      return create(CONTAINERS[tagName] ?? tagName, start, items);
    }
    if (tagName === 'aside')
      return create('callout', { kind: properties.dataType }, blocks(children));
    if (tagName === 'blockquote') return create('blockquote', {}, blocks(children));
    return undefined;
  }

  function readCode(element: Element): Node {
    const [code] = elementsOf(element.children);
    const text = code?.children[0]?.type === 'text' ? code.children[0].value : '';
    const language = String(code?.properties.className ?? '').replace(/^language-/, '') || null;
    return create('codeBlock', { language }, text ? [schema.text(text)] : []);
  }

  function readRows(section: RootContent): Node[] {
    if (section.type !== 'element') return [];
    return elementsOf(section.children).map((row) =>
      create(
        'tableRow',
        { head: section.tagName === 'thead' },
        elementsOf(row.children).map(readCell),
      ),
    );
  }

  function readCell({ tagName, properties, children }: Element): Node {
    const attributes = {
      colspan: Number(properties.colSpan ?? 1),
      rowspan: Number(properties.rowSpan ?? 1),
      ...(tagName === 'th' && { scope: properties.scope ?? null }),
    };
    return create(CONTAINERS[tagName] ?? tagName, attributes, blocks(children));
  }

  function inline(node: ElementContent, marks: readonly Mark[]): Node[] {
    if (node.type === 'text') return node.value ? [schema.text(node.value, marks)] : [];
    if (node.type !== 'element') return [];
    if (node.tagName === 'br') return [create('hardBreak', {}).mark(marks)];
    if (node.tagName === 'img') return [create('image', readImage(node.properties)).mark(marks)];
    // A fact is one value. One with an image in it is none, and the image is worth more.
    if (node.tagName === 'data' && !holdsImage(node)) {
      const { dataFact, value } = node.properties;
      const attributes = { fact: dataFact, value: value ?? '', text: textOf(node) };
      return [create('fact', attributes).mark(marks)];
    }
    const mark = schema.marks[MARKS[node.tagName] ?? ''];
    const inside = mark ? mark.create(readMark(node)).addToSet(marks) : marks;
    return node.children.flatMap((child) => inline(child, inside));
  }

  return { blocks };
}

function writeBlock(node: Node): Element[] {
  const { attrs } = node;
  switch (node.type.name) {
    case 'paragraph':
      return [build('p', {}, writeLine(node))];
    case 'heading':
      return [build(`h${attrs.level}`, { id: attrs.id }, writeLine(node))];
    case 'horizontalRule':
      return [build('hr')];
    case 'codeBlock':
      return [build('pre', {}, [writeCode(node)])];
    case 'table':
      return [build('table', {}, writeSections(node))];
    default:
      return [
        build(
          CONTAINER_ELEMENTS[node.type.name] ?? 'div',
          writeProperties(node),
          node.children.flatMap(writeBlock),
        ),
      ];
  }
}

function writeProperties({ type, attrs }: Node): Properties {
  switch (type.name) {
    case 'callout':
      return { dataType: attrs.kind };
    case 'orderedList':
      return attrs.start === 1 ? {} : { start: attrs.start };
    case 'tableCell':
    case 'tableHeader':
      return {
        colSpan: attrs.colspan === 1 ? undefined : attrs.colspan,
        rowSpan: attrs.rowspan === 1 ? undefined : attrs.rowspan,
        scope: attrs.scope,
      };
    default:
      return {};
  }
}

function writeCode(node: Node): Element {
  const { language } = node.attrs;
  const properties = language ? { className: [`language-${language}`] } : {};
  // The parser drops a line feed right after <pre>, but not one in the <code> inside of it.
  return build('code', properties, [{ type: 'text', value: node.textContent }]);
}

/** The rows at the top that are marked as head make the head; a head further down would be none. */
function writeSections(table: Node): Element[] {
  const rows = table.children;
  const firstOfBody = rows.findIndex((row) => !row.attrs.head);
  const heads = firstOfBody === -1 ? rows.length : firstOfBody;
  const write = (row: Node) => build('tr', {}, row.children.flatMap(writeBlock));
  return [
    ...(heads > 0 ? [build('thead', {}, rows.slice(0, heads).map(write))] : []),
    ...(heads < rows.length ? [build('tbody', {}, rows.slice(heads).map(write))] : []),
  ];
}

function writeLine(line: Node): ElementContent[] {
  return linesAsRead.get(line) ?? nestMarks(line.content);
}

/** Text with its marks as elements. Neighbours share those they have in common, from outside in. */
function nestMarks(content: Fragment): ElementContent[] {
  const top: ElementContent[] = [];
  let open: { mark: Mark; children: ElementContent[] }[] = [];
  content.forEach((node) => {
    const shared = node.marks.findIndex((mark, depth) => !open[depth]?.mark.eq(mark));
    open = open.slice(0, shared === -1 ? node.marks.length : shared);
    for (const mark of node.marks.slice(open.length)) {
      const element = build(MARK_ELEMENTS[mark.type.name] ?? 'span', writeMark(mark));
      (open.at(-1)?.children ?? top).push(element);
      open.push({ mark, children: element.children });
    }
    (open.at(-1)?.children ?? top).push(writeInline(node));
  });
  return top;
}

function writeInline(node: Node): ElementContent {
  const { attrs } = node;
  switch (node.type.name) {
    case 'hardBreak':
      return build('br');
    case 'image':
      return build('img', {
        src: attrs.src,
        alt: attrs.alt,
        width: attrs.width,
        height: attrs.height,
      });
    case 'fact':
      return build('data', { dataFact: attrs.fact, value: attrs.value }, [
        { type: 'text', value: attrs.text },
      ]);
    default:
      return { type: 'text', value: node.text ?? '' };
  }
}

function readMark(element: Element): Record<string, unknown> {
  return element.tagName === 'a' ? { href: element.properties.href } : {};
}

function writeMark(mark: Mark): Properties {
  return mark.type.name === 'link' ? { href: mark.attrs.href } : {};
}

function readImage({ src, alt, width, height }: Properties): Record<string, unknown> {
  return { src, alt: alt ?? '', width: width ?? null, height: height ?? null };
}

function elementsOf(children: readonly RootContent[]): Element[] {
  return children.filter((child) => child.type === 'element');
}

function holdsImage(element: Element): boolean {
  return elementsOf(element.children).some((child) => child.tagName === 'img' || holdsImage(child));
}

function textOf(element: Element): string {
  if (element.tagName === 'br') return ' ';
  return element.children
    .map((child) => {
      if (child.type === 'text') return child.value;
      return child.type === 'element' ? textOf(child) : '';
    })
    .join('');
}

function build(
  tagName: string,
  properties: Properties = {},
  children: ElementContent[] = [],
): Element {
  return { type: 'element', tagName, properties, children };
}
