import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5';

type Node = DefaultTreeAdapterTypes.ChildNode;
type Element = DefaultTreeAdapterTypes.Element;

/** A link in an article, as `save_article` keeps it. */
export interface ArticleLink {
  kind: 'article' | 'portal' | 'web';
  /** The article's id, the path on the portal, or the whole address. */
  target: string;
  anchor?: string;
}

/** What search, lists and the link check need of an article's HTML. */
export interface ArticleText {
  /** All text, one line per block. */
  text: string;
  /** The first paragraph, cut after a word to at most 200 characters. */
  excerpt: string;
  /** Links in their order. Addresses of no known form are left out. */
  links: ArticleLink[];
}

const BLOCKS = new Set(
  'address article aside blockquote br dd div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p pre section table tbody td tfoot th thead tr ul'.split(
    ' ',
  ),
);
const EXCERPT_LENGTH = 200;
const ARTICLE_LINK = /^wiki:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:#(.+))?$/;
const PORTAL_LINK = /^portal:(\/[^#]*)(?:#(.+))?$/;
const WEB_LINK = /^https?:\/\/\S+$/;

/** Reads the HTML of an article, which has been reduced to what is allowed already. */
export function readArticleText(html: string): ArticleText {
  const lines: string[] = [''];
  const links: ArticleLink[] = [];
  let firstParagraph: string | undefined;

  const read = (node: Node): void => {
    if (node.nodeName === '#text') {
      lines[lines.length - 1] += (node as DefaultTreeAdapterTypes.TextNode).value;
      return;
    }
    if (!('childNodes' in node)) return;
    const isBlock = BLOCKS.has(node.nodeName);
    if (isBlock) lines.push('');
    const start = lines.length - 1;
    if (node.nodeName === 'a') addLink(node as Element, links);
    node.childNodes.forEach(read);
    if (node.nodeName === 'p') firstParagraph ??= tidy(lines.slice(start).join(' '));
    if (isBlock) lines.push('');
  };
  parseFragment(html).childNodes.forEach(read);

  const text = lines.map(tidy).filter(Boolean).join('\n');
  return { text, excerpt: cut(firstParagraph || tidy(text)), links };
}

function addLink(anchor: Element, links: ArticleLink[]): void {
  const href = anchor.attrs.find(({ name }) => name === 'href')?.value ?? '';
  const [, id, articleAnchor] = ARTICLE_LINK.exec(href) ?? [];
  const [, path, portalAnchor] = PORTAL_LINK.exec(href) ?? [];
  if (id) {
    links.push({ kind: 'article', target: id, ...(articleAnchor && { anchor: articleAnchor }) });
  } else if (path) {
    links.push({ kind: 'portal', target: path, ...(portalAnchor && { anchor: portalAnchor }) });
  } else if (WEB_LINK.test(href)) {
    links.push({ kind: 'web', target: href });
  }
}

function tidy(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function cut(text: string): string {
  if (text.length <= EXCERPT_LENGTH) return text;
  const start = text.slice(0, EXCERPT_LENGTH - 1);
  return `${start.slice(0, Math.max(start.lastIndexOf(' '), EXCERPT_LENGTH / 2)).trimEnd()}…`;
}
