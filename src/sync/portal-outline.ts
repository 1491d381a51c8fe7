import { parseSource } from '../content-model/parse.ts';
import { locatePage } from '../content-model/paths.ts';
import type { AnyPage, Place } from '../content-model/records.ts';
import {
  childrenOf,
  isJsx,
  type JsxNode,
  literalAttributes,
  type Node,
  placeOf,
} from '../content-model/tree.ts';
import { type Outline, writeOutline } from './outline.ts';

/** The outline of a page of the portal, from the text of its file. */
export function outlinePage(
  source: string,
  page: Pick<AnyPage, 'file' | 'headings' | 'anchors'>,
): Outline {
  const { tree, text } = parseSource(
    source,
    page.file.toLowerCase().endsWith('.mdx') ? 'mdx' : 'md',
  );
  const anchors = new Map(page.headings.map(({ place, id }) => [place.line, id]));
  const write = writeOutline();
  const starts: number[] = [];
  const targets = new Map<string, string>();
  for (const node of childrenOf(tree)) {
    if (node.type === 'definition') targets.set(node.identifier, node.url);
  }
  for (const node of childrenOf(tree)) {
    const anchor = node.type === 'heading' ? anchors.get(placeOf(node).line) : undefined;
    if (node.type !== 'heading' || anchor === undefined) {
      walk(node);
      continue;
    }
    starts.push(placeOf(node).line - 1);
    write.heading({ depth: node.depth, anchor }, () => node.children.forEach(walk));
  }
  const written = text.split('\n');
  const first = placeOf(childrenOf(tree)[0] ?? tree).line - 1;
  const cuts = [first, ...starts, written.length];
  return {
    ...write.outline(),
    anchors: [...page.anchors],
    sources: cuts.slice(1).map((end, index) => written.slice(cuts[index], end).join('\n')),
  };

  function walk(node: Node): void {
    const place = placeOf(node);
    const inside = () => childrenOf(node).forEach(walk);
    switch (node.type) {
      case 'text':
        write.text(node.value, place);
        return;
      case 'inlineCode':
        write.text(node.value, place);
        return;
      case 'break':
        write.text(' ', place);
        return;
      case 'image':
        write.link(node.url, place, () => write.text(node.alt ?? '', place));
        return;
      case 'link':
        write.link(address(node.url, page.file), place, inside);
        return;
      case 'linkReference':
        write.link(address(targets.get(node.identifier) ?? '', page.file), place, inside);
        return;
      case 'paragraph':
        write.paragraph(inside);
        return;
      case 'heading':
        write.block('heading', inside);
        return;
      case 'list':
        for (const item of node.children) {
          const isStep = node.ordered === true || typeof item.checked === 'boolean';
          write.item(isStep ? 'step' : 'item', () => childrenOf(item).forEach(walk));
        }
        return;
      case 'tableRow':
        write.block('row', () => {
          for (const cell of node.children) {
            childrenOf(cell).forEach(walk);
            write.text(' | ', placeOf(cell));
          }
        });
        return;
      case 'code':
        write.block('code', () => write.text(node.value, place));
        return;
      case 'definition':
      case 'html':
      case 'thematicBreak':
        return;
      default:
        if (isJsx(node)) component(node, place, inside);
        else inside();
    }
  }

  function component(node: JsxNode, place: Place, inside: () => void): void {
    const attributes = literalAttributes(node);
    if (node.name === 'Fact') {
      write.fact({ id: attributes.id ?? '', place });
    } else if (node.name === 'a' && attributes.href !== undefined) {
      write.link(address(attributes.href, page.file), place, inside);
    } else if (node.name === 'Aside' || node.name === 'OpenQuestion') {
      const { type = '', title = '', owner = '' } = attributes;
      write.block('box', () => write.text(`${type} ${title} ${owner}`, place));
      write.deeper(inside);
    } else if (node.name !== null && /^[A-Z]/.test(node.name) && node.children.length === 0) {
      write.text(`[${[node.name, ...Object.values(attributes)].join(' ')}]`, place);
    } else {
      inside();
    }
  }
}

/** A link's address in one form, however it is written. */
function address(url: string, from: string): string {
  if (/^(?:[a-z][a-z0-9+.-]*:|\/\/|#|\?)/i.test(url)) return url;
  const resolved = new URL(url, `https://site.invalid/${from}`);
  const file = decodeURI(resolved.pathname).slice(1);
  const path = /\.mdx?$/i.test(file)
    ? locatePage(file).path
    : resolved.pathname.replace(/(?<!\/)$/, '/');
  return `${path}${resolved.hash}`;
}
