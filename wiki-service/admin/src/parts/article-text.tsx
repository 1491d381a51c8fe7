import type { Element, RootContent, Text } from 'hast';
import { createElement, Fragment, type ReactNode } from 'react';
import { parseHtml } from '../../../src/html/parse-html.ts';
import type { Ranges } from '../compare/compare-texts.ts';

/** Properties by the names that React has for them; others are not shown. */
const PROPERTIES = new Set([
  'alt',
  'colSpan',
  'height',
  'rowSpan',
  'scope',
  'src',
  'start',
  'width',
]);

/**
 * An article as its readers see it. Built element by element, so that nothing in it is ever run;
 * `html` is text that has been tidied. Links lead nowhere: one only looks.
 * `marked`: characters of its text to point out.
 */
export function ArticleText({ html, marked = [] }: { html: string; marked?: Ranges }) {
  let at = 0;
  const showText = ({ value }: Text, key: number): ReactNode => {
    const start = at;
    at += value.length;
    return <Fragment key={key}>{markText(value, start, marked)}</Fragment>;
  };
  const show = (node: RootContent, key: number): ReactNode => {
    if (node.type === 'text') return showText(node, key);
    if (node.type !== 'element') return null;
    const children = node.children.map(show);
    return createElement(
      node.tagName === 'a' ? 'span' : node.tagName,
      { key, ...readProperties(node) },
      ...(children.length > 0 ? children : []),
    );
  };
  return <div className="wk-prose">{parseHtml(html).children.map(show)}</div>;
}

/** The text in HTML, character for character as `ArticleText` counts it. */
export function textIn(html: string): string {
  const read = (node: RootContent): string => {
    if (node.type === 'text') return node.value;
    return node.type === 'element' ? node.children.map(read).join('') : '';
  };
  return parseHtml(html).children.map(read).join('');
}

function readProperties({ tagName, properties }: Element): Record<string, unknown> {
  const own = Object.entries(properties).filter(([name]) => PROPERTIES.has(name));
  return {
    ...Object.fromEntries(own),
    ...(tagName === 'a' && { className: 'wk-link', title: String(properties.href) }),
    ...(tagName === 'data' && { className: 'wk-fact', value: String(properties.value) }),
    ...(tagName === 'aside' && { 'data-type': properties.dataType }),
  };
}

function markText(text: string, start: number, marked: Ranges): ReactNode[] {
  const pieces: ReactNode[] = [];
  let at = 0;
  for (const [from, to] of marked) {
    const first = Math.max(from - start, at);
    const last = Math.min(to - start, text.length);
    if (first >= last) continue;
    pieces.push(text.slice(at, first), <mark key={first}>{text.slice(first, last)}</mark>);
    at = last;
  }
  return [...pieces, text.slice(at)];
}
