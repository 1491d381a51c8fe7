import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5';
import type { Place } from '../content-model/records.ts';
import { type Outline, writeOutline } from './outline.ts';

type Node = DefaultTreeAdapterTypes.ChildNode;
type Element = DefaultTreeAdapterTypes.Element;

/** Deeper than any article; one that is has not come through the wiki's own door. */
const DEEPEST = 200;

/** Elements whose inside is no text. */
const DROPPED = new Set([
  'iframe',
  'math',
  'noscript',
  'script',
  'style',
  'svg',
  'template',
  'title',
]);
/** Elements that do not end a line. */
const INLINE = new Set(
  'a abbr b bdi bdo cite code data del dfn em font i ins kbd mark q s samp small span strike strong sub sup tt u var'.split(
    ' ',
  ),
);

/** HTML that cannot be looked at. */
export class UnreadableArticle extends Error {}

/**
 * The outline of an article, from its HTML as it is stored. What editors write differently on each
 * save (elements for emphasis, paragraphs in list items, attributes' order, entities) leaves no
 * trace. Throws `UnreadableArticle` for HTML that is nested beyond what an article needs.
 */
export function outlineArticle(html: string): Outline {
  const source = html.replace(/\r\n?/g, '\n');
  const tree = parseFragment(source, { sourceCodeLocationInfo: true });
  const write = writeOutline();
  const anchors = new Set<string>();
  const starts: number[] = [];
  walkAll(tree.childNodes, 0);
  const cuts = [0, ...starts, source.length];
  return {
    ...write.outline(),
    anchors: [...anchors],
    sources: cuts.slice(1).map((end, index) => source.slice(cuts[index], end)),
  };

  function walkAll(nodes: readonly Node[], depth: number, ordered?: boolean): void {
    if (depth > DEEPEST) throw new UnreadableArticle(`It is nested more than ${DEEPEST} deep`);
    for (const node of nodes) walk(node, depth, ordered);
  }

  function walk(node: Node, depth: number, ordered: boolean | undefined): void {
    if (node.nodeName === '#text') {
      const { value } = node as DefaultTreeAdapterTypes.TextNode;
      // Between the items of a list stands nothing that anybody reads.
      if (ordered === undefined || value.trim() !== '') write.text(value, placeOf(node));
      return;
    }
    if (!('tagName' in node) || DROPPED.has(node.tagName)) return;
    const id = attribute(node, 'id');
    if (id) anchors.add(id);
    const place = placeOf(node);
    const inside = () => walkAll(node.childNodes, depth + 1);
    switch (node.tagName) {
      case 'a':
        write.link(attribute(node, 'href') ?? '', place, inside);
        return;
      case 'data': {
        const fact = attribute(node, 'data-fact');
        if (!fact) inside();
        else {
          const value = attribute(node, 'value');
          write.fact({
            id: fact,
            text: textOf(node),
            ...(value !== undefined && { value }),
            place,
          });
        }
        return;
      }
      case 'br':
        write.text(' ', place);
        return;
      case 'img':
        write.link(attribute(node, 'src') ?? '', place, () =>
          write.text(attribute(node, 'alt') ?? '', place),
        );
        return;
      case 'h1':
      case 'h2':
      case 'h3':
      case 'h4':
      case 'h5':
      case 'h6':
        if (id && node.sourceCodeLocation && depth === 0) {
          starts.push(node.sourceCodeLocation.startOffset);
          write.heading({ depth: Number(node.tagName[1]), anchor: id }, inside);
        } else write.block('heading', inside);
        return;
      case 'ol':
      case 'ul':
        walkAll(node.childNodes, depth + 1, node.tagName === 'ol');
        return;
      case 'li':
        write.item(ordered ? 'step' : 'item', inside);
        return;
      case 'tr':
        write.block('row', () => {
          for (const cell of node.childNodes) {
            if (!('tagName' in cell)) continue;
            for (const inner of cell.childNodes) {
              // Editors put paragraphs into cells; the row stays one line all the same.
              if (inner.nodeName === 'p' && 'childNodes' in inner) {
                walkAll(inner.childNodes, depth + 3);
                write.text(' ', placeOf(inner));
              } else walk(inner, depth + 2, undefined);
            }
            write.text(' | ', placeOf(cell));
          }
        });
        return;
      case 'aside':
        write.block('box', () => write.text(attribute(node, 'data-type') ?? 'note', place));
        write.deeper(inside);
        return;
      case 'pre':
        write.block('code', () => write.text(textOf(node), place));
        return;
      default:
        if (INLINE.has(node.tagName)) inside();
        else write.paragraph(inside);
    }
  }
}

function attribute({ attrs }: Element, name: string): string | undefined {
  return attrs.find((candidate) => candidate.name === name)?.value;
}

function textOf(element: Element): string {
  return element.childNodes
    .map((child) => {
      if (child.nodeName === '#text') return (child as DefaultTreeAdapterTypes.TextNode).value;
      return 'tagName' in child ? textOf(child) : '';
    })
    .join('');
}

function placeOf(node: Node): Place {
  const { startLine = 1, startCol = 1 } = node.sourceCodeLocation ?? {};
  return { line: startLine, column: startCol };
}
