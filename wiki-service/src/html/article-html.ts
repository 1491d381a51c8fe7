import type { Nodes, Root } from 'hast';
import { sanitize } from 'hast-util-sanitize';
import { toHtml } from 'hast-util-to-html';
import { type ArticleLink, readLink } from './addresses.ts';
import { STORED } from './allow-list.ts';
import { arrangeArticle, type Surroundings } from './arrange.ts';
import { HtmlTooComplex, parseHtml } from './parse-html.ts';

export type { ArticleLink } from './addresses.ts';
export type { Surroundings } from './arrange.ts';
export { HtmlTooComplex } from './parse-html.ts';

/** An article's text in the form in which it is stored, and what is read from it. */
export interface ArticleHtml {
  html: string;
  /** The words alone, one block a line: for search. */
  text: string;
  /** How the article begins, at most 200 characters. */
  excerpt: string;
  /** All links to articles, portal pages and the web, in their order. */
  links: ArticleLink[];
}

const EXCERPT_LENGTH = 200;
const ROUNDS = 4;

/**
 * Makes anybody's HTML into an article: parsed as browsers do, reduced to the allow-list, and written
 * in the one form that parses back to itself. Cleaning what is clean changes nothing.
 * Throws `HtmlTooComplex` for HTML that is nested or repeated beyond what an article needs.
 */
export function cleanArticleHtml(html: string, surroundings: Surroundings): ArticleHtml {
  let current = html;
  for (let round = 0; round < ROUNDS; round += 1) {
    const built = arrangeArticle(parseHtml(current), surroundings);
    const tree = sanitize(built, STORED) as Root;
    const written = toHtml(tree, { characterReferences: { useNamedReferences: true } });
    if (written === current) return { html: written, ...readArticle(tree) };
    current = written;
  }
  // Not known to happen; HTML that changes each time it is parsed is not to be stored.
  throw new HtmlTooComplex('It has no form that parses back to itself.');
}

const LINES = new Set(['p', 'h2', 'h3', 'h4', 'li', 'tr', 'pre', 'blockquote', 'aside', 'br']);

function readArticle(tree: Root): Omit<ArticleHtml, 'html'> {
  const links: ArticleLink[] = [];
  let firstParagraph: string | undefined;
  const read = (node: Nodes): string => {
    if (node.type === 'text') return node.value;
    if (node.type !== 'element' && node.type !== 'root') return '';
    const link = node.type === 'element' && readLink(String(node.properties.href ?? ''));
    if (link) links.push(link);
    const inside = node.children.map(read).join('');
    if (node.type === 'root') return inside;
    if (node.tagName === 'p') firstParagraph ??= oneLine(inside);
    if (node.tagName === 'td' || node.tagName === 'th') return `${inside} `;
    return LINES.has(node.tagName) ? `\n${inside}\n` : inside;
  };
  const text = read(tree)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');
  return { text, excerpt: shorten(firstParagraph ?? oneLine(text)), links };
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function shorten(text: string): string {
  if (text.length <= EXCERPT_LENGTH) return text;
  const cut = text.slice(0, EXCERPT_LENGTH - 1);
  const lastSpace = cut.lastIndexOf(' ');
  const whole = lastSpace > EXCERPT_LENGTH / 2 ? cut.slice(0, lastSpace) : cut;
  return `${whole.replace(/[\ud800-\udbff]$/, '').replace(/[\s,.;:–-]+$/, '')}…`;
}
