import { parse, type DefaultTreeAdapterTypes as Tree } from 'parse5';

/** Attributes by which an element makes a browser fetch something. A link is followed only by its reader. */
const FETCHING = ['src', 'srcset', 'poster', 'data', 'background', 'action', 'formaction', 'ping'];

/** Everything in an HTML file that a browser would fetch, apart from `data:` addresses. */
export function loadsOf(html: string): string[] {
  const loads: string[] = [];
  const visit = (node: Tree.ParentNode): void => {
    for (const child of node.childNodes) {
      if (!('tagName' in child)) continue;
      for (const { name, value } of child.attrs) {
        const isFetched =
          FETCHING.includes(name) ||
          (name === 'href' && !['a', 'area'].includes(child.tagName) && !value.startsWith('#'));
        if (isFetched && !value.startsWith('data:'))
          loads.push(`${child.tagName} ${name}="${value}"`);
        if (name === 'style') loads.push(...stylesheetLoads(value));
      }
      if (child.tagName === 'style') {
        loads.push(
          ...child.childNodes.flatMap((text) =>
            'value' in text ? stylesheetLoads(text.value) : [],
          ),
        );
      }
      if (child.tagName === 'base') loads.push('base');
      visit(child);
    }
  };
  visit(parse(html, { scriptingEnabled: false }));
  return loads;
}

/** What a style would fetch: a URL that is neither data nor a part of the same file. */
function stylesheetLoads(css: string): string[] {
  return [
    ...[...css.matchAll(/url\(\s*["']?(?!data:|#)[^)]*\)/gi)].map(([url]) => url),
    ...[...css.matchAll(/@import\b[^;]*/gi)].map(([rule]) => rule),
  ];
}
