import type { Root } from 'hast';
import { fromParse5 } from 'hast-util-from-parse5';
import {
  type DefaultTreeAdapterMap,
  type DefaultTreeAdapterTypes,
  defaultTreeAdapter,
  html as names,
  parseFragment,
} from 'parse5';

type Node = DefaultTreeAdapterTypes.Node;

/** Far more than people write, and little enough to be walked by recursion. */
const DEEPEST = 200;
/** A few hundred kB of unclosed elements become millions of nodes, since each paragraph reopens them. */
const MOST_NODES = 50_000;

/** HTML that is nested or repeated beyond what an article needs. */
export class HtmlTooComplex extends Error {}

/**
 * Parses a piece of HTML as a browser parses what is put into a `<div>`.
 * Throws `HtmlTooComplex` as soon as it gets too deep or too many.
 */
export function parseHtml(html: string): Root {
  const context = defaultTreeAdapter.createElement('div', names.NS.HTML, []);
  const tree = parseFragment<DefaultTreeAdapterMap>(context, html, { treeAdapter: bounded() });
  return fromParse5(tree) as Root;
}

/** The default tree adapter, with a depth for each node and a count of all. */
function bounded(): typeof defaultTreeAdapter {
  const depths = new WeakMap<Node, number>();
  let count = 0;
  const place = (parent: Node, node: Node) => {
    const depth = (depths.get(parent) ?? 0) + 1;
    if (depth > DEEPEST) throw new HtmlTooComplex(`It is nested more than ${DEEPEST} deep.`);
    depths.set(node, depth);
  };
  return {
    ...defaultTreeAdapter,
    createElement(name, namespace, attributes) {
      count += 1;
      if (count > MOST_NODES) throw new HtmlTooComplex(`It has more than ${MOST_NODES} elements.`);
      return defaultTreeAdapter.createElement(name, namespace, attributes);
    },
    appendChild(parent, node) {
      place(parent, node);
      defaultTreeAdapter.appendChild(parent, node);
    },
    insertBefore(parent, node, reference) {
      place(parent, node);
      defaultTreeAdapter.insertBefore(parent, node, reference);
    },
  };
}
