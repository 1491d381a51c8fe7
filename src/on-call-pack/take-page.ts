import { parseFragment, serialize, type DefaultTreeAdapterTypes as Tree } from 'parse5';
import { type PackLinks, packId } from './pack-links.ts';

/** What a page needs to know of what is around it. */
export interface Surroundings {
  links: PackLinks;
  /** The bytes behind a picture's address, as a `data:` address. */
  picture(address: string): string;
}

/** Attributes that name one or more elements of the page by their ids. */
const REFERENCES = new Set([
  'for',
  'list',
  'aria-labelledby',
  'aria-describedby',
  'aria-controls',
  'data-copy',
  'data-copy-section',
]);

/** A copy button that copies the code beside it names nothing. */
const NO_REFERENCE = new Set(['', 'true']);

/** Parts that are of no use in the pack, which has a navigation of its own. */
const LEFT_OUT_CLASSES = new Set(['crumbs', 'neighbours']);

/** What stays behind: programs, styles, what is said to the search engine, and what only the portal can do. */
function isLeftOut({ tagName, attrs, parentNode }: Tree.Element): boolean {
  if (tagName === 'link') return true;
  if (tagName === 'script') return attributeOf(attrs, 'type') !== 'application/json';
  if (tagName === 'a' && parentNode && 'attrs' in parentNode) {
    return attributeOf(parentNode.attrs, 'class') === 'colophon';
  }
  return attrs.some(
    ({ name, value }) =>
      (name === 'class' && LEFT_OUT_CLASSES.has(value)) ||
      (name === 'hidden' && tagName === 'span') ||
      name === 'data-portal-only',
  );
}

/**
 * Takes the reading column and its table of contents out of a built page, as they stand in the pack:
 * with ids that are its own in a file of many pages, and links that lead inside the pack or say that
 * they need the portal. Throws when the page has no such column.
 */
export function takePage(html: string, path: string, surroundings: Surroundings): string {
  const start = html.indexOf('<div class="columns-page');
  const end = html.indexOf('</main>', start);
  if (start < 0 || end < 0) throw new Error(`${path} has no reading column for the on-call pack.`);
  // Without scripts, so that what stands in <noscript> is read as well.
  const tree = parseFragment(html.slice(start, end), { scriptingEnabled: false });
  visit(tree, (element) => {
    if (isLeftOut(element)) return false;
    const isReading = attributeOf(element.attrs, 'class') === 'reading';
    element.attrs = element.attrs.filter(
      ({ name }) =>
        name !== 'srcset' &&
        !name.startsWith('data-pagefind') &&
        !(isReading && (name === 'id' || name === 'tabindex')),
    );
    for (const attribute of element.attrs) rewrite(attribute, element, path, surroundings);
    if (element.tagName === 'script') leadInside(element, path, surroundings.links);
    return true;
  });
  return serialize(tree);
}

function rewrite(
  attribute: Attributes[number],
  element: Tree.Element,
  page: string,
  { links, picture }: Surroundings,
): void {
  const { name, value } = attribute;
  if (name === 'id') attribute.value = packId(page, value);
  else if (name === 'src') attribute.value = picture(value);
  else if (name === 'href') {
    const link = links.find(value, page);
    attribute.value = link.href;
    if (link.kind === 'portal') markAsPortal(element);
  } else if (REFERENCES.has(name)) {
    if (NO_REFERENCE.has(value)) return;
    attribute.value = value
      .split(/\s+/)
      .map((id) => packId(page, id))
      .join(' ');
  } else if (value.includes('url(')) {
    attribute.value = value.replace(
      /url\((["']?)#([^)"']+)\1\)/g,
      (_, quote: string, id: string) => `url(${quote}#${packId(page, id)}${quote})`,
    );
  }
}

/** Has the addresses in a block of data, which a script of the page shows as links, lead inside. */
function leadInside({ childNodes: [data] }: Tree.Element, page: string, links: PackLinks): void {
  if (!data || !('value' in data)) return;
  const parsed = JSON.parse(data.value, (name, value) =>
    (name === 'path' || name === 'href') && typeof value === 'string'
      ? links.find(value, page).href
      : value,
  );
  // `<` is written so that no text in it can end the block.
  data.value = JSON.stringify(parsed).replaceAll('<', '\\u003c');
}

/** Says in words that a link needs the portal. */
function markAsPortal(element: Tree.Element): void {
  const [mark] = parseFragment('<span class="needs-portal"> (portal)</span>').childNodes;
  if (mark) {
    mark.parentNode = element;
    element.childNodes.push(mark);
  }
}

/** Visits every element; where `keep` says no, takes it out. */
function visit(node: Tree.ParentNode, keep: (element: Tree.Element) => boolean): void {
  node.childNodes = node.childNodes.filter((child) => {
    if (!('tagName' in child)) return child.nodeName !== '#comment';
    if (!keep(child)) return false;
    visit(child, keep);
    return true;
  });
}

type Attributes = Tree.Element['attrs'];

function attributeOf(attributes: Attributes, name: string): string | undefined {
  return attributes.find((attribute) => attribute.name === name)?.value;
}
