import {
  Extension,
  type Extensions,
  findParentNode,
  Mark,
  mergeAttributes,
  Node,
} from '@tiptap/core';
import { Code } from '@tiptap/extension-code';
import { ListItem } from '@tiptap/extension-list';
import { Table, TableCell, TableHeader, TableRow } from '@tiptap/extension-table';
import type { Node as ProseMirrorNode, Schema } from '@tiptap/pm/model';
import { TextSelection } from '@tiptap/pm/state';
import StarterKit from '@tiptap/starter-kit';
import { CALLOUTS } from '../../../src/html/allow-list.ts';

declare module '@tiptap/core' {
  interface Commands<ReturnType> {
    callout: {
      /** Puts the blocks of the selection into a callout, or takes them out of it. */
      toggleCallout: () => ReturnType;
    };
    articleTable: {
      /** Inserts an empty table of two columns with a head. */
      insertArticleTable: () => ReturnType;
      /** Makes the first row of the table the head, or a row like the others. */
      toggleTableHead: () => ReturnType;
    };
  }
}

/** A link to an article (`wiki:<id>`), a page of the portal (`portal:/path/`), mail or the web. */
const Link = Mark.create({
  name: 'link',
  priority: 1000,
  inclusive: false,
  addAttributes: () => ({ href: { default: '' } }),
  parseHTML: () => [{ tag: 'a[href]' }],
  renderHTML: ({ HTMLAttributes }) => [
    'a',
    mergeAttributes(HTMLAttributes, { rel: 'noopener' }),
    0,
  ],
});

/** A value that stands in many places. What it says is not typed but taken from the list of facts. */
const Fact = Node.create({
  name: 'fact',
  group: 'inline',
  inline: true,
  atom: true,
  addAttributes: () => ({
    fact: {
      default: '',
      parseHTML: (element) => element.getAttribute('data-fact'),
      renderHTML: ({ fact }) => ({ 'data-fact': fact }),
    },
    value: { default: '' },
    text: {
      default: '',
      parseHTML: (element) => element.textContent,
      renderHTML: () => ({}),
    },
  }),
  parseHTML: () => [{ tag: 'data[data-fact]' }],
  renderHTML: ({ node, HTMLAttributes }) => [
    'data',
    mergeAttributes(HTMLAttributes, { class: 'wk-fact' }),
    String(node.attrs.text),
  ],
  renderText: ({ node }) => String(node.attrs.text),
});

const Image = Node.create({
  name: 'image',
  group: 'inline',
  inline: true,
  draggable: true,
  addAttributes: () => ({
    src: { default: '' },
    alt: { default: '' },
    width: { default: null },
    height: { default: null },
  }),
  parseHTML: () => [{ tag: 'img[src]' }],
  renderHTML: ({ HTMLAttributes }) => ['img', HTMLAttributes],
});

const Callout = Node.create({
  name: 'callout',
  group: 'block',
  content: 'block+',
  defining: true,
  addAttributes: () => ({
    kind: {
      default: CALLOUTS[0],
      parseHTML: (element) => element.getAttribute('data-type'),
      renderHTML: ({ kind }) => ({ 'data-type': kind }),
    },
  }),
  parseHTML: () => [{ tag: 'aside' }],
  renderHTML: ({ HTMLAttributes }) => ['aside', HTMLAttributes, 0],
  addCommands() {
    return {
      toggleCallout:
        () =>
        ({ commands }) =>
          commands.toggleWrap(this.name),
    };
  },
});

/** The anchor of a heading. The service makes it; the second half of a split heading gets its own. */
const HeadingAnchors = Extension.create({
  name: 'headingAnchors',
  addGlobalAttributes: () => [
    { types: ['heading'], attributes: { id: { default: null, keepOnSplit: false } } },
  ],
});

/** Cells have no widths: an article is read on phones and in the CRM's side panel. */
const spans = {
  colspan: { default: 1, parseHTML: readSpan('colspan'), renderHTML: writeSpan('colspan') },
  rowspan: { default: 1, parseHTML: readSpan('rowspan'), renderHTML: writeSpan('rowspan') },
  colwidth: { default: null, rendered: false },
};

const articleTable = Table.extend({
  // The original writes widths into style attributes, which the content security policy forbids.
  renderHTML: ({ HTMLAttributes }) => ['table', HTMLAttributes, ['tbody', 0]],
  addCommands() {
    return {
      ...this.parent?.(),
      insertArticleTable:
        () =>
        ({ tr, dispatch }) => {
          const at = tr.selection.from + 1;
          tr.replaceSelectionWith(emptyTable(this.editor.schema)).scrollIntoView();
          dispatch?.(tr.setSelection(TextSelection.near(tr.doc.resolve(at))));
          return true;
        },
      toggleTableHead:
        () =>
        ({ tr, dispatch, state }) => {
          const table = findParentNode(({ type }) => type === this.type)(state.selection);
          const row = table?.node.firstChild;
          if (!table || !row) return false;
          const head = !row.attrs.head;
          const cell = state.schema.nodes[head ? 'tableHeader' : 'tableCell'];
          tr.setNodeMarkup(table.pos + 1, undefined, { head });
          row.forEach(({ attrs }, offset) => {
            const own = { ...attrs, scope: undefined, ...(head && { scope: 'col' }) };
            tr.setNodeMarkup(table.pos + 2 + offset, cell, own);
          });
          dispatch?.(tr);
          return true;
        },
    };
  },
}).configure({ View: null, resizable: false });

const articleTableRow = TableRow.extend({
  addAttributes: () => ({
    /** Whether the row is part of the table's head. */
    head: {
      default: false,
      parseHTML: (element) => element.parentElement?.localName === 'thead',
      rendered: false,
    },
  }),
});

const articleTableCell = TableCell.extend({ addAttributes: () => spans });

const articleTableHeader = TableHeader.extend({
  addAttributes: () => ({ ...spans, scope: { default: null } }),
});

/**
 * What an article can consist of in the editor: everything that is stored (src/html/allow-list.ts),
 * and nothing else.
 */
export const ARTICLE_EXTENSIONS: Extensions = [
  StarterKit.configure({
    heading: { levels: [2, 3, 4] },
    listItem: false,
    code: false,
    link: false,
    underline: false,
    dropcursor: { class: 'wk-drop', color: false },
  }),
  HeadingAnchors,
  ListItem.extend({ content: 'block+' }),
  // The original allows no other mark on code, but links on code are common.
  Code.extend({ excludes: '', priority: 50 }),
  Link,
  Fact,
  Image,
  Callout,
  articleTable,
  articleTableRow,
  articleTableCell,
  articleTableHeader,
];

function emptyTable(schema: Schema): ProseMirrorNode {
  const cell = (type: string, attributes?: object) => ({
    type,
    attrs: attributes,
    content: [{ type: 'paragraph' }],
  });
  const row = (head: boolean, ...content: object[]) => ({
    type: 'tableRow',
    attrs: { head },
    content,
  });
  const heading = cell('tableHeader', { scope: 'col' });
  const plain = cell('tableCell');
  const content = [row(true, heading, heading), row(false, plain, plain), row(false, plain, plain)];
  return schema.nodeFromJSON({ type: 'table', content });
}

function readSpan(name: 'colspan' | 'rowspan') {
  return (element: HTMLElement) => Number(element.getAttribute(name)) || 1;
}

function writeSpan(name: 'colspan' | 'rowspan') {
  return (attributes: Record<string, unknown>) =>
    attributes[name] === 1 ? {} : { [name]: attributes[name] };
}
