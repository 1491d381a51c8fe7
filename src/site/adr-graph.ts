import dagre from '@dagrejs/dagre';
import type { Element } from 'hast';
import { s } from 'hastscript';
import type { AdrEdge, AdrEntry } from './adr-relations.ts';

const NODE = { width: 196, height: 54 };
const LETTERS_PER_LINE = 27;

/** A title in at most two lines that fit a box of the graph. */
export function wrapTitle(title: string): string[] {
  const lines: string[] = [''];
  for (const word of title.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && line.length + word.length + 1 > LETTERS_PER_LINE) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  if (lines.length <= 2) return lines;
  const second = lines[1] ?? '';
  return [lines[0] ?? '', `${second.slice(0, LETTERS_PER_LINE - 1)}…`];
}

const round = (value: number) => Math.round(value * 10) / 10;

type Point = { x: number; y: number };

/** A line from the right side of one box to the left side of another. */
function curve(from: Point, to: Point): string {
  const start = round(from.x + NODE.width / 2);
  const end = round(to.x - NODE.width / 2);
  const middle = round((start + end) / 2);
  const [y1, y2] = [round(from.y), round(to.y)];
  return `M${start} ${y1}C${middle} ${y1} ${middle} ${y2} ${end} ${y2}`;
}

/**
 * The decisions that change one another as a drawing: newer ones on the left, an arrow to each that they
 * supersede (whole line) or amend (dashed). Nothing when no decision changes another. The list
 * beside it says the same in words.
 */
export function adrGraph(
  adrs: ReadonlyMap<number, AdrEntry>,
  edges: readonly AdrEdge[],
  title: string,
): Element | undefined {
  const known = edges.filter(({ from, to }) => adrs.has(from) && adrs.has(to));
  if (known.length === 0) return undefined;
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'LR', nodesep: 16, ranksep: 72, marginx: 4, marginy: 4 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const number of new Set(known.flatMap(({ from, to }) => [from, to]))) {
    graph.setNode(String(number), { ...NODE });
  }
  for (const { from, to, kind } of known) graph.setEdge(String(from), String(to), { kind }, kind);
  dagre.layout(graph);
  const { width = 0, height = 0 } = graph.graph();

  const place = (number: number) => graph.node(String(number)) as Point;
  const lines = known.map(({ from, to, kind }) =>
    s('path', {
      className: ['edge', kind],
      d: curve(place(from), place(to)),
      markerEnd: 'url(#adr-arrow)',
    }),
  );
  const boxes = graph.nodes().map((name) => {
    const { x, y } = graph.node(name) as Point;
    const adr = adrs.get(Number(name)) as AdrEntry;
    const rows = wrapTitle(adr.title);
    return s('a', { href: adr.path, className: ['box'], dataStatus: adr.status }, [
      s('rect', {
        x: round(x - NODE.width / 2),
        y: round(y - NODE.height / 2),
        width: NODE.width,
        height: NODE.height,
        rx: 6,
      }),
      s('text', { x: round(x), y: round(y - (rows.length > 1 ? 12 : 5)) }, [
        s('tspan', { className: ['code'] }, adr.code),
        ...rows.map((row, index) =>
          s('tspan', { x: round(x), dy: index === 0 ? '1.3em' : '1.15em' }, row),
        ),
      ]),
    ]);
  });
  return s(
    'svg',
    {
      className: ['adr-graph'],
      viewBox: `0 0 ${Math.ceil(width)} ${Math.ceil(height)}`,
      width: Math.ceil(width),
      height: Math.ceil(height),
      role: 'group',
      ariaLabel: title,
    },
    [
      s('defs', [
        s(
          'marker',
          {
            id: 'adr-arrow',
            viewBox: '0 0 8 8',
            refX: 7,
            refY: 4,
            markerWidth: 8,
            markerHeight: 8,
            orient: 'auto',
          },
          [s('path', { d: 'M0 0 8 4 0 8z' })],
        ),
      ]),
      ...lines,
      ...boxes,
    ],
  );
}
