import Slugger, { slug } from 'github-slugger';
import { addressProblems, codeProblems, componentProblems, htmlProblems } from './code-problems.ts';
import { type HtmlPart, htmlParts } from './html-tags.ts';
import { blockText, inlineText, isComponent, isInline } from './plain-text.ts';
import { raciRows } from './raci.ts';
import type { Heading, PageBase, Place, Problem } from './records.ts';
import { textRun } from './text-runs.ts';
import { childrenOf, type JsxNode, literalAttributes, type Node, placeOf } from './tree.ts';
import { CONTENT_COMPONENTS, type ContentComponent } from './vocabulary.ts';

/** What is read from the body of any page, whatever its collection. */
export type BodyRecords = Pick<
  PageBase,
  | 'headings'
  | 'links'
  | 'anchors'
  | 'facts'
  | 'questions'
  | 'diagrams'
  | 'components'
  | 'raci'
  | 'texts'
> & {
  /** The heading that each heading node has become. */
  headingOf: ReadonlyMap<Node, Heading>;
  problems: Problem[];
};

/** Attributes of HTML elements that lead somewhere. */
const ADDRESSES: Readonly<Record<string, readonly ['link' | 'image', string][]>> = {
  a: [['link', 'href']],
  area: [['link', 'href']],
  img: [['image', 'src']],
  source: [['image', 'src']],
  video: [
    ['image', 'src'],
    ['image', 'poster'],
  ],
  audio: [['image', 'src']],
  iframe: [['link', 'src']],
};

const HTML_HEADING = /^h[1-6]$/;

/** Components by their name in lower case: how raw HTML spells them. */
const COMPONENT_OF_TAG = new Map(
  Object.keys(CONTENT_COMPONENTS).map((name) => [name.toLowerCase(), name as ContentComponent]),
);

/**
 * Reads headings, links, facts and so on from a parsed body.
 * @param source The text of the file, its lines ended by line feeds.
 * @param options.strict Whether the page is one of ours, so that code in it is a problem.
 * @param options.rawComponents Whether components may stand in raw HTML, because the MDX did not parse.
 */
export function readBody(
  tree: Node,
  source: string,
  options: { strict: boolean; rawComponents: boolean },
): BodyRecords {
  const lines = source.split('\n');
  const slugger = new Slugger();
  const headingOf = new Map<Node, Heading>();
  const anchors = new Set(['_top']);
  const definitions = new Map<string, Extract<Node, { type: 'definition' }>>();
  const references = new Map<string, 'link' | 'image'>();
  const footnotes = { defined: new Set<string>(), uses: new Map<string, number>() };
  const footnoteNumbers = new Map<string, number>();
  const records: Omit<BodyRecords, 'anchors' | 'headingOf'> = {
    headings: [],
    links: [],
    facts: [],
    questions: [],
    diagrams: [],
    components: [],
    raci: [],
    texts: [],
    problems: [],
  };
  /** A `<data data-fact>` in raw HTML that has not been closed yet. */
  let openData: { id: string; text: string; value?: string; place: Place } | undefined;

  /** A `<h2>` in raw HTML that has not been closed yet, with its text so far. */
  let openHeading: string | undefined;

  const report = (problems: Problem[]) => {
    if (options.strict) records.problems.push(...problems);
  };

  visit(tree, undefined);
  for (const [identifier, kind] of references) {
    const node = definitions.get(identifier);
    if (node) addLink(kind, node.url, node.label ?? identifier, placeOf(node));
  }
  records.links.sort(
    ({ place: one }, { place: other }) => one.line - other.line || one.column - other.column,
  );
  for (const id of footnotes.defined) {
    const uses = footnotes.uses.get(id) ?? 0;
    if (uses === 0) continue;
    anchors.add('footnote-label').add(`user-content-fn-${id}`);
    for (let use = 1; use <= uses; use += 1) {
      anchors.add(`user-content-fnref-${id}${use > 1 ? `-${use}` : ''}`);
    }
  }
  return { ...records, headingOf, anchors: [...anchors] };

  function visit(node: Node, inside: Heading | undefined): void {
    report(codeProblems(node));
    switch (node.type) {
      case 'heading': {
        const heading = readHeading(node);
        records.texts.push(textRun(node, lines));
        for (const child of node.children) visit(child, heading);
        return;
      }
      case 'paragraph':
      case 'tableCell':
        records.texts.push(textRun(node, lines));
        break;
      case 'text':
        if (openData) openData.text += node.value;
        if (openHeading !== undefined) openHeading += node.value;
        break;
      case 'inlineCode':
        if (openHeading !== undefined) openHeading += node.value;
        break;
      case 'link':
        addLink('link', node.url, inlineText(node.children), placeOf(node));
        break;
      case 'image':
        addLink('image', node.url, node.alt ?? '', placeOf(node));
        break;
      case 'definition':
        // Of two definitions for one name the first counts.
        if (!definitions.has(node.identifier)) definitions.set(node.identifier, node);
        break;
      case 'linkReference':
        references.set(node.identifier, 'link');
        break;
      case 'imageReference':
        if (!references.has(node.identifier)) references.set(node.identifier, 'image');
        break;
      case 'footnoteDefinition':
        footnotes.defined.add(node.identifier);
        break;
      case 'footnoteReference':
        footnoteNumber(node.identifier);
        footnotes.uses.set(node.identifier, (footnotes.uses.get(node.identifier) ?? 0) + 1);
        break;
      case 'code':
        if (node.lang === 'mermaid') readDiagram(node);
        break;
      case 'html':
        for (const part of htmlParts(node.value, placeOf(node), lines)) readHtml(part);
        break;
      case 'mdxJsxFlowElement':
      case 'mdxJsxTextElement':
        readJsx(node, inside);
        break;
    }
    for (const child of childrenOf(node)) visit(child, inside);
  }

  function readHeading(node: Extract<Node, { type: 'heading' }>): Heading {
    const written = headingText(node, footnoteNumber);
    const heading = {
      depth: node.depth,
      text: written.trim(),
      id: slugger.slug(written),
      place: placeOf(node),
    };
    if (heading.depth === 1) report([secondTitle(heading)]);
    records.headings.push(heading);
    headingOf.set(node, heading);
    anchors.add(heading.id);
    return heading;
  }

  /** Footnotes are numbered in the order in which they are first referred to. */
  function footnoteNumber(id: string): number {
    const number = footnoteNumbers.get(id) ?? footnoteNumbers.size + 1;
    footnoteNumbers.set(id, number);
    return number;
  }

  function addLink(kind: 'link' | 'image', url: string, text: string, place: Place): void {
    records.links.push({ kind, url, text, place });
    report(addressProblems(url, place));
  }

  function readDiagram(node: Extract<Node, { type: 'code' }>): void {
    const title = /\btitle=(?:"([^"]*)"|'([^']*)')/.exec(node.meta ?? '');
    records.diagrams.push({
      source: node.value,
      title: title?.[1] ?? title?.[2] ?? 'Diagram',
      place: placeOf(node),
    });
  }

  function readJsx(node: JsxNode, inside: Heading | undefined): void {
    const attributes = literalAttributes(node);
    const place = placeOf(node);
    report(componentProblems(node));
    if (isComponent(node.name)) {
      if (inside) report([inHeading(node.name, place)]);
      readComponent(node.name, attributes, place, node);
    } else if (node.name) {
      readElement(node.name, attributes, place, inlineText(node.children));
    }
    const title = attributes.title?.trim();
    if (title) records.texts.push({ text: title, place, spans: [0, place.line, place.column] });
    if (node.type === 'mdxJsxFlowElement' && node.children.some(isInline)) {
      records.texts.push(textRun(node, lines));
    }
  }

  function readComponent(
    name: ContentComponent,
    attributes: Record<string, string>,
    place: Place,
    node: JsxNode | undefined,
  ): void {
    records.components.push({ name, attributes, place });
    const { id = '', owner = '', title = '' } = attributes;
    if (name === 'Fact') {
      const text = node && inlineText(node.children);
      records.facts.push({ id, ...(text ? { text } : {}), place });
    } else if (name === 'OpenQuestion') {
      const text = node ? blockText(node.children) : '';
      records.questions.push({ id, owner, title, text, place });
      anchors.add(`question-${id}`);
    } else if (name === 'Raci' && node) {
      records.raci.push(...raciRows(node.children));
    }
  }

  function readElement(
    name: string,
    attributes: Record<string, string>,
    place: Place,
    text: string,
  ): void {
    if (attributes.id && !/^[A-Z]/.test(name)) anchors.add(attributes.id);
    if (attributes.name && name === 'a') anchors.add(attributes.name);
    for (const [kind, attribute] of ADDRESSES[name] ?? []) {
      const url = attributes[attribute];
      if (url !== undefined) {
        records.links.push({ kind, url, text: attributes.alt ?? text, place });
      }
    }
    // Components of other sites lead somewhere by the same attribute.
    if (/^[A-Z]/.test(name) && attributes.href !== undefined) {
      records.links.push({ kind: 'link', url: attributes.href, text, place });
    }
    const fact = attributes['data-fact'];
    if (name === 'data' && fact !== undefined) {
      const { value } = attributes;
      records.facts.push({
        id: fact,
        ...(text ? { text } : {}),
        ...(value === undefined ? {} : { value }),
        place,
      });
    }
  }

  /** Elsewhere, headings in raw HTML get an id as well: GitHub gives them one. */
  function closeHtmlHeading(): void {
    if (openHeading !== undefined && !options.strict) {
      anchors.add(slugger.slug(openHeading.trim().replace(/\s+/g, ' '))).add(slug(openHeading));
    }
    openHeading = undefined;
  }

  function readHtml(part: HtmlPart): void {
    if (part.kind === 'text') {
      if (openData) openData.text += part.text;
      if (openHeading !== undefined) openHeading += part.text;
      return;
    }
    if (part.kind === 'close' && HTML_HEADING.test(part.name)) {
      closeHtmlHeading();
      return;
    }
    if (part.kind === 'close') {
      if (part.name !== 'data' || !openData) return;
      records.facts.push(openData);
      openData = undefined;
      return;
    }
    const { name, attributes, place } = part;
    if (HTML_HEADING.test(name)) openHeading = '';
    const component = COMPONENT_OF_TAG.get(name);
    if (component) {
      if (options.rawComponents) readComponent(component, attributes, place, undefined);
      else report([needsMdx(component, place)]);
      return;
    }
    if (!options.rawComponents) report(htmlProblems(name, attributes, place));
    const fact = attributes['data-fact'];
    if (name === 'data' && fact !== undefined) {
      const { value } = attributes;
      openData = { id: fact, text: '', ...(value === undefined ? {} : { value }), place };
      return;
    }
    readElement(name, attributes, place, '');
  }
}

/** The text that a heading's id is made of: as the renderer's `textContent` gives it. */
function headingText(node: Node, footnoteNumber: (id: string) => number): string {
  if (node.type === 'break') return '\n';
  if (node.type === 'footnoteReference') return String(footnoteNumber(node.identifier));
  if ('value' in node && node.type !== 'html') return node.value;
  return childrenOf(node)
    .map((child) => headingText(child, footnoteNumber))
    .join('');
}

const secondTitle = ({ text, place }: Heading): Problem => ({
  rule: 'content/schema',
  message: `"${text}" is a heading of the first level, and that is what the title is`,
  help: 'Start it with ## instead, or remove it if it only repeats the title.',
  place,
});

const inHeading = (name: string, place: Place): Problem => ({
  rule: 'content/code',
  message: `\`<${name}>\` may not stand in a heading`,
  help: 'Write the words out: the address of the heading is made from them.',
  place,
});

const needsMdx = (name: string, place: Place): Problem => ({
  rule: 'content/code',
  message: `\`<${name}>\` works in .mdx pages only`,
  help: 'Rename the file so that it ends in .mdx.',
  place,
});
