import { parseFragment, serialize, type DefaultTreeAdapterTypes as Tree } from 'parse5';
import { type PackLinks, packId } from './pack-links.ts';

/** A built page, taken apart: its reading column without what only the portal can do. */
export interface TakenPage {
  path: string;
  tree: Tree.DocumentFragment;
  /** The ids that the pack knows its parts by. */
  ids: string[];
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

/** What is of no use in the pack, which has a navigation and a search of its own. */
const LEFT_OUT: readonly ((element: Tree.Element) => boolean)[] = [
  ({ tagName, attrs }) => tagName === 'script' && attributeOf(attrs, 'type') !== 'application/json',
  ({ attrs }) => hasClass(attrs, 'crumbs'),
  ({ attrs }) => hasClass(attrs, 'neighbours'),
  ({ tagName, attrs }) => tagName === 'span' && attributeOf(attrs, 'hidden') !== undefined,
  ({ attrs }) => attributeOf(attrs, 'data-portal-only') !== undefined,
  ({ tagName, parentNode }) =>
    tagName === 'a' &&
    parentNode !== null &&
    'attrs' in parentNode &&
    hasClass(parentNode.attrs, 'colophon'),
];

/**
 * Takes the reading column and its table of contents out of a built page, with ids that are its own
 * in a file of many pages. Throws when the page has no such column.
 */
export function takePage(html: string, path: string): TakenPage {
  const start = html.indexOf('<div class="columns-page');
  const end = html.indexOf('</main>', start);
  if (start < 0 || end < 0) throw new Error(`${path} has no reading column for the on-call pack.`);
  // Without scripts, so that what stands in <noscript> is read as well.
  const tree = parseFragment(html.slice(start, end), { scriptingEnabled: false });
  const ids: string[] = [];
  visit(tree, (element) => {
    if (LEFT_OUT.some((rule) => rule(element))) return false;
    const isReading = hasClass(element.attrs, 'reading');
    element.attrs = element.attrs.filter(
      ({ name }) =>
        !name.startsWith('data-pagefind') && !(isReading && ['id', 'tabindex'].includes(name)),
    );
    for (const attribute of element.attrs) {
      if (attribute.name === 'id') {
        attribute.value = packId(path, attribute.value);
        ids.push(attribute.value);
      } else if (REFERENCES.has(attribute.name) && !NO_REFERENCE.has(attribute.value)) {
        attribute.value = attribute.value
          .split(/\s+/)
          .map((id) => packId(path, id))
          .join(' ');
      } else {
        attribute.value = attribute.value.replace(
          /url\((["']?)#([^)"']+)\1\)/g,
          (_, quote: string, id: string) => `url(${quote}#${packId(path, id)}${quote})`,
        );
      }
    }
    return true;
  });
  return { path, tree, ids };
}

/** What a page's parts lead to and show, once the whole pack is known. */
export interface Surroundings {
  links: PackLinks;
  /** The bytes behind a picture's address, as a `data:` address. */
  picture(address: string): string;
}

/** A taken page as it stands in the pack: links lead inside it, or say that they need the portal. */
export function pageHtml({ path, tree }: TakenPage, { links, picture }: Surroundings): string {
  visit(tree, (element) => {
    for (const attribute of element.attrs) {
      if (attribute.name === 'href') {
        const link = links.find(attribute.value, path);
        attribute.value = link.href;
        if (link.kind === 'portal') markAsPortal(element);
      } else if (attribute.name === 'src') {
        attribute.value = picture(attribute.value);
      }
    }
    element.attrs = element.attrs.filter(({ name }) => name !== 'srcset');
    if (element.tagName === 'script') leadInside(element, path, links);
    return true;
  });
  return serialize(tree);
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

function hasClass(attributes: Attributes, name: string): boolean {
  return (attributeOf(attributes, 'class') ?? '').split(' ').includes(name);
}
