import GithubSlugger from 'github-slugger';
import type { Element, ElementContent, Properties, Root, RootContent, Text } from 'hast';
import { readHref, readImageSource } from './addresses.ts';
import { CALLOUTS, DROPPED, HEADINGS, MARKS, SEPARATORS } from './allow-list.ts';

/** A piece of a line: text, a line break or an image, with the marks around it from outside in. */
interface Leaf {
  marks: readonly Element[];
  node: Text | Element;
}
/** What an element's inside comes to: leaves, blocks between them, and places where a line ends. */
type Piece = Leaf | { block: Element } | 'break';
type Marks = readonly Element[];

/** Everything that is judged by something outside of the article. */
export interface Surroundings {
  /** Hosts that images may come from. */
  imageHosts: readonly string[];
}

/**
 * Builds an article's tree anew from what a parser made of anybody's HTML. Only what an article may
 * hold is built, each element only where the HTML standard lets it stand, so that what is written
 * out parses back to the same tree.
 */
export function arrangeArticle(parsed: Root, surroundings: Surroundings): Root {
  const builder = makeBuilder(surroundings);
  const blocks = builder.blocksOf(parsed.children, []);
  nameHeadings(blocks);
  const lines = blocks.flatMap((block, place): RootContent[] =>
    place === 0 ? [block] : [textNode('\n'), block],
  );
  return { type: 'root', children: lines };
}

function makeBuilder({ imageHosts }: Surroundings) {
  const blocks: Record<string, (element: Element, marks: Marks) => Piece[]> = {
    aside: (element, marks) =>
      container('aside', { dataType: calloutOf(element) }, blocksOf(element.children, marks)),
    blockquote: (element, marks) => container('blockquote', {}, blocksOf(element.children, marks)),
    hr: () => [{ block: build('hr', {}, []) }],
    ol: (element, marks) => container('ol', startOf(element), itemsOf(element, marks)),
    pre: (element) => preformatted(element),
    table: (element, marks) => table(element, marks),
    ul: (element, marks) => container('ul', {}, itemsOf(element, marks)),
  };
  for (const [found, stored] of Object.entries(HEADINGS)) {
    blocks[found] = (element, marks) =>
      container(stored, { id: textOf(element.properties.id) }, lineOf(element.children, marks));
  }

  /** The inside of an element, in its order. */
  function piecesOf(children: readonly RootContent[], marks: Marks): Piece[] {
    return children.flatMap((node): Piece[] => {
      if (node.type === 'text') return [{ marks, node: textNode(cleanText(node.value)) }];
      if (node.type !== 'element' || DROPPED.has(node.tagName)) return [];
      if (node.tagName === 'br') return [{ marks, node: build('br', {}, []) }];
      if (node.tagName === 'img') return imageOf(node, marks);
      const mark = markOf(node);
      if (mark) {
        const isThere = marks.some(({ tagName }) => tagName === mark.tagName);
        return piecesOf(node.children, isThere ? marks : [...marks, mark]);
      }
      const block = Object.hasOwn(blocks, node.tagName) ? blocks[node.tagName] : undefined;
      if (block) return block(node, marks);
      const inside = piecesOf(node.children, marks);
      return SEPARATORS.has(node.tagName) ? ['break', ...inside, 'break'] : inside;
    });
  }

  /** Blocks only; what stands between them becomes paragraphs. */
  function blocksOf(children: readonly RootContent[], marks: Marks): Element[] {
    return group(piecesOf(children, marks)).map((part) =>
      Array.isArray(part) ? build('p', {}, part) : part,
    );
  }

  /** Blocks, or text without a paragraph around it where there is only one: list items and cells. */
  function flowOf(children: readonly RootContent[], marks: Marks): ElementContent[] {
    const parts = group(piecesOf(children, marks));
    const lines = parts.filter((part) => Array.isArray(part)).length;
    return parts.flatMap((part): ElementContent[] => {
      if (!Array.isArray(part)) return [part];
      return lines === 1 ? part : [build('p', {}, part)];
    });
  }

  /** One line, whatever the blocks in it. */
  function lineOf(children: readonly RootContent[], marks: Marks): ElementContent[] {
    return nest(trimLine(leavesOf(piecesOf(children, marks))));
  }

  function itemsOf(list: Element, marks: Marks): Element[] {
    const items: Element[] = [];
    for (const child of list.children) {
      const isList = child.type === 'element' && ['ol', 'ul'].includes(child.tagName);
      const inside = child.type === 'element' && child.tagName === 'li' ? child.children : [child];
      const content = flowOf(inside, marks);
      const before = items.at(-1);
      if (isList && before) before.children.push(...content);
      else if (content.length > 0) items.push(build('li', {}, content));
    }
    return items;
  }

  function table(element: Element, marks: Marks): Piece[] {
    const sections = element.children.filter((child) => child.type === 'element');
    const head: Element[] = [];
    const body: Element[] = [];
    const outside: Piece[] = [];
    for (const section of sections) {
      if (section.tagName === 'caption') {
        outside.push('break', ...piecesOf(section.children, marks), 'break');
      } else {
        const rows = section.tagName === 'tr' ? [section] : childrenNamed(section, ['tr']);
        const place = section.tagName === 'thead' ? head : body;
        place.push(...rows.flatMap((row) => rowOf(row, marks)));
      }
    }
    return [
      ...outside,
      ...container('table', {}, [
        ...(head.length > 0 ? [build('thead', {}, head)] : []),
        ...(body.length > 0 ? [build('tbody', {}, body)] : []),
      ]),
    ];
  }

  function rowOf(row: Element, marks: Marks): Element[] {
    const cells = childrenNamed(row, ['td', 'th']).map((cell) =>
      build(cell.tagName, cellProperties(cell), flowOf(cell.children, marks)),
    );
    return cells.length > 0 ? [build('tr', {}, cells)] : [];
  }

  function imageOf(element: Element, marks: Marks): Leaf[] {
    const { src, alt, width, height } = element.properties;
    const address = readImageSource(textOf(src) ?? '', imageHosts);
    const description = cleanText(textOf(alt) ?? '');
    // What a reader would have been told instead of the image is still worth telling.
    if (!address) return description ? [{ marks, node: textNode(description) }] : [];
    const properties = {
      src: address,
      alt: description,
      width: numberOf(width, 1, 5000),
      height: numberOf(height, 1, 5000),
    };
    return [{ marks, node: build('img', properties, []) }];
  }

  return { blocksOf };
}

/** The mark that an element makes. A link that may not be followed makes none: its text stays. */
function markOf(element: Element): Element | undefined {
  const name = Object.hasOwn(MARKS, element.tagName) ? MARKS[element.tagName] : undefined;
  if (name === 'a') {
    const href = readHref(cleanText(textOf(element.properties.href) ?? ''));
    return href ? build('a', { href }, []) : undefined;
  }
  if (name === 'data') {
    const fact = textOf(element.properties.dataFact) ?? '';
    const value = cleanText(textOf(element.properties.value) ?? '').slice(0, 200);
    const isFact = /^[a-z0-9]+(-[a-z0-9]+)*$/.test(fact) && fact.length <= 100;
    return isFact ? build('data', { dataFact: fact, value }, []) : undefined;
  }
  return name ? build(name, {}, []) : undefined;
}

/** Pieces as paragraphs' insides and blocks, without what is empty. */
function group(pieces: readonly Piece[]): (Element | ElementContent[])[] {
  const parts: (Element | ElementContent[])[] = [];
  let line: Leaf[] = [];
  const endLine = () => {
    const content = nest(trimLine(line));
    if (content.length > 0) parts.push(content);
    line = [];
  };
  for (const piece of pieces) {
    if (piece === 'break') endLine();
    else if ('block' in piece) {
      endLine();
      parts.push(piece.block);
    } else line.push(piece);
  }
  endLine();
  return parts;
}

/** All leaves, those inside of blocks too, with a space where a line ended. */
function leavesOf(pieces: readonly Piece[]): Leaf[] {
  return pieces.flatMap((piece): Leaf[] => {
    if (piece === 'break') return [{ marks: [], node: textNode(' ') }];
    if (!('block' in piece)) return [piece];
    return [{ marks: [], node: textNode(` ${innerText(piece.block)} `) }];
  });
}

/** Joins neighbouring text, makes all white space one space, and takes it away at both ends. */
function trimLine(leaves: readonly Leaf[]): Leaf[] {
  const joined: Leaf[] = [];
  for (const leaf of leaves) {
    const last = joined.at(-1);
    if (last?.node.type === 'text' && leaf.node.type === 'text' && sameMarks(last, leaf)) {
      joined[joined.length - 1] = {
        marks: last.marks,
        node: textNode(last.node.value + leaf.node.value),
      };
    } else joined.push(leaf);
  }
  const line = joined.map(({ marks, node }) => ({
    marks,
    node: node.type === 'text' ? textNode(node.value.replace(/[ \t\n\f]+/g, ' ')) : node,
  }));
  for (const [end, edge] of [
    [0, /^ /],
    [-1, / $/],
  ] as const) {
    for (let leaf = line.at(end); leaf; leaf = line.at(end)) {
      const rest = leaf.node.type === 'text' ? leaf.node.value.replace(edge, '') : '';
      const isBreak = leaf.node.type === 'element' && leaf.node.tagName === 'br';
      if (leaf.node.type === 'element' && !isBreak) break;
      if (rest !== '') {
        leaf.node = textNode(rest);
        break;
      }
      line.splice(end, 1);
    }
  }
  return line;
}

/** Leaves as elements: neighbours share the marks that they have in common, from outside in. */
function nest(leaves: readonly Leaf[]): ElementContent[] {
  const top: ElementContent[] = [];
  let open: { mark: Element; children: ElementContent[] }[] = [];
  for (const { marks, node } of leaves) {
    const shared = marks.findIndex((mark, depth) => open[depth]?.mark !== mark);
    open = open.slice(0, shared === -1 ? marks.length : shared);
    for (const mark of marks.slice(open.length)) {
      const copy = build(mark.tagName, { ...mark.properties }, []);
      (open.at(-1)?.children ?? top).push(copy);
      open.push({ mark, children: copy.children });
    }
    (open.at(-1)?.children ?? top).push(node);
  }
  return top;
}

function sameMarks(a: Leaf, b: Leaf): boolean {
  return (
    a.marks.length === b.marks.length && a.marks.every((mark, place) => mark === b.marks[place])
  );
}

/** Gives every heading an id that no other one has, made from its words where it brings none. */
function nameHeadings(blocks: readonly Element[]): void {
  const headings: Element[] = [];
  const walk = (elements: readonly RootContent[]) => {
    for (const element of elements) {
      if (element.type !== 'element') continue;
      if (/^h[2-4]$/.test(element.tagName)) headings.push(element);
      walk(element.children);
    }
  };
  walk(blocks);
  const slugger = new GithubSlugger();
  const nameless: Element[] = [];
  for (const heading of headings) {
    const id = textOf(heading.properties.id) ?? '';
    if (
      !/^[\p{L}\p{N}][\p{L}\p{M}\p{N}_-]{0,99}$/u.test(id) ||
      Object.hasOwn(slugger.occurrences, id)
    ) {
      nameless.push(heading);
    } else {
      // Exactly this id is taken from here on; the slugger gives the next one a number.
      slugger.occurrences[id] = 0;
      heading.properties = { id };
    }
  }
  for (const heading of nameless) {
    const words = innerText(heading)
      .replace(/[^\p{L}\p{M}\p{N}\s_-]+/gu, '')
      .trim();
    const base = words.replace(/^[^\p{L}\p{N}]+/u, '').slice(0, 80) || 'section';
    heading.properties = { id: slugger.slug(base) };
  }
}

function preformatted(element: Element): Piece[] {
  const written = cleanText(innerText(element, '\n'));
  let end = written.length;
  // A pattern would look for the end from each empty line anew.
  while (written[end - 1] === '\n') end -= 1;
  const text = written.slice(0, end);
  if (text.trim() === '') return [];
  const [code] = childrenNamed(element, ['code']);
  const names = code?.properties.className;
  const language = (Array.isArray(names) ? names : [])
    .map(String)
    .find((name) => /^language-[a-z0-9+#.-]{1,40}$/i.test(name));
  const inside = build('code', language ? { className: [language] } : {}, [textNode(text)]);
  return [{ block: build('pre', {}, [inside]) }];
}

function calloutOf(element: Element): string {
  const type = textOf(element.properties.dataType) ?? '';
  return CALLOUTS.includes(type) ? type : 'note';
}

function startOf(element: Element): Properties {
  const start = numberOf(element.properties.start, 0, 9999);
  return start === undefined || start === 1 ? {} : { start };
}

function cellProperties(cell: Element): Properties {
  const { colSpan, rowSpan, scope } = cell.properties;
  return {
    colSpan: numberOf(colSpan, 2, 100),
    rowSpan: numberOf(rowSpan, 2, 100),
    scope: cell.tagName === 'th' && ['col', 'row'].includes(String(scope)) ? scope : undefined,
  };
}

/** A block, unless there is nothing in it. */
function container(name: string, properties: Properties, children: ElementContent[]): Piece[] {
  return children.length > 0 ? [{ block: build(name, properties, children) }] : [];
}

function childrenNamed(element: Element, wanted: readonly string[]): Element[] {
  return element.children.filter(
    (child): child is Element => child.type === 'element' && wanted.includes(child.tagName),
  );
}

/** Without what no text holds and what would not survive being written out and parsed. */
function cleanText(text: string): string {
  return (
    text
      .toWellFormed()
      .replace(/\r\n?/g, '\n')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what has to go
      .replace(/[\u0000-\u0008\u000b\u000e-\u001f\u007f-\u009f\ufeff\ufffe\uffff]/g, '')
  );
}

/** The text in an element, with a given text for a line break in it. */
function innerText(element: Element, lineBreak = ' '): string {
  if (DROPPED.has(element.tagName)) return '';
  if (element.tagName === 'br') return lineBreak;
  return element.children
    .map((child) => {
      if (child.type === 'text') return child.value;
      return child.type === 'element' ? innerText(child, lineBreak) : '';
    })
    .join('');
}

function numberOf(value: Properties[string], least: number, most: number): number | undefined {
  const number = /^\d{1,5}$/.test(String(value)) ? Number(value) : Number.NaN;
  return number >= least && number <= most ? number : undefined;
}

function textOf(value: Properties[string]): string | undefined {
  return value === undefined || value === null || value === true ? undefined : String(value);
}

function textNode(value: string): Text {
  return { type: 'text', value };
}

function build(tagName: string, properties: Properties, children: ElementContent[]): Element {
  return { type: 'element', tagName, properties, children };
}
